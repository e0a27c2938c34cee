"""C: what others break is kept from the buyer, and made good later."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from aiosmtpd.controller import Controller

from tests.buyer import Order, Product
from tests.conftest import Database
from tests.driver import Driver
from tests.servers import start_shop
from tests.trials.races import at_once
from tools.processes import free_port

CREATE = "POST /v1/checkout/sessions"


@pytest.fixture(scope="module")
def product(driver: Driver) -> Product:
    return driver.make_product(stock=100, model="stocked")


TROUBLES: dict[str, Callable[[Driver], None]] = {
    "refused": lambda driver: driver.stripe.refuse_next(CREATE, times=9),
    "slow": lambda driver: driver.stripe.delay_next(15, CREATE, times=2),
    "reset": lambda driver: driver.stripe.reset_next(CREATE, times=9),
    "500": lambda driver: driver.stripe.fail_next(CREATE, times=9),
    "a page": lambda driver: driver.stripe.garble_next("<html>Bad gateway</html>", CREATE, times=9),
    "null": lambda driver: driver.stripe.garble_next("null", CREATE, times=9),
    "cut": lambda driver: driver.stripe.cut_next(40, CREATE, times=9),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_c08_a_service_that_fails_leaves_an_order_to_be_paid_later(
    driver: Driver, product: Product, faults: None, trouble: str
) -> None:
    buyer, held = driver.visitor(), driver.stock(product)[1]
    buyer.put(product)
    filled = buyer.checkout("stripe")
    TROUBLES[trouble](driver)
    asked = time.monotonic()
    page = buyer.send(filled)
    took = time.monotonic() - asked
    driver.stripe.behave()
    assert took < 15  # ten seconds, and what a busy machine adds
    order = Order(buyer, page.url)
    assert (page.status, order.state().status, order.state().payment) == (200, "placed", "unpaid")
    assert driver.stock(product)[1] == held + 1
    again = order.pay_again("stripe")
    while not again.pay_at:  # a slow answer is still under way
        assert time.monotonic() < asked + 60
        again = order.pay_again("stripe")
    again.pay()
    order.check()
    assert order.state().payment == "paid"


def test_a_slow_service_keeps_nobody_from_looking_around(
    driver: Driver, product: Product, faults: None
) -> None:
    buyers = [driver.visitor() for _ in range(4)]
    for buyer in buyers:
        buyer.put(product)
    forms = [buyer.checkout("stripe") for buyer in buyers]
    driver.stripe.delay_next(3, CREATE, times=4)
    stranger, times = driver.visitor(), []

    def look_around() -> None:
        for _ in range(10):
            began = time.monotonic()
            stranger.get("/batik")
            times.append(time.monotonic() - began)

    *answers, _ = at_once(*map(partial, [buyer.press for buyer in buyers], forms), look_around)
    assert [answer.status for answer in answers] == [303] * 4
    assert sorted(times)[-2] < 2


class Moody:
    """A mail server that answers as it is told."""

    def __init__(self) -> None:
        self.answer, self.taken = "250 kept", 0
        self.server = Controller(self, hostname="127.0.0.1", port=free_port())
        self.server.start()

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802
        self.taken += self.answer.startswith("250")
        return self.answer


@pytest.fixture
def moody() -> Iterator[Moody]:
    server = Moody()
    yield server
    if server.server.loop.is_running():
        server.server.stop()


def slowest_of(driver: Driver, product: Product, count: int) -> float:
    """Place so many orders; the time of the slowest but one."""
    times = []
    for _ in range(count):
        buyer = driver.visitor()
        buyer.put(product)
        filled = buyer.checkout()
        began = time.monotonic()
        assert buyer.press(filled).status == 303
        times.append(time.monotonic() - began)
    return sorted(times)[-2]


def test_c09_mails_wait_for_their_server_and_orders_do_not(database: Database, moody: Moody) -> None:
    env = {"MAIL_URL": f"smtp://127.0.0.1:{moody.server.port}"}
    with (
        database.copy() as url,
        start_shop(url, application="tests.travel:app", env=env) as shop,
        Driver(shop) as driver,
    ):
        product = driver.make_product(stock=100, model="stocked")
        moody.answer = "450 come again"
        assert slowest_of(driver, product, 10) < 3
        assert (driver.job("write"), driver.job("deliver"), moody.taken) == (10, 0, 0)
        assert "450" in driver.admin.get(driver.admin.get("/admin/messages").link("/admin/messages/")).words

        moody.answer = "250 kept"
        driver.be_at(datetime.now(UTC) + timedelta(minutes=2))
        assert (driver.job("deliver"), driver.job("deliver"), moody.taken) == (10, 0, 10)

        moody.answer = "550 never"
        slowest_of(driver, product, 2)
        assert (driver.job("write"), driver.job("deliver")) == (2, 0)
        failed = driver.admin.get("/admin/messages?state=failed")
        assert "550" in driver.admin.get(failed.link("/admin/messages/")).words

        moody.server.stop()
        assert slowest_of(driver, product, 2) < 3
        assert (driver.job("write"), driver.job("deliver"), moody.taken) == (2, 0, 10)
        assert driver.check() == "all agrees"
