"""After a fair: what came back, tag by tag, and what was sold there or is missing."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.permissions import Permission
from app.db import db
from app.errors import ShopError
from app.exhibitions import actions
from app.exhibitions.models import Exhibition
from app.languages import in_language
from app.web import needs

from .exhibitions import find_fair
from .forms.exhibitions import CountForm, ScanForm
from .packing import find_piece, let_the_camera_in, scanned

bp = Blueprint("unpacking", __name__, url_prefix="/exhibitions/<int:exhibition_id>/return")
bp.after_request(let_the_camera_in)

Answer = tuple[str, int] | BaseResponse
COUNTS = {
    "back": actions.bring_back,
    "sold": actions.count_sold,
    "missing": actions.count_missing,
}


@bp.get("")
@needs(Permission.RUN_FAIRS)
def show(exhibition_id: int) -> str:
    return page_of(find_fair(exhibition_id), ScanForm(formdata=None))


@bp.post("")
@needs(Permission.RUN_FAIRS)
def scan(exhibition_id: int) -> Answer:
    """One tag is here again."""
    fair, form = find_fair(exhibition_id), ScanForm()
    variant = scanned(form)
    piece = next((piece for piece in fair.pieces if variant and piece.variant_id == variant.id), None)
    if piece is None:
        form.code.errors = form.code.errors or [_("Kain ini tidak tercatat dibawa ke pameran ini.")]
        return page_of(fair, form), 422
    title = in_language(piece.variant.product, "title")
    try:
        actions.bring_back(piece, form.quantity.data or 1, by=current_user.email)
    except ShopError as error:
        return refused(exhibition_id, form, error)
    db.session.commit()
    flash(_("%(title)s: %(count)s lembar kembali.", title=title, count=piece.back), "done")
    return redirect(url_for(".show", exhibition_id=exhibition_id), 303)


def refused(exhibition_id: int, form: ScanForm, error: ShopError) -> Answer:
    db.session.rollback()
    form.code.errors = [error.message]
    return page_of(find_fair(exhibition_id), form), 422


@bp.post("/<int:variant_id>")
@needs(Permission.RUN_FAIRS)
def count(exhibition_id: int, variant_id: int) -> BaseResponse:
    """Say of so many of one variant what became of them."""
    piece = find_piece(find_fair(exhibition_id), variant_id)
    form = CountForm()
    act = COUNTS.get(request.form.get("what", ""))
    if act is None or not form.validate():
        abort(400)
    act(piece, form.quantity.data or 1, by=current_user.email)
    db.session.commit()
    flash(_("Tercatat."), "done")
    return redirect(url_for(".show", exhibition_id=exhibition_id), 303)


def page_of(fair: Exhibition, form: ScanForm) -> str:
    return render_template("admin/unpacking/show.html", fair=fair, form=form)
