"""Misbehaviour on demand: slow, failing, cut and lost answers."""

import threading
from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass
class Fault:
    """What happens to the next ``times`` calls that match, once each.

    ``match`` is a method and a path, as in ``POST /v1/refunds`` or ``* /v1/checkout/sessions/*``. With ``after``
    the thing asked for is done first and only its answer suffers. A fault without a status, a body, a cut or a
    reset only takes its time.
    """

    match: str = "* /v1/*"
    times: int = 1
    after: bool = False
    delay: float = 0  # seconds of waiting, with the idempotency key in flight
    status: int | None = None  # an error answer with this status
    saved: bool = False  # the error answer is what the idempotency key remembers
    body: str | None = None  # an answer in these very words, JSON or not
    cut_at: int | None = None  # the connection ends after so many bytes of the answer
    reset: bool = False  # the connection ends with no answer at all
    approve_first: bool = False  # the session just made is paid before its create call is answered
    deliver_first: bool = False  # the site hears the events of this call before it reads the answer

    @property
    def spoils(self) -> bool:
        """Tell whether the true answer is kept from the caller."""
        return self.status is not None or self.body is not None or self.reset

    def hits(self, call: str) -> bool:
        """Tell whether a call such as ``POST /v1/refunds`` is meant."""
        return self.times > 0 and fnmatchcase(call, self.match)


class Faults:
    """The faults that are still to come, first in, first out."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []
        self._cleared = threading.Event()

    def add(self, fault: Fault) -> None:
        """Queue a fault."""
        with self._lock:
            self._waiting.append(fault)

    def take(self, call: str) -> Fault | None:
        """Use up one turn of the first fault that is meant for this call."""
        with self._lock:
            for fault in self._waiting:
                if fault.hits(call):
                    fault.times -= 1
                    return fault
        return None

    def pause(self, seconds: float) -> None:
        """Take the time that a fault takes, or until all is well again."""
        if seconds:
            self._cleared.wait(seconds)

    def clear(self) -> None:
        """Behave again, and at once: who is being kept waiting waits no longer."""
        with self._lock:
            self._waiting.clear()
            self._cleared.set()
            self._cleared = threading.Event()
