"""M: amounts are whole, arrive as they were meant, and are never what a form says."""

import random
import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from tests.conftest import Database
from tests.driver import Driver
from tests.servers import ROOT
from tests.trials.mutants import BELIEVE_THE_FORM, start_mutant

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
    "status": "completed",
    "unique_code": "349999",
}


def test_m01_every_amount_in_the_database_is_a_whole_number(shop_url: str, driver: Driver) -> None:
    engine = sa.create_engine(shop_url)
    inspector = sa.inspect(engine)
    columns = {
        (table, column["name"]): column["type"]
        for table in inspector.get_table_names()
        for column in inspector.get_columns(table)
    }
    amounts = {name: kind for name, kind in columns.items() if name[1] in AMOUNTS}
    assert len(amounts) >= 15
    assert [name for name, kind in amounts.items() if not isinstance(kind, sa.Integer)] == []
    assert [name for name, kind in columns.items() if isinstance(kind, sa.Numeric | sa.Float)] == []
    engine.dispose()


def test_m01_no_code_makes_a_fraction_of_an_amount() -> None:
    fraction = re.compile(r"\bfloat\(|\bDecimal\(|\.rupiah\s*/[^/]|/\s*\w+\.rupiah")
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in (ROOT / "app").rglob("*.py")
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if fraction.search(line.partition("#")[0])
    ]
    assert found == []


def test_m02_the_service_is_asked_for_a_hundred_times_each_rupiah(driver: Driver) -> None:
    chosen = random.Random(2026)
    for price in (1_000, 9_999_999, *(chosen.randint(1_000, 9_999_999) for _ in range(8))):
        buyer = driver.visitor()
        buyer.put(driver.make_product(price))
        order = buyer.place("stripe")
        (session,) = [each for each in driver.stripe.sessions() if each["id"] in order.pay_at]
        assert (session["amount_total"], session["currency"]) == (price * 100, "idr")
        order.pay()
        order.check()
        assert (order.state().payment, order.state().total) == ("paid", price)


@pytest.mark.parametrize("now", [400_000, 300_000])
def test_m07_a_price_that_changed_is_shown_before_anything_is_ordered(driver: Driver, now: int) -> None:
    product = driver.make_product(350_000)
    buyer, before = driver.visitor(), len(driver.stripe.sessions())
    buyer.put(product)
    filled = buyer.checkout("stripe")
    driver.edit_price(product, now)
    answer = buyer.press(filled)
    told = f"{now:,}".replace(",", ".")
    assert (answer.status, told in answer.words, "350.000" in answer.words) == (409, True, True)
    assert (len(driver.stripe.sessions()), driver.stock(product)) == (before, (1, 0, 1))
    seen = answer.fill("/checkout", press="place")
    assert seen.value("name") == "Ani Contoh"
    order = buyer.ordered(buyer.press(seen))
    assert order.state().total == now


def forge(driver: Driver, forged: dict[str, str]) -> int | None:
    """Order a piece of 350,000 with forged fields; what the order comes to, None when it was refused."""
    buyer = driver.visitor()
    buyer.put(driver.make_product(350_000))
    answer = buyer.press(buyer.checkout("stripe").but(**forged))
    return None if answer.status in {409, 422} else buyer.ordered(answer).state().total


def test_m08_what_a_form_says_of_money_is_not_believed(driver: Driver) -> None:
    assert forge(driver, FORGED) == 350_000
    assert forge(driver, {"expected_total": "1"}) is None
    assert forge(driver, {"expected_total": "-350000"}) is None
    assert forge(driver, {"expected_total": "350000.00"}) is None
    assert forge(driver, {"seen": "1:1:1", "seen_shipping": "1"}) == 350_000


def test_the_trial_of_forged_totals_fails_where_the_form_is_believed(database: Database) -> None:
    with database.copy() as url, start_mutant(url, *BELIEVE_THE_FORM) as driver:
        assert forge(driver, {"expected_total": "1000"}) == 1_000


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
