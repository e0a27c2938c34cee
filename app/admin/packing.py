"""Before a fair: what is taken along, tag by tag."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.permissions import Permission
from app.catalog import hangtags
from app.catalog.models import Variant
from app.db import db
from app.errors import ShopError
from app.exhibitions import actions
from app.exhibitions.models import Exhibition, ExhibitionPiece
from app.languages import in_language
from app.web import needs

from .exhibitions import find_fair
from .forms.exhibitions import PackForm, ScanForm

bp = Blueprint("packing", __name__, url_prefix="/exhibitions/<int:exhibition_id>/packing")

Answer = tuple[str, int] | BaseResponse


@bp.after_request
def let_the_camera_in(response: Response) -> Response:
    """Where the browser can read a code from a picture; as an after_request."""
    response.headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=(), payment=()"
    return response


@bp.get("")
@needs(Permission.RUN_FAIRS)
def show(exhibition_id: int) -> str:
    return page_of(
        find_fair(exhibition_id), PackForm(formdata=None, data={"online": "online" in request.args})
    )


@bp.post("")
@needs(Permission.RUN_FAIRS)
def scan(exhibition_id: int) -> Answer:
    """One tag, one line: what cannot go along is said above the field, and the next tag can be scanned."""
    fair, form = find_fair(exhibition_id), PackForm()
    variant = scanned(form)
    if variant is None:
        return page_of(fair, form), 422
    try:
        piece = actions.take_along(
            fair, variant, form.quantity.data or 1, by=current_user.email, online=form.online.data
        )
    except ShopError as error:
        return refused(exhibition_id, form, error)
    db.session.commit()
    flash(counted(piece.taken, variant), "done")
    # Who packs for the online shop too goes on doing so.
    return redirect(
        url_for(".show", exhibition_id=exhibition_id, online=1 if form.online.data else None), 303
    )


def refused(exhibition_id: int, form: PackForm, error: ShopError) -> Answer:
    db.session.rollback()
    form.code.errors = [error.message]
    return page_of(find_fair(exhibition_id), form), 422


@bp.post("/<int:variant_id>/unpack")
@needs(Permission.RUN_FAIRS)
def unpack(exhibition_id: int, variant_id: int) -> BaseResponse:
    piece = find_piece(find_fair(exhibition_id), variant_id)
    actions.unpack(piece, by=current_user.email)
    db.session.commit()
    flash(_("Satu lembar dikeluarkan lagi."), "done")
    return redirect(url_for(".show", exhibition_id=exhibition_id), 303)


@bp.post("/<int:variant_id>/online")
@needs(Permission.RUN_FAIRS)
def sell_online(exhibition_id: int, variant_id: int) -> BaseResponse:
    return switch(exhibition_id, variant_id, True)


@bp.post("/<int:variant_id>/offline")
@needs(Permission.RUN_FAIRS)
def keep_offline(exhibition_id: int, variant_id: int) -> BaseResponse:
    return switch(exhibition_id, variant_id, False)


def switch(exhibition_id: int, variant_id: int, online: bool) -> BaseResponse:
    piece = find_piece(find_fair(exhibition_id), variant_id)
    actions.sell_online_too(piece, online, by=current_user.email)
    db.session.commit()
    return redirect(url_for(".show", exhibition_id=exhibition_id), 303)


def find_piece(fair: Exhibition, variant_id: int) -> ExhibitionPiece:
    found = [piece for piece in fair.pieces if piece.variant_id == variant_id]
    return found[0] if found else abort(404)


def scanned(form: ScanForm) -> Variant | None:
    """The variant whose tag was scanned; what is wrong with it is said at the field."""
    variant = hangtags.find(form.code.data or "") if form.validate() else None
    if variant is None and not form.errors:
        form.code.errors = [_("Kode ini bukan kode kain kami. Periksa, lalu pindai lagi.")]
    return variant


def counted(count: int, variant: Variant) -> str:
    title = in_language(variant.product, "title")
    text: str = _("%(title)s: %(count)s lembar dibawa.", title=title, count=count)
    return text


def page_of(fair: Exhibition, form: PackForm) -> str:
    return render_template("admin/packing/show.html", fair=fair, form=form, code_of=hangtags.code_of)
