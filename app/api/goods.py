"""What is for sale, as machines of other houses are told of it: each variant with the price and the availability of its
page. What is told is copied and stays where it was copied to, so it names no maker.
"""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.addresses import public_url
from app.catalog.models import Photo, Product, ProductStatus, StockModel, Variant
from app.db import db
from app.inventory import queries as inventory
from app.languages import in_language, locale
from app.money import Money
from app.prose import in_one_line
from app.texts import media_preview
from app.words import word

# The newest so many products; more is more than such services take, and than this shop has cloth for.
MOST = 10_000
# So many are in memory at once.
TOGETHER = 250
LONGEST_TITLE, LONGEST_STORY = 150, 5000
# What no XML may have in it, whoever typed it.
UNSEEN = dict.fromkeys([*range(32), 0xFFFE, 0xFFFF])


class Availability(enum.Enum):
    IN_STOCK = "in_stock"
    OUT_OF_STOCK = "out_of_stock"
    TO_ORDER = "to_order"


@dataclass(frozen=True, slots=True)
class Good:
    """A variant, and how it can be had now."""

    sku: str
    title: str
    availability: Availability
    price: Money
    weight_g: int


@dataclass(frozen=True, slots=True)
class Item:
    """A product in the language that was asked for, with its variants that can be chosen.

    `pictures` are its photos, the cover first; `ready_on` is when one that is made from today on is ready.
    """

    slug: str
    address: str
    title: str
    story: str
    pictures: list[str]
    kind: str
    colours: str
    motif: str
    published_at: datetime | None
    ready_on: datetime
    goods: list[Good]


def every() -> Iterator[Item]:
    """Each product that visitors see, the newest first: five statements for each few hundred."""
    last, left = 2**31 - 1, MOST
    while left > 0 and (some := db.session.scalars(_before(last, min(TOGETHER, left))).all()):
        free = inventory.available(variant.id for product in some for variant in product.variants)
        for product in some:
            yield _item(product, free)
        last, left = some[-1].id, left - len(some)
        for product in some:
            db.session.expunge(product)


def _before(last: int, most: int) -> sa.Select[Product]:
    return (
        sa.select(Product)
        .where(Product.status == ProductStatus.PUBLISHED, Product.id < last)
        .order_by(Product.id.desc())
        .options(
            joinedload(Product.motif),
            selectinload(Product.variants),
            selectinload(Product.photos).joinedload(Photo.picture),
        )
        .limit(most)
    )


def _item(product: Product, free: dict[int, int]) -> Item:
    active = [variant for variant in product.variants if variant.active]
    ready = clock.today() + timedelta(days=product.lead_days or 0)
    return Item(
        slug=product.slug,
        address=public_url("shop.catalog.show", locale=locale(), slug=product.slug),
        title=_plain(in_language(product, "title"))[:LONGEST_TITLE],
        story=_story(product),
        pictures=[media_preview(photo.picture) for photo in product.shown_photos if not photo.drawn],
        kind=f"{word(product.technique)} > {word(product.kind)}",
        colours="/".join(str(word(colour)) for colour in product.palette[:3]),
        motif=_plain(product.motif.name) if product.motif else "",
        published_at=product.published_at,
        ready_on=datetime.combine(ready, time(), clock.WIB),
        goods=[_good(product, variant, free.get(variant.id, 0), len(active)) for variant in active],
    )


def _good(product: Product, variant: Variant, free: int, several: int) -> Good:
    if product.stock_model is StockModel.MADE_TO_ORDER:
        availability = Availability.TO_ORDER
    else:
        availability = Availability.IN_STOCK if free > 0 else Availability.OUT_OF_STOCK
    label = in_language(variant, "label") if several > 1 else ""
    title = _plain(f"{in_language(product, 'title')} {label}")[:LONGEST_TITLE]
    return Good(variant.sku, title, availability, variant.price, variant.weight_g)


def _story(product: Product) -> str:
    """What its page tells; where that is nothing, what it is."""
    told = in_one_line(in_language(product, "story"))
    return _plain(told or f"{word(product.kind)}, {word(product.technique)}")[:LONGEST_STORY]


def _plain(text: str) -> str:
    """The text in one line, without what cannot be seen."""
    return " ".join(text.split()).translate(UNSEEN)
