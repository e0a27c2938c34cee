"""Handing over: what somebody runs passes to another, in one step."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired

from app.accounts import actions as accounts
from app.accounts import queries
from app.accounts.models import Role, User
from app.accounts.permissions import Permission
from app.db import db
from app.exhibitions import handover
from app.forms import Form
from app.web import needs

bp = Blueprint("handover", __name__, url_prefix="/people/<int:user_id>/handover")

COOPERATIVE = 0


class HandoverForm(Form):
    to = SelectField(_l("Diserahkan kepada"), [InputRequired()], coerce=int)
    leaves = BooleanField(
        _l("Matikan juga akunnya"),
        description=_l("Ia keluar dari semua perangkat dan tidak bisa masuk lagi; catatannya tetap ada."),
    )

    def offer(self, giver: User) -> "HandoverForm":
        """Offer the cooperative, and whoever else may run fairs."""
        staff = queries.by_role(Role.OFFICER, Role.ADMIN).where(User.active, User.id != giver.id)
        others = ((user.id, user.name) for user in db.session.scalars(staff))
        self.to.choices = [(COOPERATIVE, _l("Koperasi: semua pengurus")), *others]
        return self


@bp.get("")
@needs(Permission.MANAGE_PEOPLE)
def show(user_id: int) -> str:
    person = db.get_or_404(User, user_id)
    return page_of(person, HandoverForm(formdata=None).offer(person))


@bp.post("")
@needs(Permission.MANAGE_PEOPLE)
def give(user_id: int) -> tuple[str, int] | Response:
    person = db.get_or_404(User, user_id)
    form = HandoverForm().offer(person)
    if not form.validate():
        return page_of(person, form), 422
    to = db.session.get(User, form.to.data) if form.to.data else None
    handover.hand_over(person, to, by=current_user.email)
    if form.leaves.data and person.active:
        accounts.switch_off(person, by=current_user.email)
    db.session.commit()
    flash(_("Semuanya sudah diserahkan kepada %(name)s.", name=to.name if to else _("koperasi")), "done")
    return redirect(url_for("admin.people.show", user_id=user_id), 303)


def page_of(person: User, form: HandoverForm) -> str:
    held = handover.holding_of(person)
    return render_template("admin/handover/show.html", person=person, form=form, held=held)
