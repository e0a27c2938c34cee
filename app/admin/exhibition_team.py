"""Who runs a fair."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.db import db
from app.exhibitions import actions
from app.web import needs

from .exhibitions import find_fair
from .forms.exhibitions import OfficerForm

bp = Blueprint("exhibition_team", __name__, url_prefix="/exhibitions/<int:exhibition_id>/officers")


@bp.post("")
@needs(Permission.MANAGE_FAIRS)
def appoint(exhibition_id: int) -> Response:
    fair = find_fair(exhibition_id)
    form = OfficerForm().offer(set())
    if form.validate():
        actions.appoint(fair, db.session.get_one(User, form.user.data), by=current_user.email)
        flash(_("Petugas ditambahkan."), "done")
    db.session.commit()
    return to_officers(exhibition_id)


@bp.post("/<int:user_id>/dismiss")
@needs(Permission.MANAGE_FAIRS)
def dismiss(exhibition_id: int, user_id: int) -> Response:
    fair = find_fair(exhibition_id)
    actions.dismiss(fair, user_id, by=current_user.email)
    db.session.commit()
    flash(_("Ia tidak mengurus pameran ini lagi."), "done")
    return to_officers(exhibition_id)


def to_officers(exhibition_id: int) -> Response:
    return redirect(url_for("admin.exhibitions.show", exhibition_id=exhibition_id, _anchor="petugas"), 303)
