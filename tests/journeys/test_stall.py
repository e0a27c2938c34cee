"""The stall: an officer sells without signal, the telephone dies in between, and everything is in once."""

import binascii
import hashlib
import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app import clock
from app.catalog import hangtags
from tests.buyer import Product, a_picture
from tests.driver import Driver
from tests.journeys import steps
from tests.journeys.conftest import PATIENCE

PHONE = {"width": 360, "height": 740}
# Made for samples: of no bank that there is.
STICKER = (
    "00020101021126620014COM.GO-JEK.WWW011993600914123456789010210G1234567890303UMI51440014ID.CO.QRIS.WWW0215"
    "ID10200123456780303UMI5204581253033605802ID5911TOKO CONTOH6007JAKARTA61051011062120708KASIR-0163043ACC"
)
ASKING = (
    "00020101021226620014COM.GO-JEK.WWW011993600914123456789010210G1234567890303UMI51440014ID.CO.QRIS.WWW0215"
    "ID10200123456780303UMI520458125303360540712501235802ID5911TOKO CONTOH6007JAKARTA61051011062120708KASIR-01"
    "6304F249"
)
pytestmark = [
    pytest.mark.parametrize("shop", [{"env": {"QRIS_CODE": STICKER}}], indirect=True, ids=["qris"]),
    pytest.mark.one_database,
]


@pytest.fixture
def phones(browser: Browser) -> Iterator[list[BrowserContext]]:
    contexts = [browser.new_context(viewport=PHONE, locale="id-ID") for _ in range(2)]
    for context in contexts:
        context.set_default_timeout(PATIENCE)
    yield contexts
    for context in contexts:
        context.close()


def a_fair(driver: Driver, *packed: tuple[Product, int, bool]) -> str:
    """A fair that is on today, with so many of each product packed tag by tag; its address."""
    today = clock.today().isoformat()
    told = {"name": "Pekan Contoh", "place": "Kebumen", "first_day": today, "last_day": today}
    admin = driver.admin
    fair = urlsplit(admin.submit(admin.get("/admin/exhibitions/new"), "/admin/exhibitions", **told).url).path
    packing = f"{fair}/packing"
    for product, quantity, online in packed:
        code = hangtags.code_of(product.variant)
        for _ in range(quantity):
            admin.submit(admin.get(packing), packing, code=code, quantity="1", online=online)
    return fair


def till_of(driver: Driver, fair: str) -> str:
    return urlsplit(driver.admin.get(fair).link("/admin/kasir/")).path


def tags_for(driver: Driver, *products: Product) -> bytes:
    """The sheet of tags for all pieces of these products."""
    asked = {"product": [str(product.id) for product in products]}
    made = driver.admin.submit(driver.admin.get("/admin/tags", params=asked), "/admin/tags", layout="hang")
    return driver.admin.get(made.link(".pdf")).answer.content


def till(phone: BrowserContext, driver: Driver, address: str) -> Page:
    """The till on a telephone, ready to be without signal."""
    page = phone.new_page()
    page.goto(f"{driver.shop.url}/masuk")
    steps.sign_in(page, driver.admin_email)
    page.goto(f"{driver.shop.url}{address}")
    expect(page.locator("[data-signal]")).to_have_text("Semua terkirim")
    page.evaluate("() => navigator.serviceWorker.ready")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    return page


def sell(page: Page, title: str, way: str, *, given: str = "", price: str = "") -> None:
    page.locator("[data-tab=sell]").click()
    page.locator("[data-pieces] button", has_text=title).click()
    page.locator("[data-to-pay]").click()
    page.locator(".methods label", has_text=way).click()
    if price:
        page.get_by_label("Harga satu lembar").fill(price)
    if given:
        page.get_by_label("Uang yang diterima").fill(given)
    page.locator("[data-done]").click()
    expect(page.get_by_role("heading", name="Terjual")).to_be_visible()
    page.locator("[data-next]").click()


def shows_what_she_wants(page: Page) -> None:
    """A file that is no photo is refused on the telephone, and nothing that was typed is lost."""
    photo, name = page.get_by_label("Foto yang ia tunjuk"), page.locator("#lead-name").input_value()
    photo.set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"<svg onload=alert(1)>"})
    page.get_by_role("button", name="Simpan peminat").click()
    expect(page.get_by_text("bukan foto yang bisa dibaca")).to_be_visible()
    expect(page.locator("#lead-name")).to_have_value(name)
    photo.set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": a_picture(30)})


def test_a_day_without_signal_comes_in_once_and_twenty_pieces_are_six_sold_and_fourteen_back(
    driver: Driver, phones: list[BrowserContext]
) -> None:
    many, one = driver.make_product(400_000, stock=21, model="stocked"), driver.make_product(900_000)
    assert tags_for(driver, many, one).startswith(b"%PDF-")
    fair = a_fair(driver, (many, 19, False), (one, 1, True))
    address = till_of(driver, fair)
    page, other = (till(phone, driver, address) for phone in phones)
    for phone in phones:
        phone.set_offline(True)
    for way in ("Tunai", "QRIS", "Transfer"):
        sell(page, many.title, way)
    sell(page, many.title, "Tunai", given="500.000", price="350000")
    sell(page, one.title, "Mesin kartu")
    # The telephone dies; what was written down is still there, and so is the till.
    page.close()
    page = phones[0].new_page()
    page.goto(f"{driver.shop.url}{address}")
    expect(page.locator("[data-signal]")).to_have_text("5 menunggu sinyal")
    sell(page, many.title, "Tunai")
    page.locator("[data-tab=visitors]").click()
    page.get_by_role("button", name="+1 pengunjung").click(click_count=3)
    page.locator("[data-tab=lead]").click()
    for number in range(5):
        page.locator("#lead-name").fill(f"=Peminat {number} <b>")
        page.get_by_label("Nomor WhatsApp atau surel").fill("0812 3456 7890")
        page.get_by_label("Saya setuju").check()
        if not number:
            shows_what_she_wants(page)
        page.get_by_role("button", name="Simpan peminat").click()
        expect(page.locator("[data-say]")).to_have_text("Tersimpan di ponsel ini.")
        expect(page.locator("#lead-name")).to_have_value("")
    expect(page.locator("[data-signal]")).to_have_text(re.compile("^1[1-3] menunggu sinyal"))
    page.locator("[data-tab=day]").click()
    page.get_by_text("Tutup hari: hitung uang tunai").click()
    page.get_by_label("Uang tunai di kotak").fill("1140000")
    expect(page.locator("[data-difference]")).to_have_text("−Rp\u00a010.000")
    page.get_by_role("button", name="Tutup hari ini").click()
    sell(other, one.title, "QRIS")

    phones[0].set_offline(False)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(page.locator("[data-signal]")).to_have_text("Semua terkirim")
    phones[1].set_offline(False)
    other.evaluate("() => dispatchEvent(new Event('online'))")
    expect(other.locator("[data-signal]")).to_have_text("1 perlu dilihat")

    assert (driver.stock(many), driver.stock(one)) == ((2, 0, 2), (0, 0, 0))
    day = driver.admin.get(f"{address}/hari/hari-ini").words
    for said in ("1.150.000", "1.140.000", "-Rp 10.000", "sudah ada pemiliknya"):
        assert said in day
    assert re.search(r"Semua\s*3\b", day)
    tasks = driver.admin.get("/admin/tasks").words
    assert re.search(r"Satu kain, dua pembeli, Rp\s900\.000", tasks)
    assert len(set(re.findall(r"KB-\d{4}-\d{4,}", tasks))) == 2
    # Sent again by hand, it is in already.
    page.locator("[data-signal]").click()
    expect(page.locator("[data-signal]")).to_have_text("Semua terkirim")
    assert driver.stock(many) == (2, 0, 2)
    assert {
        f"=Peminat {number} <b>" in driver.admin.get("/admin/leads?all=1").words for number in range(5)
    } == {True}

    leads = driver.admin.get("/admin/leads?all=1").document.xpath("//a[contains(., '=Peminat 0')]/@href")
    (lead,) = {urlsplit(link).path for link in leads}
    driver.job("develop")
    assert "/photo-" in driver.admin.get(lead).text

    unpacking = f"{fair}/return"
    for _ in range(14):
        page = driver.admin.get(unpacking)
        driver.admin.submit(page, unpacking, code=hangtags.code_of(many.variant), quantity="1")
    assert driver.stock(many) == (16, 0, 16)
    assert driver.admin.get(unpacking).document.xpath("//input[@name='what']") == []


def test_when_the_session_has_ended_what_was_sold_waits_for_signing_in(
    driver: Driver, phones: list[BrowserContext]
) -> None:
    product = driver.make_product()
    page = till(phones[0], driver, till_of(driver, a_fair(driver, (product, 1, False))))
    phones[0].clear_cookies()
    sell(page, product.title, "Tunai")
    expect(page.locator("[data-signal]")).to_have_text("Masuk lagi untuk mengirim 1")
    assert driver.stock(product) == (0, 0, 0)
    page.locator("[data-signal]").click()
    steps.sign_in(page, driver.admin_email)
    expect(page.locator("[data-signal]")).to_have_text("Semua terkirim")
    assert driver.admin.get(f"{urlsplit(page.url).path}/hari/hari-ini").words.count("Rp 350.000") > 1


def test_a_qris_code_is_made_on_the_telephone_as_the_banks_make_it(
    driver: Driver, phones: list[BrowserContext]
) -> None:
    fair = a_fair(driver, (driver.make_product(), 1, False))
    page = till(phones[0], driver, till_of(driver, fair))
    told = page.evaluate(
        """async ([sticker, amounts]) => {
          const of = (part) => import(document.querySelector(`link[data-part=${part}]`).href);
          const [qris, qr] = await Promise.all([of("qris"), of("qr")]);
          const no = (code, rupiah) => {
            try { return qris.asking(code, rupiah); } catch (error) { return error.message; }
          };
          const asked = amounts.map((amount) => no(sticker, amount));
          return JSON.stringify({ asked, seller: qris.seller(sticker), wrong: no(sticker.slice(0, -4) + "0000", 1),
            again: no(asked[0], 350000), rows: qr.squares(asked[0]).rows.map((row) => row.map(Number)) });
        }""",
        [STICKER, [1_250_123, 350_000, 350_123, 1, 0, -1, 1.5, 10**13]],
    )
    known = json.loads(told)
    assert known["asked"][0] == ASKING
    assert [code[-4:] for code in known["asked"][1:4]] == ["D959", "AC97", "C484"]
    assert known["asked"][4:] == ["amount"] * 4
    assert (known["wrong"], known["again"]) == ("check", known["asked"][1])
    assert known["seller"] == {"name": "TOKO CONTOH", "town": "JAKARTA", "nmid": "ID1020012345678"}
    for code in known["asked"][:4]:
        assert code[-4:] == f"{binascii.crc_hqx(code[:-4].encode(), 0xFFFF):04X}"
    # The squares that zxing-cpp read as this very code when they were first drawn.
    squares = "".join("".join(map(str, row)) for row in known["rows"])
    drawn = hashlib.sha256(squares.encode()).hexdigest()
    assert (len(known["rows"]), drawn[:16]) == (49, "c05ffb7e2c551a90")


def test_what_no_buyer_is_called_and_no_cloth_costs_is_stopped_while_it_is_typed(
    driver: Driver, phones: list[BrowserContext]
) -> None:
    product = driver.make_product()
    page = till(phones[0], driver, till_of(driver, a_fair(driver, (product, 1, False))))
    page.locator("[data-tab=lead]").click()
    page.get_by_label("Nomor WhatsApp atau surel").fill("0812 3456 7890")
    page.get_by_label("Saya setuju").check()
    for name in ("   ", "\u200f\u202e"):
        page.locator("#lead-name").fill(name)
        page.get_by_role("button", name="Simpan peminat").click()
        expect(page.get_by_text("Isi nama, nomor atau surel, dan persetujuannya.")).to_be_visible()
    page.locator("#lead-name").fill("")
    page.locator("#lead-name").press_sequentially("W" * 130, delay=0)
    expect(page.locator("#lead-name")).to_have_value("W" * 120)
    # Without signal it stays in the list of the day, which is no wider for it.
    phones[0].set_offline(True)
    page.get_by_role("button", name="Simpan peminat").click()
    expect(page.locator("[data-signal]")).to_have_text("1 menunggu sinyal")
    page.locator("[data-tab=sell]").click()
    page.locator("[data-pieces] button", has_text=product.title).click()
    page.locator("[data-to-pay]").click()
    price = page.get_by_label("Harga satu lembar")
    for typed, shown in (("-5", "5"), ("NaN", ""), ("1e18", "118"), ("9" * 15, "999.999.999.999")):
        price.fill(typed)
        expect(price).to_have_value(shown or "0")
    page.get_by_role("button", name="Tambah satu").click()
    page.locator("[data-done]").click()
    expect(page.get_by_role("alert").get_by_text("terlalu besar")).to_be_visible()
    for screen in ("pay", "lead", "day"):
        if screen != "pay":
            page.locator(f"[data-tab={screen}]").click()
        assert page.evaluate("() => document.documentElement.scrollWidth") == PHONE["width"]
        if screen == "pay":
            page.locator("[data-cancel]").click()
    assert driver.stock(product) == (0, 0, 0)
