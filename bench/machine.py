"""The machine: its cores, what runs on them, and what our programs use of it. Linux only: all of it is in /proc."""

import os
import platform
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PACKAGES = ("flask", "werkzeug", "jinja2", "sqlalchemy", "gunicorn", "psycopg", "pysqlite3")


@dataclass(frozen=True, slots=True)
class Cores:
    """Which core is the server's (with its database), and which are the clients'. None: there is only one."""

    server: set[int] | None
    clients: set[int] | None

    @classmethod
    def find(cls) -> "Cores":
        first, *others = sorted(os.sched_getaffinity(0))
        return cls({first}, set(others)) if others else cls(None, None)


def family(pid: int) -> set[int]:
    """A process and all that descend from it."""
    children = defaultdict(list)
    for child, fields in _processes():
        children[int(fields[1])].append(child)
    found, new = {pid}, [pid]
    while new:
        new = [child for parent in new for child in children[parent]]
        found.update(new)
    return found


def _processes() -> Iterator[tuple[int, list[str]]]:
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            # The name may have spaces and brackets; what follows its last bracket begins with the state.
            yield int(folder.name), (folder / "stat").read_text().rpartition(")")[2].split()


def pin(pid: int, cores: set[int] | None) -> None:
    """Keep a process, its threads and all that descend from it on these cores."""
    for member in family(pid) if cores else ():
        for thread in Path(f"/proc/{member}/task").glob("*"):
            with suppress(OSError):
                os.sched_setaffinity(int(thread.name), cores or set())


def cpu_seconds(pids: Iterable[int]) -> float:
    """What these processes and their descendants have computed so far."""
    members = set[int]().union(*(family(pid) for pid in pids))
    return sum(int(fields[11]) + int(fields[12]) for pid, fields in _processes() if pid in members) / TICKS


def busy_seconds() -> float:
    """What all cores together have computed so far, for whomever."""
    user, nice, system, _idle, _wait, irq, soft, steal, *_ = map(
        int, Path("/proc/stat").read_text().split()[1:11]
    )
    return (user + nice + system + irq + soft + steal) / TICKS


def memory_mb(pid: int) -> tuple[float, float]:
    """What a process keeps in memory (RSS), and its share of that where several have the same pages (PSS)."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    resident, share = (int(rollup.split(f"{word}:")[1].split()[0]) / 1024 for word in ("Rss", "Pss"))
    return resident, share


def describe(cores: Cores) -> dict[str, object]:
    """What was measured on what."""
    processor = [
        line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")
    ]
    memory = int(Path("/proc/meminfo").read_text().split()[1]) // 2**20
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return {
        "processor": processor[0].split(": ")[1] if processor else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": memory,
        "system": platform.platform(),
        "python": sys.version.split()[0],
        "server_cores": sorted(cores.server) if cores.server else "any",
        "client_cores": sorted(cores.clients) if cores.clients else "any",
        "packages": {name: version(name) for name in PACKAGES},
        "commit": commit.stdout.strip(),
        "load_before": os.getloadavg(),
    }
