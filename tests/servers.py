"""A shop that really runs, for tests that use it from outside: its own processes, files, Stripe and mail.

with start_shop(database_url, processes=4) as shop:
    requests.get(shop.url)
    shop.flask("orders", "expire")
    shop.stripe.control.sessions()
    shop.mailbox.messages
"""

import asyncio
import os
import secrets
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default as modern
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from doubles.stripe.process import Process as Stripe
from doubles.stripe.process import start as start_stripe
from tests.settings import settings_for
from tools.processes import PROGRAMS, Command, free_port, kill, serving, start, stop, wait_until_answers

ROOT = Path(__file__).resolve().parent.parent


class Mailbox:
    """A real SMTP server on this machine that keeps what it is given, unless it is told to answer otherwise."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.answer, self.delay, self.port = "250 kept", 0.0, free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.start()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  (aiosmtpd's name)
        await asyncio.sleep(self.delay)
        if self.answer.startswith("250"):
            self.messages.append(BytesParser(EmailMessage, policy=modern).parsebytes(envelope.content))
        return self.answer

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if address in message["To"]]

    def start(self) -> None:
        self._server = Controller(self, hostname="127.0.0.1", port=self.port)
        self._server.start()

    def stop(self) -> None:
        self._server.stop()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Within this block nobody listens at its address."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    @contextmanager
    def silent(self) -> Iterator["Hole"]:
        """Within this block whoever calls is let in, and never hears a word."""
        with self.away(), Hole(self.port) as hole:
            yield hole


class Hole:
    """A server that takes every call and answers none."""

    def __init__(self, port: int) -> None:
        self._door = socket.create_server(("127.0.0.1", port))
        self._door.setblocking(False)
        self._callers: list[socket.socket] = []

    def calls(self) -> int:
        """How many have called."""
        with suppress(BlockingIOError):
            while True:
                self._callers.append(self._door.accept()[0])
        return len(self._callers)

    def __enter__(self) -> "Hole":
        return self

    def __exit__(self, *_: object) -> None:
        for caller in self._callers:
            caller.close()
        self._door.close()


@dataclass
class Shop:
    """A shop on an address of its own; `kill()` it and `start()` it again to see what survives."""

    url: str
    folder: Path
    environment: Mapping[str, str]
    stripe: Stripe
    mailbox: Mailbox
    commands: Mapping[str, Command]
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        for name, command in self.commands.items():
            self.running.append(start(command, env=self.environment, log=self._log(name), cwd=self.folder))
        wait_until_answers(f"{self.url}/healthz", self.running[0], self._log("server"))

    def stop(self) -> None:
        stop(self.running)
        self.running.clear()

    def kill(self) -> None:
        """End it as a power cut would: at once, all processes."""
        kill(self.running)
        self.running.clear()

    def flask(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one of the shop's own commands beside it."""
        return subprocess.run(
            [PROGRAMS / "flask", "--app", "wsgi", *words],
            env=self.environment,
            cwd=self.folder,
            check=check,
            capture_output=True,
            text=True,
        )

    def log(self, name: str = "server") -> str:
        """What the server, or the worker, has written since its start."""
        return self._log(name).read_text()

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"


@contextmanager
def start_shop(
    database_url: str,
    *,
    processes: int = 1,
    application: str = "wsgi:app",
    prefix: str = "",
    worker: bool = False,
    env: Mapping[str, str] | None = None,
) -> Iterator[Shop]:
    """Start a shop on a migrated database, with its own Stripe stand-in and mailbox; all of it ends with the block.

    `application` serves the shop inside another one, mounted under `prefix`; `worker` runs the worker beside it;
    `env` adds settings, or changes them.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="canting-shop-")))
        port = free_port()
        url = f"http://127.0.0.1:{port}{prefix}"
        secret = f"whsec_{secrets.token_hex(16)}"
        webhook = ("--webhook", f"{url}/api/stripe/webhook", "--webhook-secret", secret)
        stripe = stack.enter_context(start_stripe(*webhook))
        mailbox = Mailbox()
        stack.callback(mailbox.stop)
        settings = settings_for(
            database_url,
            SITE_URL=url,
            PAGE_CACHE_MB="8",
            MEDIA_URL=str(folder / "media"),
            MAIL_URL=mailbox.url,
            STRIPE_SECRET_KEY=f"sk_test_{secrets.token_hex(12)}",
            STRIPE_WEBHOOK_SECRET=secret,
            STRIPE_API_BASE=stripe.url,
        )
        # In a folder of its own, so that it reads no .env of ours.
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings, **(env or {})}
        commands: dict[str, Command] = {"server": serving(port, processes=processes, application=application)}
        if worker:
            commands["worker"] = [PROGRAMS / "flask", "--app", "wsgi", "worker"]
        shop = Shop(url, folder, environment, stripe, mailbox, commands)
        # To end well takes each process half a second of a core, and nobody looks at it.
        stack.callback(shop.kill)
        shop.start()
        yield shop
