"""Tags for what is sold: chosen from the products or from a fair, and printed as one PDF."""

import sqlalchemy as sa
from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.permissions import Permission
from app.catalog import hangtags
from app.catalog.models import Variant
from app.db import db
from app.exhibitions import queries as exhibitions
from app.exhibitions.models import Exhibition
from app.inventory import queries as inventory
from app.languages import locale
from app.publicity import actions as publicity
from app.publicity.models import PublicationKind
from app.web import needs

from . import tag_sheet

bp = Blueprint("tags", __name__, url_prefix="/tags")


@bp.get("")
@needs(Permission.RUN_FAIRS)
def choose() -> str:
    """How many of which: `?product=` of each chosen product, or `?fair=`."""
    fair = tag_sheet.whole(request.args.get("fair", ""))
    wanted = out_at(fair) if fair else on_hand(list(map(tag_sheet.whole, request.args.getlist("product"))))
    layout = request.args.get("layout", "")
    chosen = tag_sheet.Layout(layout) if layout in set(tag_sheet.Layout) else tag_sheet.Layout.SMALL
    return page_of(tag_sheet.Wish(chosen, locale(), wanted, 0), fair)


@bp.post("")
@needs(Permission.RUN_FAIRS)
def make() -> tuple[str, int] | BaseResponse:
    """Write down whose name is printed, and lead to the sheet."""
    wish, fair = tag_sheet.wished(request.form), tag_sheet.whole(request.form.get("fair", ""))
    if wish.too_many or not wish.copies:
        return page_of(wish, fair, wrong=True), 422
    told = {"exhibition_id": find_fair(fair).id if fair else None, "by": current_user.email}
    seen = tag_sheet.seen(wish)
    made = publicity.publish(PublicationKind.TAGS, tag_sheet.written(wish), seen, **told)
    db.session.commit()
    return redirect(url_for("admin.publicity.show", publication_id=made.id), 303)


def page_of(wish: tag_sheet.Wish, fair: int, wrong: bool = False) -> str:
    return render_template(
        "admin/tags/choose.html",
        wish=wish,
        fair=fair,
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
    return {piece.variant_id: piece.out for piece in find_fair(fair_id).pieces if piece.out}


def find_fair(fair_id: int) -> Exhibition:
    return db.session.scalar(exhibitions.whole(fair_id, current_user)) or abort(404)
