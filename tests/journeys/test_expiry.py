"""(e): an order that nobody pays expires, and the piece is back."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.buyer import Order
from tests.driver import Driver
from tests.journeys import steps
from tests.journeys.conftest import Window

# A shop whose clock the test sets.
pytestmark = pytest.mark.parametrize(
    "shop", [{"application": "tests.travel:app"}], indirect=True, ids=["clock"]
)


def test_an_unpaid_order_expires_and_the_piece_is_back(driver: Driver, window: Window) -> None:
    product = driver.make_product(435_000)
    page = window.open(driver.shop.url)
    steps.find_and_take(page, product)
    steps.fill_in(page)
    steps.order(page, "Transfer bank")
    expect(page.get_by_role("heading", name="Transfer tepat sejumlah ini")).to_be_visible()
    order, stranger = Order(driver.visitor(), page.url), driver.visitor()
    assert "Sedang dipesan" in stranger.get(product.address).words

    driver.be_at(datetime.now(UTC) + timedelta(hours=25))
    assert driver.job("expire") == 1
    page.reload()
    assert steps.state(page) == ("expired", "unpaid", "unfulfilled")
    expect(page.get_by_role("heading", level=1)).to_have_text("Batas waktunya sudah lewat")
    stranger.put(product)
    assert stranger.place().state().status == "placed"
    kinds = len([mail for mail in driver.mails(about=order) if steps.EMAIL in mail["To"]])
    assert kinds == 2
    driver.be_at(datetime.now(UTC))
