"""Webhook delivery: signed by the ``stripe`` package, sent over HTTP, tried again, and logged."""

import json
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

import requests
import stripe

from .errors import Json

PATIENCE = 10.0  # seconds that the site has to answer
TRY_AGAIN_AFTER = (1.0, 5.0, 30.0, 120.0, 300.0)
STALE_BY = 301  # one second more than the package lets pass

ORDERS: dict[str, Callable[[list["Delivery"]], None]] = {
    "made": lambda deliveries: None,
    "reversed": list.reverse,
    "shuffled": random.shuffle,
}


@dataclass
class Delivery:
    """One event on its way to one endpoint."""

    event: Json
    endpoint: Json
    secret: str
    due: float
    state: str = "waiting"  # then sending, delivered, given up or dropped
    tries: list[Json] = field(default_factory=list)

    @property
    def told(self) -> Json:
        """Say how it went, for the log."""
        event = {"event": self.event["id"], "type": self.event["type"]}
        return event | {"endpoint": self.endpoint["id"], "state": self.state, "tries": self.tries}


@dataclass
class Switches:
    """How the post misbehaves."""

    hold: bool = False  # keep everything back until released
    delay: float = 0  # seconds before a first try
    copies: int = 1  # how often each event is sent
    at_once: bool = False  # send side by side instead of one after the other


class Post:
    """The thread that delivers, and the switches on it.

    Events go out one after the other in the order in which they happened, which Stripe doesn't promise: the
    switches are there to break it.
    """

    def __init__(
        self, try_again_after: tuple[float, ...] = TRY_AGAIN_AFTER, patience: float = PATIENCE
    ) -> None:
        self.try_again_after = try_again_after
        self.patience = patience
        self.switches = Switches()
        self.drops: list[str] = []  # patterns of event types, each of which loses one event
        self.log: list[Delivery] = []
        self._queue: list[Delivery] = []
        self._changed = threading.Condition()
        self._stopped = False

    def start(self) -> None:
        """Begin to deliver in the background."""
        threading.Thread(target=self._run, daemon=True, name="stripe-double-post").start()

    def stop(self) -> None:
        """Deliver nothing more."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def clear(self) -> None:
        """Forget what was to be delivered and behave again."""
        with self._changed:
            self._queue, self.log, self.drops, self.switches = [], [], [], Switches()
            self._changed.notify_all()

    def send(self, event: Json, endpoint: Json, secret: str) -> None:
        """Take an event on; returns at once."""
        with self._changed:
            event["pending_webhooks"] += 1
            due = time.monotonic() + self.switches.delay
            copies = [Delivery(event, endpoint, secret, due) for _ in range(self.switches.copies)]
            self.log += copies
            if self._loses(event["type"]):
                for delivery in copies:
                    delivery.state = "dropped"
                return
            self._queue += copies
            self._changed.notify_all()

    def _loses(self, kind: str) -> bool:
        for pattern in self.drops:
            if fnmatchcase(kind, pattern):
                self.drops.remove(pattern)
                return True
        return False

    def release(self, order: str = "made") -> None:
        """Let go of everything that was held, in one order or another."""
        with self._changed:
            ORDERS[order](self._queue)
            for delivery in self._queue:
                delivery.due = time.monotonic()
            self.switches.hold = False
            self._changed.notify_all()

    def lose(self) -> None:
        """Drop everything that was held."""
        with self._changed:
            for delivery in self._queue:
                delivery.state = "dropped"
            self._queue.clear()
            self.switches.hold = False
            self._changed.notify_all()

    def wait(self, seconds: float, events: set[str] | None = None) -> bool:
        """Wait until nothing is under way any more, or until each of these events was tried once."""

        def settled() -> bool:
            if events is None:
                return not any(delivery.state in ("waiting", "sending") for delivery in self.log)
            mine = [delivery for delivery in self.log if delivery.event["id"] in events]
            return all(delivery.tries or delivery.state == "dropped" for delivery in mine)

        with self._changed:
            return self._changed.wait_for(settled, seconds)

    def _run(self) -> None:
        while True:
            with self._changed:
                while not (delivery := self._next()):
                    if self._stopped:
                        return
                    self._changed.wait(self._until_next())
                delivery.state = "sending"
            if self.switches.at_once:
                threading.Thread(target=self._deliver, args=(delivery,), daemon=True).start()
            else:
                self._deliver(delivery)

    def _next(self) -> Delivery | None:
        if self._stopped or self.switches.hold:
            return None
        for place, delivery in enumerate(self._queue):
            if delivery.due <= time.monotonic():
                return self._queue.pop(place)
        return None

    def _until_next(self) -> float | None:
        if self.switches.hold or not self._queue:
            return None
        return max(0.0, min(delivery.due for delivery in self._queue) - time.monotonic())

    def _deliver(self, delivery: Delivery) -> None:
        outcome = self.knock(delivery.event, delivery.endpoint["url"], delivery.secret)
        with self._changed:
            delivery.tries.append(outcome)
            if arrived(outcome):
                self._note_arrival(delivery)
            elif len(delivery.tries) <= len(self.try_again_after):
                delivery.state = "waiting"
                delivery.due = time.monotonic() + self.try_again_after[len(delivery.tries) - 1]
                if delivery in self.log:
                    self._queue.append(delivery)
            else:
                delivery.state = "given up"
            self._changed.notify_all()

    def _note_arrival(self, delivery: Delivery) -> None:
        """Count an endpoint as served by the first copy that it took."""
        delivery.state = "delivered"
        twins = [
            other
            for other in self.log
            if other.event is delivery.event
            and other.endpoint is delivery.endpoint
            and other.state == "delivered"
        ]
        if len(twins) == 1:
            delivery.event["pending_webhooks"] -= 1

    def knock_often(self, event: Json, doors: list[tuple[str, str]], signature: str) -> list[Json]:
        """Post an event at many doors at the same moment."""
        with ThreadPoolExecutor(max_workers=max(1, len(doors))) as pool:
            return list(pool.map(lambda door: self.knock(event, door[0], door[1], signature), doors))

    def knock(self, event: Json, url: str, secret: str, signature: str = "good") -> Json:
        """Post an event once and say how the site answered."""
        body = json.dumps(event, indent=2)
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Stripe/1.0"}
        headers |= SIGNATURES[signature](body, secret)
        sent = json.dumps(event) if signature == "altered" else body
        try:
            with requests.Session() as session:
                session.trust_env = False
                answer = session.post(
                    url, sent.encode(), headers=headers, timeout=self.patience, allow_redirects=False
                )
        except requests.RequestException as error:
            return {"at": time.time(), "status": None, "error": type(error).__name__}
        return {"at": time.time(), "status": answer.status_code, "error": None}


def arrived(outcome: Json) -> bool:
    """Tell whether the site took it: anything but 2xx is a failure, a redirect too."""
    return outcome["status"] is not None and 200 <= outcome["status"] < 300


def _signed(body: str, secret: str, age: int = 0) -> dict[str, str]:
    made_at = int(time.time()) - age
    return {"Stripe-Signature": stripe.WebhookSignature.generate_signature_header(body, secret, made_at)}


def _of_another_scheme(body: str, secret: str) -> dict[str, str]:
    return {name: value.replace("v1=", "v0=") for name, value in _signed(body, secret).items()}


SIGNATURES: dict[str, Callable[[str, str], dict[str, str]]] = {
    "good": _signed,
    "altered": _signed,  # right for the body that was signed, which isn't the body that is sent
    "forged": lambda body, secret: _signed(body, "whsec_of_somebody_else"),
    "stale": lambda body, secret: _signed(body, secret, STALE_BY),
    "scheme": _of_another_scheme,
    "garbage": lambda body, secret: {"Stripe-Signature": "not a signature"},
    "missing": lambda body, secret: {},
}
