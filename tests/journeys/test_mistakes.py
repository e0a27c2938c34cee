"""What is wrong in the checkout is said where it is, once one has gone on; the shop says the same without scripts."""

import re
from typing import Any

import pytest
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
    expect(of).not_to_have_attribute("aria-invalid", re.compile(""))


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
    assert said(page) == {}


def test_nothing_is_sent_and_nothing_is_lost_until_all_is_mended(driver: Driver, window: Window) -> None:
    page = window.open(driver.shop.url)
    at_the_checkout(page, driver)
    for label, text in TYPED.items():
        field(page, label).fill(text)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)

    steps.order(page, "Transfer bank")

    expect(field(page, NAME)).to_be_focused()
    expect(field(page, NAME)).to_have_accessible_description(MISSING_NAME)
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
