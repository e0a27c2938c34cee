"""Stripe for tests inside the process: the real provider, and the stand-in that it speaks HTTP to."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.payments.providers.stripe import Stripe
from doubles.stripe import server
from doubles.stripe.control import Control

SECRET = "whsec_of_the_tests"


@pytest.fixture(scope="session")
def stripe_server() -> Iterator[server.Running]:
    running = server.serve()
    yield running
    running.stop()


@pytest.fixture
def stripe(app: Flask, stripe_server: server.Running) -> Iterator[Control]:
    """Stripe as the shop knows it: the real provider, speaking HTTP to the stand-in. Webhooks are delivered by hand."""
    providers = app.extensions["payment_providers"]
    before = providers["stripe"]
    providers["stripe"] = Stripe(
        {
            "STRIPE_SECRET_KEY": "sk_test_shop",
            "STRIPE_WEBHOOK_SECRET": SECRET,
            "STRIPE_API_BASE": stripe_server.url,
        }
    )
    control = Control(stripe_server.url)
    control.reset()
    yield control
    providers["stripe"] = before
