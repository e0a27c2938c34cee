"""An admin makes a catalogue; the worker prints it while she waits, or does something else."""

import pytest
from playwright.sync_api import expect

from tests.driver import Driver
from tests.journeys import steps
from tests.journeys.conftest import Window

pytestmark = [
    pytest.mark.parametrize("shop", [{"worker": True}], indirect=True),
    pytest.mark.parametrize("screen", ["phone"], indirect=True),
]


def test_a_catalogue_is_made_by_the_worker_and_offered_when_it_is_ready(
    driver: Driver, window: Window
) -> None:
    driver.make_product()
    page = window.open(f"{driver.shop.url}/masuk")
    steps.sign_in(page, driver.admin_email)
    page.goto(f"{driver.shop.url}/admin/publicity?all=1")
    page.get_by_role("button", name="Buat katalog").click()
    ready = page.get_by_role("link", name="Unduh PDF siap cetak")
    expect(ready).to_be_visible(timeout=30_000)
    book = page.request.get(f"{driver.shop.url}{ready.get_attribute('href')}")
    assert (book.status, book.headers["content-type"], book.body()[:5]) == (200, "application/pdf", b"%PDF-")
