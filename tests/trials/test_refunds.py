"""R: no more goes back than came, and each time once."""

import pytest

from tests.buyer import Order, Product
from tests.driver import Driver
from tests.trials.invariants import Invariants
from tests.trials.races import ROUNDS, together
from tests.trials.test_payments import event_of, paid_unheard

PRICE = 350_000


@pytest.fixture(scope="module")
def product(driver: Driver) -> Product:
    return driver.make_product(PRICE, stock=1000, model="stocked")


def paid(driver: Driver, product: Product, count: int) -> list[Order]:
    orders = paid_unheard(driver, product, count)
    for order in orders:
        assert driver.stripe.send_again(event_of(driver, order)["id"]) == [204]
    driver.stripe.lose_webhooks()
    return orders


def sent_back(driver: Driver, order: Order) -> list[int]:
    """What the payment service has given back of an order."""
    intent = driver.stripe.object(order.session)["payment_intent"]
    refunds = driver.stripe.objects("refund", "amount", "payment_intent")
    return sorted(refund["amount"] for refund in refunds if refund["payment_intent"] == intent)


def test_r01_two_admins_who_click_twice_give_back_once(
    driver: Driver, product: Product, invariants: Invariants
) -> None:
    net, sent = driver.net(), len(driver.stripe.objects("refund", "id"))
    admins = [driver.admin, driver.person("admin")]
    orders = paid(driver, product, ROUNDS)
    for order in orders:
        filled = invariants.desk(order).fill("/refund", reason="Cacat.")
        answers = together(*(admin.poise(filled) for admin in admins for _ in range(2)))
        assert sorted(answer.status for answer in answers) == [303, 409, 409, 409]
    driver.stripe.wait_for_webhooks(60)
    assert {invariants.order(order).payment for order in orders} == {"refunded"}
    assert len(driver.stripe.objects("refund", "id")) == sent + ROUNDS
    assert driver.net() == net
    assert invariants.told(orders, ("refunded",)) == [["refunded"]] * ROUNDS


def give_back_in_parts(driver: Driver, order: Order) -> list[int]:
    """Five times 140,000 of 350,000 at once; what each is answered."""
    # Without what the page says is left, only the shop's own sum stands in the way.
    part = driver.find(order).fill("/refund", reason="Cacat.", amount="140000").but(left="")
    answers = together(*(driver.admin.poise(part) for _ in range(5)))
    return sorted(answer.status for answer in answers)


def test_r02_parts_never_add_up_to_more_than_the_whole(driver: Driver, product: Product) -> None:
    for order in paid(driver, product, 5):
        answers = give_back_in_parts(driver, order)
        assert answers in ([303] * 2 + [409] * 3, [303] * 2 + [422] * 3)
        rupiah = driver.find(order).fill("/refund", reason="Cacat.", amount="1").but(left="")
        driver.refund(order, 70_000)
        assert order.state().payment == "refunded"
        assert driver.admin.press(rupiah).status in {409, 422}
        assert sent_back(driver, order) == [7_000_000, 14_000_000, 14_000_000]
