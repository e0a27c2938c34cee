"""Another program's address: a real HTTP server on this machine that keeps what it was told, and answers as it is
bidden."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Listener:
    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], str]] = []
        self.url, self.code, self.answer, self.leads_to = "", 200, b"thanks", ""
        # A program that takes its time answers when it is let go.
        self.goes_on = threading.Event()
        self.goes_on.set()
        self.asked = threading.Event()

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.heard]

    @property
    def told(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.heard]


@contextmanager
def listening() -> Iterator[Listener]:
    listener = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            listener.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
            listener.asked.set()
            listener.goes_on.wait(20)
            self.send_response(listener.code)
            if listener.leads_to:
                self.send_header("Location", listener.leads_to)
            self.end_headers()
            self.wfile.write(listener.answer)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Who hung up is no fault of ours."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    listener.url = f"http://127.0.0.1:{server.server_port}/hook?shop=1"
    try:
        yield listener
    finally:
        listener.goes_on.set()
        server.shutdown()
        thread.join()
        server.server_close()
