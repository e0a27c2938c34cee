"""The stand-in as a process beside this one, for tests and for the demo."""

import subprocess
import sys
from pathlib import Path

from .control import Control

ROOT = Path(__file__).resolve().parents[2]


class Process:
    """A stand-in that was started; it ends with the process that started it, if not before."""

    def __init__(self, *options: str, port: int = 0) -> None:
        command = [sys.executable, "-m", "doubles.stripe", "--port", str(port), "--with-parent", *options]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        if self._process.stdout is None:
            raise RuntimeError("The stand-in can't be heard.")
        line = self._process.stdout.readline()
        if " on http" not in line:
            raise RuntimeError("The Stripe stand-in did not start; what it said is above.")
        self.url = line.split(" on ")[1].split(" ")[0]
        self.control = Control(self.url)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def stop(self) -> None:
        """End it and wait until it is gone."""
        self._process.terminate()
        self._process.communicate(timeout=10)

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def start(*options: str, port: int = 0) -> Process:
    """Start a stand-in, as in ``start("--webhook", url, "--webhook-secret", "whsec_x")``."""
    return Process(*options, port=port)
