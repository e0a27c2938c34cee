"""Stripe, over HTTP: what is asked, what is understood, and what happens when it misbehaves."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from stripe import WebhookSignature

from app import clock, till
from app.catalog.models import StockModel
from app.db import db
from app.money import Money
from app.orders.models import EventKind, PaymentStatus
from app.payments import actions as payments
from app.payments import refunds
from app.payments.models import STRIPE, PaymentState, ProviderEvent, RefundState, Task
from app.payments.providers import ServiceDown
from app.payments.providers.stripe import from_stripe, to_stripe
from tests.factories import a_product
from tests.stand_in import SECRET
from tests.trade import an_order


@pytest.fixture
def order():
    return an_order(a_product(StockModel.ONE, price=350_000))


@pytest.fixture
def begun(stripe, order):
    payment = payments.open_payment(order, STRIPE)
    till.begin(payment)
    return payment


def deliver(client, event, *, secret=SECRET, timestamp=None):
    body = json.dumps(event)
    signature = WebhookSignature.generate_signature_header(body, secret, timestamp)
    return client.post("/api/stripe/webhook", data=body, headers={"Stripe-Signature": signature})


def times(order, kind):
    db.session.refresh(order)
    return sum(event.kind is kind for event in order.events)


@given(st.integers(1, 9_999_999_999))
def test_rupiah_go_to_stripe_in_hundredths_and_come_back_whole(rupiah):
    assert to_stripe(Money(rupiah)) == rupiah * 100
    assert from_stripe(to_stripe(Money(rupiah)), "idr") == Money(rupiah)


def test_hundredths_that_are_no_whole_rupiah_are_no_amount():
    assert from_stripe(34_999_950, "idr") is None


def test_another_currency_is_an_error():
    with pytest.raises(ValueError, match="usd"):
        from_stripe(100, "usd")


def test_stripe_is_asked_for_the_order_in_the_buyers_words(stripe, begun, order):
    [call] = stripe.calls("POST /v1/checkout/sessions")
    [session] = stripe.sessions()
    assert call["idempotency_key"] == begun.key
    assert session["amount_total"] == 37_000_000
    assert session["currency"] == "idr"
    assert session["metadata"] == {"payment": str(begun.id), "order": order.number}
    assert session["success_url"] == f"http://localhost/pesanan/{order.token}?kembali=1"
    assert (begun.reference, begun.url) == (session["id"], session["url"])


def test_beginning_twice_asks_once(stripe, begun):
    till.begin(begun)
    assert len(stripe.sessions()) == 1


@pytest.mark.parametrize("trouble", ["fail_after", "reset_after", "cut"])
def test_an_answer_that_was_lost_is_asked_for_again_with_the_same_key(stripe, order, trouble):
    payment = payments.open_payment(order, STRIPE)
    match = "POST /v1/checkout/sessions"
    {
        "fail_after": lambda: stripe.fail_next(match, 2, after=True),
        "reset_after": lambda: stripe.reset_next(match, 2, after=True),
        "cut": lambda: stripe.cut_next(40, match, 2),
    }[trouble]()
    with pytest.raises(ServiceDown):
        till.begin(payment)
    db.session.rollback()
    stripe.behave()
    assert payments.open_payment(order, STRIPE) is payment
    assert till.begin(payment) == stripe.sessions()[0]["url"]
    assert len(stripe.sessions()) == 1
    assert {call["idempotency_key"] for call in stripe.calls(match)} == {payment.key}


@pytest.mark.parametrize("body", ["<html>proxy</html>", "null", "{", "[]"])
def test_an_answer_that_is_not_stripes_is_no_answer(stripe, order, body):
    stripe.garble_next(body, "POST /v1/checkout/sessions", 2)
    payment = payments.open_payment(order, STRIPE)
    with pytest.raises(ServiceDown):
        till.begin(payment)
    assert (payment.state, payment.reference) == (PaymentState.OPEN, None)


def test_the_browsers_return_settles_what_was_paid(stripe, begun, order):
    stripe.approve(begun.reference)
    till.check(begun)
    till.check(begun)
    assert order.payment_status is PaymentStatus.PAID
    assert begun.charge.startswith("pi_")
    assert times(order, EventKind.PAID) == 1


def test_an_unpaid_session_pays_nothing(stripe, begun, order):
    stripe.decline(begun.reference)
    till.check(begun)
    assert order.payment_status is PaymentStatus.UNPAID


def test_a_webhook_pays_the_order_however_often_it_comes(client, stripe, begun, order):
    stripe.approve(begun.reference)
    [event] = stripe.events("checkout.session.completed")
    assert [deliver(client, event).status_code for _ in range(10)] == [204] * 10
    assert times(order, EventKind.PAID) == 1
    assert order.payment_status is PaymentStatus.PAID
    assert db.session.scalar(sa.select(sa.func.count(ProviderEvent.id))) == 1


@pytest.mark.parametrize("backwards", [False, True])
def test_two_kinds_of_events_of_one_payment_pay_it_once(client, stripe, begun, order, backwards):
    stripe.approve(begun.reference)
    events = [*stripe.events("checkout.session.completed"), *stripe.events("payment_intent.succeeded")]
    for event in reversed(events) if backwards else events:
        assert deliver(client, event).status_code == 204
    assert times(order, EventKind.PAID) == 1


def test_an_event_that_comes_before_the_session_is_known_is_not_lost(client, stripe, order):
    payment = payments.open_payment(order, STRIPE)
    till.begin(payment)
    stripe.approve(payment.reference)
    [event] = stripe.events("checkout.session.completed")
    payment.reference = payment.url = None
    db.session.commit()
    assert deliver(client, event).status_code == 204
    assert times(order, EventKind.PAID) == 1


def test_while_stripe_cannot_be_asked_the_webhook_is_wanted_again(client, stripe, begun, order):
    stripe.approve(begun.reference)
    [event] = stripe.events("checkout.session.completed")
    stripe.fail_next("GET /v1/checkout/sessions/*", 2)
    assert deliver(client, event).status_code == 503
    assert times(order, EventKind.PAID) == 0
    assert deliver(client, event).status_code == 204
    assert times(order, EventKind.PAID) == 1


@pytest.mark.parametrize("trick", ["forged", "none", "v0", "stale", "altered"])
def test_what_stripe_did_not_sign_changes_nothing(client, stripe, begun, order, trick):
    stripe.approve(begun.reference)
    [event] = stripe.events("checkout.session.completed")
    body = json.dumps(event)
    good = WebhookSignature.generate_signature_header(body, SECRET)
    signature = {
        "forged": WebhookSignature.generate_signature_header(body, "whsec_other"),
        "none": "",
        "v0": good.replace("v1=", "v0="),
        "stale": WebhookSignature.generate_signature_header(body, SECRET, event["created"] - 301),
        "altered": good,
    }[trick]
    sent = json.dumps(event, indent=1) if trick == "altered" else body
    answer = client.post("/api/stripe/webhook", data=sent, headers={"Stripe-Signature": signature})
    assert answer.status_code == 400
    assert times(order, EventKind.PAID) == 0
    assert db.session.scalar(sa.select(sa.func.count(ProviderEvent.id))) == 0


@pytest.mark.parametrize(
    "change",
    [
        {"amount_total": 36_999_900},
        {"amount_total": 37_000_100},
        {"amount_total": 370_000},
        {"currency": "usd"},
    ],
)
def test_an_amount_or_currency_that_differs_is_parked(client, stripe, begun, order, change):
    stripe.approve(begun.reference)
    [event] = stripe.events("checkout.session.completed")
    stripe.alter(begun.reference, **change)
    assert deliver(client, event).status_code == 204
    assert order.payment_status is PaymentStatus.UNPAID
    assert [task.kind for task in db.session.scalars(sa.select(Task))] == ["mismatch"]


@pytest.mark.parametrize("what", ["unknown type", "live", "unknown payment"])
def test_what_is_not_about_us_is_kept_and_changes_nothing(client, stripe, begun, order, what):
    stripe.approve(begun.reference)
    [event] = stripe.events("checkout.session.completed")
    if what == "unknown type":
        event["type"] = "customer.created"
    elif what == "live":
        event["livemode"] = True
    else:
        event["data"]["object"] |= {"id": "cs_test_unknown", "metadata": {}}
    assert deliver(client, event).status_code == 204
    assert order.payment_status is PaymentStatus.UNPAID
    assert db.session.scalar(sa.select(sa.func.count(ProviderEvent.id))) == 1


def test_choosing_to_pay_again_ends_the_former_session_at_stripe(stripe, begun, order):
    again = payments.open_payment(order, STRIPE)
    till.begin(again)
    till.reconcile()
    assert {session["id"]: session["status"] for session in stripe.sessions()} == {
        begun.reference: "expired",
        again.reference: "open",
    }


def test_a_refund_goes_back_once_though_the_answer_is_lost(stripe, begun, order):
    stripe.approve(begun.reference)
    till.check(begun)
    refund = refunds.ask(begun, begun.received, reason="batal", by="pengurus")
    stripe.reset_next("POST /v1/refunds", 2, after=True)
    with pytest.raises(ServiceDown):
        till.give_back(refund)
    assert refund.state is RefundState.PENDING
    till.reconcile()
    assert refund.state is RefundState.DONE
    assert len(stripe.refunds()) == 1
    assert order.payment_status is PaymentStatus.REFUNDED


def test_a_refund_goes_back_once_though_stripe_was_silent_for_longer_than_it_knows_a_key(
    stripe, begun, order
):
    stripe.approve(begun.reference)
    till.check(begun)
    refund = refunds.ask(begun, begun.received, reason="batal", by="pengurus")
    stripe.reset_next("POST /v1/refunds", 2, after=True)
    with pytest.raises(ServiceDown):
        till.give_back(refund)
    stripe.advance_clock(2 * 24 * 3600)
    with time_machine.travel(clock.now() + timedelta(days=2)):
        till.reconcile()
    assert (refund.state, len(stripe.refunds())) == (RefundState.DONE, 1)
    assert refund.reference == stripe.refunds()[0]["id"]


def test_a_refund_that_was_never_heard_of_goes_back_days_later(stripe, begun, order):
    stripe.approve(begun.reference)
    till.check(begun)
    refund = refunds.ask(begun, begun.received, reason="batal", by="pengurus")
    db.session.commit()
    with time_machine.travel(clock.now() + timedelta(days=2)):
        till.reconcile()
    assert (refund.state, len(stripe.refunds())) == (RefundState.DONE, 1)


def test_a_refund_that_stripe_gives_up_later_is_not_done_any_more(client, stripe, begun, order):
    stripe.approve(begun.reference)
    till.check(begun)
    stripe.make_refunds_pending()
    refund = refunds.ask(begun, begun.received, reason="batal", by="pengurus")
    till.give_back(refund)
    assert refund.state is RefundState.PENDING
    stripe.finish_refund(refund.reference, "failed")
    [event] = stripe.events("refund.failed")
    assert deliver(client, event).status_code == 204
    assert refund.state is RefundState.FAILED
    assert [task.kind for task in db.session.scalars(sa.select(Task))] == ["refund_failed"]


def test_who_paid_is_not_kept_of_what_stripe_told(client, stripe, begun, order):
    stripe.approve(begun.reference)
    [event] = stripe.events("checkout.session.completed")
    event["data"]["object"]["customer_details"] = {"name": "Siti Aminah", "email": "siti@contoh.test"}
    assert deliver(client, event).status_code == 204
    kept = db.session.scalars(sa.select(ProviderEvent)).one()
    session = event["data"]["object"]
    assert json.loads(kept.payload)["data"]["object"] == {
        "id": begun.reference,
        "metadata": {"payment": str(begun.id)},
        **{
            name: session[name]
            for name in ("amount_subtotal", "amount_total", "created", "currency", "livemode", "object")
        },
        **{name: session[name] for name in ("payment_intent", "payment_status", "status")},
    }
    assert (kept.event_id, begun.state) == (event["id"], PaymentState.SETTLED)
