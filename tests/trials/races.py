"""Things that happen at the same instant."""

import os
import threading
from collections.abc import Callable
from typing import Any

from tests.browsing import Page, Poised

PATIENCE = 300
# How often each race is run; more often where more time may be taken: TRIAL_ROUNDS=500 pytest tests/trials
ROUNDS = int(os.environ.get("TRIAL_ROUNDS", "50"))
BUYERS = 8


def together(*poised: Poised) -> list[Page]:
    """Let all of these go at the same instant, and hear what each is answered."""
    for each in poised:
        each.go()
    return [each.answer() for each in poised]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of these at the same moment, and give what each gave; an error in one is raised."""
    results: list[Any] = [None] * len(acts)
    errors: list[BaseException] = []
    barrier = threading.Barrier(len(acts))

    def run(number: int) -> None:
        try:
            barrier.wait(PATIENCE)
            results[number] = acts[number]()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results
