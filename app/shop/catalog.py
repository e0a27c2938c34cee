"""The catalogue and its products."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.catalog import queries
from app.catalog.models import Kind, Product, Technique
from app.catalog.queries import Filters, Sort
from app.db import db
from app.makers import queries as makers
from app.makers.models import Maker
from app.page_cache import public
from app.words import choices, word

from .offer import offer_of
from .structured import piece

bp = Blueprint("catalog", __name__, url_prefix="/batik")

RELATED = 4
SORTS = {
    Sort.NEWEST: _l("Terbaru"),
    Sort.CHEAPEST: _l("Harga terendah"),
    Sort.DEAREST: _l("Harga tertinggi"),
}


@bp.get("")
@public
def browse() -> str:
    filters = Filters.read(request.args)
    page = queries.page(filters)
    return render_template(
        "shop/catalog/browse.html",
        filters=filters,
        page=page,
        heading=heading_of(filters),
        address=filters.but(page=page.number, sort=Sort.NEWEST),
        techniques=choices(Technique),
        kinds=choices(Kind),
        sorts=SORTS,
        motifs=db.session.scalars(queries.motifs_shown()).all(),
        makers=makers.public_of(product.maker for product in page.products if product.maker),
    )


@bp.get("/<slug>")
@public
def show(slug: str) -> str:
    product = db.first_or_404(queries.by_slug(slug))
    offer = offer_of(product)
    related = db.session.scalars(queries.related(product).limit(RELATED)).all()
    known = makers.public_of(_everybody([product, *related], product))
    return render_template(
        "shop/catalog/show.html",
        product=product,
        offer=offer,
        facts=piece(product, offer, known.get(product.maker_id or 0)),
        related=related,
        makers=known,
    )


def heading_of(filters: Filters) -> Any:
    """What the page is called: by what was chosen, the narrowest first."""
    if filters.kind:
        return word(filters.kind)
    return word(filters.technique) if filters.technique else _("Kain")


def _everybody(shown: Iterable[Product], product: Product) -> list[Maker]:
    """Every maker whom the page may name."""
    return [one.maker for one in shown if one.maker] + [credit.maker for credit in product.credits]
