"""Motifs: what each is called, what it means, and who says so."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.permissions import Permission
from app.catalog import actions, queries
from app.catalog.models import Motif
from app.db import db
from app.web import needs

from .forms.products import MotifForm

bp = Blueprint("motifs", __name__, url_prefix="/motifs")


@bp.get("")
@needs(Permission.EDIT_CATALOG)
def browse() -> str:
    motifs = db.session.scalars(queries.motifs()).all()
    return render_template("admin/motifs/browse.html", motifs=motifs)


@bp.get("/new")
@needs(Permission.EDIT_CATALOG)
def begin() -> str:
    return render_template("admin/motifs/begin.html", form=MotifForm(formdata=None))


@bp.post("")
@needs(Permission.EDIT_CATALOG)
def make() -> tuple[str, int] | BaseResponse:
    form = MotifForm()
    if not form.validate():
        return render_template("admin/motifs/begin.html", form=form), 422
    actions.make_motif(form.facts(), by=current_user.email)
    db.session.commit()
    flash(_("Motif tersimpan."), "done")
    return redirect(url_for(".browse"), 303)


@bp.get("/<int:motif_id>")
@needs(Permission.EDIT_CATALOG)
def edit(motif_id: int) -> str:
    motif = find_motif(motif_id)
    return render_template("admin/motifs/edit.html", motif=motif, form=filled(motif))


@bp.post("/<int:motif_id>")
@needs(Permission.EDIT_CATALOG)
def save(motif_id: int) -> tuple[str, int] | BaseResponse:
    motif, form = find_motif(motif_id), MotifForm()
    if not form.over(filled(motif)).validate():
        return render_template("admin/motifs/edit.html", motif=motif, form=form), 422
    actions.edit_motif(motif, form.facts(), by=current_user.email)
    db.session.commit()
    flash(_("Motif tersimpan."), "done")
    return redirect(url_for(".browse"), 303)


def filled(motif: Motif) -> MotifForm:
    return MotifForm(formdata=None, obj=motif)


def find_motif(motif_id: int) -> Motif:
    motif = db.session.get(Motif, motif_id)
    if motif is None:
        abort(404)
    return motif
