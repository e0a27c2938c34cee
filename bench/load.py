"""Asking for as much as comes: pages with wrk where it is installed, all else with processes of our own."""

import json
import multiprocessing
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count

from .buyers import Unexpected, Visitor, reading, reading_anew
from .machine import Cores, busy_seconds
from .serving import Site

WRK = shutil.which("wrk")
# Enough that the server always has the next one at hand.
CONNECTIONS, PEOPLE = 4, 4
# A new process compiles its pages and statements, and reads the regions, in its first seconds.
RUNS, SECONDS, WARM_UP = 3, 2, 3
# With `anew` each address is asked for once: the shop has no such page yet, and makes it.
SCRIPT = """local paths, at = {{ {paths} }}, 0
request = function()
  at = at + 1
  local path = paths[at % #paths + 1]
  if {anew} then path = path .. (path:find("?", 1, true) and "&" or "?") .. "n={run}-" .. at end
  return wrk.format("GET", path, {headers})
end
"""
_runs = count()
# Does something for so many seconds; returns how often it was done, and how often it failed.
Work = Callable[[float], tuple[int, int]]
Deed = Callable[[Visitor, Sequence[str]], int]


@dataclass(frozen=True, slots=True)
class Run:
    """One short run: `cpu` is what the server and its database computed for it, `others` the cores that neighbours
    used."""

    done: int
    failed: int
    seconds: float
    cpu: float
    others: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Several runs of the same. `per_core` is what one core would do with nobody else on it: neighbours hurt it
    least."""

    least: float
    median: float
    most: float
    cpu_ms: float
    per_core: float
    failed: int
    others: float

    @classmethod
    def of(cls, runs: Sequence[Run]) -> "Figures":
        rates = sorted(run.done / run.seconds for run in runs)
        cost = statistics.median(run.cpu / max(1, run.done) for run in runs)
        failed, others = sum(run.failed for run in runs), max(run.others for run in runs)
        per_core = 1 / cost if cost else 0.0
        return cls(rates[0], statistics.median(rates), rates[-1], cost * 1000, per_core, failed, others)


def measure(site: Site, work: Work) -> Figures:
    work(WARM_UP)
    return Figures.of([_run(site, work) for _ in range(RUNS)])


def _drain(site: Site) -> None:
    """Wait until the server has answered what nobody listens to any more: these come after it in its queue."""
    for _ in range(CONNECTIONS):
        Visitor(site.url).ask("GET", "/", None)


def _run(site: Site, work: Work) -> Run:
    _drain(site)
    busy, ours, cpu, began = busy_seconds(), _own_cpu(), site.cpu_seconds(), time.perf_counter()
    done, failed = work(SECONDS)
    took = time.perf_counter() - began
    cpu, ours = site.cpu_seconds() - cpu, _own_cpu() - ours
    return Run(done, failed, took, cpu, max(0.0, busy_seconds() - busy - cpu - ours) / took)


def _own_cpu() -> float:
    """What we used, and the clients that have ended."""
    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(use.ru_utime + use.ru_stime for use in uses)


def pages(
    site: Site, paths: Sequence[str], cores: Cores, cookie: str = "", tag: str = "", *, anew: bool = False
) -> Work:
    """Ask for these pages in turn, over several connections; with a tag, by somebody who has them already; `anew`, so
    that none has been kept."""
    status, _, location = Visitor(site.url, cookie).ask("GET", paths[0], None)
    if status != 200:
        raise Unexpected(f"{paths[0]} answers {status} {location}")
    headers = {name: text for name, text in (("Cookie", cookie), ("If-None-Match", tag)) if text}
    if WRK:
        return partial(_wrk, site, paths, cores, headers, anew)
    return crowd(site, paths, cores, reading_anew if anew else reading, cookie)


def _wrk(
    site: Site, paths: Sequence[str], cores: Cores, headers: Mapping[str, str], anew: bool, seconds: float
) -> tuple[int, int]:
    script = site.log.with_suffix(".lua")
    said = ", ".join(f"[{json.dumps(name)}] = {json.dumps(text)}" for name, text in headers.items())
    listed = ", ".join(map(json.dumps, paths))
    asked = {"paths": listed, "anew": json.dumps(anew), "run": next(_runs), "headers": f"{{ {said} }}"}
    script.write_text(SCRIPT.format(**asked))
    client = [str(WRK), "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "-s", str(script), site.url]
    process = subprocess.Popen([*_on(cores), *client], stdout=subprocess.PIPE, text=True)
    said = process.communicate()[0]
    if process.returncode:
        raise ConnectionError("wrk was not answered any more")
    return _number(r"(\d+) requests in", said), _number(r"Non-2xx or 3xx responses: (\d+)", said)


def _on(cores: Cores) -> list[str]:
    taskset = shutil.which("taskset")
    return [taskset, "-c", ",".join(map(str, sorted(cores.clients)))] if cores.clients and taskset else []


def _number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    return int(found[1]) if found else 0


def crowd(site: Site, paths: Sequence[str], cores: Cores, deed: Deed, cookie: str = "") -> Work:
    """Several people at once, each doing the same over and over."""

    def work(seconds: float) -> tuple[int, int]:
        jobs = [(site.url, cookie, paths, cores.clients, deed, seconds)] * PEOPLE
        with multiprocessing.get_context("fork").Pool(PEOPLE) as pool:
            counts = pool.starmap(_repeat, jobs, chunksize=1)
            pool.close()
            pool.join()
        return sum(done for done, _ in counts), sum(failed for _, failed in counts)

    return work


def _repeat(
    url: str, cookie: str, paths: Sequence[str], cores: set[int] | None, deed: Deed, seconds: float
) -> tuple[int, int]:
    if cores:
        os.sched_setaffinity(0, cores)
    random.seed(os.getpid())
    visitor, done, failed, until = Visitor(url, cookie), 0, 0, time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            done += deed(visitor, paths)
        except (Unexpected, OSError) as error:
            print(f"  {deed.__name__}: {error}")
            failed += 1
            visitor = Visitor(url, cookie)
    return done, failed


def one_by_one(site: Site, path: str, cookie: str, count: int = 30) -> float:
    """How many milliseconds a page takes when nobody else asks for anything; the median."""
    visitor, times = Visitor(site.url, cookie), []
    for _ in range(count):
        began = time.perf_counter()
        visitor.get(path)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)
