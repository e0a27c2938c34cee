"""What Google, Meta and readers of JSON are told of what is for sale, beside what the pages say."""

import csv
import io
import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import etree, html

from app.api import feeds, goods
from app.catalog.models import Photo, Product, StockModel
from app.db import db
from app.inventory import actions as inventory
from app.makers.models import Use
from tests.factories import a_motif, a_picture, a_product
from tests.people import a_maker, statements

G = "{http://base.google.com/ns/1.0}"
ADDRESSES = ("/feed/google.xml", "/feed/meta.csv", "/feed/produk.json")
AVAILABLE = {
    "InStock": ("in_stock", "in stock", "in_stock"),
    "SoldOut": ("out_of_stock", "out of stock", "out_of_stock"),
    "MadeToOrder": ("backorder", "available for order", "to_order"),
}


def google(client: FlaskClient, prefix: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"{prefix}/feed/google.xml")
    assert (answer.status_code, answer.mimetype) == (200, "application/rss+xml")
    return [
        {element.tag.removeprefix(G): element.text for element in item}
        for item in etree.fromstring(answer.data).iter("item")
    ]


def meta(client: FlaskClient, prefix: str = "") -> list[dict[str, str]]:
    answer = client.get(f"{prefix}/feed/meta.csv")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def readers(client: FlaskClient, prefix: str = "") -> dict[str, Any]:
    answer = client.get(f"{prefix}/feed/produk.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/feed+json")
    return json.loads(answer.data)


def photographed(**over: Any) -> Product:
    return a_product(photos=[Photo(picture=a_picture()), Photo(picture=a_picture(), position=1)], **over)


def on_its_page(client: FlaskClient, address: str) -> list[tuple[str, str, str]]:
    """Stock number, price and availability of each offer, as the product's own page has them."""
    scripts = html.fromstring(client.get(urlsplit(address).path).text).xpath(
        "//script[@type='application/ld+json']/text()"
    )
    (piece,) = (facts for facts in map(json.loads, scripts) if facts["@type"] == "Product")
    return [
        (offer["sku"], offer["price"], offer["availability"].rpartition("/")[2]) for offer in piece["offers"]
    ]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_price_and_availability_are_those_of_the_page(client: FlaskClient, prefix: str) -> None:
    photographed(price=350_000)
    photographed(stock=0)
    photographed(stock_model=StockModel.MADE_TO_ORDER)
    a_product(published=False)

    rows, entries = meta(client, prefix), readers(client, prefix)["items"]
    offers = [offer for entry in entries for offer in entry["_canting"]["offers"]]

    assert len(rows) == 3
    for item, row, offer in zip(google(client, prefix), rows, offers, strict=True):
        ((sku, price, available),) = on_its_page(client, item["link"])
        assert (item["id"], item["price"]) == (row["id"], row["price"]) == (sku, f"{price} IDR")
        assert (offer["sku"], offer["price"], offer["currency"]) == (sku, int(price), "IDR")
        assert (item["availability"], row["availability"], offer["availability"]) == AVAILABLE[available]
        assert item["identifier_exists"] == "no"
        assert item["link"] == row["link"]
        assert urlsplit(row["link"]).path.startswith(f"{prefix}/batik/kain-")


def test_a_google_item_says_what_the_piece_is(client: FlaskClient) -> None:
    motif = a_motif(name="Kawung & kawan")
    piece = photographed(
        slug="malam", title_id="Malam", story_id="Dicanting **pelan**.\n\nDua kali.", motif_id=motif.id
    )
    piece.colours = ["indigo", "soga"]
    first, second = (
        f"http://localhost/media/{photo.key.removeprefix('photos/')}-1080.jpg" for photo in piece.photos
    )

    assert google(client) == [
        {
            "id": piece.variants[0].sku,
            "title": "Malam",
            "description": "Dicanting pelan. Dua kali.",
            "link": "http://localhost/batik/malam",
            "image_link": first,
            "additional_image_link": second,
            "availability": "in_stock",
            "price": "450000 IDR",
            "condition": "new",
            "brand": "Batik Kalibangkang",
            "identifier_exists": "no",
            "product_type": "Batik tulis > Kain panjang",
            "color": "Biru indigo/Cokelat soga",
            "pattern": "Kawung & kawan",
            "shipping_weight": "300 g",
        }
    ]


def test_what_was_just_sold_is_sold_in_every_feed(client: FlaskClient) -> None:
    piece = photographed(stock_model=StockModel.ONE)
    assert google(client)[0]["availability"] == "in_stock"

    inventory.adjust(piece.variants[0], -1, reason="Terjual di pameran.", by="tests")
    db.session.commit()

    assert google(client)[0]["availability"] == "out_of_stock"
    assert meta(client)[0]["availability"] == "out of stock"
    assert readers(client)["items"][0]["_canting"]["offers"][0]["availability"] == "out_of_stock"


def test_no_feed_names_a_maker_or_shows_a_drawing_as_a_photo(client: FlaskClient) -> None:
    maker = a_maker(*Use, name="Siti Terang", pseudonym="Melati Terang")
    a_product(maker_id=maker.id, photos=[Photo(picture=a_picture(), drawn=True)])

    for address in ADDRESSES:
        told = client.get(address).text
        assert "Terang" not in told
        assert "/media/" not in told


def test_no_cell_begins_a_calculation_and_no_letter_breaks_the_xml(client: FlaskClient) -> None:
    photographed(title_id='=1+1;"=2', story_id="\x01@cmd <b>\x0b]]>", slug="jahat")

    (row,), (item,) = meta(client), google(client)

    assert [cell for cell in row.values() if cell[:1] in tuple("=+-@\t\r")] == []
    assert row["title"] == "'=1+1;\"'=2"
    assert item["title"] == '=1+1;"=2'
    assert item["description"].startswith("@cmd")


def test_a_large_shop_is_told_while_it_is_read(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(7):
        photographed()
    with statements() as for_seven:
        whole = {address: client.get(address).text for address in ADDRESSES}
    monkeypatch.setattr(feeds, "WHOLE", 10)
    monkeypatch.setattr(goods, "TOGETHER", 2)

    assert {address: client.get(address).text for address in ADDRESSES} == whole
    assert len(for_seven) <= 3 * 6
    monkeypatch.setattr(goods, "MOST", 3)
    assert len(google(client)) == 3
