"""The map of the shop, and what is on the pages that it leads to, as search engines read them."""

import re
from collections import Counter
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree, html

from app.catalog.models import Technique
from app.makers import actions as makers
from app.makers.models import Use
from app.shop import sitemap
from tests.factories import a_motif, a_product
from tests.people import a_maker, statements

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"


def xml(client: FlaskClient, address: str) -> Any:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    return etree.fromstring(answer.data)


def village() -> None:
    kawung, parang = a_motif(slug="kawung", name="Kawung"), a_motif(slug="parang", name="Parang")
    told = a_maker(*Use, pseudonym="Melati", name="Siti Aminah")
    a_maker(pseudonym="Kenanga")
    a_product(
        slug="malam", title_id="Kawung Malam", title_en="Kawung Night", motif_id=kawung.id, maker_id=told.id
    )
    a_product(slug="pagi", title_id="Parang Pagi", title_en="Parang Morning", motif_id=parang.id)
    a_product(slug="cap", title_id="Cap Siang", title_en="Stamped at Noon", technique=Technique.CAP)
    a_product(slug="konsep", published=False)


def test_it_keeps_the_rules_of_sitemaps(client: FlaskClient) -> None:
    village()

    root = xml(client, "/sitemap.xml")

    assert root.tag == f"{MAP}urlset"
    for url in root:
        assert url.tag == f"{MAP}url"
        known = [child.tag for child in url]
        # One address, then at most one moment, then what other namespaces add.
        own = [tag for tag in known if tag.startswith(MAP)]
        assert own in ([f"{MAP}loc"], [f"{MAP}loc", f"{MAP}lastmod"])
        assert known[: len(own)] == own
        assert set(known[len(own) :]) <= {f"{XHTML}link", f"{IMAGE}image"}
        assert url.find(f"{MAP}loc").text.startswith("http://localhost/")
        for moment in url.findall(f"{MAP}lastmod"):
            assert datetime.fromisoformat(moment.text).tzinfo is not None
        for picture in url.iterfind(f"{IMAGE}image/{IMAGE}loc"):
            assert re.fullmatch(r"http://localhost/media/[0-9a-f]{32}-1080\.jpg", picture.text)
    addresses = [loc.text for loc in root.iter(f"{MAP}loc")]
    assert len(addresses) == len(set(addresses))


def test_every_page_on_it_answers_as_itself_and_each_language_knows_the_other(client: FlaskClient) -> None:
    village()

    told = {}
    for url in xml(client, "/sitemap.xml"):
        links = {link.get("hreflang"): link.get("href") for link in url.iter(f"{XHTML}link")}
        told[url.find(f"{MAP}loc").text] = links
    for address, links in told.items():
        page = html.fromstring(client.get(address).text)
        assert page.xpath("//link[@rel='canonical']/@href") == [address]
        assert page.xpath("//meta[@name='robots']") == []
        assert links == {
            link.get("hreflang"): link.get("href")
            for link in page.xpath("//link[@rel='alternate'][@hreflang]")
        }
        assert links.keys() == {"id", "en", "x-default"}
        assert links["x-default"] == links["id"]
        assert links[page.get("lang")] == address
        # Who is named as the other language names this one.
        assert all(told[links[code]] == links for code in ("id", "en"))


def test_it_has_every_public_page_and_no_other(client: FlaskClient) -> None:
    village()

    indonesian = [
        loc.text.removeprefix("http://localhost")
        for loc in xml(client, "/sitemap.xml").iter(f"{MAP}loc")
        if not loc.text.startswith("http://localhost/en")
    ]

    assert sorted(indonesian) == sorted(
        [
            "/",
            "/batik",
            "/perajin",
            "/pameran",
            "/tentang",
            "/bantuan",
            "/pengiriman",
            "/syarat",
            "/privasi",
            "/pasang",
        ]
        + ["/batik?jenis=kain", "/batik?motif=kawung", "/batik?motif=parang"]
        + ["/batik?teknik=cap", "/batik?teknik=tulis", "/perajin/melati"]
        + ["/batik/malam", "/batik/pagi", "/batik/cap"]
    )


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_on_it_has_one_heading_and_a_title_and_description_of_its_own(
    client: FlaskClient, prefix: str
) -> None:
    village()
    addresses = [loc.text for loc in xml(client, "/sitemap.xml").iter(f"{MAP}loc")]
    own = [one for one in addresses if one.startswith("http://localhost/en") == bool(prefix)]

    pages = {address: html.fromstring(client.get(address).text) for address in own}
    titles = {address: page.findtext(".//title") for address, page in pages.items()}
    descriptions = {
        address: page.xpath("string(//meta[@name='description']/@content)") for address, page in pages.items()
    }

    assert {address: len(page.xpath("//h1")) for address, page in pages.items()} == dict.fromkeys(own, 1)
    for said in (titles, descriptions):
        assert [text for text, count in Counter(said.values()).items() if count > 1] == []
    assert [text for text in titles.values() if not 20 <= len(text) <= 70] == []
    assert [text for text in descriptions.values() if not 50 <= len(text) <= 160] == []


def test_what_chats_show_says_the_same_as_the_page(client: FlaskClient) -> None:
    village()

    for address in ("/", "/batik", "/batik/malam", "/en/perajin/melati", "/perajin", "/en/tentang"):
        page = html.fromstring(client.get(address).text)
        said = {meta.get("property"): meta.get("content") for meta in page.xpath("//meta[@property]")}
        pictured = "og:image" in said
        assert said["og:title"] == page.xpath("string(//title)").removesuffix(" · Batik Kalibangkang")
        assert said["og:description"] == page.xpath("string(//meta[@name='description']/@content)")
        assert said["og:url"] == page.xpath("string(//link[@rel='canonical']/@href)")
        assert said["og:site_name"] == "Batik Kalibangkang"
        assert {said["og:locale"], said["og:locale:alternate"]} == {"id_ID", "en_GB"}
        assert said["og:locale"][:2] == page.get("lang")
        card = "summary_large_image" if pictured else "summary"
        assert page.xpath("//meta[@name='twitter:card']/@content") == [card]
        assert not pictured or said["og:image"].startswith("http://localhost/")


def test_who_takes_back_her_yes_is_on_no_map_at_the_next_request(client: FlaskClient) -> None:
    maker = a_maker(Use.NAME, pseudonym="Melati")
    assert "/perajin/melati" in client.get("/sitemap.xml").text

    makers.withdraw_all(maker, by="tests")

    assert "/perajin/melati" not in client.get("/sitemap.xml").text


def test_a_choice_without_a_name_of_its_own_is_a_look_at_the_whole_catalogue(client: FlaskClient) -> None:
    a_product(colours=["soga"])

    for address in ("/batik?warna=soga", "/batik?harga=250-500", "/batik?tersedia=siap"):
        page = html.fromstring(client.get(address).text)
        assert page.xpath("//link[@rel='canonical']/@href") == ["http://localhost/batik"]


@pytest.mark.parametrize(
    "address", ["/keranjang", "/checkout", "/lacak", "/masuk", "/daftar", "/batik?q=kain"]
)
def test_a_page_for_one_visitor_is_for_no_search_engine(client: FlaskClient, address: str) -> None:
    page = html.fromstring(client.get(address).text)

    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_a_large_map_is_told_in_parts(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST", 2)
    for _ in range(5):
        a_product()

    root = xml(client, "/sitemap.xml")
    parts = [loc.text for loc in root.iter(f"{MAP}loc")]
    cloths = [
        [loc.text for loc in xml(client, part).iter(f"{MAP}loc") if "/batik/" in loc.text] for part in parts
    ]

    assert root.tag == f"{MAP}sitemapindex"
    assert parts == [f"http://localhost/sitemap-{number}.xml" for number in (1, 2, 3)]
    assert [len(part) for part in cloths] == [4, 4, 2]
    assert len({address for part in cloths for address in part}) == 10
    for beyond in (0, 4):
        assert client.get(f"/sitemap-{beyond}.xml").status_code == 404


def test_it_takes_as_many_statements_for_one_product_as_for_thirty(client: FlaskClient) -> None:
    a_product()
    with statements() as for_one:
        client.get("/sitemap.xml")
    for _ in range(29):
        a_product(motif_id=a_motif().id, maker_id=a_maker(Use.NAME).id)
    with statements() as for_thirty:
        client.get("/sitemap.xml")

    assert len(for_one) == len(for_thirty)


def test_robots_are_told_where_the_map_is_and_what_is_not_theirs(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")

    assert answer.mimetype == "text/plain"
    assert answer.text.split("\n") == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /api/",
        "Disallow: /batik/saran.json",
        "Disallow: /en/admin/",
        "Disallow: /en/api/",
        "Disallow: /en/batik/saran.json",
        "",
        "Sitemap: http://localhost/sitemap.xml",
        "",
    ]


def test_under_a_prefix_every_address_has_it(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SITE_URL", "https://desa.test/toko")
    a_product(slug="kain")

    told = client.get("/sitemap.xml").text
    locs = re.findall(r"<loc>(.*?)</loc>", told)

    assert "https://desa.test/toko/en/batik/kain" in locs
    assert [loc for loc in locs if not re.match(r"https://desa\.test/toko(/|$)", loc)] == []
    assert "Disallow: /toko/en/admin/" in client.get("/robots.txt").text
    assert "Sitemap: https://desa.test/toko/sitemap.xml" in client.get("/robots.txt").text
