"""The shop's command line, kept open: a command then takes milliseconds instead of a start of Python.

The same commands in a process of their own, with the settings of the shop that they work on.
"""

import json
import os
import subprocess
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from tools.processes import dying_with_us

if TYPE_CHECKING:
    from tests.servers import Shop


class Shell:
    """A running command line; it ends with the block, or with us."""

    def __init__(self, shop: "Shop") -> None:
        self.log = shop.folder / "shell.log"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*dying_with_us(), sys.executable, "-m", "tests.shell"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=shop.environment,
                cwd=shop.folder,
                text=True,
            )

    def run(self, *words: str) -> tuple[int, str]:
        """Run a command; how it ended, and what it said."""
        if not self._process.stdin or not self._process.stdout:
            raise RuntimeError("The shell cannot be heard.")
        print(json.dumps(words), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"The shell ended:\n{self.log.read_text()[-2000:]}")
        code, said = json.loads(answer)
        return code, said

    def stop(self) -> None:
        self._process.communicate(timeout=30)


def listen() -> None:
    # What the shop logs goes to standard output: that becomes our log, and answers keep the pipe for themselves.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    from flask.cli import FlaskGroup  # noqa: PLC0415  (only the process that runs commands needs all this)

    from app import create_app  # noqa: PLC0415
    from tests import travel  # noqa: PLC0415  (it sets the clock of the process)

    shop = create_app()
    commands, runner = FlaskGroup(create_app=lambda: shop), shop.test_cli_runner()
    for line in sys.stdin:
        travel.follow()
        result = runner.invoke(commands, json.loads(line))
        if result.exception and not isinstance(result.exception, SystemExit):
            traceback.print_exception(result.exception)
        print(json.dumps([result.exit_code, result.output]), file=answers, flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    listen()
