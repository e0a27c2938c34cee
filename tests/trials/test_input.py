"""N: what is sent cannot hurt, and the shop shows nothing of its inside."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Route

from tests.browsing import Browser
from tests.buyer import Product
from tests.conftest import Database
from tests.driver import Driver
from tests.servers import start_shop

PAGES = (
    "/",
    "/batik",
    "/perajin",
    "/tentang",
    "/bantuan",
    "/keranjang",
    "/checkout",
    "/masuk",
    "/daftar",
    "/lacak",
)


@pytest.fixture(scope="module")
def product(driver: Driver) -> Product:
    return driver.make_product(stock=10, model="stocked")


def test_n03_every_page_forbids_scripts_that_are_not_ours(driver: Driver, product: Product) -> None:
    buyer = driver.visitor()
    buyer.put(product)
    order = buyer.place()
    pages = [buyer.get(page) for page in (*PAGES, "/en/batik", product.address, order.address, "/tidak-ada")]
    staff = [driver.admin.get(f"/admin/{room}") for room in ("", "orders", "products", "revenue", "stock")]
    for page in (*pages, *staff, driver.find(order)):
        policy = dict(
            part.strip().partition(" ")[::2]
            for part in page.answer.headers["Content-Security-Policy"].split(";")
        )
        scripts = policy["script-src"].removesuffix(" 'inline-speculation-rules'")
        assert (policy["default-src"], scripts, policy["style-src"]) == ("'none'", "'self'", "'self'")
        assert (policy["object-src"], policy["base-uri"], policy["frame-ancestors"]) == ("'none'",) * 3
        assert policy["form-action"].startswith("'self'")
        assert page.answer.headers["X-Content-Type-Options"] == "nosniff"
        inline = page.document.xpath(
            "//script[not(@src) and not(@type='application/ld+json' or @type='speculationrules')]"
            " | //style | //*[@style]"
        )
        handlers = page.document.xpath("//*[@onclick or @onload or @onerror or @onsubmit]")
        assert (page.url, inline + handlers) == (page.url, [])


def test_n03_a_script_that_got_into_a_page_does_not_run(driver: Driver, browser: Chromium) -> None:
    with browser.new_page() as page:

        def inject(route: Route) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, body=f"{answer.text()}<script>window.ran = true</script>")

        page.route("**/keranjang", inject)
        page.goto(f"{driver.shop.url}/keranjang")
        assert (page.locator("script:not([src])").count(), page.evaluate("window.ran")) == (1, None)


# None: the field is missing.
QUANTITIES = ("-1", "0", "1000000000", "1.5", "１", "NaN", "", "1e3", " 1", "+1", "0x1", "1\x00", None)


def test_n04_a_quantity_that_is_none_changes_no_basket(driver: Driver, product: Product) -> None:
    buyer = driver.visitor()
    buyer.put(product, 2)
    answers = {}
    for quantity in QUANTITIES:
        said = {"variant": product.variant} | ({} if quantity is None else {"quantity": quantity})
        answers["put", quantity] = buyer.post("/keranjang", data=said).status
        if quantity != "0":  # which takes the line out
            answers["change", quantity] = buyer.post("/keranjang/ubah", data=said).status
    lists = [("variant", product.variant), ("quantity[]", 1), ("quantity[]", 1)]
    answers["put", "several"] = buyer.post("/keranjang", data=lists).status
    answers["put", "json"] = buyer.post(
        "/keranjang", json=[{"variant": product.variant, "quantity": [1]}]
    ).status
    assert {how: status for how, status in answers.items() if not 400 <= status < 500} == {}
    assert buyer.basket().document.xpath("//input[@name='quantity']/@value") == ["2"]


def test_n04_a_variant_that_is_none_changes_no_basket(driver: Driver) -> None:
    buyer = driver.visitor()
    for variant in ("0", "99999999", "-1", "a", "1;2", ""):
        assert 400 <= buyer.post("/keranjang", data={"variant": variant, "quantity": 1}).status < 500
    assert "kosong" in buyer.basket().words


HIDDEN = ("/console", "/.git/", "/.git/config", "/.env", "/static/", "/static/../wsgi.py", "/media/")


def test_n10_production_shows_nothing_of_its_inside(database: Database) -> None:
    production = {"ENVIRONMENT": "production", "SITE_URL": "https://toko.contoh.id"}
    with database.copy() as url, start_shop(url, env=production) as shop:
        visitor = Browser(shop.url)
        assert {path: visitor.get(path).status for path in HIDDEN} == dict.fromkeys(HIDDEN, 404)
        assert visitor._ask("TRACE", "/").status == 405
        for email in ("admin@contoh.test", "petugas@contoh.test"):
            page = visitor.get("/masuk")
            assert "batik-contoh" not in page.text
            assert visitor.press(page.fill("/masuk", email=email, password="batik-contoh-2026")).status == 422
        home = visitor.get("/").answer.headers
        assert home["Strict-Transport-Security"] == "max-age=31536000"
        assert "Python" not in home.get("Server", "")
        break_the_catalogue(url)
        broken = visitor.post("/keranjang", data={"variant": "1", "quantity": "1"})
        number = broken.answer.headers["X-Request-Id"]
        assert (broken.status, number in broken.words, number in shop.log()) == (500, True, True)
        inside = ("Traceback", "sqlalchemy", "no such table", "does not exist", "File &#34;")
        assert [word for word in inside if word in broken.text] == []


def break_the_catalogue(url: str) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE variant RENAME TO lost"))
    engine.dispose()
