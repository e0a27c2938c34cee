"""R: no more goes back than came, and each time once."""

from functools import partial

import pytest

from tests.buyer import Order, Product
from tests.driver import Driver
from tests.trials.races import ROUNDS, at_once

SHOP = {"processes": 2}
PRICE = 350_000


@pytest.fixture(scope="module")
def product(driver: Driver) -> Product:
    return driver.make_product(PRICE, stock=1000, model="stocked")


def a_paid_order(driver: Driver, product: Product) -> Order:
    buyer = driver.visitor()
    buyer.put(product)
    order = buyer.place("stripe")
    order.pay(back=False)
    return order


def test_r01_two_admins_who_click_twice_give_back_once(driver: Driver, product: Product) -> None:
    net, sent = driver.net(), len(driver.stripe.refunds())
    admins = [driver.admin, driver.person("admin")]
    orders = [a_paid_order(driver, product) for _ in range(ROUNDS)]
    driver.stripe.wait_for_webhooks(60)
    for order in orders:
        filled = driver.find(order).fill("/refund", reason="Cacat.")
        answers = at_once(*[partial(admin.press, filled) for admin in admins for _ in range(2)])
        assert sorted(answer.status for answer in answers) == [303, 409, 409, 409]
    driver.stripe.wait_for_webhooks(60)
    assert {order.state().payment for order in orders} == {"refunded"}
    assert len(driver.stripe.refunds()) == sent + ROUNDS
    assert driver.net() == net


def test_r02_parts_never_add_up_to_more_than_the_whole(driver: Driver, product: Product) -> None:
    order = a_paid_order(driver, product)
    driver.stripe.wait_for_webhooks(60)
    page = driver.find(order)
    # Without what the page says is left, only the shop's own sum stands in the way.
    part = page.fill("/refund", reason="Cacat.", amount="140000").but(left="")
    answers = at_once(*[partial(driver.admin.press, part)] * 5)
    assert sorted(answer.status for answer in answers) in ([303] * 2 + [409] * 3, [303] * 2 + [422] * 3)
    driver.refund(order, 70_000)
    assert order.state().payment == "refunded"
    one_more = driver.admin.press(part.but(amount="1"))
    assert one_more.status in {409, 422}
    (session,) = [each for each in driver.stripe.sessions() if each["metadata"]["order"] == order.number]
    back = [each for each in driver.stripe.refunds() if each["payment_intent"] == session["payment_intent"]]
    assert sorted(refund["amount"] for refund in back) == [7_000_000, 14_000_000, 14_000_000]
