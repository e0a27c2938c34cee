"""The register of the catalogue: which places have which tags, so that any choice is counted in no time.

Who changes a product adds to the list of changes, and waits for nobody: a buyer who takes the last piece adds one line.
`fold` brings the list into the sets now and then, and whoever reads adds what is not in them yet.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.db import db, insert
from app.remembered import remembered, remembered_each

from . import bits
from .facets import READY, Facet, tag, tags_of
from .lexicon import plain_words, words_of
from .models import Change, Place, Product, ProductStatus, StockModel, Tag, Word

# Every published product has this one.
ALL = "semua"
READY_TAG = tag(Facet.AVAILABILITY, READY)
# A price is told digit by digit, in the binary system: up to 134 million rupiah.
PRICE, DIGITS = "rupiah", 27
PRICE_DIGITS = [f"{PRICE}{digit}" for digit in reversed(range(DIGITS))]


@dataclass(frozen=True, slots=True)
class Register:
    """How many places each tag has, and which: only of those tags whose sets were asked for."""

    counts: dict[str, int]
    sets: dict[str, int]


def tell(product: Product) -> None:
    """Write down anew what a product is found by, after anything was told about it."""
    db.session.flush()
    # Its row stays locked: whoever takes its last piece meanwhile comes before this, or after.
    db.session.refresh(product, ["status", "available"], with_for_update=True)
    place = _place_of(product)
    shown = product.status is ProductStatus.PUBLISHED
    was_shown, tags = bool(place.tags), told_tags(product) if shown else []
    words = words_of(product)
    _count_words(plain_words(place.words) if was_shown else set(), plain_words(words) if shown else set())
    changes = _differences(place.tags, tags)
    if shown != was_shown and is_ready(product):
        changes.append(f"{'+' if shown else '-'}{READY_TAG}")
    if changes:
        db.session.add(Change(place_id=place.id, tags=changes))
    place.tags, place.words = tags, words
    db.session.flush()


def _place_of(product: Product) -> Place:
    select = sa.select(Place).where(Place.product_id == product.id).with_for_update()
    place = db.session.scalar(select.execution_options(populate_existing=True))
    if place is None:
        place = Place(product_id=product.id, tags=[], words="")
        db.session.add(place)
        db.session.flush()
    return place


def told_tags(product: Product) -> list[str]:
    """The tags of a product that visitors see."""
    return [ALL, f"{PRICE}={product.price_from.rupiah}", *tags_of(product)]


def is_ready(product: Product) -> bool:
    """Can it be sent today?"""
    return product.available and product.stock_model is not StockModel.MADE_TO_ORDER


def _differences(before: Collection[str], after: Collection[str]) -> list[str]:
    gone = [f"-{name}" for name in before if name not in after]
    return gone + [f"+{name}" for name in after if name not in before]


def tell_ready(product_id: int) -> None:
    """Add that a product became available or stopped being so, where visitors can see it."""
    came, went = (sa.literal([f"{sign}{READY_TAG}"], Change.tags.type) for sign in "+-")
    shown = (
        sa.select(Place.id, sa.case((Product.available, came), else_=went))
        .join(Product, Product.id == Place.product_id)
        .where(Product.id == product_id, Product.status == ProductStatus.PUBLISHED)
    )
    db.session.execute(sa.insert(Change).from_select(["place_id", "tags"], shown))


def stand_last(product: Product) -> None:
    """Let a product that nobody has seen yet stand behind all that were shown before it."""
    db.session.execute(sa.delete(Place).where(Place.product_id == product.id))


def forget(products: sa.Select[int]) -> None:
    """Take products out of the register that will be no more."""
    for product in db.session.scalars(sa.select(Product).where(Product.id.in_(products))).all():
        if product.status is ProductStatus.PUBLISHED:
            product.status = ProductStatus.DRAFT
        tell(product)
    db.session.execute(sa.delete(Place).where(Place.product_id.in_(products)))


def fold(at_most: int = 2_000) -> int:
    """Bring so many of the oldest changes into the sets; returns how many. Two at once wait for each other."""
    oldest = sa.select(Change).order_by(Change.id).limit(at_most)
    changes = db.session.scalars(oldest.with_for_update()).all()
    news = _News(changes)
    known = {
        known.name: known for known in db.session.scalars(sa.select(Tag).where(Tag.name.in_(news.names)))
    }
    for name in news.names:
        kept = known.get(name) or Tag(name=name, bits=b"")
        places = news.applied(name, bits.read(kept.bits))
        kept.bits, kept.count = bits.stored(places), places.bit_count()
        db.session.add(kept)
    db.session.flush()
    db.session.execute(sa.delete(Tag).where(Tag.name.in_(news.names), Tag.count == 0))
    db.session.execute(sa.delete(Change).where(Change.id.in_([change.id for change in changes])))
    return len(changes)


class _News:
    """What changes do to each tag's set: of one tag and place, the last counts."""

    def __init__(self, changes: Iterable[Change | sa.Row[Any]]) -> None:
        self.last: dict[str, dict[int, bool]] = defaultdict(dict)
        self.more: dict[str, int] = defaultdict(int)
        for change in changes:
            for told in change.tags:
                came = told.startswith("+")
                for name in _spread(told[1:]):
                    self.last[name][change.place_id] = came
                    self.more[name] += 1 if came else -1

    @property
    def names(self) -> list[str]:
        return sorted(self.last)

    def applied(self, name: str, places: int) -> int:
        last = self.last[name].items()
        went = bits.of(place for place, came in last if not came)
        return places & ~went | bits.of(place for place, came in last if came)


def _spread(name: str) -> Iterator[str]:
    """The tags that are kept for a tag: a price is one for each of its binary digits."""
    if not name.startswith(f"{PRICE}="):
        yield name
        return
    price = min(int(name.partition("=")[2]), 2**DIGITS - 1)
    yield from (f"{PRICE}{digit}" for digit in range(DIGITS) if price >> digit & 1)


def _reading(sets: Any, *conditions: Any) -> sa.CompoundSelect[Any]:
    """Tags with what changed since. In one statement: between two, `fold` could move a change from one to the other."""
    nothing, change = sa.null(), Change.__table__.c
    columns = (
        TAG.name,
        TAG.count.label("number"),
        sets.label("bits"),
        sa.type_coerce(nothing, change.place_id.type).label("place_id"),
        sa.type_coerce(nothing, change.tags.type).label("tags"),
    )
    changes = sa.select(sa.literal(""), change.id, nothing, change.place_id, change.tags)
    return sa.union_all(sa.select(*columns).where(*conditions), changes)


# Built once, and of tables: a page of the catalogue is made in a few milliseconds, and building them takes half of one.
TAG = Tag.__table__.c
COUNTS = _reading(sa.case((TAG.name == ALL, TAG.bits)))
WHOLE = _reading(TAG.bits)
SOME = _reading(TAG.bits, TAG.name.in_(sa.bindparam("names", expanding=True)))


@remembered
def counts() -> Register:
    """How many places each tag has now, and the set of all that visitors see."""
    return _with_news(db.session.execute(COUNTS).all())


def whole() -> Register:
    """Every tag's places."""
    return _with_news(db.session.execute(WHOLE).all())


@remembered_each(1_000)
def places(names: Collection[str]) -> dict[str, int]:
    """The set of each of these tags that has one."""
    return of(names).sets


def of(names: Collection[str]) -> Register:
    """The places of these tags."""
    return _with_news(db.session.execute(SOME, {"names": list(names)}).all(), names)


def _with_news(rows: Sequence[Any], names: Collection[str] | None = None) -> Register:
    changes = sorted((row for row in rows if row[3] is not None), key=lambda row: int(row[1]))
    news = _News(changes)
    kept = [row[:3] for row in rows if row[3] is None]
    counts: dict[str, int] = {name: number for name, number, _ in kept}
    sets = {name: bits.read(stored) for name, _, stored in kept if stored is not None}
    for name in news.names:
        if names is None or name in names:
            if name in sets or name not in counts:
                sets[name] = news.applied(name, sets.get(name, 0))
            counts[name] = counts.get(name, 0) + news.more[name]
    return Register(counts, sets)


def disagreements() -> Iterator[str]:
    """Where the register differs from what products are now, one line each."""
    told: dict[str, list[int]] = defaultdict(list)
    products = sa.select(Product).options(selectinload(Product.variants), selectinload(Product.credits))
    standing = sa.select(Place.id, Place.tags, Place.product_id)
    places = {product_id: (place, tags) for place, tags, product_id in db.session.execute(standing)}
    for product in db.session.scalars(products.execution_options(yield_per=500)):
        place, tags = places.get(product.id, (0, []))
        is_shown = product.status is ProductStatus.PUBLISHED
        if not place or set(tags) != set(told_tags(product) if is_shown else []):
            yield f"product {product.id} is not found by what it is"
        for name in [*tags, *([READY_TAG] if is_shown and is_ready(product) else [])]:
            for kept in _spread(name):
                told[kept].append(place)
    register = whole()
    for name in sorted(told.keys() | {name for name, count in register.counts.items() if count}):
        if (register.sets.get(name, 0), register.counts.get(name, 0)) != (
            bits.of(told[name]),
            len(told[name]),
        ):
            yield f"{name} counts {register.counts.get(name, 0)} products, there are {len(told[name])}"


def _count_words(before: set[str], after: set[str]) -> None:
    counts = dict.fromkeys(before - after, -1) | dict.fromkeys(after - before, 1)
    if not counts:
        return
    new = insert(Word).values(
        # Always in one order, so that two who tell of different products cannot wait for each other.
        [{"text": text, "count": count} for text, count in sorted(counts.items())]
    )
    db.session.execute(
        new.on_conflict_do_update(
            index_elements=[Word.text], set_={"count": Word.count + new.excluded["count"]}
        )
    )
    if gone := before - after:
        db.session.execute(sa.delete(Word).where(Word.text.in_(gone), Word.count == 0))
