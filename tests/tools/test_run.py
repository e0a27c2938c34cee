"""`make run`: what it starts ends with it, however it ends."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from config import ROOT
from tests.settings import settings_for
from tools.processes import free_port

LEFT_OUT = (".git", ".venv", "node_modules", "instance", "shots", "tests", "__pycache__", ".*_cache", ".env")
NOT_COPIED = shutil.ignore_patterns(*LEFT_OUT)
LONG_ENOUGH = 60


@pytest.fixture(autouse=True)
def rollback() -> None:
    """The shop here has a database of its own."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project somewhere else, at a path with spaces, with the environment of these tests."""
    place = tmp_path_factory.mktemp("run") / "toko batik kita"
    shutil.copytree(ROOT, place, ignore=NOT_COPIED)
    (place / ".venv").symlink_to(Path(sys.executable).parent.parent)
    return place


class Run:
    """A running `make run`, with what it has said."""

    def __init__(self, place: Path, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        settings = settings_for(f"sqlite:///{place}/shop.db", SITE_URL=self.url, PORT=str(port))
        self.process = subprocess.Popen(
            [place / ".venv" / "bin" / "python", "-m", "tools.run"],
            cwd=place,
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_until_open(self) -> None:
        for line in self.process.stdout or []:
            if line.strip() == f"The shop is open: {self.url}":
                return
        raise AssertionError("it ended before it was open")

    def children(self) -> list[int]:
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=True
        )
        return [int(pid) for pid in listed.stdout.split()]

    def end(self) -> tuple[int, str]:
        """Its exit status and what it said last, once it and all of its programs have ended."""
        said, _ = self.process.communicate(timeout=LONG_ENOUGH)
        return self.process.returncode, said


@pytest.fixture
def run(place: Path) -> Iterator[Run]:
    running = Run(place, free_port())
    yield running
    running.process.terminate()
    running.process.communicate()


def gone(pids: list[int]) -> bool:
    deadline = time.monotonic() + LONG_ENOUGH
    while time.monotonic() < deadline:
        if not any(map(lives, pids)):
            return True
        time.sleep(0.1)
    return False


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


# Where nobody can react to being killed, the kernel of Linux ends the programs.
ENDINGS = [signal.SIGINT, signal.SIGTERM, *([signal.SIGKILL] if sys.platform == "linux" else [])]


@pytest.mark.parametrize("number", ENDINGS)
def test_its_programs_end_when_it_is_ended(run: Run, number: signal.Signals) -> None:
    run.wait_until_open()
    assert requests.get(f"{run.url}/healthz", timeout=10).status_code == 200
    programs = run.children()
    run.process.send_signal(number)
    assert (len(programs), gone(programs)) == (2, True)


def test_it_ends_when_one_of_its_programs_does(run: Run) -> None:
    run.wait_until_open()
    programs = run.children()
    os.kill(programs[-1], signal.SIGKILL)
    status, said = run.end()
    assert (status, "The worker has ended, so all ends." in said, gone(programs)) == (1, True, True)


def test_a_taken_port_is_said_in_one_line(place: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        wanted = f"Port {port} is taken; perhaps the shop runs already. Another: make run PORT={port + 1}\n"
        assert Run(place, port).end() == (1, wanted)
