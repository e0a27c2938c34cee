"""What is wrong in the checkout is said where it is, once one has gone on; the shop says the same without scripts."""

import re
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Browser, Locator, Page, expect

from tests.driver import Driver
from tests.journeys import steps
from tests.journeys.conftest import PATIENCE, SCREENS, Window

pytestmark = pytest.mark.one_database

NAME, PHONE, EMAIL = "Nama penerima", "Nomor telepon / WhatsApp", "Surel"
STREET, NOTE = "Jalan, RT/RW, patokan", "Pesan untuk kami"
MISSING_NAME = "Tulis nama penerima paket."
BAD_PHONE = "Tulis nomor telepon seperti 0812-3456-7890, atau dengan kode negara seperti +852…"
BAD_EMAIL = "Tulis alamat surel lengkap, misalnya nama@contoh.id."
HINT = "Contoh: 0812-3456-7890, atau +852… bila di luar negeri."
TYPED = {PHONE: "tidak ada", EMAIL: "ani@", NOTE: "Titip di pos ronda."}


def at_the_checkout(page: Page, driver: Driver) -> None:
    product = driver.make_product(380_000)
    page.goto(product.address)
    page.get_by_role("button", name="Masukkan ke keranjang").click()
    page.get_by_role("link", name="Lanjut ke pemesanan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pemesanan")


def field(page: Page, label: str) -> Locator:
    return page.get_by_label(label)


def heard(page: Page) -> Locator:
    """What a screen reader says meanwhile, whatever is in focus."""
    return page.locator("form.checkout [role=status][data-told]")


def said(page: Page) -> dict[str, str]:
    """Each field that is marked as wrong, and what describes it beside its hint."""
    found: dict[str, str] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("form.checkout [aria-invalid=true]")].map((one) => [
            one.name,
            one.getAttribute("aria-describedby").split(" ").map((id) => document.getElementById(id))
              .filter((part) => part.classList.contains("error")).map((part) => part.textContent).join(" "),
        ]))"""
    )
    return found


def is_mended(of: Locator) -> None:
    expect(of).not_to_have_attribute("aria-invalid", "true")


def test_a_mistake_is_said_when_its_field_is_left_and_goes_when_it_is_mended(
    driver: Driver, window: Window
) -> None:
    page = window.open(driver.shop.url)
    at_the_checkout(page, driver)
    phone, email, name = (field(page, label) for label in (PHONE, EMAIL, NAME))

    # Who only passes by, or has not gone on yet, is told nothing.
    name.focus()
    name.press("Tab")
    phone.press_sequentially(TYPED[PHONE])
    expect(phone).to_be_focused()
    assert said(page) == {}

    phone.press("Tab")
    expect(phone).to_have_accessible_description(f"{HINT} {BAD_PHONE}")
    expect(page.get_by_text(BAD_PHONE, exact=True)).to_be_visible()
    expect(heard(page)).to_have_text(f"{PHONE}: {BAD_PHONE}")
    expect(email).to_be_focused()
    assert (said(page), phone.input_value()) == ({"phone": BAD_PHONE}, TYPED[PHONE])

    phone.fill("0812-3456-789")
    is_mended(phone)
    expect(phone).to_have_accessible_description(HINT)
    expect(heard(page)).to_be_empty()
    expect(page.get_by_text(BAD_PHONE, exact=True)).to_have_count(0)

    # What was filled in and emptied again is missing; what may be empty is not.
    for one in (name, email):
        one.fill("A")
        one.fill("")
        one.press("Tab")
    assert said(page) == {"name": MISSING_NAME}
    name.fill("Ani Contoh")
    is_mended(name)
    assert said(page) == {}


def test_nothing_is_sent_and_nothing_is_lost_until_all_is_mended(driver: Driver, window: Window) -> None:
    page = window.open(driver.shop.url)
    at_the_checkout(page, driver)
    for label, text in TYPED.items():
        field(page, label).fill(text)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.is_navigation_request() else None)

    steps.order(page, "Transfer bank")

    expect(field(page, NAME)).to_be_focused()
    expect(field(page, NAME)).to_have_accessible_description(MISSING_NAME)
    for label, words in ((PHONE, BAD_PHONE), (EMAIL, BAD_EMAIL)):
        expect(field(page, label).locator("xpath=preceding-sibling::*[@class='error']")).to_have_text(words)
    assert (sent, kept(page)) == ([], TYPED)
    assert {name: words for name, words in said(page).items() if name in ("name", "phone", "email")} == {
        "name": MISSING_NAME,
        "phone": BAD_PHONE,
        "email": BAD_EMAIL,
    }
    field(page, EMAIL).fill(steps.EMAIL)
    field(page, NAME).fill("Ani Contoh")
    field(page, PHONE).fill("0812-3456-7890")
    find = page.get_by_role("combobox", name="Cari desa atau kelurahan")
    find.press_sequentially("kalibangkang ayah", delay=20)
    page.get_by_role("option", name=re.compile("Kalibangkang")).first.click()
    expect(page.locator("strong[data-postcode]")).to_have_text("54473")
    field(page, STREET).fill("RT 02 RW 01")
    for label in (NAME, PHONE, EMAIL, STREET):
        is_mended(field(page, label))
    assert said(page) == {}
    steps.order(page, "Transfer bank")
    expect(page.get_by_role("heading", name="Transfer tepat sejumlah ini")).to_be_visible()


def test_the_shop_says_the_same_of_each_field_where_scripts_are_off(
    driver: Driver, browser: Browser, window: Window
) -> None:
    page = window.open(driver.shop.url)
    at_the_checkout(page, driver)
    width, height = SCREENS["phone"]
    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    plain = context.new_page()
    at_the_checkout(plain, driver)
    for label, text in TYPED.items():
        field(page, label).fill(text)
        field(plain, label).fill(text)

    steps.order(page, "Transfer bank")
    expect(field(page, NAME)).to_be_focused()
    for label in (PHONE, EMAIL):
        expect(field(page, label)).to_have_attribute("aria-invalid", "true")
    with plain.expect_navigation() as answered:
        steps.order(plain, "Transfer bank")

    assert (answered.value.status, kept(plain)) == (422, TYPED)
    assert said(plain) == said(page)
    assert {"name", "phone", "email", "province", "street"} <= said(plain).keys()
    # Above the form each stands once more, and leads to its field.
    for words in said(plain).values():
        expect(plain.get_by_role("alert").get_by_text(words)).to_have_count(1)
    expect(plain.get_by_role("alert").get_by_role("link", name=PHONE)).to_have_attribute("href", "#phone")
    context.close()


def kept(page: Page) -> dict[str, Any]:
    """What stands in the fields that were typed in."""
    return {label: field(page, label).input_value() for label in TYPED}


def test_where_the_shop_cannot_be_asked_it_says_what_is_wrong_when_the_form_is_sent(
    driver: Driver, window: Window
) -> None:
    page = window.open(driver.shop.url)
    at_the_checkout(page, driver)
    page.route("**/periksa.json", lambda route: route.abort())
    field(page, NAME).fill("Ani Contoh")
    field(page, PHONE).fill(TYPED[PHONE])
    field(page, PHONE).press("Tab")
    page.get_by_label("Diambil sendiri di desa kami").check()

    with page.expect_navigation() as answered:
        steps.order(page, "Transfer bank")

    assert (answered.value.status, said(page)) == (422, {"phone": BAD_PHONE})
    # The browser's own words about the answer that did not come, and about the page that says no.
    assert window.problems
    assert all(words.startswith("Failed to load resource") for words in window.problems)
    window.problems.clear()


# What people type, and whether the shop takes it. Here the shop's form and the browser are held to the same.
PHONES = {
    "0812-3456-7890": True,
    "081234567890": True,
    "0812 3456 7890": True,
    "0812.3456.7890": True,
    "(0287) 551234": True,
    "81234567890": True,
    "6281234567890": True,
    "62-812-3456-7890": True,
    "+62 812 3456 7890": True,
    "+62 (0) 812 3456 7890": True,
    "  0812-3456-7890  ": True,
    "+852 2345 6789": True,
    "+44 020 7946 0958": True,
    "+1 (650) 253-0000": True,
    "+966 50 123 4567": True,
    "０８１２３４５６７８９０": True,
    "1234": False,
    "0812": False,
    "+999 1234 5678": False,
    "+852 2345 67891 2345": False,
    "0812 3456 7890 1234 5678": False,
    "tidak ada": False,
    "(((((((((": False,
    "0812-3456-7890 atau 0813": False,
}
EMAILS = {
    "ani@contoh.id": True,
    "Ani.Contoh@Contoh.ID": True,
    "ani+batik@contoh.id": True,
    "ani@contoh.co.id ": True,
    "ani@bücher.example.com": True,
    "äni@contoh.id": True,
    "ani@": False,
    "ani": False,
    "ani@contoh": False,
    "ani@localhost": False,
    "ani..contoh@contoh.id": False,
    ".ani@contoh.id": False,
    "ani@contoh..id": False,
    "ani@contoh.id, budi@contoh.id": False,
    "ani contoh@contoh.id": False,
}


@pytest.mark.parametrize("screen", ["desk"], indirect=True)
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_browser_refuses_what_the_shop_refuses_in_its_words_and_nothing_else(
    driver: Driver, window: Window, language: str
) -> None:
    page = window.open(driver.shop.url)
    at_the_checkout(page, driver)
    page.goto(f"{driver.shop.url}{language}/checkout")
    shop = {name: answers(page, name, values) for name, values in (("phone", PHONES), ("email", EMAILS))}

    browser = {name: heard_on_leaving(page, name, [*told]) for name, told in shop.items()}

    assert browser == shop
    taken = {name: {typed: not words for typed, words in told.items()} for name, told in shop.items()}
    assert taken == {"phone": PHONES, "email": EMAILS}


def answers(page: Page, name: str, values: dict[str, bool]) -> dict[str, str]:
    """What the shop says of each value when the whole form is sent."""
    found = {}
    for typed in values:
        answer = page.request.post(page.url, form={name: typed}, headers={"Origin": page.evaluate("origin")})
        assert answer.status == 422
        found[typed] = " ".join(html.fromstring(answer.text()).xpath(f"//span[@id='{name}-error']/text()"))
    return found


def heard_on_leaving(page: Page, name: str, values: list[str]) -> dict[str, str]:
    """What the browser says of each value once its field is left."""
    found, one = {}, page.locator(f"#{name}")
    for typed in values:
        one.fill("")
        one.press("Tab")
        one.fill(typed)
        with page.expect_response("**/periksa.json") as answered:
            one.press("Tab")
        answered.value.finished()
        # Two frames later, what was answered has been said.
        page.evaluate("() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))")
        found[typed] = said(page).get(name, "")
    return found
