"""The front page."""

from flask import Blueprint, render_template
from sqlalchemy.orm import joinedload

from app.catalog import queries as catalog
from app.catalog.models import Photo, Product
from app.db import db
from app.makers import queries as makers
from app.makers.queries import PublicMaker
from app.page_cache import public

bp = Blueprint("home", __name__)

NEWEST = 9


@bp.get("/")
@public
def show() -> str:
    newest = db.session.scalars(catalog.for_sale().options(joinedload(Product.motif)).limit(NEWEST)).all()
    known = makers.public_of(product.maker for product in newest if product.maker)
    meaning = next((product.motif for product in newest if product.motif and product.motif.meaning_id), None)
    met = next(filter(None, (_with_a_voice(product, known) for product in newest)), None)
    return render_template(
        "shop/home/show.html",
        opening=_closest(newest[0]) if newest else None,
        newest=newest,
        makers=known,
        motif=meaning,
        met=met,
    )


def _closest(product: Product) -> Photo | None:
    """The picture that the page opens on: after the cover, which shows the whole cloth, come those from near by."""
    photos = product.shown_photos[:2]
    return photos[-1] if photos else None


def _with_a_voice(product: Product, known: dict[int, PublicMaker]) -> PublicMaker | None:
    """The maker of a piece, if she tells her story here."""
    maker = known.get(product.maker_id or 0)
    return maker if maker and maker.story_id else None
