"""What people do again and again, by what they see."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.buyer import PASSWORD, Product, a_picture

EMAIL = "ani@contoh.id"


def find_and_take(page: Page, product: Product) -> None:
    """Look through the catalogue, open a product, and put it in the basket."""
    page.get_by_role("navigation").get_by_role("link", name="Kain", exact=True).first.click()
    page.get_by_role("link", name=product.title).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(product.title)
    page.get_by_role("button", name="Masukkan ke keranjang").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keranjang")


def fill_in(page: Page) -> None:
    """Go on to the checkout, and say who and where, finding the village by typing."""
    page.get_by_role("link", name="Lanjut ke pemesanan").click()
    page.get_by_label("Nama penerima").fill("Ani Contoh")
    page.get_by_label("Nomor telepon / WhatsApp").fill("0812-3456-7890")
    page.get_by_label("Surel").fill(EMAIL)
    page.get_by_role("combobox", name="Cari desa atau kelurahan").press_sequentially(
        "kalibangkang ayah", delay=20
    )
    page.get_by_role("option", name=re.compile("Kalibangkang")).first.click()
    expect(page.locator("strong[data-postcode]")).to_have_text("54473")
    page.get_by_label("Jalan, RT/RW, patokan").fill("RT 02 RW 01, sebelah musala")


def order(page: Page, way: str) -> None:
    page.locator("label.choice", has_text=way).click()
    page.locator("button[value=place]").click()


def state(page: Page) -> tuple[str | None, str | None, str | None]:
    """What the order's page says of it."""
    article = page.locator("article.order")
    return tuple(article.get_attribute(f"data-{name}") for name in ("status", "payment", "fulfilment"))  # type: ignore[return-value]


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("Surel").fill(email)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()


def a_photo(folder: Path) -> Path:
    photo = folder / "bukti.jpg"
    photo.write_bytes(a_picture())
    return photo
