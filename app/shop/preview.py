"""What chats and social media show of a link to a page."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.addresses import public_url
from app.catalog.cards import Card, Look
from app.catalog.cloth import Cloth
from app.catalog.facets import Filters, Names
from app.languages import in_language, locale
from app.makers.queries import PublicMaker
from app.posters import queries as posters
from app.posters.queries import HEIGHT, WIDTH, Design, Row, Shelf
from app.texts import media_preview


def of_piece(product: Cloth, photos: Sequence[Look]) -> dict[str, Any]:
    cover = next(iter(photos), None)
    design = posters.of_product(product, cover, locale())
    shown = _poster("shop.posters.piece", design, slug=product.slug) if design else {}
    return {"type": "product", **shown, "alt": in_language(cover, "alt") if cover else ""}


def of_maker(maker: PublicMaker, works: Iterable[Card]) -> dict[str, Any]:
    design = posters.of_maker(maker, works, locale())
    shown = _poster("shop.posters.maker", design, slug=maker.slug) if design else {}
    return {"type": "profile", **shown, "alt": str(maker.name)}


def of_home(newest: Sequence[Card]) -> dict[str, Any]:
    return _row(posters.of_home(newest))


def of_catalogue(filters: Filters, known: Names, newest: Sequence[Card]) -> dict[str, Any]:
    """The whole catalogue, or a motif, a technique or a kind alone, by its row of cloths; any other choice by its first
    cloth."""
    words = filters.words()
    if not words:
        return _row(posters.of_catalogue(newest))
    for choice in posters.choices(known):
        if words == {choice.facet.value: [choice.value]}:
            return _row(posters.of_choice(choice, newest))
    cover = newest[0].cover if newest else None
    return {"image": media_preview(cover.picture), "alt": in_language(cover, "alt")} if cover else {}


def _row(shelf: Shelf | None) -> dict[str, Any]:
    if shelf is None:
        return {}
    alt = ", ".join(in_language(card, "title") for card in shelf.hung)
    return {**_poster("shop.posters.shelf", shelf.row), "alt": alt}


def _poster(endpoint: str, design: Design | Row, **words: str) -> dict[str, Any]:
    address = public_url(endpoint, locale=locale(), name=design.name, **words)
    return {"image": address, "width": WIDTH, "height": HEIGHT}
