"""Payment services that do not answer, and those that say no."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from app import clock, till
from app.catalog.models import StockModel
from app.db import db
from app.orders.models import PaymentStatus
from app.payments import actions as payments
from app.payments import answers, refunds
from app.payments.models import STRIPE, RefundState, Task, TaskKind
from tests.factories import a_product
from tests.trade import an_order

LOOK = "GET /v1/checkout/sessions/*"
LATER = timedelta(minutes=3)


@pytest.fixture
def payment(stripe):
    payment = payments.open_payment(an_order(a_product(StockModel.ONE, price=350_000)), STRIPE)
    till.begin(payment)
    return payment


@pytest.fixture
def later(payment):
    """When the worker asks about the payment by itself."""
    with time_machine.travel(clock.now() + LATER, tick=False) as moment:
        yield moment


def tasks():
    return [tuple(row) for row in db.session.execute(sa.select(Task.kind, Task.note, Task.resolution))]


def looks(stripe):
    return len(stripe.calls("GET /v1/checkout/sessions"))


@pytest.mark.parametrize("status", [500, 401])
def test_who_does_not_answer_is_asked_ever_more_rarely_and_at_least_every_hour(
    stripe, payment, later, status
):
    stripe.fail_next(LOOK, 1000, status=status)
    asked = []
    for minute in range(240):
        before = looks(stripe)
        till.reconcile()
        if looks(stripe) > before:
            asked.append(minute)
        later.shift(timedelta(minutes=1))
    assert asked == [0, 1, 2, 4, 8, 16, 32, 64, 124, 184]
    assert tasks() == []
    stripe.behave()
    stripe.approve(payment.reference)
    later.shift(timedelta(minutes=5))
    assert till.reconcile() == 1
    assert (payment.ask_at, payment.silent_since) == (None, None)
    assert payment.order.payment_status is PaymentStatus.PAID


def test_a_payment_that_is_refused_is_a_task_once_and_is_not_asked_about_again(stripe, payment, later):
    stripe.fail_next(LOOK, 1000, status=404)
    assert [till.reconcile() for _ in range(3)] == [0, 0, 0]
    assert (looks(stripe), tasks()) == (1, [(TaskKind.REFUSED, "", "")])
    assert payment.is_refused


def test_news_of_a_refused_payment_closes_its_task(stripe, payment, later):
    stripe.fail_next(LOOK, 1, status=404)
    till.reconcile()
    stripe.approve(payment.reference)
    till.check(payment)
    assert (tasks(), payment.is_refused) == ([(TaskKind.REFUSED, "", "answered")], False)
    assert payment.order.payment_status is PaymentStatus.PAID


def test_a_refund_that_is_refused_was_not_sent_and_its_money_can_go_back_again(stripe, payment):
    stripe.approve(payment.reference)
    till.check(payment)
    refund = refunds.ask(payment, payment.received, reason="batal", by="pengurus")
    stripe.fail_next("POST /v1/refunds", 1, status=400)
    assert [till.reconcile() for _ in range(3)] == [1, 0, 0]
    assert (refund.state, len(stripe.calls("POST /v1/refunds"))) == (RefundState.FAILED, 1)
    assert tasks() == [(TaskKind.REFUND_FAILED, payment.order.number, "")]
    again = refunds.ask(payment, payment.received, reason="batal", by="pengurus")
    till.reconcile()
    assert (again.state, len(stripe.refunds())) == (RefundState.DONE, 1)
    assert payment.order.payment_status is PaymentStatus.REFUNDED


def test_a_refund_that_the_service_does_not_know_any_more_waits_for_a_person(stripe, payment):
    stripe.approve(payment.reference)
    till.check(payment)
    stripe.make_refunds_pending()
    refund = refunds.ask(payment, payment.received, reason="batal", by="pengurus")
    till.give_back(refund)
    stripe.fail_next("GET /v1/refunds/*", 1, status=404)
    assert [till.reconcile() for _ in range(3)] == [0, 0, 0]
    assert (refund.state, tasks()) == (RefundState.PENDING, [(TaskKind.REFUSED, "", "")])


def test_a_refused_beginning_is_asked_again_with_a_new_key(stripe):
    order = an_order(a_product())
    payment = payments.open_payment(order, STRIPE)
    stripe.fail_next("POST /v1/checkout/sessions", 1, status=400, saved=True)
    with time_machine.travel(clock.now() + LATER):
        till.reconcile()
    assert tasks() == [(TaskKind.REFUSED, "", "")]
    assert till.pursue(answers.refused_of(order)) == 1
    assert (payment.reference, tasks()) == (
        stripe.sessions()[0]["id"],
        [(TaskKind.REFUSED, "", "answered")],
    )
