"""Somebody looks at a cloth at a fair, and buys it another day: the fair's page knows."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from app.catalog import hangtags
from tests.driver import Driver
from tests.journeys import steps
from tests.journeys.conftest import PATIENCE, Window

# A shop whose clock the test sets.
pytestmark = [
    pytest.mark.parametrize("shop", [{"application": "tests.travel:app"}], indirect=True, ids=["clock"]),
    pytest.mark.one_database,
]
PHONE = {"width": 360, "height": 740}


def be_at(driver: Driver, moment: datetime) -> None:
    """Set the clock; who was signed in at another time signs in anew."""
    driver.be_at(moment)
    vars(driver).pop("admin", None)


def test_who_scans_a_tag_at_a_fair_and_buys_twelve_days_later_is_on_the_fairs_page(
    driver: Driver, browser: Browser
) -> None:
    be_at(driver, datetime.now(UTC) - timedelta(days=12))
    product, admin = driver.make_product(520_000), driver.admin
    day = (datetime.now(UTC) + timedelta(hours=7) - timedelta(days=12)).date().isoformat()
    told = {"name": "Pekan Ayah", "place": "Kebumen", "first_day": day, "last_day": day}
    fair = urlsplit(admin.submit(admin.get("/admin/exhibitions/new"), "/admin/exhibitions", **told).url).path
    tag = hangtags.code_of(product.variant)
    admin.submit(admin.get(f"{fair}/packing"), f"{fair}/packing", code=tag, quantity="1", online=True)
    number = fair.rpartition("/")[2]
    stand = {"name": "Stan Pekan Ayah", "code": "stan-ayah", "exhibition_id": number}
    admin.submit(admin.get("/admin/campaigns/new"), "/admin/campaigns", **stand)

    context = browser.new_context(viewport=PHONE, locale="id-ID")
    context.set_default_timeout(PATIENCE)
    window = Window(context)
    page = window.open(f"{driver.shop.url}/k/{tag}")
    expect(page.get_by_role("heading", level=1)).to_have_text(product.title)
    expect(page.get_by_text("Cerita kain.").first).to_be_visible()
    page.close()

    be_at(driver, datetime.now(UTC))
    page = window.open(driver.shop.url)
    steps.find_and_take(page, product)
    steps.fill_in(page)
    steps.order(page, "Kartu kredit atau debit")
    page.get_by_role("button", name=re.compile("Setujui, bayar Rp")).click()
    driver.stripe.wait_for_webhooks(60)
    expect(page.locator("article.order")).to_have_attribute("data-payment", "paid")
    context.close()

    assert window.problems == []
    worth = driver.admin.get(f"{fair}/worth").document
    sums = {
        " ".join(row.xpath("string(th)").split()): [" ".join(cell.split()) for cell in row.xpath("td/text()")]
        for row in worth.xpath("//tbody/tr")
    }
    nothing, bought = ["0", "0", "Rp 0"], ["1", "1", "Rp 527.000"]
    assert sums == {
        "Di stan, dibawa pulang": nothing,
        "Di stan, untuk dikirim": nothing,
        "Di toko ini, sampai 7 hari sesudahnya": nothing,
        "Di toko ini, sampai 30 hari sesudahnya": bought,
        "Di toko ini, sampai 90 hari sesudahnya": bought,
        "Stan Pekan Ayah": bought,
        product.title: ["1", "Rp 520.000"],
    }
