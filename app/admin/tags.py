"""Tags for what is sold: chosen from the products or from a fair, and printed as one PDF."""

import sqlalchemy as sa
from flask import Blueprint, Response, abort, render_template, request
from flask_login import current_user

from app.accounts.permissions import Permission
from app.catalog import hangtags
from app.catalog.models import Variant
from app.db import db
from app.exhibitions import queries as exhibitions
from app.inventory import queries as inventory
from app.web import needs

from . import tag_sheet

bp = Blueprint("tags", __name__, url_prefix="/tags")


@bp.get("")
@needs(Permission.RUN_FAIRS)
def choose() -> str:
    """How many of which: `?product=` of each chosen product, or `?fair=`."""
    fair = tag_sheet.whole(request.args.get("fair", ""))
    wanted = out_at(fair) if fair else on_hand(list(map(tag_sheet.whole, request.args.getlist("product"))))
    return page_of(tag_sheet.Wish(tag_sheet.Layout.SMALL, "id", wanted, 0))


@bp.get("/sheet.pdf")
@needs(Permission.RUN_FAIRS)
def sheet() -> Response | tuple[str, int]:
    wish = tag_sheet.wished(request.args)
    if wish.too_many or not wish.copies:
        return page_of(wish, wrong=True), 422
    answer = Response(tag_sheet.pdf(wish), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="label-{wish.layout}-{wish.language}.pdf"'
    return answer


def page_of(wish: tag_sheet.Wish, wrong: bool = False) -> str:
    return render_template(
        "admin/tags/choose.html",
        wish=wish,
        wrong=wrong,
        variants=tag_sheet.variants(Variant.id.in_(wish.copies)),
        layouts=tag_sheet.CALLED,
        most=tag_sheet.MOST,
        code_of=hangtags.code_of,
    )


def on_hand(product_ids: list[int]) -> dict[int, int]:
    """As many tags of each variant as there are pieces; one of what is made when ordered."""
    chosen = db.session.scalars(
        sa.select(Variant.id).where(Variant.product_id.in_(product_ids), Variant.active)
    ).all()
    free = inventory.available(chosen)
    return {variant_id: free.get(variant_id, 1) for variant_id in chosen}


def out_at(fair_id: int) -> dict[int, int]:
    """As many tags as pieces are out at a fair that one may see."""
    fair = db.session.scalar(exhibitions.whole(fair_id, current_user))
    if fair is None:
        abort(404)
    return {piece.variant_id: piece.out for piece in fair.pieces if piece.out}
