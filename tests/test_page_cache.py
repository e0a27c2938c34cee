"""Public pages are the same for everybody, kept until the edition moves, and packed."""

import gzip
import re
from urllib.parse import urlsplit

import brotli
import pytest
import requests

from app import create_app
from app.db import db
from config import Settings
from tests.conftest import Database
from tests.driver import Driver
from tests.servers import Shop, start_shop
from tests.settings import settings_for

HERSELF = {"pseudonym": "Melati Uji", "name": "Siti Uji", "story_id": "Cerita uji.", "village": "Desa Uji"}
PUBLIC = ("/", "/batik", "/perajin", "/tentang", "/bantuan", "/privasi", "/syarat")


@pytest.fixture(autouse=True)
def rollback() -> None:
    """The shop here has a database of its own."""


@pytest.fixture(scope="module")
def driver(database: Database):
    with database.copy() as url, start_shop(url, processes=2) as shop, Driver(shop) as driver:
        yield driver


@pytest.fixture(scope="module")
def shop(driver: Driver) -> Shop:
    return driver.shop


def ask(shop: Shop, path: str, **headers: str) -> requests.Response:
    """A page as somebody gets it who has never been here, over a connection of its own."""
    plain = {"Accept-Encoding": "", "Connection": "close"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return requests.get(f"{shop.url}{path}", headers=plain, timeout=30)


def test_no_public_page_depends_on_a_cookie(driver: Driver, shop: Shop) -> None:
    product, buyer = driver.make_product(), driver.visitor()
    place = urlsplit(product.address).path
    _, herself = driver.make_maker(**HERSELF)
    links = re.findall(r'href="(/perajin/[^"]+)"', ask(shop, "/perajin").text)
    buyer.put(product)
    assert links
    for path in (*PUBLIC, place, links[0]):
        for language in ("", "/en"):
            address = f"{shop.url}{language}{path}"
            bare = ask(shop, f"{language}{path}")
            bodies = {who.session.get(address).content for who in (driver.admin, buyer, herself)}
            assert (bare.status_code, bodies) == (200, {bare.content}), path
            assert ("Set-Cookie" in bare.headers, bare.headers["Cache-Control"]) == (
                False,
                "public, no-cache",
            )
            assert "Cookie" not in bare.headers.get("Vary", "")


def test_a_change_in_the_back_office_is_on_the_page_at_once_in_every_process(
    driver: Driver, shop: Shop
) -> None:
    product = driver.make_product(350_000)
    for price in (351_000, 352_000, 353_000):
        driver.edit_price(product, price)
        written = f"{price:,}".replace(",", ".")
        # New connections reach both processes.
        assert [written in ask(shop, urlsplit(product.address).path).text for _ in range(8)] == [True] * 8


def test_who_has_a_page_already_is_told_so_until_it_changes(driver: Driver, shop: Shop) -> None:
    product = driver.make_product()
    tag = ask(shop, urlsplit(product.address).path).headers["ETag"]
    again = [ask(shop, urlsplit(product.address).path, If_None_Match=tag) for _ in range(4)]
    assert {(answer.status_code, answer.content) for answer in again} == {(304, b"")}
    assert [answer.headers.get("Content-Length", "0") for answer in again] == ["0"] * 4
    buyer = driver.visitor()
    buyer.put(product)
    buyer.place()
    changed = ask(shop, urlsplit(product.address).path, If_None_Match=tag)
    assert (changed.status_code, "Sedang dipesan" in changed.text) == (200, True)


@pytest.mark.parametrize(
    "path", ["/feed/google.xml", "/feed/meta.csv", "/feed/produk.json", "/api/products?limit=1"]
)
def test_a_machine_that_has_all_is_told_so_in_processes_that_have_not_made_it(
    driver: Driver, shop: Shop, path: str
) -> None:
    product = driver.make_product(350_000)
    first = ask(shop, path)
    assert (first.status_code, first.headers["Cache-Control"]) == (200, "public, no-cache")
    again = [ask(shop, path, If_None_Match=first.headers["ETag"]) for _ in range(4)]
    assert {(answer.status_code, answer.content) for answer in again} == {(304, b"")}
    driver.edit_price(product, 351_000)
    changed = ask(shop, path, If_None_Match=first.headers["ETag"])
    assert (changed.status_code, "351000" in changed.text) == (200, True)


def test_texts_are_packed_as_the_browser_can_open_them(shop: Shop) -> None:
    style = re.findall(r'href="([^"]+/shop\.css[^"]+)"', ask(shop, "/").text)[0]
    for path in ("/batik", style):
        plain = ask(shop, path)
        packed = {}
        for packing, accepted in (("br", "gzip, deflate, br, zstd"), ("gzip", "gzip")):
            # As it came over the line.
            answer = requests.get(
                f"{shop.url}{path}", headers={"Accept-Encoding": accepted}, stream=True, timeout=30
            )
            assert (answer.headers["Content-Encoding"], answer.headers["Vary"]) == (
                packing,
                "Accept-Encoding",
            )
            packed[packing] = answer.raw.read(decode_content=False)
        assert "Content-Encoding" not in plain.headers
        assert brotli.decompress(packed["br"]) == gzip.decompress(packed["gzip"]) == plain.content
        assert len(packed["br"]) < len(packed["gzip"]) < len(plain.content) / 2
    assert ask(shop, style).headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_kept_answer_is_logged_like_any_other(shop: Shop) -> None:
    for _ in range(3):
        number = ask(shop, "/tentang").headers["X-Request-Id"]
    (line,) = [line for line in shop.log().splitlines() if number in line]
    assert '"rule": "/tentang", "endpoint": "shop.pages.about", "status": 200' in line


@pytest.mark.one_database
def test_the_oldest_pages_make_room(database: Database) -> None:
    with database.copy() as url:
        app = create_app(Settings(**settings_for(url, PAGE_CACHE_MB="1")))
        cache, client = app.wsgi_app, app.test_client()
        for number in range(120):
            assert client.get(f"/batik?q=kata{number}").status_code == 200
        assert (0 < cache.bytes <= 2**20, 0 < len(cache.kept) < 120) == (True, True)
        assert cache.bytes == sum(len(page.body) + 1000 for page in cache.kept.values())
        cache.reader.close()
        with app.app_context():
            db.engine.dispose()
