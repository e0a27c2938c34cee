"""A village's own site, under a strict policy of its own, shows the shop's cloth."""

import pytest
from playwright.sync_api import Browser, expect

from tests.buyer import Order, Product
from tests.driver import Driver
from tests.elsewhere import HOST, site
from tests.journeys import steps
from tests.journeys.conftest import PATIENCE, Window
from tests.journeys.test_stall import a_fair, till_of


def a_published_fair(driver: Driver, product: Product) -> str:
    """The word in the address of a fair that has one piece of the product, and is shown to visitors."""
    fair = a_fair(driver, (product, 1, True))
    driver.admin.submit(driver.admin.get(fair), "/publish")
    return till_of(driver, fair).rpartition("/")[2]


@pytest.mark.one_database
def test_cloth_on_a_strict_site_leads_to_the_shop_which_knows_where_the_buyer_came_from(
    driver: Driver, browser: Browser
) -> None:
    product, shop = driver.make_product(title_id="Kain Malam"), driver.shop.url
    driver.make_product(title_id="Kain Pagi")
    fair = a_published_fair(driver, product)
    policy = (
        f"default-src 'none'; script-src {shop}; connect-src {shop}; img-src {shop}; frame-src {shop}; "
        "style-src 'none'; require-trusted-types-for 'script'"
    )
    page = f"""<!doctype html><html lang="id"><title>Desa</title>
        <canting-shelf data-limit="2"><a href="{shop}/batik">Kain batik</a></canting-shelf>
        <canting-shelf data-fair="{fair}"><a href="{shop}/pameran/{fair}">Pekan Contoh</a></canting-shelf>
        <canting-shelf data-maker="tidak-ada"><a href="{shop}/perajin">Para perajin</a></canting-shelf>
        <iframe src="{shop}/embed/baru?situs=desa.example"></iframe>
        <script async crossorigin src="{shop}/embed.js"></script></html>"""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(PATIENCE)
    window = Window(context)
    with site(policy, page) as address:
        village = window.open(address)
        shelf = village.locator("canting-shelf").first
        expect(shelf.get_by_role("link")).to_have_text(["Kain batik", "Kain Pagi", "Kain Malam"])
        shelf = village.locator("canting-shelf").nth(1)
        expect(shelf.get_by_role("link")).to_have_text(["Pekan Contoh", "Kain Malam"])
        expect(village.frame_locator("iframe").get_by_role("link")).to_have_count(3)
        # What the shop does not have leaves its link.
        expect(village.locator("canting-shelf").last.get_by_role("link")).to_have_text(["Para perajin"])
        assert (
            shelf.evaluate("shelf => getComputedStyle(shelf.shadowRoot.querySelector('ul')).display")
            == "grid"
        )
        assert context.cookies() == []

        shelf.get_by_role("link", name="Kain Malam").click()

        expect(village).to_have_url(product.address)
        assert len(context.cookies(shop)) == 1
    village.get_by_role("button", name="Masukkan ke keranjang").click()
    steps.fill_in(village)
    steps.order(village, "Transfer bank")
    expect(village.get_by_role("heading", name="Transfer tepat sejumlah ini")).to_be_visible()
    order = driver.find(Order(driver.visitor(), village.url)).document
    context.close()
    brought_by = order.xpath("//dt[normalize-space()='Datang lewat']/following-sibling::dd")
    assert [each.text_content() for each in brought_by] == [HOST]
    # The browser itself says that the maker was not found; of its policy nobody broke a word.
    assert [said for said in window.problems if "404" not in said] == []
