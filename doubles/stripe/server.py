"""The HTTP server around the stand-in."""

import logging
import socket
import struct
import threading
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from . import api, backstage, checkout, memory, page, webhooks
from .delivery import PATIENCE, TRY_AGAIN_AFTER, Post
from .double import Double

TIDY_EVERY = 0.5  # seconds
EVERYWHERE = ("0.0.0.0", "::")


class Wire(WSGIRequestHandler):
    """HTTP/1.1 with connections that stay open, as Stripe keeps them."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing: the calls are kept to be asked for."""

    def connection_dropped(self, error: BaseException, environ: Any = None) -> None:
        """Really lose the line when an answer broke off, instead of waiting for the next request on it."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True


class Running:
    """A stand-in that is up, in a thread of this process."""

    def __init__(self, server: BaseWSGIServer, double: Double, state: Path | None) -> None:
        self.double = double
        self.url = double.public_url
        self._server = server
        self._state = state
        self._stopped = threading.Event()
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        threading.Thread(target=self._tidy, daemon=True).start()
        double.post.start()

    def _tidy(self) -> None:
        while not self._stopped.wait(TIDY_EVERY):
            with self.double.lock:
                checkout.expire_due(self.double)
            self._remember()

    def _remember(self) -> None:
        if self._state:
            memory.remember(self.double, self._state)

    def stop(self) -> None:
        """Answer nothing more."""
        self._stopped.set()
        self.double.post.stop()
        self._server.shutdown()
        self._server.server_close()
        self._remember()

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    public_url: str | None = None,
    webhook: str | None = None,
    webhook_secret: str | None = None,
    state: Path | None = None,
    try_again_after: tuple[float, ...] = TRY_AGAIN_AFTER,
    patience: float = PATIENCE,
) -> Running:
    """Start a stand-in in this process; port 0 takes any free one."""
    double = Double(Post(try_again_after, patience))
    server = make_server(host, port, make_app(double), threaded=True, request_handler=Wire)
    near = "127.0.0.1" if host in EVERYWHERE else host
    double.public_url = (public_url or f"http://{near}:{server.server_port}").rstrip("/")
    if state:
        memory.recall(double, state)
    if webhook and webhook_secret:
        webhooks.forget(double, webhook)
        webhooks.register(double, webhook, webhook_secret, ["*"])
    return Running(server, double, state)


def make_app(double: Double) -> Flask:
    """Put the API, the payment page and the control interface together."""
    app = Flask(__name__)
    app.extensions["stripe_double"] = double
    app.logger.setLevel(logging.ERROR)
    for room in (api, page, backstage):
        app.register_blueprint(room.face)
    app.after_request(partial(_note_change, double))
    return app


def _note_change(double: Double, response: Response) -> Response:
    double.changed = double.changed or request.method != "GET"
    return response
