"""(a) and (b): a guest buys, with a card or by transfer; and (f) so it is where the shop is mounted under /toko."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Route, expect

from tests.buyer import Order
from tests.driver import Driver
from tests.journeys import steps
from tests.journeys.conftest import Window

ALONE: dict[str, str] = {}
MOUNTED = {"application": "tests.mounted:in_flask", "prefix": "/toko"}

pytestmark = pytest.mark.parametrize(
    "shop", [ALONE, MOUNTED], ids=["alone", "mounted"], indirect=True, scope="module"
)


def test_a_card_pays_though_the_browser_is_closed_before_it_comes_back(
    driver: Driver, window: Window
) -> None:
    product = driver.make_product(475_000)
    page = window.open(driver.shop.url)
    steps.find_and_take(page, product)
    steps.fill_in(page)
    steps.order(page, "Kartu kredit atau debit")
    expect(page.get_by_role("button", name=re.compile("Setujui, bayar Rp"))).to_be_visible()
    answers: list[APIResponse] = []

    def lose_the_answer(route: Route) -> None:
        """The payment is made; the answer that would send the browser back to the shop never arrives."""
        answers.append(route.fetch(max_redirects=0))
        route.abort()

    page.route("**/c/pay/**", lose_the_answer)
    with page.expect_event("requestfailed"):
        page.locator("#approve").click(no_wait_after=True)
    window.problems.clear()
    window.context.close()
    address = answers[0].headers["location"].partition("?")[0]
    driver.stripe.wait_for_webhooks(60)
    order = Order(driver.visitor(), address)
    assert (order.state().payment, order.state().status) == ("paid", "placed")
    assert driver.stock(product) == (0, 0, 0)
    assert address.startswith(f"{driver.shop.url}/pesanan/")


def test_a_transfer_is_proved_by_the_buyer_and_confirmed_by_an_admin(
    driver: Driver, window: Window, staff_window: Window, tmp_path: Path
) -> None:
    product = driver.make_product(425_000)
    page = window.open(driver.shop.url)
    steps.find_and_take(page, product)
    steps.fill_in(page)
    steps.order(page, "Transfer bank")
    expect(page.get_by_role("heading", name="Transfer tepat sejumlah ini")).to_be_visible()
    order = Order(driver.visitor(), page.url)
    page.get_by_label("Foto bukti transfer").set_input_files(steps.a_photo(tmp_path))
    page.get_by_role("button", name="Kirim bukti").click()
    expect(page.locator("article.order")).to_have_attribute("data-payment", "in_review")

    desk = staff_window.open(f"{driver.shop.url}/admin")
    steps.sign_in(desk, driver.admin_email)
    desk.goto(driver.find(order).url)
    total = str(order.state().total)
    desk.get_by_label("Jumlah di mutasi rekening").first.fill(total)
    desk.get_by_label("Nomor referensi bank").first.fill(f"MUTASI {order.number}")
    desk.get_by_role("button", name="Uangnya sudah masuk").click()
    expect(desk.get_by_role("button", name="Sudah dikemas")).to_be_visible()

    page.reload()
    assert steps.state(page) == ("placed", "paid", "unfulfilled")
    kinds = [str(mail["Subject"]) for mail in driver.mails(about=order) if steps.EMAIL in mail["To"]]
    assert kinds == [f"Pesanan {order.number} kami terima", f"Pembayaran pesanan {order.number} kami terima"]
