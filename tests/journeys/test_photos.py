"""An admin photographs a cloth with her telephone: sends the photos, puts them in order, says what counts."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.driver import Driver
from tests.images import BAD, cloth, file_of
from tests.journeys import steps
from tests.journeys.conftest import Window

pytestmark = [
    pytest.mark.parametrize("shop", [{"worker": True}], indirect=True),
    pytest.mark.parametrize("screen", ["phone"], indirect=True),
]


def drag(page: Page, photo: Locator, onto: Locator) -> None:
    page.evaluate("document.querySelector('.hangs').scrollIntoView()")
    handle, target = photo.locator("[data-handle]").bounding_box(), onto.bounding_box()
    assert handle
    assert target
    page.mouse.move(handle["x"] + 20, handle["y"] + 20)
    page.mouse.down()
    page.mouse.move(target["x"] + 30, target["y"] + 30, steps=5)
    page.mouse.up()


def test_photos_are_sent_prepared_ordered_and_aimed(driver: Driver, window: Window, tmp_path: Path) -> None:
    product = driver.make_product()
    sent = {
        "dua.jpg": file_of(cloth((90, 200))),
        "jahat.jpg": BAD["svg"],
        "tiga.png": file_of(cloth(), "PNG"),
    }
    for name, content in sent.items():
        (tmp_path / name).write_bytes(content)
    page = window.open(f"{driver.shop.url}/masuk")
    steps.sign_in(page, driver.admin_email)
    page.goto(f"{driver.shop.url}/admin/products/{product.id}")
    photos = page.locator(".hangs > li")

    page.get_by_label("Tambah foto").set_input_files([tmp_path / name for name in sent])
    page.get_by_role("button", name="Unggah foto").click()
    expect(page.locator(".sending .error")).to_have_text(
        "jahat.jpg: Berkas ini bukan foto JPEG, PNG, WebP, atau HEIC."
    )
    expect(photos.locator(".hung img")).to_have_count(3)
    # What the browser notes of the refusal.
    assert ["422" in problem for problem in window.problems] == [True]
    window.problems.clear()

    second = photos.nth(1).get_attribute("data-move")
    drag(page, photos.nth(1), onto=photos.nth(0))
    expect(photos.nth(0)).to_have_attribute("data-move", second or "")
    expect(photos.nth(0).get_by_text("Sampul", exact=True)).to_be_visible()

    photos.nth(0).locator("summary").click()
    whole = photos.nth(0).locator("[data-focus]")
    # It takes its room before the picture is there, so that what is tapped does not move away.
    box = whole.bounding_box()
    assert box
    assert round(box["height"] / box["width"], 2) == round(200 / 90, 2)
    whole.click(position={"x": box["width"] * 0.2, "y": box["height"] * 0.9})
    photos.nth(0).get_by_role("button", name="Simpan").click()
    expect(photos.nth(0).locator(".hung img.x2.y9")).to_be_visible()

    page.goto(product.address)
    expect(page.locator(".strip .photo").first).to_have_class("photo x2 y9")


def test_a_buyer_looks_close_and_at_the_next_photo_and_comes_back_to_where_she_was(
    driver: Driver, window: Window
) -> None:
    product = driver.make_product()
    driver.photograph(product)
    page = window.open(product.address)
    photo = page.locator(".gallery .strip a").first
    photo.click()
    close_up = page.get_by_role("dialog", name="Foto kain dari dekat")
    where, seen = close_up.locator("[data-where]"), close_up.locator(".photo")
    expect(where).to_have_text("Foto 1 dari 2")
    expect(close_up.get_by_role("button", name="Tutup foto")).to_be_focused()
    nearer = close_up.get_by_role("button", name="Lebih dekat")
    page.keyboard.press("+")
    expect(nearer).to_have_attribute("aria-pressed", "true")
    expect(seen).to_have_attribute("style", re.compile(r"scale\(1\.5\)"))
    page.keyboard.press("0")
    expect(nearer).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("ArrowRight")
    expect(where).to_have_text("Foto 2 dari 2")
    close_up.get_by_role("button", name="Foto berikutnya").click()
    expect(where).to_have_text("Foto 1 dari 2")
    box = seen.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(nearer).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(close_up).to_be_hidden()
    expect(photo).to_be_focused()
