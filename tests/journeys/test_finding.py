"""Somebody looks for cloth: what is chosen shows at once, and is still there on coming back."""

import re

import pytest
from playwright.sync_api import expect

from tests.buyer import Product
from tests.driver import Driver
from tests.journeys.conftest import Window


@pytest.fixture(scope="module", autouse=True)
def cloths(driver: Driver) -> list[Product]:
    return [
        driver.make_product(title_id=f"Kain Bunga {number}", technique="cap" if number else "tulis")
        for number in range(8)
    ]


def test_what_is_chosen_shows_at_once_and_is_there_on_coming_back(driver: Driver, window: Window) -> None:
    page = window.open(f"{driver.shop.url}/batik?q=bunga")
    on_phone = (page.viewport_size or {})["width"] < 960
    # Nothing is loaded anew from here on but what is asked for.
    page.evaluate("window.isTheSame = true")
    if on_phone:
        page.locator("#saring > summary").click()
    box = page.get_by_role("checkbox", name=re.compile("Batik cap"))
    box.check()
    expect(page.locator("[data-part=found]" if on_phone else ".tally")).to_have_text("7 kain")
    expect(page).to_have_url(f"{driver.shop.url}/batik?q=bunga&teknik=cap")
    expect(box).to_be_focused()
    if on_phone:
        expect(page.locator("#hasil")).to_have_attribute("inert", "")
        page.get_by_role("button", name="Tampilkan").click()
    expect(page.locator("#hasil")).not_to_have_attribute("inert", "")
    assert page.evaluate("window.isTheSame")

    cloth = page.get_by_role("link", name="Kain Bunga 1", exact=True)
    cloth.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    cloth.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kain Bunga 1")
    page.go_back()
    expect(page.locator(".tally")).to_have_text("7 kain")
    page.wait_for_function("place => Math.abs(scrollY - place) < 2", arg=place)

    page.get_by_role("link", name="Batik cap lepaskan").click()
    expect(page.locator(".tally")).to_have_text("8 kain")
    page.go_back()
    expect(page.locator(".tally")).to_have_text("7 kain")

    # What cannot be fetched is gone to.
    page.route(
        "**/batik?q=bunga",
        lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_(),
    )
    page.get_by_role("link", name="Batik cap lepaskan").click()
    expect(page).to_have_url(f"{driver.shop.url}/batik?q=bunga")
    expect(page.locator(".tally")).to_have_text("8 kain")
    window.problems.clear()


def test_suggestions_are_chosen_by_keyboard(driver: Driver, window: Window, cloths: list[Product]) -> None:
    page = window.open(f"{driver.shop.url}/batik")
    field = page.get_by_role("combobox", name="Cari kain")
    field.press_sequentially("bunga 5", delay=20)
    expect(page.locator(".options li")).to_have_text([re.compile("Kain Bunga 5")])
    field.press("ArrowDown")
    field.press("Enter")
    expect(page).to_have_url(cloths[5].address)
