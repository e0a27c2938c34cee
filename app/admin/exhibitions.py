"""Fairs: an officer's own, or all of them for an admin; when, where, what they cost, and what is next."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app import clock
from app.accounts.models import Role
from app.accounts.permissions import Permission
from app.db import db
from app.exhibitions import actions, queries
from app.exhibitions.models import Exhibition
from app.web import needs

from .forms.exhibitions import CostForm, FairForm, OfficerForm
from .paging import page_asked

bp = Blueprint("exhibitions", __name__, url_prefix="/exhibitions")

PAGE = 50
Answer = tuple[str, int] | Response


@bp.get("")
@needs(Permission.RUN_FAIRS)
def browse() -> str:
    page = page_asked()
    fairs = queries.seen_by(current_user).limit(PAGE + 1).offset((page - 1) * PAGE)
    found = db.session.scalars(fairs).all()
    counts = queries.out_of([fair.id for fair in found])
    return render_template(
        "admin/exhibitions/browse.html", fairs=found[:PAGE], out=counts, page=page, more=len(found) > PAGE
    )


@bp.get("/new")
@needs(Permission.RUN_FAIRS)
def begin() -> str:
    return render_template("admin/exhibitions/begin.html", form=FairForm(formdata=None))


@bp.post("")
@needs(Permission.RUN_FAIRS)
def make() -> Answer:
    """Plan a fair; an officer who plans one runs it."""
    form = FairForm()
    if not form.validate():
        return render_template("admin/exhibitions/begin.html", form=form), 422
    fair = actions.plan(form.facts(), by=current_user.email)
    if current_user.role is Role.OFFICER:
        actions.appoint(fair, current_user, by=current_user.email)
    db.session.commit()
    flash(_("Pameran tersimpan. Kemas kain yang akan dibawa."), "done")
    return back_to(fair)


@bp.get("/<int:exhibition_id>")
@needs(Permission.RUN_FAIRS)
def show(exhibition_id: int) -> str:
    return page_of(find_fair(exhibition_id))


@bp.get("/<int:exhibition_id>/edit")
@needs(Permission.RUN_FAIRS)
def edit(exhibition_id: int) -> str:
    fair = find_fair(exhibition_id)
    return render_template("admin/exhibitions/edit.html", fair=fair, form=filled(fair))


@bp.post("/<int:exhibition_id>/edit")
@needs(Permission.RUN_FAIRS)
def save(exhibition_id: int) -> Answer:
    fair, form = find_fair(exhibition_id), FairForm()
    if not form.over(filled(fair)).validate():
        return render_template("admin/exhibitions/edit.html", fair=fair, form=form), 422
    actions.edit(fair, form.facts(), by=current_user.email)
    db.session.commit()
    flash(_("Tersimpan."), "done")
    return back_to(fair)


@bp.post("/<int:exhibition_id>/publish")
@needs(Permission.MANAGE_FAIRS)
def publish(exhibition_id: int) -> Response:
    fair = find_fair(exhibition_id)
    actions.publish(fair, True, by=current_user.email)
    db.session.commit()
    flash(_("Pengunjung toko sekarang melihat pameran ini."), "done")
    return back_to(fair)


@bp.post("/<int:exhibition_id>/withdraw")
@needs(Permission.MANAGE_FAIRS)
def withdraw(exhibition_id: int) -> Response:
    fair = find_fair(exhibition_id)
    actions.publish(fair, False, by=current_user.email)
    db.session.commit()
    flash(_("Pameran ini tidak tampil lagi di toko."), "done")
    return back_to(fair)


@bp.post("/<int:exhibition_id>/open")
@needs(Permission.RUN_FAIRS)
def open_up(exhibition_id: int) -> Response:
    fair = find_fair(exhibition_id)
    actions.open_up(fair, by=current_user.email)
    db.session.commit()
    flash(_("Stan dibuka."), "done")
    return back_to(fair)


@bp.post("/<int:exhibition_id>/close")
@needs(Permission.RUN_FAIRS)
def close(exhibition_id: int) -> Response:
    fair = find_fair(exhibition_id)
    actions.close(fair, by=current_user.email)
    db.session.commit()
    flash(_("Pameran ditutup, dan semua kainnya terhitung."), "done")
    return back_to(fair)


@bp.post("/<int:exhibition_id>/costs")
@needs(Permission.RUN_FAIRS)
def spend(exhibition_id: int) -> Answer:
    fair, form = find_fair(exhibition_id), CostForm()
    if not form.validate():
        return page_of(fair, cost=form), 422
    told = {"spent_on": form.spent_on.data, "note": form.note.data or ""}
    actions.spend(fair, form.kind.data, form.cost(), by=current_user.email, **told)
    db.session.commit()
    flash(_("Biaya tercatat."), "done")
    return redirect(url_for(".show", exhibition_id=fair.id, _anchor="biaya"), 303)


def filled(fair: Exhibition) -> FairForm:
    form = FairForm(formdata=None, obj=fair)
    form.target.data = fair.target or None
    return form


def find_fair(exhibition_id: int) -> Exhibition:
    """A fair that is this person's to see; others' are not there."""
    fair = db.session.scalar(queries.whole(exhibition_id, current_user))
    if fair is None:
        abort(404)
    return fair


def page_of(fair: Exhibition, *, cost: CostForm | None = None) -> str:
    """A fair's page, with the cost that was filled in wrongly, if any, as it was filled in."""
    return render_template(
        "admin/exhibitions/show.html",
        fair=fair,
        cost=cost or CostForm(formdata=None, data={"spent_on": clock.today()}),
        officers=OfficerForm(formdata=None).offer({officer.user_id for officer in fair.officers}),
        today=clock.today(),
    )


def back_to(fair: Exhibition) -> Response:
    return redirect(url_for("admin.exhibitions.show", exhibition_id=fair.id), 303)
