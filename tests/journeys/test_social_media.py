"""(f): a maker takes back her yes to social media alone: pictures and texts had after it are about cloth, and the shop
still shows her."""

import pytest
from playwright.sync_api import Page, expect

from tests.driver import Driver
from tests.journeys import steps
from tests.journeys.conftest import Window

NAME, WORDS = "Kenanga Percobaan", "Tangan saya kembali ke malam."


def texts_on(page: Page) -> str:
    """What is ready to be sent, over WhatsApp and for Instagram."""
    return "\n".join(text.input_value() for text in page.locator(".texts textarea").all())


@pytest.mark.one_database
def test_who_takes_back_social_media_alone_is_in_no_new_post_and_still_in_the_shop(
    driver: Driver, window: Window, staff_window: Window, screen: dict[str, int]
) -> None:
    maker, herself = driver.make_maker(
        pseudonym="Kenanga",
        name=f"{NAME} {screen['width']}",
        village="Argopeni",
        quote_id=WORDS,
        quote_en="My hands came back to the wax.",
        story_id="Saya pulang dari rantau dan membatik lagi.",
    )
    product = driver.make_product(maker_id=str(maker))

    office = staff_window.open(f"{driver.shop.url}/admin")
    steps.sign_in(office, driver.admin_email)
    office.goto(f"{driver.shop.url}/admin/products/{product.id}")
    office.get_by_role("link", name="Bagikan").click()
    office.get_by_role("button", name="Pakai gambar dan teks ini").click()
    expect(office.locator(".texts textarea")).to_have_count(2)
    former, said = office.url, texts_on(office)
    assert (said.count(NAME), said.count(WORDS)) == (2, 2)

    page = window.open(f"{driver.shop.url}/akun")
    steps.sign_in(page, herself.email)
    page.goto(f"{driver.shop.url}/akun/cerita")
    # She sees where she was shown, and takes back this one yes.
    expect(page.locator("#dipakai")).to_contain_text(product.title)
    page.get_by_role("button", name="Cabut Media sosial").click()
    expect(page.get_by_text("Sudah dicabut: mulai sekarang tidak tampil lagi.")).to_be_visible()

    # What was made before is had without her from now on, and what is made anew is about the cloth.
    office.goto(former)
    said = texts_on(office)
    assert (said.count(NAME), said.count(WORDS), said.count(product.title)) == (0, 0, 2)
    office.goto(f"{driver.shop.url}/admin/products/{product.id}")
    office.get_by_role("link", name="Bagikan").click()
    expect(office.get_by_text("tidak mengizinkan namanya dipakai di media sosial")).to_be_visible()
    office.get_by_role("button", name="Pakai gambar dan teks ini").click()
    expect(office.get_by_text("Tidak ada yang disebut namanya.")).to_be_visible()
    said = texts_on(office)
    assert (said.count(NAME), said.count(WORDS), said.count(product.title)) == (0, 0, 2)

    page.goto(product.address)
    expect(page.locator("main")).to_contain_text(f"{NAME} {screen['width']}")
