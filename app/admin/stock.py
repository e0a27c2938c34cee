"""Stock: received and adjusted, with a reason."""

from datetime import datetime

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response
from wtforms import IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.accounts.audit import record
from app.accounts.permissions import Permission
from app.catalog.models import Product, StockModel, Variant
from app.db import db
from app.forms import Form
from app.inventory import actions
from app.inventory import queries as inventory
from app.inventory.models import Stock
from app.web import needs

from .paging import page_asked

bp = Blueprint("stock", __name__, url_prefix="/stock")

PAGE = 100
MOST = 10_000
WHOLE = _l("Tulis jumlahnya sebagai bilangan bulat.")


class ReceiveForm(Form):
    quantity = IntegerField(
        _l("Jumlah yang datang"),
        [InputRequired(WHOLE), NumberRange(1, MOST, _l("Antara %(min)s dan %(max)s."))],
        render_kw={"inputmode": "numeric", "min": 1},
    )
    reason = StringField(
        _l("Catatan"), [Length(max=200)], description=_l("Misalnya: dari Bu Melati, selesai dijemur.")
    )


class AdjustForm(Form):
    difference = IntegerField(
        _l("Selisih"),
        [InputRequired(WHOLE), NumberRange(-MOST, MOST, _l("Antara %(min)s dan %(max)s."))],
        description=_l("Minus bila kurang dari catatan: -1 berarti satu lembar hilang."),
    )
    reason = StringField(_l("Alasan"), [DataRequired(_l("Tulis alasannya.")), Length(max=200)])


@bp.get("")
@needs(Permission.MOVE_STOCK)
def browse() -> str:
    q, low = " ".join(request.args.get("q", "")[:100].split()), request.args.get("low") == "1"
    page = page_asked()
    rows = db.session.execute(wanted(q, low).limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    return render_template(
        "admin/stock/browse.html", rows=rows[:PAGE], more=len(rows) > PAGE, page=page, q=q, low=low
    )


@bp.get("/<int:variant_id>")
@needs(Permission.MOVE_STOCK)
def show(variant_id: int) -> str:
    return ledger(find_variant(variant_id))


@bp.post("/<int:variant_id>/receive")
@needs(Permission.MOVE_STOCK)
def receive(variant_id: int) -> tuple[str, int] | Response:
    variant, form = find_variant(variant_id), ReceiveForm()
    if not form.validate():
        return ledger(variant, receive=form), 422
    actions.receive(variant, form.quantity.data, by=current_user.email, reason=form.reason.data or "")
    note("receive", variant, form.quantity.data, form.reason.data)
    db.session.commit()
    flash(_("Tercatat: %(count)s lembar masuk.", count=form.quantity.data), "done")
    return redirect(url_for(".show", variant_id=variant_id), 303)


@bp.post("/<int:variant_id>/adjust")
@needs(Permission.MOVE_STOCK)
def adjust(variant_id: int) -> tuple[str, int] | Response:
    variant, form = find_variant(variant_id), AdjustForm()
    if not form.validate():
        return ledger(variant, adjust=form), 422
    actions.adjust(variant, form.difference.data, by=current_user.email, reason=form.reason.data)
    note("adjust", variant, form.difference.data, form.reason.data)
    db.session.commit()
    flash(_("Jumlahnya dikoreksi."), "done")
    return redirect(url_for(".show", variant_id=variant_id), 303)


def wanted(q: str, low: bool) -> sa.Select[Variant, int, int, datetime]:
    rows = inventory.tracked()
    if q:
        found = [column.icontains(q, autoescape=True) for column in (Product.title_id, Variant.sku)]
        rows = rows.where(sa.or_(*found))
    if low:
        rows = rows.where(Variant.id.in_(inventory.low().with_only_columns(Stock.variant_id).order_by(None)))
    return rows


def find_variant(variant_id: int) -> Variant:
    """A variant of which pieces are counted."""
    variant = db.session.get(Variant, variant_id, options=[joinedload(Variant.product)])
    if variant is None or variant.product.stock_model is StockModel.MADE_TO_ORDER:
        abort(404)
    return variant


def ledger(variant: Variant, **filled: Form) -> str:
    """A variant's movements, with the form that was filled in wrongly, if any, as it was filled in."""
    page = page_asked()
    moves = inventory.movements_of(variant.id).limit(PAGE + 1).offset((page - 1) * PAGE)
    movements = db.session.scalars(moves).all()
    forms = {
        "receive": filled.get("receive") or ReceiveForm(formdata=None),
        "adjust": filled.get("adjust") or AdjustForm(formdata=None),
    }
    for name, form in forms.items():
        for field in form:
            field.id = field.label.field_id = f"{name}-{field.name}"
    return render_template(
        "admin/stock/show.html",
        variant=variant,
        row=db.session.execute(inventory.tracked().where(Variant.id == variant.id)).first(),
        ever_moved=bool(movements),
        movements=movements[:PAGE],
        more=len(movements) > PAGE,
        page=page,
        forms=forms,
    )


def note(action: str, variant: Variant, quantity: int, reason: str | None) -> None:
    """Into the book of who changed what."""
    details = {"sku": variant.sku, "quantity": quantity, "reason": reason or ""}
    record(
        by=current_user.email,
        action=action,
        subject="product",
        subject_id=variant.product_id,
        details=details,
    )
