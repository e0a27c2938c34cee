"""S: what there is one of is sold once."""

from functools import partial

import pytest

from tests.browsing import Refused
from tests.conftest import Database
from tests.driver import Driver
from tests.trials.mutants import NO_GUARD_OF_STOCK, drop_guards_of_stock, start_mutant
from tests.trials.races import ROUNDS, at_once, race
from tests.trials.rush import buy_all

FIFTY = 50
BUYERS = 8
SHOP = {"processes": 4}
SOLD = "terjual"


def rush(driver: Driver, rounds: int) -> list[list[tuple[int, str, bool]]]:
    """What each buyer was answered, by rounds."""
    products = [driver.make_product() for _ in range(rounds)]
    by_buyer = race(BUYERS, buy_all, driver.shop.url, products)
    return [list(answers) for answers in zip(*by_buyer, strict=True)]


def test_s01_the_second_buyer_is_told_that_it_is_sold_and_keeps_the_basket(driver: Driver) -> None:
    product = driver.make_product()
    first, second = driver.visitor(), driver.visitor()
    first.put(product)
    second.put(product)
    filled = second.checkout()
    order = first.place()
    answer = second.press(filled)
    assert (answer.status, SOLD in answer.words) == (409, True)
    assert product.title in second.basket().words
    assert driver.stock(product) == (1, 1, 0)
    assert order.state().status == "placed"


def test_s02_eight_buyers_of_one_piece_make_one_order_in_each_of_fifty_rounds(driver: Driver) -> None:
    rounds = rush(driver, FIFTY)
    driver.stripe.wait_for_webhooks(60)
    for answers in rounds:
        assert sorted(status for status, _, _ in answers) == [303] + [409] * (BUYERS - 1)
        losers = [answer for answer in answers if answer[0] == 409]
        assert [(SOLD in words, kept) for _, words, kept in losers] == [(True, True)] * len(losers)
    charges = [charge for charge in driver.stripe.charges() if charge["status"] == "succeeded"]
    assert len(charges) == FIFTY
    assert sum(int(row["Pesanan"]) for row in driver.report()) == FIFTY


def test_s04_baskets_in_opposite_order_do_not_wait_for_each_other(driver: Driver) -> None:
    one, other = (driver.make_product(stock=1000, model="stocked") for _ in range(2))
    buyers = [driver.visitor() for _ in range(BUYERS)]

    def shop(number: int) -> list[str]:
        orders = []
        for _ in range(5):
            for product in (one, other) if number % 2 else (other, one):
                buyers[number].put(product)
            orders.append(buyers[number].place().state().status)
        return orders

    assert at_once(*(partial(shop, number) for number in range(BUYERS))) == [["placed"] * 5] * BUYERS
    assert driver.stock(one) == driver.stock(other) == (1000, 40, 960)


def test_s05_three_pieces_go_to_three_of_eight_buyers(driver: Driver) -> None:
    product = driver.make_product(stock=3, model="stocked")
    buyers = [driver.visitor() for _ in range(BUYERS)]
    for buyer in buyers:
        buyer.put(product)
    forms = [buyer.checkout() for buyer in buyers]
    answers = at_once(*map(partial, [buyer.press for buyer in buyers], forms))
    assert sorted(answer.status for answer in answers) == [303] * 3 + [409] * 5
    assert driver.stock(product) == (3, 3, 0)


def test_s06_one_piece_is_in_a_basket_once_however_it_is_put_there(driver: Driver) -> None:
    product = driver.make_product()
    buyer, total = driver.visitor(), 350_000
    buyer.put(product)
    buyer.put(product)
    buyer.put(product, 2)
    at_once(*[partial(buyer.put, product)] * 2)
    doubled = [("variant", product.variant), ("quantity", 1), ("variant", product.variant), ("quantity", 1)]
    buyer.post("/keranjang", data=doubled)
    order = buyer.place("stripe")
    assert (order.state().total, driver.stock(product)) == (total, (1, 1, 0))


def test_s08_nobody_is_kept_from_buying_by_a_hold_of_his_own(driver: Driver) -> None:
    product = driver.make_product()
    buyer = driver.visitor()
    buyer.put(product)
    abandoned = buyer.place("stripe")
    buyer.put(product)
    order = buyer.place("stripe")
    assert (order.state().status, abandoned.state().status) == ("placed", "cancelled")
    assert driver.stock(product) == (1, 1, 0)
    order.pay()
    driver.stripe.wait_for_webhooks(60)
    assert order.state().payment == "paid"


def test_s09_pieces_come_back_once_whoever_calls_the_order_off(driver: Driver) -> None:
    product = driver.make_product(stock=5, model="stocked")
    buyer = driver.visitor()
    for _ in range(ROUNDS):
        buyer.put(product)
        order = buyer.place()
        mine = order.page().fill("/batal")
        theirs = driver.find(order).fill("/cancel", reason="Kainnya cacat.")
        twice = [partial(buyer.press, mine)] * 2 + [partial(driver.admin.press, theirs)] * 2
        answers = [answer.status for answer in at_once(*twice)]
        assert (answers.count(303), answers.count(409)) == (1, 3)
        assert (order.state().status, driver.stock(product)) == ("cancelled", (5, 0, 5))


def test_an_order_that_was_refused_leaves_nothing_behind(driver: Driver) -> None:
    product = driver.make_product()
    buyer = driver.visitor()
    with pytest.raises(Refused, match="kosong"):
        buyer.ordered(buyer.post("/checkout", data={"step": "place"}))
    buyer.put(product)
    assert driver.stock(product) == (1, 0, 1)


def test_s03_without_its_guards_the_shop_sells_a_piece_twice(database: Database) -> None:
    with database.copy() as url:
        drop_guards_of_stock(url)
        with start_mutant(url, *NO_GUARD_OF_STOCK, processes=4) as driver:
            rounds = rush(driver, 5)
    winners = [sum(status == 303 for status, _, _ in answers) for answers in rounds]
    assert max(winners) > 1
