"""Programs started beside ours: on a free port, ended with us, and heard when they fail."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

Command = list[str | os.PathLike[str]]
# The folder with the programs of the environment that runs this.
PROGRAMS = Path(sys.executable).parent


class Failed(Exception):
    """A program did not start, or ended by itself; the message carries the end of its log."""


def serving(port: int, *, processes: int = 1, application: str = "wsgi:app") -> Command:
    """The command that serves the shop on this machine. Threads wait for what is slow; processes share the cores."""
    return [
        # One heap for all threads, of which only one runs at a time: several grow apart and give nothing back.
        # What is large stays out of it and is given back: else the holes it leaves are never filled (10 MB).
        *("env", "MALLOC_ARENA_MAX=1", "MALLOC_MMAP_THRESHOLD_=131072"),
        *(PROGRAMS / "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(processes)),
        # Loaded once, and shared by all processes as long as nobody writes to it.
        *("--worker-class", "gthread", "--threads", "4", "--preload"),
        # A connection is kept longer than a proxy in front keeps it, so that none is cut with a request on its way.
        *("--keep-alive", "75", "--graceful-timeout", "5", "--log-level", "warning", application),
    ]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(command: Command, *, env: Mapping[str, str], log: Path, cwd: Path) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, so that only we end it: Ctrl-C in the terminal goes to us alone."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        return subprocess.Popen(
            [*dying_with_us(), *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
            start_new_session=True,
        )


def dying_with_us(number: str = "TERM") -> Command:
    """On Linux the kernel ends the program when we die, also when we are killed and cannot."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", number, "--"] if setpriv else []


def stop(processes: Iterable[subprocess.Popen[bytes]], patience: float = 10) -> None:
    """Ask all to end, wait, and kill with their children those that do not."""
    running = [process for process in processes if process.poll() is None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + patience
    for process in running:
        try:
            process.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            kill([process])


def kill(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    """End all at once, with their children."""
    for process in processes:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until_answers(url: str, process: subprocess.Popen[bytes], log: Path, patience: float = 60) -> None:
    """Wait until a page answers, whatever it says. Raises Failed when its program ends or takes too long."""
    # Never through a proxy that the environment names: the page is on this machine.
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Failed(f"{log.stem} ended at once:\n{last_lines(log)}")
        try:
            direct.open(url, timeout=5).close()
            return
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            time.sleep(0.05)
    raise Failed(f"{url} does not answer:\n{last_lines(log)}")


def last_lines(log: Path, count: int = 20) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
