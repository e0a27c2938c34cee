"""Another program's address: a real HTTP server on this machine that keeps what it was told, and answers as it is
bidden."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


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


def a_certificate(folder: Path) -> Path:
    """A certificate of localhost, with its key, that only who is told to trusts."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=True)
        .sign(key, hashes.SHA256())
    )
    kept = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = folder / "localhost.pem"
    file.write_bytes(kept + certificate.public_bytes(Encoding.PEM))
    return file


@contextmanager
def listening(certificate: Path | None = None) -> Iterator[Listener]:
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
    listener.url = f"http://127.0.0.1:{server.server_port}/hook?shop=1"
    if certificate:
        sealed = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        sealed.load_cert_chain(certificate)
        server.socket = sealed.wrap_socket(server.socket, server_side=True)
        listener.url = f"https://localhost:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield listener
    finally:
        listener.goes_on.set()
        server.shutdown()
        thread.join()
        server.server_close()
