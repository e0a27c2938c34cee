"""What posters show, and which there should be."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Any

import sqlalchemy as sa
from flask import current_app

from app.catalog import cards
from app.catalog.cards import Card, Look
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


@dataclass(frozen=True, slots=True)
class Design:
    """Everything that is to be seen on a poster: its name is made of it, so another one has another name."""

    photo: str
    focus: tuple[int, int]
    title: str
    line: str
    shop: str

    @property
    def name(self) -> str:
        said = json.dumps([DRAWING, *astuple(self)])
        return hashlib.sha256(said.encode()).hexdigest()[:32]

    @property
    def key(self) -> str:
        return f"{ROOM}/{self.name}"


def of_product(product: Product | Card, cover: Look | None, language: str) -> Design | None:
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


def wanted() -> dict[str, Design]:
    """The posters that there should be, by their keys: three statements, however many."""
    products = cards.newest(cards.NEWEST, MOST)
    told = makers.public_of(db.session.scalars(makers.browse())).values()
    designs = [
        design
        for language in LANGUAGES
        for design in (
            *(of_maker(maker, products, language) for maker in told),
            *(of_product(product, product.cover, language) for product in products),
        )
    ]
    return {design.key: design for design in designs if design}


def known() -> set[str]:
    """The keys of the posters that there are, or that are just being taken away."""
    return set(db.session.scalars(sa.select(Picture.key).where(Picture.key.startswith(f"{ROOM}/"))))


def _design(picture: Picture | Shown, focus: tuple[int, int], title: str, line: str) -> Design:
    room = picture.key.partition("/")[0]
    width = prints.nearest(room, "jpg", picture.width, 1080)
    photo = prints.file_of(picture.key, "jpg", width)
    return Design(photo, focus, title, line, current_app.config["SHOP_NAME"])


def _said(thing: Any, field: str, language: str) -> str:
    text: str = getattr(thing, f"{field}_{language}") or getattr(thing, f"{field}_{LANGUAGES[0]}")
    return text
