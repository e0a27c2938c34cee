"""The sample village, opened in a folder of its own for looking at it: for `make shots` and `make audit`."""

import os
import secrets
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config import Settings
from tools import run
from tools.processes import free_port, serving


@dataclass(frozen=True)
class Village:
    """A running shop: its address, the settings that it runs with, and the worker beside it."""

    url: str
    settings: dict[str, str]
    worker: subprocess.Popen[bytes]

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """In this block the worker does nothing, so that it takes no time from what is measured."""
        os.killpg(self.worker.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self.worker.pid, signal.SIGCONT)


@contextmanager
def open_village(width: int = 960) -> Iterator[Village]:
    """The village as `make run` serves it, on SQLite, its pictures this wide; all of it is gone after the block."""
    with tempfile.TemporaryDirectory(prefix="canting-village-") as folder:
        port = free_port()
        site = f"http://127.0.0.1:{port}"
        settings = settings_for(Path(folder), site)
        programs = run.stand_in_for_stripe(settings)
        programs |= {"server": serving(port, processes=2), "worker": [*run.FLASK, "worker"]}
        run.prepare(settings, Path(folder), width)
        with run.opened(programs, settings, site, Path(folder)) as running:
            yield Village(site, settings, running["worker"])


def settings_for(folder: Path, site: str) -> dict[str, str]:
    """The sample village's own settings, and nothing that this shell or its .env says to a real shop."""
    around = {name: value for name, value in os.environ.items() if name not in Settings.model_fields}
    return {
        **around,
        **run.SAMPLE_BANK,
        "PYTHONPATH": str(run.ROOT),
        "ENVIRONMENT": "demo",
        "SITE_URL": site,
        # What is ordered by WhatsApp is to be seen, too.
        "SHOP_PHONE": "0812-3456-7890",
        "SECRET_KEY": secrets.token_hex(32),
        "DATABASE_URL": f"sqlite:///{folder}/canting.db",
        "MEDIA_URL": str(folder / "media"),
    }
