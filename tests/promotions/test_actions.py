"""Vouchers: what they take off adds up, their rules hold, and a use comes back once."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.cart.quote import quote
from app.db import db
from app.money import Money
from app.orders import actions as orders
from app.orders.models import Order, OrderStatus
from app.payments import actions as payments
from app.payments.models import Task, TaskKind
from app.promotions import actions as vouchers
from app.promotions import queries
from app.promotions.actions import CodeTaken, NotUsable, Rules
from app.promotions.models import Voucher, VoucherUse
from app.reports import proofs
from tests.factories import a_product
from tests.trade import a_transfer, an_order, paid

BY = "pengurus@contoh.test"


def a_voucher(code="EXPO10", *, amount=0, percent=0, **rules) -> Voucher:
    today = clock.today()
    known = {"first_day": today, "last_day": today + timedelta(days=5)}
    told = {"percent": percent or (0 if amount else 10), "amount": Money(amount)}
    return vouchers.make(code, Rules(**known | rules), by=BY, **told)


def ordered(voucher: Voucher, *products, **over) -> Order:
    return an_order(*(products or (a_product(stock=9),)), voucher=voucher, **over)


def used(voucher: Voucher) -> int:
    db.session.refresh(voucher)
    return voucher.used


@pytest.fixture(autouse=True)
def counters_agree():
    yield
    db.session.flush()
    assert db.session.execute(queries.disagreements()).all() == []
    assert [name for name, rows in proofs.ALL.items() if db.session.scalars(rows()).all()] == []


def test_a_discount_is_shared_out_to_the_lines_to_the_rupiah():
    products = [a_product(price=price, stock=9) for price in (100_001, 50_000, 33_333)]
    order = ordered(a_voucher(percent=33), *products)
    assert order.discount == Money(60_500)
    assert [line.reduction for line in order.lines] == [Money(33_000), Money(16_500), Money(11_000)]
    assert order.total == order.goods + order.shipping - order.discount
    payments.open_payment(order, "transfer")
    assert Money.total(line.reduction for line in order.lines) == order.discount + order.unique_code


def test_an_amount_never_takes_more_than_most_of_the_goods():
    voucher = a_voucher(amount=500_000)
    assert voucher.off(Money(600_000)) == Money(500_000)
    assert voucher.off(Money(35_000)) == Money(31_500)
    few = quote([(a_product(price=100_000).variants[0], 1)], None, a_voucher("MIN", minimum=Money(100_001)))
    assert (few.discount, few.voucher, few.total) == (Money(), None, Money(100_000))


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        ({"first_day": 1}, "berlaku mulai"),
        ({"first_day": -3, "last_day": -1}, "berlaku sampai"),
        ({"minimum": Money(200_001)}, "paling sedikit Rp 200.001"),
        ({"active": False}, "tidak"),
        ({"most_uses": 0}, "sudah habis"),
    ],
)
def test_a_voucher_says_which_of_its_rules_refuses(rules, says):
    days = {name: clock.today() + timedelta(days=rules[name]) for name in rules if name.endswith("day")}
    voucher = a_voucher(**rules | days)
    product = a_product(price=200_000, stock=3)
    with pytest.raises(NotUsable, match=says):
        vouchers.look(" expo10 ", Money(200_000))
    # Who did not look is refused as well: here nothing is priced anew.
    with pytest.raises(NotUsable), db.session.begin_nested():
        vouchers.use(voucher, Money(200_000), phone="", email="")
    assert used(voucher) == 0
    assert an_order(product).discount == Money()
    with pytest.raises(NotUsable, match="tidak kami kenal"):
        vouchers.look("LAIN", Money(200_000))


def test_its_last_day_ends_at_midnight_in_the_shop():
    voucher = a_voucher()
    end = clock.start_of(voucher.last_day + timedelta(days=1))
    with clock.pretend(end - timedelta(seconds=1)):
        assert vouchers.look("EXPO10", Money(1)) is voucher
    with clock.pretend(end), pytest.raises(NotUsable):
        vouchers.look("EXPO10", Money(1))


def test_a_limit_holds_and_a_use_comes_back_once_when_the_order_is_cancelled():
    voucher = a_voucher(most_uses=1)
    order = ordered(voucher)
    with pytest.raises(NotUsable, match="habis"), db.session.begin_nested():
        ordered(voucher)
    assert (used(voucher), order.discount) == (1, Money(45_000))
    orders.cancel(order, by="buyer", reason="")
    assert used(voucher) == 0
    vouchers.give_back(order.voucher_use)
    assert used(voucher) == 0
    ordered(voucher)
    assert used(voucher) == 1


def test_a_buyer_is_known_by_number_or_address_and_by_neither_in_the_database():
    voucher = a_voucher(most_each=1)
    ordered(voucher, phone="+6281111111111", email="ani@contoh.test")
    for phone, email in (("+6281111111111", "lain@contoh.test"), ("+6282222222222", "ANI@contoh.test")):
        with pytest.raises(NotUsable, match="sudah Anda pakai"), db.session.begin_nested():
            ordered(voucher, phone=phone, email=email)
    ordered(voucher, phone="+6282222222222", email="")
    kept = str(db.session.execute(sa.select(VoucherUse.phone, VoucherUse.email)).all())
    assert (used(voucher), "1111" in kept, "contoh" in kept) == (2, False, False)


def test_an_order_that_expires_gives_its_use_back_and_takes_it_again_with_late_money():
    voucher = a_voucher(most_uses=1)
    order = ordered(voucher)
    payment = a_transfer(order)
    order.hold_until = clock.now() - timedelta(seconds=1)
    payments.expire_order(order)
    assert used(voucher) == 0
    payments.confirm_transfer(payment, reference="MUTASI", received=order.total, by=BY)
    assert (order.status, order.is_paid, used(voucher)) == (OrderStatus.PLACED, True, 1)


def test_late_money_for_a_voucher_that_is_used_up_is_somebodys_to_decide():
    voucher = a_voucher(most_uses=1)
    order = ordered(voucher)
    payment = a_transfer(order)
    order.hold_until = clock.now() - timedelta(seconds=1)
    payments.expire_order(order)
    paid(ordered(voucher))
    payments.confirm_transfer(payment, reference="MUTASI", received=order.total, by=BY)
    tasks = db.session.scalars(sa.select(Task.kind)).all()
    assert (order.status, order.is_paid, tasks) == (OrderStatus.EXPIRED, False, [TaskKind.LATE_MONEY])
    assert used(voucher) == 1


def test_a_limit_is_never_set_below_what_is_used_and_a_code_is_one_vouchers():
    voucher = a_voucher()
    ordered(voucher)
    rules = Rules(first_day=voucher.first_day, last_day=voucher.last_day, most_uses=0)
    with pytest.raises(NotUsable):
        vouchers.change(voucher, rules, by=BY)
    with pytest.raises(CodeTaken):
        a_voucher("expo 10")
    assert voucher.most_uses is None
