"""``python -m doubles.stripe``: the stand-in as a program of its own."""

import argparse
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from .delivery import PATIENCE, TRY_AGAIN_AFTER
from .server import serve

LOOK_FOR_PARENT_EVERY = 0.2  # seconds


def main() -> None:
    """Serve until told to stop."""
    given = _arguments()
    with_parent = given.pop("with_parent")
    parent = os.getppid()
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    with serve(**given) as running:
        sys.stdout.write(f"Stripe stand-in on {running.url} (no money moves)\n")
        sys.stdout.flush()
        while not stopped.wait(LOOK_FOR_PARENT_EVERY):
            if with_parent and os.getppid() != parent:
                return


def _arguments() -> dict[str, Any]:
    parser = argparse.ArgumentParser(prog="python -m doubles.stripe", description=main.__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--public-url", help="how browsers reach this server, where that differs")
    parser.add_argument("--webhook", help="where events are delivered")
    parser.add_argument("--webhook-secret", help="what they are signed with, whsec_...")
    parser.add_argument("--state", type=Path, help="a file that keeps the account over a restart")
    parser.add_argument(
        "--try-again-after",
        type=_seconds,
        default=TRY_AGAIN_AFTER,
        metavar="S,S,...",
        help="seconds before each further try of a delivery",
    )
    parser.add_argument(
        "--patience", type=float, default=PATIENCE, help="seconds a site has to take an event"
    )
    parser.add_argument("--with-parent", action="store_true", help="end when the parent process ends")
    given = parser.parse_args()
    if bool(given.webhook) != bool(given.webhook_secret):
        parser.error("--webhook and --webhook-secret go together")
    return vars(given)


def _seconds(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(",") if part)


if __name__ == "__main__":
    main()
