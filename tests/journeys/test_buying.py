"""(a) and (b): a guest buys, with a card or by transfer; and (f) so it is where the shop is mounted under /toko."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Browser, Route, expect

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


def test_without_a_script_one_filters_fills_a_basket_and_orders(
    driver: Driver, browser: Browser, screen: dict[str, int]
) -> None:
    product = driver.make_product(380_000, technique="cap")
    other = driver.make_product(390_000, technique="tulis")
    context = browser.new_context(viewport=screen, java_script_enabled=False)
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(f"{driver.shop.url}/batik")
    sieve = page.locator("details.sieve")
    if not sieve.get_by_role("button", name="Tampilkan").is_visible():
        sieve.locator("> summary").click()
    technique = sieve.locator("input[name=teknik][value=cap]")
    if not technique.is_visible():
        sieve.get_by_text("Teknik", exact=True).click()
    technique.check()
    sieve.get_by_role("button", name="Tampilkan").click()
    expect(page.get_by_role("link", name=product.title)).not_to_have_count(0)
    expect(page.get_by_role("link", name=other.title)).to_have_count(0)
    page.get_by_role("link", name=product.title).first.click()
    page.get_by_role("button", name="Masukkan ke keranjang").click()
    page.get_by_role("link", name="Lanjut ke pemesanan").click()
    page.get_by_label("Nama penerima").fill("Ani Contoh")
    page.get_by_label("Nomor telepon / WhatsApp").fill("0812-3456-7890")
    page.get_by_label("Cari desa atau kelurahan").fill("kalibangkang ayah")
    page.get_by_role("main").get_by_role("button", name="Cari", exact=True).click()
    page.locator("button[name=pick]", has_text="Kalibangkang").click()
    expect(page.locator("strong[data-postcode]")).to_have_text("54473")
    page.get_by_label("Jalan, RT/RW, patokan").fill("RT 02 RW 01")
    steps.order(page, "Transfer bank")
    expect(page.get_by_role("heading", name="Transfer tepat sejumlah ini")).to_be_visible()
    assert steps.state(page) == ("placed", "unpaid", "unfulfilled")
    assert driver.stock(product) == (1, 1, 0)
    context.close()
