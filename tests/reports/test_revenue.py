"""What revenue is, held against cases counted by hand."""

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from app import clock
from app.catalog.models import StockModel
from app.db import db
from app.money import Money
from app.orders import actions as orders
from app.orders.models import Channel, Order
from app.payments import actions as payments
from app.payments import refunds
from app.payments.models import TRANSFER, Payment
from app.reports import revenue
from app.reports.periods import Period, Step, cut, month_before, month_of
from app.reports.revenue import Figures
from tests.factories import a_maker, a_product
from tests.trade import a_transfer, an_order, paid

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))


def at(moment):
    return time_machine.travel(moment, tick=False)


def sold(moment="2026-03-10T05:00:00Z", **over):
    """An order that was paid without a unique code, at a moment."""
    with at(moment):
        order = an_order(over.pop("product", None) or a_product(price=350_000), **over)
        orders.pay(order, by="tests")
    return order


def bought(moment="2026-03-10T05:00:00Z", *products, **over):
    """The payment of an order that was paid by transfer at a moment."""
    with at(moment):
        return paid(an_order(*(products or [a_product(price=350_000)]), **over))


def give_back(payment, amount, moment):
    with at(moment):
        return refunds.ask(
            payment, Money(amount), reason="Cacat", by="tests", bank_reference=f"KELUAR {moment} {amount}"
        )


def on(day):
    return revenue.total(Period(day, day))


def test_a_sale_counts_on_the_shops_day_on_which_it_was_paid():
    sold("2026-03-31T16:59:59Z")
    sold("2026-03-31T17:00:00Z")
    assert (on(date(2026, 3, 31)).orders, on(date(2026, 4, 1)).orders) == (1, 1)
    assert (revenue.total(MARCH).orders, revenue.total(APRIL).orders) == (1, 1)


def test_not_the_day_of_ordering_but_of_paying_counts():
    with at("2026-03-31T16:00:00Z"):
        order = an_order(a_product())
    with at("2026-03-31T18:00:00Z"):
        paid(order)
    assert (revenue.total(MARCH), revenue.total(APRIL).orders) == (Figures(), 1)


def test_what_a_sale_is_made_of():
    payment = bought("2026-03-10T05:00:00Z", a_product(price=350_000), quantity=2, shipping=18_000)
    code = payment.order.unique_code
    assert code > Money(0)
    assert revenue.total(MARCH) == Figures(
        orders=1, pieces=2, gross=Money(700_000), discounts=code, shipping=Money(18_000)
    )
    assert revenue.total(MARCH).net == payment.received == payment.order.total


def test_unpaid_cancelled_and_expired_orders_are_no_revenue():
    with at("2026-03-10T05:00:00Z"):
        an_order(a_product())
        payments.cancel_order(an_order(a_product()), by="buyer", reason="")
        expired = an_order(a_product(), until=clock.now())
        payments.expire_order(expired)
    assert revenue.total(Period(date(2026, 1, 1), date(2026, 12, 31))) == Figures()


def test_a_refund_is_negative_on_its_own_day_and_the_month_of_the_sale_stays():
    payment = bought("2026-03-31T05:00:00Z")
    before = revenue.total(MARCH)
    give_back(payment, payment.received.rupiah, "2026-03-31T17:00:00Z")
    assert revenue.total(MARCH) == before
    assert revenue.total(APRIL) == Figures(refunds=payment.received)
    assert Figures.added([before, revenue.total(APRIL)]).net == Money(0)


def test_parts_of_a_refund_add_up_over_lines_and_shipping():
    maker = a_maker()
    payment = bought(
        "2026-03-10T05:00:00Z",
        a_product(price=333_333, maker_id=maker.id),
        a_product(price=100_001),
        shipping=20_000,
    )
    for part in (1, 140_000, payment.received.rupiah - 140_001):
        give_back(payment, part, "2026-03-20T05:00:00Z")
    figures = revenue.total(MARCH)
    assert (figures.refunds, figures.net) == (payment.received, Money(0))
    goods = Figures.added(figures for _product, figures in revenue.by_product(MARCH))
    assert goods.refunds == payment.received - Money(20_000)
    assert goods.net == Money(0)


def test_what_is_not_among_the_first_products_is_what_all_makers_sold_without_them():
    products = [a_product(price=price) for price in (300_000, 200_000, 100_001)]
    payment = bought("2026-03-10T05:00:00Z", *products, shipping=0)
    give_back(payment, 150_000, "2026-03-20T05:00:00Z")
    every = revenue.by_product(MARCH)
    assert [product for product, _figures in every] == products
    whole = Figures.added(figures for _maker, figures in revenue.by_maker(MARCH))
    first = revenue.by_product(MARCH, most=1)
    assert first == every[:1]
    rest = replace(Figures.added(figures for _product, figures in every[1:]), orders=0)
    assert revenue.others(whole, [figures for _product, figures in first]) == rest
    assert revenue.others(whole, [figures for _product, figures in every]) is None


def test_a_cancelled_sale_counts_until_its_money_is_given_back():
    payment = bought()
    with at("2026-03-11T05:00:00Z"):
        payments.cancel_order(payment.order, by="tests", reason="Cacat")
    assert revenue.total(MARCH).net == payment.received
    give_back(payment, payment.received.rupiah, "2026-03-12T05:00:00Z")
    assert revenue.total(MARCH).net == Money(0)


def test_late_money_is_never_revenue_and_giving_it_back_is_no_refund():
    with at("2026-03-10T05:00:00Z"):
        product = a_product(StockModel.ONE)
        order = an_order(product, until=clock.now() + timedelta(hours=1))
        payment = a_transfer(order)
    with at("2026-03-12T05:00:00Z"):
        payments.expire_order(order)
        an_order(product)
        payments.confirm_transfer(payment, reference="MUT 1", received=payment.amount, by="tests")
    give_back(payment, payment.received.rupiah, "2026-03-13T05:00:00Z")
    assert revenue.total(MARCH) == Figures()


def test_money_that_came_twice_counts_once():
    payment = bought()
    with at("2026-03-11T05:00:00Z"):
        second = Payment(
            order=payment.order, provider=TRANSFER, amount=payment.amount + Money(1), key="second"
        )
        db.session.add(second)
        db.session.flush()
        payments.confirm_transfer(second, reference="MUT 2", received=second.amount, by="tests")
    once = revenue.total(MARCH)
    give_back(second, second.amount.rupiah, "2026-03-12T05:00:00Z")
    assert (
        revenue.total(MARCH)
        == once
        == Figures(1, 1, Money(350_000), payment.order.unique_code, Money(20_000))
    )


def test_a_closed_month_does_not_change_when_prices_names_and_makers_do():
    product = a_product(price=350_000, maker_id=a_maker().id)
    sold(product=product)
    before = (revenue.total(MARCH), [(maker.id, figures) for maker, figures in revenue.by_maker(MARCH)])
    product.variants[0].price, product.maker_id = Money(1), a_maker().id
    db.session.flush()
    after = (revenue.total(MARCH), [(maker.id, figures) for maker, figures in revenue.by_maker(MARCH)])
    assert after == before


@pytest.fixture
def a_spring():
    """Sales of several products, makers and channels over two months, some of them given back in part."""
    makers = [a_maker(), a_maker(), None]
    products = [
        a_product(price=100_001 * (i + 1), stock=50, maker_id=maker.id if maker else None)
        for i, maker in enumerate(makers)
    ]
    for i in range(12):
        moment = f"2026-{3 + i % 2:02}-{1 + 2 * i:02}T{(i * 5) % 24:02}:00:00Z"
        chosen = [products[i % 3], products[(i + 1) % 3]] if i % 2 else [products[i % 3]]
        channel = list(Channel)[i % 3]
        payment = bought(moment, *chosen, quantity=1 + i % 2, shipping=1_000 * i, channel=channel)
        if i % 3 == 0:
            give_back(payment, 7_777 * (i + 1), "2026-04-29T05:00:00Z")


def test_products_and_makers_add_up_to_the_goods_and_channels_to_the_whole(a_spring):
    for period in (MARCH, APRIL, Period(MARCH.first, APRIL.last)):
        whole = revenue.total(period)
        products, makers, channels = (
            Figures.added(figures for _thing, figures in by(period))
            for by in (
                revenue.by_product,
                revenue.by_maker,
                lambda period: revenue.sales(period).by_channel(),
            )
        )
        assert channels == whole
        assert (products.gross, products.discounts, products.pieces) == (
            whole.gross,
            whole.discounts,
            whole.pieces,
        )
        assert (products.net, products.refunds) == (makers.net, makers.refunds)
        assert whole.net - products.net == whole.shipping - (whole.refunds - products.refunds)


def test_steps_add_up_to_the_whole_and_leave_no_day_out(a_spring):
    @settings(deadline=None, max_examples=30)
    @given(st.dates(date(2026, 2, 20), date(2026, 5, 10)), st.integers(0, 90), st.sampled_from(list(Step)))
    def check(first, days, step):
        period = Period(first, first + timedelta(days=days))
        parts = revenue.sales(period).by_step(step)
        assert Figures.added(figures for _part, figures in parts) == revenue.total(period)
        assert [revenue.total(part) for part, _figures in parts] == [figures for _part, figures in parts]
        days_in_parts = [
            part.first + timedelta(days=i)
            for part, _figures in parts
            for i in range((part.last - part.first).days + 1)
        ]
        assert days_in_parts == [first + timedelta(days=i) for i in range(days + 1)]

    check()


def test_the_orders_behind_a_figure_make_it(a_spring):
    whole = revenue.total(MARCH)
    behind = db.session.scalars(revenue.orders_behind(MARCH)).all()
    assert len(behind) == whole.orders
    assert Money.total(order.total for order in behind) == whole.net + whole.refunds
    for channel, figures in revenue.sales(MARCH).by_channel():
        found = db.session.scalars(revenue.orders_behind(MARCH, channel=channel)).all()
        assert Money.total(order.goods for order in found) == figures.gross
    for maker, figures in revenue.by_maker(MARCH):
        found = db.session.scalars(revenue.orders_behind(MARCH, maker_id=maker.id if maker else 0)).all()
        assert len(found) == figures.orders
    for product, figures in revenue.by_product(MARCH):
        found = db.session.scalars(revenue.orders_behind(MARCH, product_id=product.id)).all()
        assert len(found) == figures.orders
    refunded = db.session.scalars(revenue.orders_behind(APRIL, refunds=True)).all()
    assert len(refunded) == 4


@pytest.mark.parametrize("zone", ["UTC", "Asia/Jakarta", "America/New_York"])
def test_where_the_server_stands_makes_no_difference(zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        sold("2026-03-31T16:59:59Z")
        sold("2026-03-31T17:00:00Z")
        sold("2026-12-31T16:59:58Z")
        days = [part.first for part, figures in revenue.sales(YEAR).by_step(Step.DAY) if figures.orders]
    finally:
        monkeypatch.undo()
        time.tzset()
    assert days == [date(2026, 3, 31), date(2026, 4, 1), date(2026, 12, 31)]


YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def test_the_last_second_of_a_year_belongs_to_it_in_number_and_report():
    order = sold("2026-12-31T16:59:59Z")
    assert order.number.startswith("KB-2026-")
    assert revenue.total(YEAR).orders == 1
    assert db.session.scalar(sa.select(Order.paid_on)) == date(2026, 12, 31)


def test_periods():
    assert month_of(date(2028, 2, 10)) == Period(date(2028, 2, 1), date(2028, 2, 29))
    assert month_before(date(2026, 1, 31)) == Period(date(2025, 12, 1), date(2025, 12, 31))
    assert list(cut(Period(date(2026, 2, 26), date(2026, 3, 3)), Step.WEEK)) == [
        Period(date(2026, 2, 26), date(2026, 3, 1)),
        Period(date(2026, 3, 2), date(2026, 3, 3)),
    ]
    with pytest.raises(ValueError, match="before it begins"):
        Period(date(2026, 1, 2), date(2026, 1, 1))
