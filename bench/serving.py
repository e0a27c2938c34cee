"""A server with the shop, or with the yardstick, pinned to its core: one process, as `make run` starts it."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config import Settings
from tools.processes import Failed, free_port, last_lines, serving, start, stop, wait_until_answers

from .machine import Cores, cpu_seconds, family, memory_mb, pin

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Site:
    """A running server; what its database computes (PostgreSQL: in processes of its own) counts as its work."""

    url: str
    log: Path
    pid: int
    database_pid: int | None

    def cpu_seconds(self) -> float:
        return cpu_seconds([pid for pid in (self.pid, self.database_pid) if pid])

    def memory_mb(self) -> tuple[float, float]:
        """Of the process that answers; the one that watches it is smaller."""
        return max(memory_mb(pid) for pid in family(self.pid))


@dataclass(frozen=True, slots=True)
class Host:
    """Where servers run."""

    folder: Path
    cores: Cores
    settings: Mapping[str, str]
    database_pid: int | None = None

    @contextmanager
    def serve(self, application: str = "wsgi:app", **more: str) -> Iterator[Site]:
        """Serve until the block ends."""
        port = free_port()
        url, log = f"http://127.0.0.1:{port}", self.folder / f"server-{port}.log"
        server = start(
            serving(port, application=application), env=self._environment(url, more), log=log, cwd=self.folder
        )
        try:
            # Before it has started anything of its own, so that all of that stays there too.
            pin(server.pid, self.cores.server)
            wait_until_answers(f"{url}/", server, log)
            yield Site(url, log, server.pid, self.database_pid)
        except OSError as error:
            raise Failed(f"{error}; the server's log ends with:\n{last_lines(log)}") from error
        finally:
            stop([server])

    def _environment(self, url: str, more: Mapping[str, str]) -> dict[str, str]:
        """Ours but for settings of another shop. As where shops are served, compiled Python is kept, and nothing that
        only tests bring along is loaded."""
        out = {*Settings.model_fields, "PYTHONDONTWRITEBYTECODE"}
        plain = {name: value for name, value in os.environ.items() if name not in out}
        path = os.pathsep.join((str(ROOT / "bench" / "alone"), str(ROOT)))
        return plain | {"SITE_URL": url, "PYTHONPATH": path} | dict(self.settings) | dict(more)

    def start_seconds(self) -> float:
        """From starting a server until its front page was answered."""
        began = time.perf_counter()
        with self.serve():
            return time.perf_counter() - began
