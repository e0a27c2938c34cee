"""(d): a maker takes back what she allowed: nothing of her is left in any public page, picture or structured data."""

import json
import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browsing import Browser
from tests.driver import Driver
from tests.journeys import steps
from tests.journeys.conftest import Window

FACTS = {
    "pseudonym": "Kenanga Percobaan",
    "name": "Sumarti Binti Percobaan",
    "village": "Argopeni Percobaan",
    "work_country": "Hong Kong Percobaan",
    "quote_id": "Tangan saya kembali ke malam.",
    "quote_en": "My hands came back to the wax.",
    "story_id": "Saya pulang dari rantau dan membatik lagi.",
    "story_en": "I came home and make batik again.",
}
ADDRESS = re.compile(rb"""(?:href|src|action|content)="([^"]+)"|srcset="([^"]+)"|"(https?://[^"\s]+)\"""")


def everything_public(driver: Driver, first: tuple[str, ...]) -> dict[str, bytes]:
    """Every answer that a stranger finds by following each address from the first pages on: pages, pictures, all."""
    stranger, host = Browser(driver.shop.url), urlsplit(driver.shop.url).netloc
    waiting, found = [f"{driver.shop.url}{path}" for path in first], {}
    while waiting:
        url = waiting.pop()
        if url in found:
            continue
        page = stranger.get(url)
        found[url] = page.answer.content
        if "html" not in page.answer.headers.get("Content-Type", ""):
            continue
        for one, several, quoted in ADDRESS.findall(page.answer.content):
            for text in (one, quoted, *(part.split()[0] for part in several.split(b",") if part.split())):
                waiting += next_to(page.url, text.decode(), host)
    return found


def next_to(here: str, address: str, host: str) -> list[str]:
    """The whole address, where it leads to another page or file of this shop."""
    parts = urlsplit(address.replace("&amp;", "&"))
    whole = parts._replace(scheme="http", netloc=parts.netloc or urlsplit(here).netloc, fragment="")
    skip = not address or address[0] not in "/h" or parts.scheme not in {"", "http"} or whole.netloc != host
    private = re.search(r"/(static|admin|masuk|daftar|akun|keranjang|checkout|keluar|lacak)", whole.path)
    return [] if skip or private else [whole.geturl()]


def test_what_a_maker_takes_back_is_gone_everywhere(
    driver: Driver, window: Window, screen: dict[str, int]
) -> None:
    facts = {name: f"{text} {screen['width']}" for name, text in FACTS.items()}
    maker, herself = driver.make_maker(**facts)
    product = driver.make_product(maker_id=str(maker))
    pages = ("/", "/en/", "/batik", "/en/batik", "/perajin", "/en/perajin", urlsplit(product.address).path)
    before = everything_public(driver, pages)
    shown = b"".join(before.values()).decode(errors="ignore")
    assert [name for name, text in facts.items() if text not in shown] == ["pseudonym"]
    portraits = {url: content for url, content in before.items() if "/potret-" in url}
    assert portraits
    assert any("Person" in fact for fact in structured(before))

    page = window.open(f"{driver.shop.url}/akun")
    steps.sign_in(page, herself.email)
    page.goto(f"{driver.shop.url}/akun/cerita")
    page.get_by_role("button", name="Cabut semuanya sekarang").click()
    expect(page.get_by_text("Sekarang tidak ada apa pun tentang Anda yang tampil di toko.")).to_be_visible()

    after = everything_public(driver, (*pages, *(urlsplit(url).path for url in before)))
    for url, content in after.items():
        left = [name for name, text in facts.items() if text in content.decode(errors="ignore")]
        assert (url, left) == (url, [])
        assert content not in portraits.values()
    assert not any("Person" in fact for fact in structured(after))
    stranger = driver.visitor()
    assert {stranger.get(url).status for url in portraits} == {404}
    hers = [url for url in before if re.search(r"/perajin/[^/]+$", url)]
    assert {stranger.get(url).status for url in hers} == {404}
    assert stranger.get(product.address).status == 200


def structured(pages: dict[str, bytes]) -> list[str]:
    """All that the pages tell search engines."""
    facts = re.compile(rb'<script type="application/ld\+json">(.*?)</script>', re.S)
    return [json.dumps(json.loads(fact)) for page in pages.values() for fact in facts.findall(page)]
