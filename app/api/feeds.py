"""All that is for sale, for Google's Merchant Center, Meta's catalogue and whoever reads JSON; equal to the pages at
every moment. The newest pieces alone are in the Atom feed.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from flask import Blueprint, Response, current_app, stream_template, stream_with_context

from app.addresses import public_url
from app.languages import locale
from app.page_cache import public, unchanged
from app.reports.sheets import plain as no_formula

from . import goods
from .goods import Availability, Good, Item

bp = Blueprint("feeds", __name__, url_prefix="/feed")

# So many letters are sent whole, and kept for the next who asks; what is longer is sent while it is made.
WHOLE = 150_000
COLUMNS = (
    *("id", "title", "description", "availability", "condition", "price", "link", "image_link", "brand"),
    *("item_group_id", "additional_image_link", "product_type", "color", "pattern"),
)
META_AVAILABILITY = {
    Availability.IN_STOCK: "in stock",
    Availability.OUT_OF_STOCK: "out of stock",
    Availability.TO_ORDER: "available for order",
}


@bp.get("/google.xml")
@public
def google() -> Response:
    """Items as Google's Merchant Center takes them, in RSS 2.0."""
    own = public_url("api.feeds.google", locale=locale())
    return unchanged() or _sent(
        stream_template("api/feeds/google.xml", items=goods.every(), own=own), "application/rss+xml"
    )


@bp.get("/meta.csv")
@public
def meta() -> Response:
    """Rows as Meta's catalogue takes them; in no cell does a spreadsheet begin to calculate."""
    return unchanged() or _sent(stream_with_context(_rows()), "text/csv")


@bp.get("/produk.json")
@public
def products() -> Response:
    """A JSON Feed 1.1 of all products, each with its offers."""
    return unchanged() or _sent(stream_with_context(_feed()), "application/feed+json")


def _sent(pieces: Iterable[str], mimetype: str) -> Response:
    """The pieces as one text while that is short enough to be kept."""
    begun, length, source = [], 0, iter(pieces)
    for piece in source:
        begun.append(piece)
        length += len(piece)
        if length > WHOLE:
            return Response(chain(begun, source), mimetype=mimetype)
    return Response("".join(begun), mimetype=mimetype)


def _rows() -> Iterator[str]:
    yield _line(COLUMNS)
    for item in goods.every():
        yield "".join(_line(_row(item, good)) for good in item.goods)


def _row(item: Item, good: Good) -> Iterator[str]:
    first, *more = [*item.pictures, ""]
    cells = (
        *(good.sku, good.title, item.story, META_AVAILABILITY[good.availability], "new"),
        *(f"{good.price.rupiah} IDR", item.address, first, current_app.config["SHOP_NAME"], item.slug),
        *(",".join(filter(None, more)), item.kind, item.colours, item.motif),
    )
    return map(no_formula, cells)


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def _feed() -> Iterator[str]:
    about = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": current_app.config["SHOP_NAME"],
        "home_page_url": public_url("shop.home.show", locale=locale()),
        "feed_url": public_url("api.feeds.products", locale=locale()),
        "language": locale(),
    }
    yield json.dumps(about, ensure_ascii=False)[:-1] + ', "items": [\n'
    comma = ""
    for item in goods.every():
        yield comma + json.dumps(_entry(item), ensure_ascii=False)
        comma = ",\n"
    yield "\n]}\n"


def _entry(item: Item) -> dict[str, Any]:
    """What is empty is left out, but for the offers, in which an extension of ours tells price and availability."""
    told = {
        "id": item.address,
        "url": item.address,
        "title": item.title,
        "content_text": item.story,
        "image": next(iter(item.pictures), ""),
        "date_published": item.published_at.isoformat(timespec="seconds") if item.published_at else "",
        "tags": [tag for tag in (item.kind, item.motif) if tag],
    }
    return {name: value for name, value in told.items() if value} | {
        "_canting": {"offers": [_offer(good) for good in item.goods]}
    }


def _offer(good: Good) -> dict[str, Any]:
    price = {"price": good.price.rupiah, "currency": "IDR"}
    return {"sku": good.sku, **price, "availability": good.availability.value}
