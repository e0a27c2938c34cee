"""What posters show, and which there should be."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app.catalog import bits, cards, register
from app.catalog import queries as catalog
from app.catalog.called import KIND, TECHNIQUE
from app.catalog.cards import Card, Look
from app.catalog.cloth import Cloth
from app.catalog.facets import HEADINGS, Facet, Names, tag
from app.catalog.models import Product
from app.db import db
from app.languages import LANGUAGES
from app.makers import queries as makers
from app.makers.queries import PublicMaker
from app.pictures import prints
from app.pictures.models import Picture, Shown

ROOM = "posters"
WIDTH, HEIGHT = 1200, 630
# Raised when they are to be drawn in another way.
DRAWING = 1
# So many of the newest pieces have a poster; older ones are shown by their photo.
MOST = 1000
# So many of the newest cloths of a shelf hang side by side.
HUNG = 4


class Named:
    """Everything that is to be seen on a poster makes its name, so another one has another name."""

    __slots__ = ()

    @property
    def name(self) -> str:
        return _name_of(self)

    @property
    def key(self) -> str:
        return f"{ROOM}/{self.name}"


@lru_cache(256)
def _name_of(poster: Named) -> str:
    """Each page of the catalogue names the same one or two."""
    said = json.dumps([DRAWING, *astuple(poster)])  # type: ignore[call-overload]
    return hashlib.sha256(said.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Design(Named):
    """One cloth, or a maker, and what stands beside it."""

    photo: str
    focus: tuple[int, int]
    title: str
    line: str
    shop: str


@dataclass(frozen=True, slots=True)
class Row(Named):
    """Cloths side by side, each with the point of it that stays in sight, and what stands below them."""

    photos: tuple[tuple[str, tuple[int, int]], ...]
    title: str
    line: str
    shop: str


class Choice(NamedTuple):
    """One value of what the catalogue is chosen by, and what it is called in the language of the page."""

    facet: Facet
    value: str
    name: Any


class Shelf(NamedTuple):
    """A row in the language of the page, and the cloths that hang in it."""

    row: Row
    hung: tuple[Card, ...]


def of_product(product: Product | Card | Cloth, cover: Look | None, language: str) -> Design | None:
    """Its cover, its title, and its price while it can be bought."""
    if cover is None:
        return None
    line = product.price_from.text if product.available else ""
    focus = (cover.focus_x, cover.focus_y)
    return _design(cover.picture, focus, _said(product, "title", language), line)


def of_maker(maker: PublicMaker, works: Iterable[Card], language: str) -> Design | None:
    """Her portrait or else her newest cloth, the name that she allows, and her own words; only while she says yes to
    all of that beyond this site."""
    if not maker.shared:
        return None
    line, name = _said(maker, "quote", language), str(maker.name)
    if maker.portrait:
        return _design(maker.portrait, (50, 30), name, line)
    covers = (work.cover for work in works if work.maker_id == maker.id)
    cover = next((cover for cover in covers if cover), None)
    return _design(cover.picture, (cover.focus_x, cover.focus_y), name, line) if cover else None


def of_home(newest: Sequence[Card]) -> Shelf | None:
    """The newest cloths that can be bought, below them what the front page begins with."""
    return _shelf(newest, _("Dulu kami merantau. Kini kami membatik."), _("Batik dari desa yang pulang"))


def of_catalogue(newest: Sequence[Card]) -> Shelf | None:
    return _shelf(newest, _("Batik tulis, cap, dan kombinasi"), _("Langsung dari perajinnya"))


def choices(known: Names) -> list[Choice]:
    """What gives the catalogue a name when it is chosen alone: each motif, technique and kind."""
    called: Mapping[Facet, Mapping[Any, Any]] = {
        Facet.MOTIF: {motif.slug: motif.name for motif in known.motifs},
        Facet.TECHNIQUE: TECHNIQUE,
        Facet.KIND: KIND,
    }
    return [Choice(facet, value, name) for facet in HEADINGS for value, name in called[facet].items()]


def of_choice(choice: Choice, newest: Sequence[Card]) -> Shelf | None:
    of_motif = choice.facet is Facet.MOTIF
    line = _("Kain batik dengan motif ini") if of_motif else _("Langsung dari perajinnya")
    return _shelf(newest, str(choice.name), line)


def shelves() -> list[Shelf]:
    """The front page, the catalogue and what it has of each choice with a name, as visitors see them in the language
    of the page: five statements, however many."""
    known = [(choice, tag(choice.facet, choice.value)) for choice in choices(catalog.names())]
    sets = register.of([register.ALL, *(of for _, of in known)]).sets
    shown = sets.get(register.ALL, 0)
    every = bits.newest(shown, HUNG)
    places = [(choice, bits.newest(shown & sets.get(of, 0), HUNG)) for choice, of in known]
    standing = cards.standing_at(sorted({*every, *(place for _, found in places for place in found)}))

    def there(found: list[int]) -> list[Card]:
        return [standing[place] for place in found if place in standing]

    found = [
        of_home(cards.newest(cards.FOR_SALE, HUNG)),
        of_catalogue(there(every)),
        *(of_choice(choice, there(found)) for choice, found in places),
    ]
    return [shelf for shelf in found if shelf]


def wanted() -> dict[str, Design | Row]:
    """The posters that there should be, by their keys: a dozen statements, however many."""
    products = cards.newest(cards.NEWEST, MOST)
    told = makers.public_of(db.session.scalars(makers.browse())).values()
    designs = [
        design
        for language in LANGUAGES
        for design in (
            *_rows(language),
            *(of_maker(maker, products, language) for maker in told),
            *(of_product(product, product.cover, language) for product in products),
        )
    ]
    return {design.key: design for design in designs if design}


def _rows(language: str) -> Iterator[Row]:
    with force_locale(language):
        yield from [shelf.row for shelf in shelves()]


def known() -> set[str]:
    """The keys of the posters that there are, or that are just being taken away."""
    return set(db.session.scalars(sa.select(Picture.key).where(Picture.key.startswith(f"{ROOM}/"))))


def _design(picture: Picture | Shown, focus: tuple[int, int], title: str, line: str) -> Design:
    return Design(_photo(picture), focus, title, line, current_app.config["SHOP_NAME"])


def _shelf(newest: Sequence[Card], title: str, line: str) -> Shelf | None:
    hung = tuple(card for card in newest[:HUNG] if card.cover)
    photos = tuple(
        (_photo(card.cover.picture), (card.cover.focus_x, card.cover.focus_y)) for card in hung if card.cover
    )
    return Shelf(Row(photos, title, line, current_app.config["SHOP_NAME"]), hung) if hung else None


def _photo(picture: Picture | Shown) -> str:
    """The print that a poster is drawn of."""
    room = picture.key.partition("/")[0]
    return prints.file_of(picture.key, "jpg", prints.nearest(room, "jpg", picture.width, 1080))


def _said(thing: Any, field: str, language: str) -> str:
    text: str = getattr(thing, f"{field}_{language}") or getattr(thing, f"{field}_{LANGUAGES[0]}")
    return text
