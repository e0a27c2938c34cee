"""The shop with a clock that tests set: serve `tests.travel:app` instead of `wsgi:app`, and write a moment to a file.

The file `clock` lies in the folder in which the shop runs. Time goes on from that moment; without the file it is now.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import time_machine

CLOCK = Path("clock")

_known = ""
_traveller = time_machine.travel(datetime.now(UTC), tick=True)
_moving = _traveller.start()


def follow() -> None:
    """Be at the moment that the file says, if it says another than before."""
    global _known
    moment = CLOCK.read_text() if CLOCK.exists() else ""
    if moment != _known:
        _moving.move_to(datetime.fromisoformat(moment))
        _known = moment


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    from wsgi import app as shop  # noqa: PLC0415  (the command line needs only `follow`)

    follow()
    return shop(environ, start_response)
