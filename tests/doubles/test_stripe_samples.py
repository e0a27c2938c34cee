"""Objects of the Stripe stand-in have the fields of Stripe's own samples, and none that Stripe doesn't have."""

import pytest
import stripe

from doubles.stripe.samples import SAMPLES
from tests.doubles.conftest import order

MAPS = {"metadata", "fraud_details", "payment_method_options", "wallet_options"}
CLASSES = {
    "charge": stripe.Charge,
    "checkout.session": stripe.checkout.Session,
    "event": stripe.Event,
    "item": stripe.LineItem,
    "payment_intent": stripe.PaymentIntent,
    "payment_method": stripe.PaymentMethod,
    "price": stripe.Price,
    "refund": stripe.Refund,
    "webhook_endpoint": stripe.WebhookEndpoint,
}


@pytest.fixture
def seen(client, control) -> dict[str, list[dict]]:
    """Objects of every kind, before and after they were paid, declined, refunded and expired."""
    endpoint = client.v1.webhook_endpoints.create({"url": "http://127.0.0.1:9/hook", "enabled_events": ["*"]})
    session = client.v1.checkout.sessions.create(order(customer_email="sri@example.com"))
    control.decline(session.id)
    paid = control.approve(session.id)
    client.v1.refunds.create({"payment_intent": paid["payment_intent"], "amount": 100})
    control.finish_refund(control.refunds()[0]["id"], "failed")
    client.v1.payment_intents.create({"amount": 100, "currency": "idr"})
    control.expire(client.v1.checkout.sessions.create(order()).id)
    line = client.v1.checkout.sessions.line_items.list(session.id).data[0].to_dict()
    seen = {"webhook_endpoint": [endpoint.to_dict()], "item": [line], "price": [line["price"]]}
    kinds = ("charge", "checkout.session", "event", "payment_intent", "payment_method", "refund")
    return seen | {kind: control.objects(kind) for kind in kinds}


@pytest.mark.parametrize("kind", SAMPLES)
def test_no_field_of_the_sample_is_missing(seen, kind):
    shown_on_request = {"refunds"} if kind == "charge" else set()
    assert seen[kind]
    for one in seen[kind]:
        assert missing_fields(SAMPLES[kind], one) == shown_on_request


@pytest.mark.parametrize("kind", SAMPLES)
def test_no_field_is_made_up(seen, kind):
    known = set(SAMPLES[kind]) | set(CLASSES[kind].__annotations__)
    for one in seen[kind]:
        assert set(one) - known == set()


def missing_fields(sample: dict, one: dict) -> set[str]:
    missing = set(sample) - set(one)
    for name in set(sample) & set(one) - MAPS - {"data"}:
        if isinstance(sample[name], dict) and isinstance(one[name], dict):
            missing |= {f"{name}.{inner}" for inner in missing_fields(sample[name], one[name])}
    return missing
