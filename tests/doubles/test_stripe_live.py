"""One scenario for Stripe's own test mode and for its stand-in, so that the stand-in stays honest.

STRIPE_TEST_KEY=sk_test_... pytest -m live tests/doubles
"""

import os
import time
import uuid

import pytest
import stripe

from tests.doubles.conftest import make_client, order


@pytest.fixture(params=["double", pytest.param("live", marks=pytest.mark.live)])
def client(request: pytest.FixtureRequest) -> stripe.StripeClient:
    if request.param == "double":
        return make_client(request.getfixturevalue("control").url)
    key = os.environ.get("STRIPE_TEST_KEY", "")
    if not key.startswith(("sk_test_", "rk_test_")):
        pytest.skip("STRIPE_TEST_KEY holds no test key")
    return stripe.StripeClient(key, max_network_retries=2)


def web_order(**changes: object) -> dict:
    return order(success_url="https://example.com/ok", cancel_url="https://example.com/back", **changes)


def test_a_session_is_made_found_and_closed(client):
    key = {"idempotency_key": str(uuid.uuid4())}
    asked = web_order(expires_at=int(time.time()) + 45 * 60, customer_email="sri@example.com", locale="id")
    session = client.v1.checkout.sessions.create(asked, key)
    assert (session.status, session.payment_status, session.mode) == ("open", "unpaid", "payment")
    assert (session.amount_total, session.currency, session.livemode) == (35_000_000, "idr", False)
    assert (session.expires_at, session.payment_intent) == (asked["expires_at"], None)

    again = client.v1.checkout.sessions.create(asked, key)
    assert again.id == session.id
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    with pytest.raises(stripe.IdempotencyError):
        client.v1.checkout.sessions.create({**asked, "client_reference_id": "B-2"}, key)

    lines = client.v1.checkout.sessions.line_items.list(session.id).data
    assert [(line.amount_total, line.quantity) for line in lines] == [(35_000_000, 1)]
    assert client.v1.checkout.sessions.list({"limit": 1, "status": "open"}).data[0].id == session.id
    expired = client.v1.checkout.sessions.expire(session.id)
    assert (expired.status, expired.url) == ("expired", None)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.expire(session.id)


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"cancle_url": "https://example.com"}, "cancle_url"),
        ({"mode": "paymnt"}, "mode"),
        ({"expires_at": 1}, "expires_at"),
        ({"customer_email": "sri"}, "customer_email"),
    ],
)
def test_a_mistake_is_named(client, change, param):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.create(web_order(**change))
    assert (refused.value.http_status, refused.value.param) == (400, param)


def test_a_payment_is_taken_and_given_back_once(client):
    card = {"enabled": True, "allow_redirects": "never"}
    asked = {"amount": 35_000_000, "currency": "idr", "automatic_payment_methods": card, "confirm": True}
    paid = client.v1.payment_intents.create({**asked, "payment_method": "pm_card_visa"})
    charge = client.v1.charges.retrieve(paid.latest_charge)
    assert (paid.status, paid.amount_received) == ("succeeded", 35_000_000)
    assert (charge.paid, charge.captured, charge.refunded, charge.payment_intent) == (
        True,
        True,
        False,
        paid.id,
    )

    key = {"idempotency_key": str(uuid.uuid4())}
    part = client.v1.refunds.create({"payment_intent": paid.id, "amount": 14_000_000}, key)
    assert client.v1.refunds.create({"payment_intent": paid.id, "amount": 14_000_000}, key).id == part.id
    with pytest.raises(stripe.InvalidRequestError) as over:
        client.v1.refunds.create({"payment_intent": paid.id, "amount": 21_000_001})
    assert over.value.param == "amount"
    client.v1.refunds.create({"payment_intent": paid.id})
    with pytest.raises(stripe.InvalidRequestError) as spent:
        client.v1.refunds.create({"payment_intent": paid.id})
    assert spent.value.code == "charge_already_refunded"
    assert client.v1.charges.retrieve(paid.latest_charge).amount_refunded == 35_000_000
    assert [one.amount for one in client.v1.refunds.list({"payment_intent": paid.id}).data] == [
        21_000_000,
        14_000_000,
    ]

    with pytest.raises(stripe.CardError) as declined:
        client.v1.payment_intents.create({**asked, "payment_method": "pm_card_chargeDeclined"})
    assert (declined.value.http_status, declined.value.code) == (402, "card_declined")
