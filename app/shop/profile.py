"""What an account says of its owner: to be corrected, taken along, and deleted."""

import json

from flask import Blueprint, Response, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse
from wtforms import Field, PasswordField, SelectField, StringField, TelField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app import clock
from app.accounts import actions
from app.accounts.actions import WrongPassword
from app.checkout_form import NAME, PHONE, a_phone, one_line
from app.db import db
from app.forms import Form
from app.phones import show_phone
from app.web import signed_in

from .own_data import everything_about, leave

bp = Blueprint("profile", __name__, url_prefix="/akun")


class ProfileForm(Form):
    name = StringField(
        _l("Nama"),
        [DataRequired(_l("Tulis nama Anda.")), Length(max=NAME)],
        filters=[one_line],
        render_kw={"autocomplete": "name"},
    )
    phone = TelField(
        _l("Nomor telepon / WhatsApp"),
        [Optional(), Length(max=PHONE), a_phone],
        filters=[one_line],
        render_kw={"autocomplete": "tel"},
    )
    language = SelectField(
        _l("Bahasa"),
        [InputRequired()],
        choices=[SelectChoice("id", "Bahasa Indonesia"), SelectChoice("en", "English")],
        description=_l("Toko terbuka dalam bahasa ini setelah Anda masuk."),
    )
    number = ""


def it_is_me(form: Form, field: Field) -> None:
    """Accept only the password of who is signed in; a wrong one counts as a try."""
    try:
        actions.prove(current_user, field.data)
    except WrongPassword as error:
        raise ValidationError(error.message) from None


class LeaveForm(Form):
    password = PasswordField(
        _l("Kata sandi sekarang"),
        [DataRequired(_l("Tulis kata sandi Anda sekarang.")), it_is_me],
        render_kw={"autocomplete": "current-password"},
    )


bp.before_request(signed_in)


@bp.after_request
def keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/profil")
def edit() -> str:
    user = current_user
    known = {"name": user.name, "phone": show_phone(user.phone), "language": user.locale}
    return render_template("shop/profile/edit.html", form=ProfileForm(formdata=None, data=known))


@bp.post("/profil")
def save() -> tuple[str, int] | BaseResponse:
    form = ProfileForm()
    if not form.validate():
        return render_template("shop/profile/edit.html", form=form), 422
    said = {"name": form.name.data, "phone": form.number, "locale": form.language.data}
    actions.edit_profile(current_user, **said)
    db.session.commit()
    flash(_("Tersimpan."), "done")
    return redirect(url_for("shop.account.show"), 303)


@bp.get("/data.json")
def download() -> Response:
    """All that is kept of who is signed in, as a file."""
    told = everything_about(current_user._get_current_object())
    text = json.dumps(told, ensure_ascii=False, indent=2)
    response = Response(text, mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="data-{clock.today()}.json"'
    return response


@bp.get("/hapus")
def ask() -> str:
    return render_template("shop/profile/ask.html", form=LeaveForm(formdata=None))


@bp.post("/hapus")
def delete() -> tuple[str, int] | BaseResponse:
    form = LeaveForm()
    complete = form.validate()
    if complete:
        leave(current_user._get_current_object())
    db.session.commit()
    if not complete:
        return render_template("shop/profile/ask.html", form=form), 422
    session.clear()
    flash(_("Akun Anda sudah dihapus."), "done")
    return redirect(url_for("shop.account.sign_in"), 303)
