"""C: what others break is kept from the buyer, and made good later. C09 needs a clock and is in test_time.py."""

import time
from collections.abc import Callable
from functools import partial

import pytest

from tests.buyer import Order, Product
from tests.driver import Driver
from tests.trials.races import at_once
from tests.trials.test_payments import CREATE, asked_with


@pytest.fixture(scope="module")
def product(driver: Driver) -> Product:
    return driver.make_product(stock=100, model="stocked")


TROUBLES: dict[str, Callable[[Driver], None]] = {
    "refused": lambda driver: driver.stripe.refuse_next(CREATE, times=9),
    "reset": lambda driver: driver.stripe.reset_next(CREATE, times=9),
    "500": lambda driver: driver.stripe.fail_next(CREATE, times=9),
    "a page": lambda driver: driver.stripe.garble_next("<html>Bad gateway</html>", CREATE, times=9),
    "null": lambda driver: driver.stripe.garble_next("null", CREATE, times=9),
    "cut": lambda driver: driver.stripe.cut_next(40, CREATE, times=9),
}


def unopened(driver: Driver, product: Product) -> tuple[Order, float]:
    """An order whose payment the service did not open, and how long its buyer waited to hear so."""
    buyer, held = driver.visitor(), driver.stock(product)[1]
    buyer.put(product)
    poised = buyer.poise(buyer.checkout("stripe"))
    asked = time.monotonic()
    poised.go()
    answer = poised.answer()
    took = time.monotonic() - asked
    order = driver.placed(buyer, answer)
    state = order.state()
    assert (order.pay_at, state.status, state.payment) == ("", "placed", "unpaid")
    assert driver.stock(product)[1] == held + 1
    return order, took


def pay_later(driver: Driver, order: Order) -> None:
    order.page().form("/bayar")
    order.pay_again("stripe").pay(back=False)
    driver.stripe.wait_for_webhooks(60)
    assert order.state().payment == "paid"


@pytest.mark.parametrize("trouble", TROUBLES)
def test_c08_a_service_that_fails_leaves_an_order_to_be_paid_later(
    driver: Driver, product: Product, faults: None, trouble: str
) -> None:
    TROUBLES[trouble](driver)
    order, took = unopened(driver, product)
    driver.stripe.behave()
    assert took < 15  # ten seconds, and what a busy machine adds
    pay_later(driver, order)


def test_c08_who_waits_for_a_slow_service_is_told_in_time_and_holds_up_nobody(
    driver: Driver, product: Product, faults: None
) -> None:
    """And P18, slow: all tries ask for the same."""
    piece, asked = driver.make_product(), len(driver.stripe.calls(CREATE))
    driver.stripe.delay_next(30, CREATE, times=2, after=True)
    strangers = [driver.visitor() for _ in range(12)]
    for stranger in strangers:
        stranger.put(product)
    forms = [stranger.checkout() for stranger in strangers]
    waits: list[float] = []

    def buy(number: int) -> int:
        began = time.monotonic()
        status = strangers[number].press(forms[number]).status
        waits.append(time.monotonic() - began)
        return status

    def buy_meanwhile() -> list[int]:
        while len(driver.stripe.calls(CREATE)) == asked:
            time.sleep(0.05)
        return at_once(*(partial(buy, number) for number in range(len(strangers))))

    (order, took), others = at_once(partial(unopened, driver, piece), buy_meanwhile)
    assert (others, took < 15) == ([303] * 12, True)
    # Neither a lock nor the process that waits keeps anybody else waiting.
    assert max(waits) < took
    # The service has still not answered, but no process waits for it any more.
    began = time.monotonic()
    assert [driver.visitor().get("/batik").status for _ in range(24)] == [200] * 24
    assert time.monotonic() - began < 15
    driver.stripe.behave()
    pay_later(driver, order)
    keys, opened = asked_with(driver, order)
    assert (len(keys), opened) == (1, 1)
