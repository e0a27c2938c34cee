"""One stand-in for all tests here, a client of it, and a site that listens to its webhooks."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import stripe

from doubles.stripe import process
from doubles.stripe.control import Control
from doubles.stripe.process import Process

TRY_AGAIN_AFTER = "0.05,0.05,0.1"


@pytest.fixture(autouse=True)
def rollback() -> None:
    """Nothing here touches the shop or its database."""


@pytest.fixture(scope="session")
def running() -> Iterator[Process]:
    with process.start("--try-again-after", TRY_AGAIN_AFTER) as running:
        yield running


@pytest.fixture
def control(running: Process) -> Control:
    running.control.reset(keep_endpoints=False)
    return running.control


@pytest.fixture
def client(control: Control) -> stripe.StripeClient:
    return make_client(control.url)


def make_client(url: str, retries: int = 2) -> stripe.StripeClient:
    return stripe.StripeClient("sk_test_abc", base_addresses={"api": url}, max_network_retries=retries)


def order(**changes: object) -> dict:
    """What a shop asks of Stripe for one cloth at Rp350.000."""
    cloth = {
        "currency": "idr",
        "unit_amount": 350_000 * 100,
        "product_data": {"name": "Batik tulis Sekar Jagad"},
    }
    return {
        "mode": "payment",
        "client_reference_id": "B-1",
        "success_url": "http://127.0.0.1:9/ok?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://127.0.0.1:9/back",
        "line_items": [{"quantity": 1, "price_data": cloth}],
        "payment_intent_data": {"metadata": {"order": "B-1"}},
        **changes,
    }


class Site:
    """A shop that verifies each webhook with the official package and can be told to fail."""

    def __init__(self) -> None:
        self.secret = ""
        self.heard: list[stripe.Event] = []
        self.failures = 0
        self.slow = threading.Event()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._listener())
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def kinds(self) -> list[str]:
        return [event.type for event in self.heard]

    def take(self, body: bytes, signature: str) -> int:
        with self._lock:
            if self.failures:
                self.failures -= 1
                return 500
            try:
                event = stripe.Webhook.construct_event(body, signature, self.secret)
            except (ValueError, stripe.SignatureVerificationError):
                return 400
            self.heard.append(event)
            return 200

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _listener(site) -> type[BaseHTTPRequestHandler]:
        class Listener(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = site.take(body, self.headers.get("Stripe-Signature", ""))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        return Listener


@pytest.fixture
def site(client: stripe.StripeClient) -> Iterator[Site]:
    site = Site()
    endpoint = client.v1.webhook_endpoints.create({"url": site.url, "enabled_events": ["*"]})
    site.secret = endpoint.secret
    yield site
    site.stop()
