"""M: amounts are whole, arrive as they were meant, and are never what a form says."""

import ast
import random
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from tests.driver import Driver
from tests.servers import ROOT
from tests.trials.invariants import Invariants

AMOUNTS = {
    "price", "price_from", "amount", "received", "goods", "shipping", "discount", "unique_code", "total", "reduction",
    "per_kg",
}  # fmt: skip
FORGED = {
    "price": "1",
    "total": "1",
    "goods": "1",
    "discount": "349999",
    "shipping": "0",
    "currency": "usd",
    "unit_price": "1",
    "share": "1",
    "payment_status": "paid",
    "paid_at": "2026-01-01",
    "status": "completed",
    "unique_code": "349999",
}
# Where money is counted, and the one division there that makes a fraction, which is rounded at once.
COUNTING = (
    "money.py",
    "till.py",
    "cart",
    "orders",
    "payments",
    "reports",
    "shipping",
    "inventory",
    "catalog",
)
DIVISIONS = {"money.py: self.rupiah * rate / 100"}


def test_m01_every_amount_in_the_database_is_a_whole_number(invariants: Invariants, driver: Driver) -> None:
    inspector = sa.inspect(invariants.engine)
    columns = {
        (table, column["name"]): column["type"]
        for table in inspector.get_table_names()
        for column in inspector.get_columns(table)
    }
    amounts = {name: kind for name, kind in columns.items() if name[1] in AMOUNTS}
    assert len(amounts) >= 15
    assert [name for name, kind in amounts.items() if not isinstance(kind, sa.Integer)] == []
    assert [name for name, kind in columns.items() if isinstance(kind, sa.Numeric | sa.Float)] == []


def test_m01_no_code_makes_a_fraction_of_an_amount() -> None:
    found = set()
    for place in (ROOT / "app" / name for name in COUNTING):
        for file in place.rglob("*.py") if place.is_dir() else [place]:
            for node in ast.walk(ast.parse(file.read_text())):
                said = f"{file.relative_to(ROOT / 'app')}: {ast.unparse(node)}" if is_fraction(node) else ""
                found |= {said} - {""}
    assert found == DIVISIONS


def is_fraction(node: ast.AST) -> bool:
    """Does this make a number that may not be whole? What is glued to a text is an address."""
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) in {"float", "Decimal"}
    divided = isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div)
    return divided and "'" not in ast.unparse(node)


def test_m02_the_service_is_asked_for_a_hundred_times_each_rupiah(
    driver: Driver, invariants: Invariants
) -> None:
    chosen, product = random.Random(), driver.make_product(stock=100, model="stocked")
    # The dearest that the shop sells, and the cheapest that the service takes.
    for price in (10_000, 99_999_999, *(chosen.randint(10_000, 99_999_999) for _ in range(8))):
        driver.edit_price(product, price)
        order = driver.order(product)
        session = driver.stripe.object(order.session)
        assert (session["amount_total"], session["currency"]) == (price * 100, "idr")
        driver.pay(order)
        driver.stripe.wait_for_webhooks(60)
        assert (order.state().payment, order.state().total) == ("paid", price)
        came = 'SELECT received FROM payment JOIN "order" o ON o.id = payment.order_id WHERE o.token = :token'
        assert invariants.ask(came, token=order.token) == [(price,)]


@pytest.mark.parametrize("now", [400_000, 300_000])
def test_m07_a_price_that_changed_is_shown_before_anything_is_ordered(driver: Driver, now: int) -> None:
    product = driver.make_product(350_000)
    buyer, before = driver.visitor(), len(driver.stripe.objects("checkout.session", "id"))
    buyer.put(product)
    filled = buyer.checkout("stripe")
    driver.edit_price(product, now)
    answer = buyer.press(filled)
    told = f"{now:,}".replace(",", ".")
    assert (answer.status, told in answer.words, "350.000" in answer.words) == (409, True, True)
    assert len(driver.stripe.objects("checkout.session", "id")) == before
    assert driver.stock(product) == (1, 0, 1)
    seen = answer.fill("/checkout", press="place")
    assert seen.value("name") == "Ani Contoh"
    order = driver.placed(buyer, buyer.press(seen))
    assert order.state().total == now
    assert driver.stripe.object(order.session)["amount_total"] == now * 100


def forge(driver: Driver, forged: dict[str, str]) -> dict[str, Any] | None:
    """Order a piece of 350,000 with forged fields; what the payment service and the buyer are told that it costs, None
    when it was refused."""
    buyer = driver.visitor()
    buyer.put(driver.make_product(350_000))
    answer = buyer.press(buyer.checkout("stripe").but(**forged))
    if answer.status in {409, 422}:
        return None
    order = driver.placed(buyer, answer)
    state, session = order.state(), driver.stripe.object(order.session)
    asked = {"asked": session["amount_total"], "currency": session["currency"]}
    return asked | {
        "total": state.total,
        "status": state.status,
        "payment": state.payment,
        "token": order.token,
    }


def test_m08_what_a_form_says_of_money_is_not_believed(driver: Driver, invariants: Invariants) -> None:
    clean, *forged = (forge(driver, said) for said in ({}, FORGED, {"seen": "1:1:1", "seen_shipping": "1"}))
    written = (
        "SELECT goods, shipping, discount, unique_code, total, status, payment_status, fulfilment_status, paid_at, "
        'line.price, line.quantity, line.reduction FROM "order" o JOIN order_line line ON line.order_id = o.id '
        "WHERE o.token = :token"
    )
    rows = [invariants.ask(written, token=each.pop("token")) for each in (clean, *forged)]
    assert clean == {
        "asked": 35_000_000,
        "currency": "idr",
        "total": 350_000,
        "status": "placed",
        "payment": "unpaid",
    }
    assert forged == [clean] * 2
    assert rows == [[(350_000, 0, 0, 0, 350_000, "placed", "unpaid", "unfulfilled", None, 350_000, 1, 0)]] * 3
    for total in ("1", "-350000", "350000.00", ""):
        assert forge(driver, {"expected_total": total}) is None


def test_an_order_with_shipping_adds_up_however_it_is_paid(driver: Driver) -> None:
    ways: list[Callable[[], int]] = []
    for by in ("transfer", "stripe"):
        buyer = driver.visitor()
        buyer.put(driver.make_product(350_000))
        order = buyer.place(to="abroad")
        driver.quote(order, 123_456)
        again = order.pay_again(by)
        ways.append(lambda again=again: again.state().total)
    transfer, card = (way() for way in ways)
    assert card == 473_456
    assert 0 < card - transfer < 1_000
