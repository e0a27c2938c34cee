"""Cloth as JSON: the newest first, chosen by maker, motif, technique and availability; and one piece."""

from typing import Any, Literal

from flask import Blueprint, Response, abort
from pydantic import Field

from app.addresses import public_url
from app.catalog import queries
from app.catalog.facets import Facet, tag
from app.catalog.models import StockModel, Technique
from app.catalog.shelves import shelf
from app.exhibitions import queries as exhibitions
from app.inventory import queries as inventory
from app.languages import in_language, locale
from app.makers import queries as makers
from app.page_cache import public
from app.prose import in_one_line

from . import shapes
from .answers import Cursor, Number, Shape, Slug, answer, asked, open_to_all, tells
from .shapes import PieceShape, ProductShape, WorkShape

bp = open_to_all(Blueprint("products", __name__, url_prefix="/api/products"))


class Wanted(Shape):
    maker: Slug | None = Field(None, description="Made by her, or with a step of hers.")
    motif: Slug | None = None
    fair: Slug | None = Field(None, description="What went along to it.")
    technique: Technique | None = None
    available: Literal["true", "false"] | None = Field(
        None, description="What can, or can no longer, be bought."
    )
    limit: Number = 24
    cursor: Cursor | None = Field(None, description="From `next` of the page before.")


class ProductsShape(Shape):
    products: list[ProductShape]
    next: str | None = Field(description="The address of the page after this one.")


@bp.get("")
@public
@tells("The cloth that the shop shows, the newest first", ProductsShape, Wanted)
def browse() -> Response:
    wanted, known = asked(Wanted), makers.shared()
    if wanted.maker and wanted.maker not in {maker.slug for maker in known.values()}:
        abort(404, "There is no such maker, or she is shown in the shop alone.")
    found = shelf(
        tags_of(wanted),
        wanted.limit,
        among=exhibitions.shown_at(wanted.fair) if wanted.fair else None,
        after=wanted.cursor,
        available={"true": True, "false": False}.get(wanted.available or ""),
    )
    products = [ProductShape(**shapes.facts_of(product, known)) for product in found.products]
    following = address(wanted.model_copy(update={"cursor": found.after})) if found.after else None
    response = answer(ProductsShape(products=products, next=following))
    if following:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


@bp.get("/<slug>")
@public
@tells("One piece with its story, pictures, variants and who made it", PieceShape)
def show(slug: str) -> Response:
    product, known = queries.by_slug(slug) or abort(404, "There is no such product."), makers.shared()
    active = [variant for variant in product.variants if variant.active]
    free = inventory.available(variant.id for variant in active)
    to_order = product.stock_model is StockModel.MADE_TO_ORDER
    variants = [shapes.variant(one, None if to_order else free.get(one.id, 0)) for one in active]
    facts = shapes.facts_of(product, known) | {"available": any(one.available for one in variants)}
    pictures = [
        shapes.picture(photo.picture, in_language(photo, "alt"), photo.drawn)
        for photo in product.shown_photos
    ]
    hands = [(step, known.get(maker_id)) for step, maker_id in queries.hands(product)]
    work = [WorkShape(step=step, maker=shapes.maker_name(maker) if maker else None) for step, maker in hands]
    more: dict[str, Any] = {
        "story": in_one_line(in_language(product, "story")),
        "lead_days": product.lead_days,
        "pictures": pictures,
    }
    return answer(PieceShape(**facts, **more, variants=variants, work=work))


def tags_of(wanted: Wanted) -> list[str]:
    chosen = {Facet.MAKER: wanted.maker, Facet.MOTIF: wanted.motif, Facet.TECHNIQUE: wanted.technique}
    return [tag(facet, value) for facet, value in chosen.items() if value]


def address(wanted: Wanted) -> str:
    """The address of what is wanted."""
    words = wanted.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return public_url("api.products.browse", locale=locale(), **words)
