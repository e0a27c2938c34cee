"""Make .venv from the locked requirements, with nothing but Python; does nothing when it is up to date.

Run by `make`: `python3 tools/environment.py` for the shop, with `--test` for the shop and the test tools.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# Says which lock the environment was made from; taken away while it is being changed, so that an interrupted
# installation is never mistaken for a finished one.
STAMP = VENV / "made-from"
LOCKS = {"shop": ROOT / "requirements.txt", "test": ROOT / "requirements-test.txt"}
INSTALLER = ROOT / "tools" / "uv.txt"


def main(wanted: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  (the Python that runs this is whichever the machine has)
        stop(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}: make PYTHON=python3.12 ...")
    with Path(__file__).open() as itself:
        # Two commands may start together: the second waits here for the first.
        fcntl.flock(itself, fcntl.LOCK_EX)
        if not up_to_date(wanted):
            make(wanted)


def up_to_date(wanted: str) -> bool:
    """The test tools come on top of the shop's packages, so their environment serves the shop as well."""
    made_from = STAMP.read_text() if STAMP.exists() else ""
    return made_from in {fingerprint(kind) for kind in ("test", wanted)} and PYTHON.exists()


def fingerprint(kind: str) -> str:
    return f"{kind} {hashlib.sha256(LOCKS[kind].read_bytes()).hexdigest()}"


def make(wanted: str) -> None:
    say("Preparing the environment in .venv (once; a minute or so) ...")
    if STAMP.exists() and STAMP.read_text().startswith("test"):
        wanted = "test"
    STAMP.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="canting-") as folder:
        uv = installer(Path(folder))
        if not works(PYTHON):
            shutil.rmtree(VENV, ignore_errors=True)
            run(uv, "venv", "--quiet", "--no-project", "--python", sys.executable, VENV)
        # Compiled once here, or else by each process that may not write beside what it reads.
        sync = ("pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode")
        run(uv, *sync, "--python", PYTHON, LOCKS[wanted])
    STAMP.write_text(fingerprint(wanted))


def installer(folder: Path) -> Path:
    """Bring uv, pinned by its hashes, in an environment of its own."""
    try:
        run(sys.executable, "-m", "venv", folder)
    except SystemExit:
        stop("Python's venv module does not work here. On Debian and Ubuntu: apt install python3-venv")
    run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--require-hashes", "-r", INSTALLER)
    return folder / "bin" / "uv"


def works(python: Path) -> bool:
    """Is this a Python that starts, and new enough? After a system upgrade a .venv can be left without one."""
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    return python.exists() and subprocess.run([python, "-c", check], check=False).returncode == 0


def run(*command: str | Path) -> None:
    # An environment that the person has switched on must not be taken for ours.
    plain = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONHOME"}}
    # Copies work where .venv and uv's cache are on different disks, without a warning.
    finished = subprocess.run(command, cwd=ROOT, env=plain | {"UV_LINK_MODE": "copy"}, check=False)
    if finished.returncode != 0:
        stop(f"This did not work: {' '.join(map(str, command))}")


def say(line: str) -> None:
    print(line, flush=True)


def stop(line: str) -> None:
    sys.exit(line)


if __name__ == "__main__":
    main("test" if "--test" in sys.argv[1:] else "shop")
