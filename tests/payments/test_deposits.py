"""An order that is paid in two parts: a deposit first, and the rest before it is sent."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.catalog.models import StockModel
from app.db import db
from app.inventory.queries import available
from app.money import Money
from app.orders import actions as orders
from app.orders.actions import NotNow
from app.orders.models import EventKind, Order, OrderStatus, PaymentStatus
from app.orders.queries import overdue
from app.orders.stages import Stage, in_stage, stage_of
from app.payments import actions as payments
from app.payments import refunds
from app.payments.models import STRIPE, PaymentState, Refund, TaskKind
from app.payments.providers import Outcome, Report
from app.reports import proofs, revenue
from app.reports.periods import Period
from app.reports.revenue import Figures
from tests.factories import a_product
from tests.payments.test_actions import tasks
from tests.reports.test_revenue import at
from tests.trade import a_proof, a_transfer, an_order, paid

DEPOSIT = Money(150_000)


@pytest.fixture
def order():
    """Of Rp 370.000 with shipping."""
    return an_order(a_product(StockModel.ONE, price=350_000), deposit=DEPOSIT)


def by_card(order, name="cs_1"):
    payment = payments.open_payment(order, STRIPE)
    payments.settle(Report(STRIPE, payment.id, name, Outcome.PAID, amount=payment.amount, charge=name))
    return payment


def kinds(order):
    return [event.kind for event in order.events]


def untrue():
    return {what: found for what, query in proofs.ALL.items() if (found := db.session.scalars(query()).all())}


def test_a_deposit_makes_the_piece_the_buyers_and_no_deadline_takes_it(order):
    first = paid(order)
    assert (first.amount, order.deposited) == (DEPOSIT - order.unique_code, first.received)
    assert (order.payment_status, stage_of(order)) == (PaymentStatus.DEPOSIT_PAID, Stage.IN_THE_MAKING)
    assert db.session.scalars(sa.select(Order).where(in_stage(Stage.IN_THE_MAKING))).all() == [order]
    assert (order.is_paid, order.paid_on, order.rest) == (False, None, Money(220_000))
    order.hold_until = clock.now() - timedelta(days=30)
    db.session.flush()
    assert (db.session.scalars(overdue()).all(), payments.expire_order(order)) == ([], False)
    assert available([order.lines[0].variant_id]) == {order.lines[0].variant_id: 0}
    with pytest.raises(NotNow):
        orders.pack(order, by="pengurus")
    assert untrue() == {}


def test_the_rest_makes_it_paid_and_both_codes_stay_taken_off(order):
    first, second = paid(order), paid(order)
    assert [payment.rest for payment in (first, second)] == [False, True]
    assert order.payment_status is PaymentStatus.PAID
    assert order.total == first.received + second.received == Money(370_000) - order.unique_code
    assert order.lines[0].reduction == order.unique_code
    assert kinds(order) == [EventKind.PLACED, EventKind.DEPOSIT_PAID, EventKind.PAID]
    assert (tasks(), untrue()) == ([], {})


def test_the_rest_can_be_paid_by_card_however_late(order):
    first = by_card(order)
    order.hold_until = clock.now() - timedelta(days=30)
    second = by_card(order, "cs_2")
    assert [first.amount, second.amount] == [DEPOSIT, Money(220_000)]
    assert (order.payment_status, order.unique_code) == (PaymentStatus.PAID, Money(0))


def test_a_second_deposit_is_not_the_rest_though_it_is_as_much():
    order = an_order(a_product(price=350_000), shipping=0, deposit=Money(175_000))
    earlier = payments.open_payment(order, STRIPE)
    earlier.url = "https://stripe.test/1"
    by_card(order, "cs_2")
    payments.settle(Report(STRIPE, earlier.id, "cs_1", Outcome.PAID, amount=earlier.amount, charge="c1"))
    assert order.payment_status is PaymentStatus.DEPOSIT_PAID
    assert tasks() == [(TaskKind.DOUBLE_PAYMENT, Money(175_000))]


def test_a_proof_of_the_rest_that_is_rejected_leaves_the_deposit(order):
    paid(order)
    a_proof(a_transfer(order))
    orders.receive_proof(order, until=clock.now())
    assert (order.payment_status, payments.expire_order(order)) == (PaymentStatus.IN_REVIEW, False)
    orders.reject_proof(order, by="pengurus", note="tidak ada")
    assert order.payment_status is PaymentStatus.DEPOSIT_PAID


def test_a_deposit_that_comes_after_the_deadline_takes_the_piece_again(order):
    payment = payments.open_payment(order, STRIPE)
    order.hold_until = clock.now() - timedelta(seconds=1)
    assert payments.expire_order(order) is True
    payments.settle(Report(STRIPE, payment.id, "cs_1", Outcome.PAID, amount=DEPOSIT, charge="c"))
    assert (order.status, order.payment_status) == (OrderStatus.PLACED, PaymentStatus.DEPOSIT_PAID)
    assert tasks() == []


def test_a_deposit_goes_back_when_the_order_is_called_off_and_was_never_revenue(order):
    payment = paid(order)
    asked = {"reason": "batal", "by": "pengurus", "bank_reference": "K 1"}
    with pytest.raises(NotNow), db.session.begin_nested():
        refunds.ask(payment, payment.received, **asked)
    assert db.session.scalars(sa.select(Refund)).all() == []
    payments.cancel_order(order, by="pengurus", reason="batal")
    assert tasks() == [(TaskKind.REFUND_DUE, payment.received)]
    assert available([order.lines[0].variant_id]) == {order.lines[0].variant_id: 1}
    refund = refunds.ask(payment, payment.received, **asked)
    assert (refund.counts, tasks(), payment.state) == (False, [], PaymentState.SETTLED)
    assert revenue.total(Period(clock.today(), clock.today())) == Figures()
    assert untrue() == {}


def test_a_sale_in_two_parts_counts_once_on_the_day_of_the_rest_and_goes_back_in_two():
    with at("2026-03-10T05:00:00Z"):
        order = an_order(a_product(price=350_000), deposit=DEPOSIT)
        first = by_card(order)
    with at("2026-04-02T05:00:00Z"):
        second = by_card(order, "cs_2")
    day = order.paid_on
    assert (revenue.total(Period(day.replace(month=3), day.replace(day=1))), day.isoformat()) == (
        Figures(),
        "2026-04-02",
    )
    sale = Figures(orders=1, pieces=1, gross=Money(350_000), shipping=Money(20_000))
    assert revenue.total(Period(day, day)) == sale
    for payment, left in ((second, PaymentStatus.PARTLY_REFUNDED), (first, PaymentStatus.REFUNDED)):
        refund = refunds.ask(payment, payment.received, reason="cacat", by="pengurus")
        refunds.report(refunds.RefundReport(refund.id, f"re_{payment.id}", refunds.RefundOutcome.DONE))
        assert (order.payment_status, refund.counts) == (left, True)
    assert untrue() == {}


def test_the_buyers_page_asks_for_the_deposit_and_then_for_the_rest(client, order):
    page = f"/pesanan/{order.token}"
    assert "Bayar uang muka Rp\u00a0150.000" in client.get(page).text
    by_card(order)
    shown = client.get(page).text
    assert "Pesanan Anda sedang dibuat" in shown
    assert "Sisanya Rp\u00a0220.000" in shown
    assert client.post(f"{page}/batal").status_code != 303 or order.status is OrderStatus.PLACED
    client.post(f"{page}/bayar", data={"provider": "transfer"})
    (payment,) = payments.open_payments(order)
    assert f"{payment.amount.rupiah:,}".replace(",", ".") in client.get(page).text
    assert payment.amount == Money(220_000) - order.unique_code
