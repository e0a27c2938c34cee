"""Things that happen at the same instant."""

import multiprocessing
import os
import threading
import traceback
from collections.abc import Callable, Sequence
from typing import Any

PATIENCE = 300
# How often each race is run, and how often where more time may be taken: TRIAL_ROUNDS=50 pytest tests/trials
ROUNDS = int(os.environ.get("TRIAL_ROUNDS", "20"))
Meet = Callable[[], Any]


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


def race(count: int, run: Callable[..., Any], *given: Any) -> list[Any]:
    """Run this in so many processes: `run(number, meet, *given)`, where `meet()` waits until all have come so far."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(count)
    ends: Sequence[Any] = [context.Pipe(duplex=False) for _ in range(count)]
    processes = [
        context.Process(target=_run, args=(barrier, writer, run, number, given), daemon=True)
        for number, (_, writer) in enumerate(ends)
    ]
    for process in processes:
        process.start()
    results = [reader.recv() if reader.poll(PATIENCE) else (False, "took too long") for reader, _ in ends]
    for process in processes:
        process.join(10)
    for well, result in results:
        if not well:
            raise RuntimeError(result)
    return [result for _, result in results]


def _run(barrier: Any, writer: Any, run: Callable[..., Any], number: int, given: tuple[Any, ...]) -> None:
    try:
        result = (True, run(number, lambda: barrier.wait(PATIENCE), *given))
    except BaseException:
        barrier.abort()
        result = (False, traceback.format_exc())
    writer.send(result)
