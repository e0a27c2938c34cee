import pytest
import sqlalchemy as sa

from app.db import db
from app.money import Money
from app.orders.models import EventKind, PaymentStatus
from app.payments import actions as payments
from app.payments import refunds
from app.payments.models import STRIPE, Refund, RefundShare, RefundState, Task, TaskKind
from app.payments.providers import Outcome, RefundOutcome, RefundReport, Report
from app.payments.refunds import NoReference, TooMuch
from tests.factories import a_product
from tests.trade import an_order, paid


@pytest.fixture
def order():
    return an_order(a_product(price=100_000), a_product(price=200_000), shipping=50_000)


def by_card(order):
    payment = payments.open_payment(order, STRIPE)
    payments.settle(Report(STRIPE, payment.id, "cs_1", Outcome.PAID, amount=payment.amount, charge="pi_1"))
    return payment


def shares(order):
    rows = db.session.execute(
        sa.select(RefundShare.line_id, sa.func.sum(RefundShare.amount)).group_by(RefundShare.line_id)
    )
    return dict(tuple(row) for row in rows)


def test_a_card_refund_waits_for_the_service_to_say_so(order):
    payment = by_card(order)
    refund = refunds.ask(payment, payment.received, reason="batal", by="pengurus")
    assert (refund.state, order.payment_status) == (RefundState.PENDING, PaymentStatus.PAID)
    refunds.report(RefundReport(refund.id, "re_1", RefundOutcome.DONE))
    refunds.report(RefundReport(None, "re_1", RefundOutcome.DONE))
    assert (refund.state, order.payment_status) == (RefundState.DONE, PaymentStatus.REFUNDED)
    assert sum(event.kind is EventKind.REFUNDED for event in order.events) == 1


def test_never_more_goes_back_than_came(order):
    payment = by_card(order)
    for amount in (140_000, 140_000):
        refunds.ask(payment, Money(amount), reason="", by="pengurus")
    with pytest.raises(TooMuch):
        refunds.ask(payment, Money(140_000), reason="", by="pengurus")
    refunds.ask(payment, Money(70_000), reason="", by="pengurus")
    with pytest.raises(TooMuch):
        refunds.ask(payment, Money(1), reason="", by="pengurus")
    assert db.session.scalar(sa.select(sa.func.sum(Refund.amount))) == Money(350_000)


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_and_less_cannot_go_back(order, amount):
    with pytest.raises(TooMuch):
        refunds.ask(by_card(order), Money(amount), reason="", by="pengurus")


def test_a_transfer_goes_back_by_hand_and_names_the_banks_reference(order):
    payment = paid(order)
    with pytest.raises(NoReference), db.session.begin_nested():
        refunds.ask(payment, payment.received, reason="", by="pengurus")
    refund = refunds.ask(payment, payment.received, reason="", by="pengurus", bank_reference=" bca 9 ")
    assert (refund.state, refund.reference) == (RefundState.DONE, "BCA 9")
    assert order.payment_status is PaymentStatus.REFUNDED


def test_parts_fall_on_lines_and_shipping_and_add_up_to_what_was_paid(order):
    payment = paid(order)
    first = refunds.ask(payment, Money(100_001), reason="", by="pengurus", bank_reference="1")
    assert Money.total(share.amount for share in first.shares) == Money(100_001)
    assert order.payment_status is PaymentStatus.PARTLY_REFUNDED
    refunds.ask(payment, refunds.left_of(payment), reason="", by="pengurus", bank_reference="2")
    small, large = order.lines
    assert shares(order) == {
        small.id: Money(100_000) - small.reduction,
        large.id: Money(200_000) - large.reduction,
        None: Money(50_000),
    }


def test_a_refund_that_fails_is_a_task_and_its_money_can_go_back_again(order):
    payment = by_card(order)
    refund = refunds.ask(payment, payment.received, reason="", by="pengurus")
    refunds.report(RefundReport(refund.id, "re_1", RefundOutcome.FAILED))
    assert refund.state is RefundState.FAILED
    assert [task.kind for task in db.session.scalars(sa.select(Task))] == [TaskKind.REFUND_FAILED]
    assert refunds.left_of(payment) == payment.received


def test_giving_back_all_closes_the_task_of_a_cancelled_order(order):
    payment = paid(order)
    payments.cancel_order(order, by="pengurus", reason="cacat")
    refunds.ask(payment, payment.received, reason="", by="pengurus", bank_reference="1")
    [task] = db.session.scalars(sa.select(Task))
    assert (task.kind, task.closed_by) == (TaskKind.REFUND_DUE, "pengurus")


def test_giving_back_doubled_money_leaves_the_order_paid(order):
    first = by_card(order)
    second = payments.Payment(order=order, provider=STRIPE, amount=order.total, key="k2")
    db.session.add(second)
    db.session.flush()
    payments.settle(Report(STRIPE, second.id, "cs_2", Outcome.PAID, amount=order.total, charge="pi_2"))
    refund = refunds.ask(second, order.total, reason="dobel", by="pengurus")
    refunds.report(RefundReport(refund.id, "re_2", RefundOutcome.DONE))
    assert order.payment_status is PaymentStatus.PAID
    assert (refund.counts, refund.shares) == (False, [])
    assert refunds.left_of(first) == order.total
