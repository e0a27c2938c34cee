"""The shop with a clock that tests set: serve `tests.travel:app` instead of `wsgi:app`, and write a moment to a file.

The file `clock` lies in the folder in which the shop runs. Time goes on from that moment, in all processes alike, or
stands still when the file says so; without the file it is now.
"""

import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

import time_machine

CLOCK = Path("clock")

_known = ""
_moving: Any = None
_one_at_a_time = Lock()


def follow() -> None:
    """Be at the moment that the file says, if it says another than before."""
    global _known, _moving
    with _one_at_a_time:
        moment = CLOCK.read_text() if CLOCK.exists() else ""
        if moment == _known:
            return
        real = time_machine.escape_hatch.time.time() if _moving else time.time()
        when, _, still = moment.partition(" ")
        now = datetime.fromisoformat(when) + timedelta(seconds=0 if still else real - CLOCK.stat().st_mtime)
        _moving = _moving or time_machine.travel(now).start()
        _moving.move_to(now, tick=not still)
        _known = moment


def __getattr__(name: str) -> Callable[..., Iterable[bytes]]:
    """The application, loaded when it is asked for: the command line needs only `follow`."""
    if name != "app":
        raise AttributeError(name)
    from wsgi import app as shop  # noqa: PLC0415

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        follow()
        return shop(environ, start_response)

    return app
