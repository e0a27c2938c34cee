"""Where scripts are switched off, or did not come over a poor line, all still works, for buyers and for staff."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.buyer import Order
from tests.driver import Driver
from tests.journeys import steps
from tests.journeys.conftest import PATIENCE, SCREENS

pytestmark = pytest.mark.one_database


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A telephone's browser that runs no scripts."""
    width, height = SCREENS["phone"]
    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def test_without_a_script_one_finds_buys_and_proves_and_the_shop_sends(
    driver: Driver, plain: Page, tmp_path: Path
) -> None:
    product = driver.make_product(380_000, title_id="Kain Pagi Cap", technique="cap")
    other = driver.make_product(390_000, title_id="Kain Pagi Tulis", technique="tulis")
    plain.goto(f"{driver.shop.url}/batik")
    find(plain)
    expect(plain.get_by_role("link", name=other.title)).to_have_count(0)
    plain.get_by_role("link", name=product.title).first.click()
    plain.get_by_role("button", name="Masukkan ke keranjang").click()
    order = buy(plain, driver, tmp_path)
    assert (order.state().payment, driver.stock(product)) == ("in_review", (1, 1, 0))

    send(plain, driver, order)
    assert (order.state().payment, order.state().fulfilment) == ("paid", "shipped")
    plain.goto(order.address)
    expect(plain.get_by_role("heading", level=1)).to_have_text("Dalam perjalanan ke Anda")
    assert driver.stock(product) == (0, 0, 0)


def find(page: Page) -> None:
    """Search, then choose a technique."""
    page.locator("#q").fill("pagi")
    page.locator("#q").press("Enter")
    expect(page.locator(".tally")).to_have_text("2 kain")
    sieve = page.locator("details.sieve")
    sieve.locator("> summary").click()
    technique = sieve.locator("input[name=teknik][value=cap]")
    if not technique.is_visible():
        sieve.get_by_text("Teknik", exact=True).click()
    technique.check()
    sieve.get_by_role("button", name="Tampilkan").click()
    expect(page.locator(".tally")).to_have_text("1 kain")


def buy(page: Page, driver: Driver, folder: Path) -> Order:
    """Order what is in the basket, by transfer, and send a photo of it."""
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
    page.get_by_label("Foto bukti transfer").set_input_files(steps.a_photo(folder))
    page.get_by_role("button", name="Kirim bukti").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bukti transfer Anda sedang kami periksa")
    return Order(driver.visitor(), page.url)


def send(page: Page, driver: Driver, order: Order) -> None:
    """An admin finds the money on the account, packs and ships."""
    page.goto(f"{driver.shop.url}/admin")
    steps.sign_in(page, driver.admin_email)
    expect(page.get_by_role("navigation", name="Ruang pengurus")).to_be_visible()
    page.goto(driver.find(order).url)
    page.get_by_label("Jumlah di mutasi rekening").first.fill(str(order.state().total))
    page.get_by_label("Nomor referensi bank").first.fill(f"MUTASI {order.number}")
    page.get_by_role("button", name="Uangnya sudah masuk").click()
    page.get_by_role("button", name="Sudah dikemas").click()
    page.get_by_label("Nomor resi").fill("JX0001123456")
    page.get_by_role("button", name="Sudah dikirim").click()
    expect(page.get_by_role("button", name="Sudah sampai")).to_be_visible()
