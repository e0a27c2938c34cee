"""Idempotency keys as Stripe keeps them: https://docs.stripe.com/api/idempotent_requests"""

import threading
from collections.abc import Callable
from copy import deepcopy
from dataclasses import asdict, dataclass

from .errors import Json, Refusal

LONGEST_KEY = 255
# Stripe may forget a key after a day, so here it does: whoever relies on it for longer is found out.
REMEMBERED = 24 * 3600


@dataclass
class Kept:
    """What is remembered under one key; no status yet means that its first request is still under way."""

    path: str
    body: str
    since: int = 0
    status: int | None = None
    answer: Json | None = None


class IdempotencyKeys:
    """One answer for one key, whoever asks and however often."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._kept: dict[str, Kept] = {}

    def claim(self, key: str | None, path: str, body: str) -> tuple[int, Json] | None:
        """Give the answer saved under this key, or take the key for a request that now begins."""
        if key is None:
            return None
        if len(key) > LONGEST_KEY:
            raise Refusal(
                f"Idempotency keys can have up to {LONGEST_KEY} characters.",
                kind="idempotency_error",
                saved=False,
            )
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or (kept.status and self._now() - kept.since >= REMEMBERED):
                self._kept[key] = Kept(path, body, self._now())
                return None
            _refuse_another_request(key, kept, path, body)
            if kept.status is None or kept.answer is None:
                raise _in_flight(key)
            return kept.status, kept.answer

    def save(self, key: str | None, status: int, answer: Json) -> None:
        """Remember an answer for every later request with this key."""
        with self._lock:
            if key in self._kept:
                self._kept[key].status, self._kept[key].answer = status, deepcopy(answer)

    def release(self, key: str | None) -> None:
        """Forget a key whose request came to nothing, so that it can be tried again."""
        with self._lock:
            if key in self._kept and self._kept[key].status is None:
                del self._kept[key]

    def told(self) -> dict[str, Json]:
        """Tell every answer that is kept, for a file."""
        with self._lock:
            return {key: asdict(kept) for key, kept in self._kept.items() if kept.status is not None}

    def recall(self, told: dict[str, Json]) -> None:
        """Take up the answers of a file."""
        with self._lock:
            self._kept = {key: Kept(**kept) for key, kept in told.items()}


def _refuse_another_request(key: str, kept: Kept, path: str, body: str) -> None:
    if kept.path != path:
        limit = f"for the same endpoint they were first used for ('{path}' vs '{kept.path}')"
    elif kept.body != body:
        limit = "with the same parameters they were first used with"
    else:
        return
    raise Refusal(
        f"Keys for idempotent requests can only be used {limit}. "
        f"Try using a key other than '{key}' if you meant to execute a different request.",
        kind="idempotency_error",
        saved=False,
    )


def _in_flight(key: str) -> Refusal:
    return Refusal(
        "There is currently another in-progress request using this Idempotent Key (that probably means you "
        f"submitted twice, and the other request is still going through): {key}. Please try again later.",
        status=409,
        kind="idempotency_error",
        saved=False,
        code="idempotency_key_in_use",
    )
