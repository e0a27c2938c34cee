"""What chats and social media show of a link to a page."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.addresses import public_url
from app.catalog.cards import Card, Look
from app.catalog.models import Product
from app.languages import in_language, locale
from app.makers.queries import PublicMaker
from app.posters import queries as posters
from app.posters.queries import HEIGHT, WIDTH, Design


def of_piece(product: Product, photos: Sequence[Look]) -> dict[str, Any]:
    cover = next(iter(photos), None)
    design = posters.of_product(product, cover, locale())
    shown = _poster("shop.posters.piece", product.slug, design) if design else {}
    return {"type": "product", **shown, "alt": in_language(cover, "alt") if cover else ""}


def of_maker(maker: PublicMaker, works: Iterable[Card]) -> dict[str, Any]:
    design = posters.of_maker(maker, works, locale())
    shown = _poster("shop.posters.maker", maker.slug, design) if design else {}
    return {"type": "profile", **shown, "alt": str(maker.name)}


def _poster(endpoint: str, slug: str, design: Design) -> dict[str, Any]:
    address = public_url(endpoint, locale=locale(), slug=slug, name=design.name)
    return {"image": address, "width": WIDTH, "height": HEIGHT}
