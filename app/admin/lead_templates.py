"""Messages that admins write for officers, to be sent to people met at fairs."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts.permissions import Permission
from app.db import db
from app.leads import actions, queries
from app.leads.models import LeadTemplate
from app.web import needs

from .forms.leads import TemplateForm

bp = Blueprint("lead_templates", __name__, url_prefix="/leads/templates")

Answer = tuple[str, int] | Response


@bp.get("")
@needs(Permission.MANAGE_FAIRS)
def browse() -> str:
    found = db.session.scalars(queries.templates()).all()
    return render_template("admin/lead_templates/browse.html", templates=found)


@bp.get("/new")
@needs(Permission.MANAGE_FAIRS)
def begin() -> str:
    return render_template("admin/lead_templates/begin.html", form=TemplateForm(formdata=None))


@bp.post("/new")
@needs(Permission.MANAGE_FAIRS)
def make() -> Answer:
    form = TemplateForm()
    if not form.validate():
        return render_template("admin/lead_templates/begin.html", form=form), 422
    actions.write_template(form.words(), by=current_user.email)
    db.session.commit()
    flash(_("Tersimpan."), "done")
    return redirect(url_for(".browse"), 303)


@bp.get("/<int:template_id>")
@needs(Permission.MANAGE_FAIRS)
def edit(template_id: int) -> str:
    template = db.get_or_404(LeadTemplate, template_id)
    return render_template("admin/lead_templates/edit.html", template=template, form=filled(template))


@bp.post("/<int:template_id>")
@needs(Permission.MANAGE_FAIRS)
def save(template_id: int) -> Answer:
    template, form = db.get_or_404(LeadTemplate, template_id), TemplateForm()
    if not form.over(filled(template)).validate():
        return render_template("admin/lead_templates/edit.html", template=template, form=form), 422
    actions.write_template(form.words(), template, by=current_user.email)
    db.session.commit()
    flash(_("Tersimpan."), "done")
    return redirect(url_for(".browse"), 303)


def filled(template: LeadTemplate) -> TemplateForm:
    return TemplateForm(formdata=None, obj=template)
