"""Who may sign in, and as what."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from app.accounts import actions, queries
from app.accounts.actions import EmailTaken
from app.accounts.models import Role, User
from app.accounts.permissions import Permission
from app.db import db
from app.exhibitions import handover
from app.fields import an_email, choices_of, new_password
from app.forms import Form
from app.web import needs
from app.words import ROLE

from .paging import page_asked

bp = Blueprint("people", __name__, url_prefix="/people")

PAGE = 100
# Customers make their own accounts.
STAFF_AND_MAKERS = {role: word for role, word in ROLE.items() if role is not Role.CUSTOMER}


class PersonForm(Form):
    name = StringField(_l("Nama"), [DataRequired(_l("Tulis namanya.")), Length(max=100)])
    email = EmailField(
        _l("Surel"),
        [DataRequired(_l("Tulis alamat surelnya.")), Length(max=254), an_email],
        render_kw={"autocomplete": "off"},
    )
    role = SelectField(_l("Peran"), [DataRequired()], choices=choices_of(STAFF_AND_MAKERS))
    password = new_password(_l("Kata sandi pertama"))


class RoleForm(Form):
    role = SelectField(_l("Peran"), [DataRequired()], choices=choices_of(ROLE))


class PasswordForm(Form):
    password = new_password(_l("Kata sandi baru"))


@bp.get("")
@needs(Permission.MANAGE_PEOPLE)
def browse() -> str:
    page = page_asked()
    found = db.session.scalars(queries.everybody().limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    return render_template("admin/people/browse.html", people=found[:PAGE], page=page, more=len(found) > PAGE)


@bp.get("/new")
@needs(Permission.MANAGE_PEOPLE)
def begin() -> str:
    return render_template("admin/people/begin.html", form=PersonForm(formdata=None))


@bp.post("")
@needs(Permission.MANAGE_PEOPLE)
def make() -> tuple[str, int] | Response:
    form = PersonForm()
    user = _made(form) if form.validate() else None
    if user is None:
        return render_template("admin/people/begin.html", form=form), 422
    db.session.commit()
    flash(
        _("Akun %(name)s siap. Sampaikan kata sandi pertamanya, dan minta ia menggantinya.", name=user.name),
        "success",
    )
    return redirect(url_for(".show", user_id=user.id), 303)


def _made(form: PersonForm) -> User | None:
    said = (form.name.data, form.email.data, form.password.data)
    try:
        return actions.make_staff(*said, role=Role(form.role.data), by=current_user.email)
    except EmailTaken as error:
        form.email.errors = [error.message]
        return None


@bp.get("/<int:user_id>")
@needs(Permission.MANAGE_PEOPLE)
def show(user_id: int) -> str:
    person = db.get_or_404(User, user_id)
    roles = RoleForm(formdata=None, data={"role": person.role.value})
    return page_of(person, roles, PasswordForm(formdata=None))


def page_of(person: User, roles: RoleForm, passwords: PasswordForm) -> str:
    held = handover.holding_of(person)
    return render_template(
        "admin/people/show.html", person=person, roles=roles, passwords=passwords, held=held
    )


@bp.post("/<int:user_id>/role")
@needs(Permission.MANAGE_PEOPLE)
def change_role(user_id: int) -> tuple[str, int] | Response:
    person, form = db.get_or_404(User, user_id), RoleForm()
    if not form.validate():
        return page_of(person, form, PasswordForm(formdata=None)), 422
    actions.change_role(person, Role(form.role.data), by=current_user.email)
    db.session.commit()
    flash(_("Peran %(name)s sudah diubah.", name=person.name), "success")
    return redirect(url_for(".show", user_id=user_id), 303)


@bp.post("/<int:user_id>/password")
@needs(Permission.MANAGE_PEOPLE)
def give_password(user_id: int) -> tuple[str, int] | Response:
    person, form = db.get_or_404(User, user_id), PasswordForm()
    if not form.validate():
        roles = RoleForm(formdata=None, data={"role": person.role.value})
        return page_of(person, roles, form), 422
    actions.give_password(person, form.password.data, by=current_user.email)
    db.session.commit()
    flash(_("Kata sandi %(name)s sudah diganti. Sampaikan langsung kepadanya.", name=person.name), "success")
    return redirect(url_for(".show", user_id=user_id), 303)


@bp.post("/<int:user_id>/off")
@needs(Permission.MANAGE_PEOPLE)
def switch_off(user_id: int) -> Response:
    person = db.get_or_404(User, user_id)
    actions.switch_off(person, by=current_user.email)
    db.session.commit()
    flash(_("%(name)s tidak bisa masuk lagi.", name=person.name), "success")
    return redirect(url_for(".show", user_id=user_id), 303)


@bp.post("/<int:user_id>/on")
@needs(Permission.MANAGE_PEOPLE)
def switch_on(user_id: int) -> Response:
    person = db.get_or_404(User, user_id)
    actions.switch_on(person, by=current_user.email)
    db.session.commit()
    flash(_("%(name)s bisa masuk lagi.", name=person.name), "success")
    return redirect(url_for(".show", user_id=user_id), 303)
