"""Where the cooperative can be met: the fairs to come, and those that were."""

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.catalog import cards, hangtags
from app.catalog.models import ProductStatus, Variant
from app.db import db
from app.exhibitions import campaigns, queries
from app.makers import queries as makers
from app.page_cache import public

from . import arrivals

bp = Blueprint("exhibitions", __name__)

MOST_PAST = 24
MOST_PIECES = 60


@bp.get("/pameran")
@public
def browse() -> str:
    today = clock.today()
    return render_template(
        "shop/exhibitions/browse.html",
        coming=db.session.scalars(queries.coming(today)).all(),
        past=db.session.scalars(queries.past(today).limit(MOST_PAST)).all(),
        today=today,
    )


@bp.get("/pameran/<slug>")
@public
def show(slug: str) -> str:
    fair = db.session.scalar(queries.by_slug(slug))
    if fair is None:
        abort(404)
    shown = db.session.scalars(queries.products_at(fair.id)).all()
    return render_template(
        "shop/exhibitions/show.html",
        fair=fair,
        pieces=cards.newest(cards.AMONG, MOST_PIECES, products=shown),
        makers=makers.known(),
        today=clock.today(),
    )


@bp.get("/k/<code>")
def piece(code: str) -> Response:
    """From a hang-tag to the piece itself, with the size that hangs there chosen. Who scans it at a fair was brought by
    that fair; `?q=` names another campaign that a tag was printed for."""
    number = hangtags.variant_id_of(code)
    variant = db.session.get(Variant, number) if number else None
    if variant is None or variant.product.status is not ProductStatus.PUBLISHED:
        abort(404)
    there = url_for("shop.catalog.show", slug=variant.product.slug, pilih=variant.id)
    named = campaigns.by_code(request.args.get("q", "")) or campaigns.where_it_hangs(variant.id)
    return arrivals.send_on(there, arrivals.by_campaign(named))
