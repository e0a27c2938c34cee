"""Vouchers: made, limited, switched off, and what they took off."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app import clock
from app.accounts.permissions import Permission
from app.db import db
from app.orders import queries as orders
from app.promotions import actions, queries
from app.promotions.actions import CodeTaken, NotUsable
from app.promotions.models import Voucher
from app.web import needs

from .forms.campaigns import RulesForm, VoucherForm
from .paging import page_asked

bp = Blueprint("vouchers", __name__, url_prefix="/vouchers")

PAGE = 100
Answer = tuple[str, int] | Response


@bp.get("")
@needs(Permission.GIVE_VOUCHERS)
def browse() -> str:
    page = page_asked()
    found = db.session.scalars(queries.listed().limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    return render_template(
        "admin/vouchers/browse.html",
        vouchers=found[:PAGE],
        page=page,
        more=len(found) > PAGE,
        today=clock.today(),
    )


@bp.get("/new")
@needs(Permission.GIVE_VOUCHERS)
def begin() -> str:
    known = {"first_day": clock.today(), "campaign_id": request.args.get("campaign", 0, int)}
    return render_template("admin/vouchers/begin.html", form=VoucherForm(formdata=None, data=known))


@bp.post("")
@needs(Permission.GIVE_VOUCHERS)
def make() -> Answer:
    form = VoucherForm()
    voucher = made(form) if form.validate() else None
    if voucher is None:
        return render_template("admin/vouchers/begin.html", form=form), 422
    db.session.commit()
    flash(_("Voucher %(code)s siap dipakai.", code=voucher.code), "done")
    return redirect(url_for(".show", voucher_id=voucher.id), 303)


def made(form: VoucherForm) -> Voucher | None:
    try:
        return actions.make(form.code.data or "", form.rules(), by=current_user.email, **form.off())
    except CodeTaken as error:
        form.code.errors = [error.message]
        return None


@bp.get("/<int:voucher_id>")
@needs(Permission.GIVE_VOUCHERS)
def show(voucher_id: int) -> str:
    voucher = db.get_or_404(Voucher, voucher_id)
    return page_of(voucher, filled(voucher))


@bp.post("/<int:voucher_id>")
@needs(Permission.GIVE_VOUCHERS)
def save(voucher_id: int) -> Answer:
    voucher, form = db.get_or_404(Voucher, voucher_id), RulesForm()
    if not form.over(filled(voucher)).validate() or not changed(voucher, form):
        return page_of(voucher, form), 422
    db.session.commit()
    flash(_("Tersimpan."), "done")
    return redirect(url_for(".show", voucher_id=voucher_id), 303)


def filled(voucher: Voucher) -> RulesForm:
    form = RulesForm(formdata=None, obj=voucher)
    form.minimum.data = voucher.minimum or None
    return form


def changed(voucher: Voucher, form: RulesForm) -> bool:
    try:
        actions.change(voucher, form.rules(), by=current_user.email)
    except NotUsable as error:
        form.most_uses.errors = [error.message]
        return False
    return True


def page_of(voucher: Voucher, form: RulesForm) -> str:
    used_by = db.session.scalars(orders.with_voucher(voucher.id).limit(PAGE)).all()
    return render_template("admin/vouchers/show.html", voucher=voucher, form=form, orders=used_by)
