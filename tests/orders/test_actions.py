from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.catalog.models import StockModel
from app.db import db
from app.inventory.actions import SoldOut
from app.inventory.models import HoldState
from app.inventory.queries import available
from app.lifecycle import WrongMove
from app.money import Money
from app.orders import actions as orders
from app.orders.actions import EmptyBasket, NotNow, TotalChanged
from app.orders.models import EventKind, FulfilmentStatus, Order, OrderStatus, PaymentStatus
from app.orders.shipments import AirwayBillUsed, ship
from tests.factories import a_product
from tests.trade import an_order


def kinds(order):
    return [event.kind for event in order.events]


def free(product):
    return available([product.variants[0].id])[product.variants[0].id]


def is_paid(order):
    orders.pay(order, by="pengurus")
    return order


def test_placing_holds_the_pieces_and_freezes_prices_and_names():
    product = a_product(price=350_000, stock=2)
    order = an_order(product, quantity=2)
    product.variants[0].price, product.title_id = Money(900_000), "Nama lain"
    db.session.flush()
    db.session.refresh(order)
    assert (order.goods, order.shipping, order.total) == (Money(700_000), Money(20_000), Money(720_000))
    assert order.lines[0].price == Money(350_000)
    assert order.lines[0].title_id != "Nama lain"
    assert free(product) == 0
    assert kinds(order) == [EventKind.PLACED]


def test_numbers_are_counted_without_gaps_also_after_a_refusal():
    first = an_order(a_product())
    with pytest.raises(SoldOut), db.session.begin_nested():
        an_order(a_product(stock=0))
    second = an_order(a_product())
    year, last = first.number.split("-")[1:]
    assert second.number == f"KB-{year}-{int(last) + 1:04}"


def test_placing_is_refused_when_the_buyer_saw_another_total():
    product = a_product(price=400_000)
    with pytest.raises(TotalChanged) as refusal:
        an_order(product, expected_total=Money(350_000))
    assert refusal.value.total == Money(420_000)
    assert db.session.scalar(sa.select(sa.func.count(Order.id))) == 0
    assert free(product) == 3


def test_nothing_is_not_an_order():
    with pytest.raises(EmptyBasket):
        an_order()


def test_paying_sells_the_pieces_and_counts_on_the_shops_day():
    product = a_product(StockModel.ONE)
    order = is_paid(an_order(product))
    assert order.payment_status is PaymentStatus.PAID
    assert order.paid_on == clock.today()
    assert order.lines[0].hold.state is HoldState.SOLD


def test_an_expired_order_is_paid_all_the_same_while_its_piece_is_free():
    product = a_product(StockModel.ONE)
    order = an_order(product, until=clock.now() - timedelta(seconds=1))
    assert orders.expire(order) is True
    is_paid(order)
    assert (order.status, order.payment_status) == (OrderStatus.PLACED, PaymentStatus.PAID)
    assert kinds(order) == [EventKind.PLACED, EventKind.EXPIRED, EventKind.REVIVED, EventKind.PAID]
    assert free(product) == 0


def test_an_expired_order_whose_piece_is_gone_cannot_be_paid():
    product = a_product(StockModel.ONE)
    late = an_order(product, until=clock.now() - timedelta(seconds=1))
    an_order(product)
    with pytest.raises(SoldOut), db.session.begin_nested():
        orders.pay(late, by="stripe")
    assert late.payment_status is PaymentStatus.UNPAID


@pytest.mark.parametrize("hours", [1, 24])
def test_an_order_does_not_expire_before_its_deadline(hours):
    order = an_order(a_product(), until=clock.now() + timedelta(hours=hours))
    assert orders.expire(order) is False
    assert order.status is OrderStatus.PLACED


def test_a_paid_order_never_expires():
    order = is_paid(an_order(a_product()))
    order.hold_until = clock.now() - timedelta(days=9)
    assert orders.expire(order) is False
    assert order.status is OrderStatus.PLACED


def test_expiring_frees_the_piece_once():
    product = a_product(StockModel.ONE)
    order = an_order(product, until=clock.now() - timedelta(seconds=1))
    assert [orders.expire(order), orders.expire(order)] == [True, False]
    assert free(product) == 1


def test_an_unpaid_order_is_not_packed():
    order = an_order(a_product())
    with pytest.raises(NotNow):
        orders.pack(order, by="pengurus")
    assert order.fulfilment_status is FulfilmentStatus.UNFULFILLED


def test_pack_ship_deliver_completes_the_order():
    order = is_paid(an_order(a_product()))
    orders.pack(order, by="pengurus")
    ship(order, courier="JNE REG", airway_bill="SOCAG00183235715", tracking_url="", by="pengurus")
    orders.deliver(order, by="pengurus")
    assert (order.status, order.fulfilment_status) == (OrderStatus.COMPLETED, FulfilmentStatus.DELIVERED)
    assert kinds(order)[1:] == [EventKind.PAID, EventKind.PACKED, EventKind.SHIPPED, EventKind.DELIVERED]


def test_an_airway_bill_belongs_to_one_parcel():
    first, second = (is_paid(an_order(a_product())) for _ in range(2))
    for order in (first, second):
        orders.pack(order, by="pengurus")
    ship(first, courier="JNE REG", airway_bill="SOCAG00183235715", tracking_url="", by="pengurus")
    with pytest.raises(AirwayBillUsed), db.session.begin_nested():
        ship(second, courier="JNE REG", airway_bill="SOCAG00183235715", tracking_url="", by="pengurus")
    db.session.refresh(second)
    assert second.fulfilment_status is FulfilmentStatus.PACKED
    assert second.shipments == []


@pytest.mark.parametrize("pay_first", [False, True])
def test_cancelling_puts_the_pieces_back_once(pay_first):
    product = a_product(StockModel.ONE)
    order = an_order(product)
    if pay_first:
        is_paid(order)
    orders.cancel(order, by="pengurus", reason="salah warna")
    with pytest.raises(WrongMove):
        orders.cancel(order, by="buyer", reason="dua kali")
    assert free(product) == 1


def test_what_was_sent_cannot_be_cancelled():
    order = is_paid(an_order(a_product()))
    orders.pack(order, by="pengurus")
    ship(order, courier="JNE REG", airway_bill="SOCAG00183235715", tracking_url="", by="pengurus")
    with pytest.raises(WrongMove):
        orders.cancel(order, by="pengurus", reason="terlambat")
    assert order.status is OrderStatus.PLACED


def test_what_came_back_can_be_sold_again():
    product = a_product(StockModel.ONE)
    order = is_paid(an_order(product))
    orders.pack(order, by="pengurus")
    ship(order, courier="JNE REG", airway_bill="SOCAG00183235715", tracking_url="", by="pengurus")
    orders.take_back(order, by="pengurus", note="cacat")
    assert order.fulfilment_status is FulfilmentStatus.RETURNED
    assert free(product) == 1


def test_a_quote_for_shipping_makes_the_total_and_gives_time():
    order = an_order(a_product(price=450_000), shipping=None)
    assert order.awaits_quote
    until = clock.now() + timedelta(days=5)
    orders.quote_shipping(order, Money(310_000), by="pengurus", until=until)
    assert (order.shipping, order.total, order.hold_until) == (Money(310_000), Money(760_000), until)
    assert order.lines[0].hold.expires_at == until
    assert kinds(order)[-1] is EventKind.QUOTED


def test_a_unique_code_is_shared_out_to_the_lines():
    order = an_order(a_product(price=100_000), a_product(price=200_000), shipping=0)
    orders.grant_unique_code(order, Money(100))
    assert order.total == Money(299_900)
    assert [line.reduction for line in order.lines] == [Money(33), Money(67)]


@pytest.mark.parametrize("status", [OrderStatus.CANCELLED, OrderStatus.COMPLETED])
def test_closed_orders_stay_closed(status):
    order = an_order(a_product())
    order.status = status
    with pytest.raises(WrongMove):
        order.status = OrderStatus.PLACED
