from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.catalog.models import StockModel
from app.db import db
from app.inventory.queries import available
from app.money import Money
from app.orders import actions as orders
from app.orders.models import EventKind, OrderStatus, PaymentStatus
from app.payments import actions as payments
from app.payments.actions import NotPayable, ReferenceUsed, TooLate
from app.payments.models import STRIPE, TRANSFER, PaymentState, Task, TaskKind
from app.payments.providers import Outcome, Report
from tests.factories import a_product
from tests.trade import a_transfer, an_order, paid


def tasks():
    return [
        (task.kind, task.amount)
        for task in db.session.scalars(sa.select(Task).where(Task.closed_at.is_(None)))
    ]


def report(payment, amount=None, **over):
    given = {"payment_id": payment.id, "reference": "cs_test_1", "outcome": Outcome.PAID, "charge": "pi_1"}
    return Report(payment.provider, amount=payment.amount if amount is None else amount, **(given | over))


def times(order, kind):
    return sum(event.kind is kind for event in order.events)


@pytest.fixture
def order():
    return an_order(a_product(StockModel.ONE, price=350_000))


def test_a_transfer_costs_a_little_less_than_was_shown_and_is_known_by_that(order):
    payment = a_transfer(order)
    assert Money(1) <= order.unique_code <= Money(999)
    assert payment.amount == order.total == Money(370_000) - order.unique_code
    assert order.lines[0].reduction == order.unique_code


def test_amounts_of_open_transfers_are_all_different():
    product = a_product(price=350_000, stock=60)
    amounts = [a_transfer(an_order(product)).amount for _ in range(60)]
    assert len(set(amounts)) == 60
    assert min(amounts) >= Money(370_000 - 999)


def test_asking_twice_for_a_transfer_is_asking_once(order):
    assert a_transfer(order) is a_transfer(order)


def test_a_code_is_free_again_when_its_payment_is_closed(order):
    first = a_transfer(order)
    payments.cancel_order(order, by="buyer", reason="")
    assert first.state is PaymentState.CLOSED


def test_choosing_a_card_gives_up_the_transfer_and_its_code(order):
    transfer = a_transfer(order)
    card = payments.open_payment(order, STRIPE)
    assert (transfer.state, card.state) == (PaymentState.CLOSED, PaymentState.OPEN)
    assert card.amount == order.total == Money(370_000)
    assert order.lines[0].reduction == Money(0)


def test_a_card_session_ends_before_the_hold_does(order):
    card = payments.open_payment(order, STRIPE)
    assert order.hold_until - card.url_until == timedelta(minutes=5)


def test_a_card_needs_half_an_hour():
    order = an_order(a_product(), until=clock.now() + timedelta(minutes=35))
    with pytest.raises(TooLate), db.session.begin_nested():
        payments.open_payment(order, STRIPE)
    assert payments.open_payments(order) == []


def test_settling_pays_the_order_once_however_often_it_is_reported(order):
    payment = payments.open_payment(order, STRIPE)
    for _ in range(3):
        payments.settle(report(payment))
    assert (payment.state, payment.received, payment.reference) == (
        PaymentState.SETTLED,
        Money(370_000),
        "cs_test_1",
    )
    assert order.payment_status is PaymentStatus.PAID
    assert times(order, EventKind.PAID) == 1
    assert tasks() == []


@pytest.mark.parametrize(
    ("amount", "currency"), [(369_999, "IDR"), (370_001, "IDR"), (3_700, "IDR"), (370_000, "USD")]
)
def test_money_that_does_not_fit_is_parked_and_the_order_stays_unpaid(order, amount, currency):
    payment = payments.open_payment(order, STRIPE)
    for _ in range(2):
        payments.settle(report(payment, Money(amount), currency=currency))
    assert order.payment_status is PaymentStatus.UNPAID
    assert payment.state is PaymentState.OPEN
    assert times(order, EventKind.PAID) == 0
    assert tasks() == [(TaskKind.MISMATCH, Money(amount))]


def test_what_was_settled_stays_settled_whatever_is_reported_later(order):
    payment = payments.open_payment(order, STRIPE)
    payments.settle(report(payment))
    payments.settle(report(payment, outcome=Outcome.CLOSED))
    assert (payment.state, order.payment_status) == (PaymentState.SETTLED, PaymentStatus.PAID)


def test_money_for_nothing_that_we_know_is_a_task():
    payments.settle(Report(STRIPE, None, "cs_unknown", Outcome.PAID, amount=Money(5)))
    assert tasks() == [(TaskKind.UNMATCHED, Money(5))]


def test_a_second_payment_of_one_order_is_a_task_and_the_order_stays_paid(order):
    first = payments.open_payment(order, STRIPE)
    first.url = "https://stripe.test/1"
    second = payments.open_payment(order, STRIPE)
    payments.settle(report(second, reference="cs_2"))
    payments.settle(report(first, reference="cs_1"))
    assert order.payment_status is PaymentStatus.PAID
    assert times(order, EventKind.PAID) == 1
    assert tasks() == [(TaskKind.DOUBLE_PAYMENT, Money(370_000))]


def test_money_after_expiry_takes_the_piece_again_while_it_is_free(order):
    payment = payments.open_payment(order, STRIPE)
    order.hold_until = clock.now() - timedelta(seconds=1)
    assert payments.expire_order(order) is True
    payments.settle(report(payment))
    assert (order.status, order.payment_status) == (OrderStatus.PLACED, PaymentStatus.PAID)
    assert tasks() == []


def test_money_after_the_piece_was_sold_is_a_task_and_the_new_owner_keeps_it():
    product = a_product(StockModel.ONE, price=350_000)
    late = an_order(product)
    payment = payments.open_payment(late, STRIPE)
    late.hold_until = clock.now() - timedelta(seconds=1)
    payments.expire_order(late)
    owner = an_order(product)
    paid(owner)
    payments.settle(report(payment))
    assert (late.status, late.payment_status) == (OrderStatus.EXPIRED, PaymentStatus.UNPAID)
    assert owner.payment_status is PaymentStatus.PAID
    assert times(late, EventKind.LATE_MONEY) == 1
    assert tasks() == [(TaskKind.LATE_MONEY, Money(370_000))]
    assert payment.received == Money(370_000)


def test_money_after_cancelling_is_a_task_and_the_order_stays_cancelled(order):
    payment = payments.open_payment(order, STRIPE)
    payments.cancel_order(order, by="buyer", reason="berubah pikiran")
    payments.settle(report(payment))
    assert order.status is OrderStatus.CANCELLED
    assert available([order.lines[0].variant_id]) == {order.lines[0].variant_id: 1}
    assert tasks() == [(TaskKind.LATE_MONEY, Money(370_000))]


def test_cancelling_a_paid_order_leaves_its_money_with_an_owner(order):
    payment = paid(order)
    payments.cancel_order(order, by="pengurus", reason="kain cacat")
    assert tasks() == [(TaskKind.REFUND_DUE, payment.received)]


def test_an_admin_confirms_a_transfer_once(order):
    payment = a_transfer(order)
    for _ in range(2):
        payments.confirm_transfer(payment, reference=" mutasi  7 ", received=payment.amount, by="pengurus")
    assert (order.payment_status, payment.reference) == (PaymentStatus.PAID, "MUTASI 7")
    assert times(order, EventKind.PAID) == 1


def test_a_bank_reference_pays_one_order_and_the_refusal_names_it(order):
    payments.confirm_transfer(a_transfer(order), reference="MUTASI 7", received=order.total, by="pengurus")
    other = an_order(a_product())
    payment = a_transfer(other)
    with pytest.raises(ReferenceUsed) as refusal:
        payments.confirm_transfer(payment, reference="mutasi 7", received=payment.amount, by="pengurus")
    assert order.number in str(refusal.value)
    assert other.payment_status is PaymentStatus.UNPAID


@pytest.mark.parametrize("change", ["pay", "cancel", "await quote"])
def test_what_does_not_wait_for_money_cannot_be_paid(change):
    order = an_order(a_product(), shipping=None if change == "await quote" else 0)
    if change == "pay":
        orders.pay(order, by="stripe")
    if change == "cancel":
        orders.cancel(order, by="buyer", reason="")
    with pytest.raises(NotPayable):
        payments.open_payment(order, TRANSFER)
    assert payments.open_payments(order) == []


@pytest.mark.parametrize(
    ("locale", "items"),
    [
        ("id", [("Kabut", 1), ("Sulur", 1), ("Ongkos kirim", 1)]),
        ("en", [("Mist", 1), ("Sulur", 1), ("Shipping", 1)]),
    ],
)
def test_the_service_names_everything_in_the_buyers_language_and_leaves_no_name_empty(locale, items):
    cloths = a_product(title_id="Kabut", title_en="Mist"), a_product(title_id="Sulur", title_en="")
    payment = payments.open_payment(an_order(*cloths, locale=locale), STRIPE)
    assert [(name, quantity) for name, quantity, _ in payments.ask_of(payment).items] == items
