"""S: what there is one of is sold once.

S07 and S09 need a clock and are in test_time.py, S03 is in test_controls.py.
"""

import json
from functools import partial

import pytest

from tests.browsing import Page, Refused
from tests.buyer import Product
from tests.driver import Driver
from tests.trials.invariants import Invariants
from tests.trials.races import BUYERS, ROUNDS, at_once, together

SOLD = "terjual"


def rush(driver: Driver, product: Product, rounds: int, pieces: int = 1) -> list[list[Page]]:
    """Eight buyers press the button at the same instant, again and again; what each was answered, by rounds.

    Who gets a piece gives it back before the next round, and the losers try again. The last winner pays.
    """
    buyers = [driver.visitor() for _ in range(BUYERS)]
    forms, answers = {}, []
    for left in reversed(range(rounds)):
        for buyer in buyers:
            if buyer not in forms:
                buyer.put(product)
                forms[buyer] = buyer.checkout("stripe")
        pages = together(*(buyer.poise(forms[buyer]) for buyer in buyers))
        answers.append(pages)
        for buyer, page in zip(buyers, pages, strict=True):
            if page.status == 303:
                order = driver.placed(buyer, page)
                del forms[buyer]
                buyer.post(f"{order.address}/batal", allow_redirects=False) if left else driver.pay(order)
    return answers


def orders_of(invariants: Invariants, product: Product) -> dict[str, int]:
    """How many orders of a product there are, by status."""
    query = (
        'SELECT o.status, count(*) FROM "order" o JOIN order_line line ON line.order_id = o.id '
        "WHERE line.product_id = :id GROUP BY o.status"
    )
    return dict(invariants.ask(query, id=product.id))


def test_s01_the_second_buyer_is_told_that_it_is_sold_and_keeps_the_basket(
    driver: Driver, invariants: Invariants
) -> None:
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
    assert orders_of(invariants, product) == {"placed": 1}


def test_s02_eight_buyers_of_one_piece_make_one_order_in_each_round(
    driver: Driver, invariants: Invariants
) -> None:
    product, opened = driver.make_product(), len(driver.stripe.objects("checkout.session", "id"))
    for pages in rush(driver, product, ROUNDS):
        assert sorted(page.status for page in pages) == [303] + [409] * (BUYERS - 1)
        assert [SOLD in page.words for page in pages if page.status == 409] == [True] * (BUYERS - 1)
    driver.stripe.wait_for_webhooks(60)
    assert orders_of(invariants, product) == {"cancelled": ROUNDS - 1, "placed": 1}
    assert len(driver.stripe.objects("checkout.session", "id")) == opened + ROUNDS
    assert driver.stock(product) == (0, 0, 0)


def test_s04_baskets_in_opposite_order_do_not_wait_for_each_other(
    driver: Driver, invariants: Invariants
) -> None:
    one, other = (driver.make_product(stock=1000, model="stocked") for _ in range(2))
    buyers = [driver.visitor() for _ in range(BUYERS)]
    invariants.new_log("server")

    def shop(number: int) -> list[int]:
        answers = []
        for _ in range(20):
            for product in (one, other) if number % 2 else (other, one):
                buyers[number].put(product)
            answers.append(buyers[number].press(buyers[number].checkout()).status)
        return answers

    assert at_once(*(partial(shop, number) for number in range(BUYERS))) == [[303] * 20] * BUYERS
    assert driver.stock(one) == driver.stock(other) == (1000, 160, 840)
    lines = [json.loads(line) for line in invariants.new_log("server").splitlines() if line[:1] == "{"]
    assert {line["status"] for line in lines} <= {200, 303}


def test_s05_three_pieces_go_to_three_of_eight_buyers(driver: Driver, invariants: Invariants) -> None:
    product = driver.make_product(stock=3, model="stocked")
    for pages in rush(driver, product, 5):
        assert sorted(page.status for page in pages) == [303] * 3 + [409] * 5
    driver.stripe.wait_for_webhooks(60)
    assert orders_of(invariants, product) == {"cancelled": 12, "placed": 3}
    assert driver.stock(product) == (0, 0, 0)


def test_s06_one_piece_is_in_a_basket_once_however_it_is_put_there(
    driver: Driver, invariants: Invariants
) -> None:
    product = driver.make_product(350_000)
    buyer = driver.visitor()
    buyer.put(product)
    buyer.put(product)
    buyer.put(product, 2)
    at_once(*[partial(buyer.put, product)] * 2)
    doubled = [("variant", product.variant), ("quantity", 1), ("variant", product.variant), ("quantity", 1)]
    buyer.post("/keranjang", data=doubled)
    order = buyer.place("stripe")
    assert (order.state().total, driver.stock(product)) == (350_000, (1, 1, 0))
    lines = invariants.ask("SELECT quantity FROM order_line WHERE product_id = :id", id=product.id)
    assert lines == [(1,)]


def test_s08_nobody_is_kept_from_buying_by_a_hold_of_his_own(driver: Driver, invariants: Invariants) -> None:
    product = driver.make_product()
    buyer = driver.visitor()
    buyer.put(product)
    abandoned = buyer.place("stripe")
    buyer.put(product)
    order = buyer.place("stripe")
    assert (order.state().status, abandoned.state().status) == ("placed", "cancelled")
    assert driver.stock(product) == (1, 1, 0)
    live = invariants.ask(
        "SELECT count(*) FROM hold WHERE variant_id = :id AND state = 'live'", id=product.variant
    )
    assert live == [(1,)]
    order.pay()
    driver.stripe.wait_for_webhooks(60)
    assert order.state().payment == "paid"


def test_an_order_that_was_refused_leaves_nothing_behind(driver: Driver) -> None:
    product = driver.make_product()
    buyer = driver.visitor()
    with pytest.raises(Refused, match="kosong"):
        buyer.ordered(buyer.post("/checkout", data={"step": "place"}))
    buyer.put(product)
    assert driver.stock(product) == (1, 0, 1)
