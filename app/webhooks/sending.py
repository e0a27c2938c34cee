"""Sending a webhook over HTTP: to an address that was looked at, in a few seconds, following nothing."""

import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection

from app.errors import ShopError

from .targets import check, resolve

# Of each word on the line, and of the whole.
TIMEOUT, DEADLINE = 5, 10
# How much of an answer is read and kept.
MOST = 500


@dataclass(frozen=True, slots=True)
class Call:
    """A try as it goes out, apart from the database; `loopback`: it may lead to this machine."""

    url: str
    body: str
    headers: dict[str, str]
    loopback: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status and the beginning of what was answered; without a status, what went wrong."""

    code: int | None
    text: str
    took_ms: int

    @property
    def good(self) -> bool:
        return self.code is not None and 200 <= self.code < 300

    @property
    def gone(self) -> bool:
        """Does the other side say that it wants nothing any more?"""
        return self.code == 410


def send(call: Call | None) -> Answer:
    """Ask once; nothing goes out unsigned (None). A redirect is an answer like any other, and no good one."""
    if call is None:
        return Answer(None, "Unreadable: no secret to sign with", 0)
    began = time.monotonic()
    try:
        code, text = _post(call)
    except (OSError, HTTPException, ValueError, ShopError) as error:
        late = time.monotonic() - began >= DEADLINE
        code, text = None, f"{'TimeoutError' if late else type(error).__name__}: {error}"
    # PostgreSQL keeps no NUL.
    return Answer(code, text[:MOST].replace("\0", "\ufffd"), round((time.monotonic() - began) * 1000))


def _post(call: Call) -> tuple[int, str]:
    where = check(call.url, loopback=call.loopback)
    make = HTTPSConnection if where.scheme == "https" else HTTPConnection
    connection = make(where.hostname or "", where.port)
    connection.sock = _connect(connection, loopback=call.loopback)
    # Each word in time is not enough: who sends one letter after the other would keep us for hours.
    hurry = threading.Timer(DEADLINE, _hang_up, [connection.sock])
    hurry.start()
    try:
        path = f"{where.path or '/'}{'?' * bool(where.query)}{where.query}"
        given = {"Content-Type": "application/json", "User-Agent": "Canting", "Connection": "close"}
        connection.request("POST", path, call.body.encode(), given | call.headers)
        answer = connection.getresponse()
        return answer.status, answer.read(MOST).decode("utf-8", "replace")
    finally:
        hurry.cancel()
        connection.close()


def _connect(connection: HTTPConnection, *, loopback: bool) -> socket.socket:
    """Call one of the addresses that were looked at: asked again, the name could mean another."""
    host, port, lost = connection.host, connection.port, OSError("no address")
    for address in resolve(host, port, loopback=loopback):
        try:
            plain = socket.create_connection((address, port), timeout=TIMEOUT)
        except OSError as error:
            lost = error
            continue
        if isinstance(connection, HTTPSConnection):
            return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        return plain
    raise lost


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
