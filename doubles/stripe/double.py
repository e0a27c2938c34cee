"""What the stand-in knows: its objects, its clock, its keys, and the calls that it heard."""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from .delivery import Post
from .errors import Json, no_such
from .faults import Faults
from .idempotency import IdempotencyKeys
from .samples import new_id

NOBODY: Json = {"id": None, "idempotency_key": None}


@dataclass
class Call:
    """One request to the API, as it came and as it was answered."""

    method: str
    path: str
    params: Json
    idempotency_key: str | None
    id: str = field(default_factory=lambda: new_id("request"))
    status: int | None = None  # none: the connection was dropped
    replayed: bool = False

    @property
    def cause(self) -> Json:
        """What an event says about the request that caused it."""
        return {"id": self.id, "idempotency_key": self.idempotency_key}


class Double:
    """One Stripe account in test mode, kept in memory.

    Everything that reads or changes ``objects`` does so under ``lock``; nothing waits while it holds it.
    """

    def __init__(self, post: Post) -> None:
        self.lock = threading.RLock()
        self.post = post
        self.public_url = ""
        self.changed = False  # since it was last written down
        self.secrets: dict[str, str] = {}
        self._forget()

    def _forget(self) -> None:
        self.objects: dict[str, Json] = {}
        self.line_items: dict[str, list[Json]] = {}
        self.intent_data: dict[str, Json] = {}  # what a session was told about the payment it will make
        self.refunds_pending = 0
        self.calls: list[Call] = []
        self.keys = IdempotencyKeys(self.now)
        self.faults = Faults()
        self.ahead = 0
        self.cause = NOBODY

    def reset(self, *, keep_endpoints: bool = True) -> None:
        """Start again from nothing, still knowing where to send webhooks unless told otherwise."""
        with self.lock:
            endpoints = list(self.all("webhook_endpoint")) if keep_endpoints else []
            self._forget()
            self.objects = {endpoint["id"]: endpoint for endpoint in endpoints}
            self.post.clear()

    def now(self) -> int:
        """Read the clock of this account, which tests may put ahead."""
        return int(time.time()) + self.ahead

    def keep(self, made: Json) -> Json:
        """Put an object among the others."""
        self.objects[made["id"]] = made
        return made

    def all(self, kind: str) -> list[Json]:
        """List the objects of one kind, oldest first."""
        return [made for made in self.objects.values() if made["object"] == kind]

    def find(self, kind: str, object_id: Any, param: str = "id") -> Json:
        """Get an object or refuse as Stripe does."""
        made = self.objects.get(object_id)
        if made is None or made["object"] != kind:
            raise no_such(kind, object_id, param)
        return made
