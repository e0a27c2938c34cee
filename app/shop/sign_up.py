"""Signing up. What is answered never tells whether somebody has an account: see "Who has an account" in docs/design.md.

With a mail server the address comes first, and the rest once its owner has opened the link that was sent there.
"""

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse
from wtforms import EmailField, StringField
from wtforms.validators import DataRequired, Length

from app.accounts import actions, emails
from app.accounts.passwords import WeakPassword
from app.db import db
from app.fields import an_email, new_password
from app.forms import Form
from app.languages import locale
from app.notifications import actions as notifications

from .account import renew_session
from .basket import share_basket

bp = Blueprint("sign_up", __name__, url_prefix="/daftar")


class AddressForm(Form):
    email = EmailField(
        _l("Surel"),
        [DataRequired(_l("Tulis alamat surel Anda.")), Length(max=254), an_email],
        render_kw={"autocomplete": "username"},
    )


class PersonForm(Form):
    name = StringField(
        _l("Nama"),
        [DataRequired(_l("Tulis nama Anda.")), Length(max=100)],
        render_kw={"autocomplete": "name"},
    )
    password = new_password(_l("Kata sandi"))


class SignUpForm(AddressForm, PersonForm):
    """All at once, for a shop that cannot write to the address."""


@bp.after_request
def keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("")
def show() -> str | BaseResponse:
    if current_user.is_authenticated:
        return redirect(url_for("shop.account.show"), 303)
    return page(form_to_fill(formdata=None))


@bp.post("")
def join() -> tuple[str, int] | BaseResponse:
    form = form_to_fill()
    if not form.validate():
        return page(form), 422
    if isinstance(form, SignUpForm):
        said = (form.name.data, form.email.data, form.password.data)
        actions.sign_up(*said, locale=locale(), address=request.remote_addr)
        flash(_("Terima kasih. Silakan masuk dengan surel dan kata sandi Anda."), "done")
    else:
        actions.count_sign_up(form.email.data, address=request.remote_addr)
        notifications.invite(form.email.data, locale=locale())
        flash(_("Kami mengirim surel ke %(email)s. Buka tautan di dalamnya.", email=form.email.data), "done")
    db.session.commit()
    return redirect(url_for("shop.account.sign_in"), 303)


@bp.get("/<sealed>")
def confirm(sealed: str) -> str:
    """The page that the link in the mail opens."""
    email = emails.unseal(sealed)
    form = PersonForm(formdata=None)
    return render_template("shop/sign_up/confirm.html", form=form, email=email, sealed=sealed)


@bp.post("/<sealed>")
def finish(sealed: str) -> tuple[str, int] | BaseResponse:
    email, form = emails.unseal(sealed), PersonForm()
    user = None
    if form.validate():
        try:
            user = actions.join(form.name.data, email, form.password.data, locale=locale())
            if user:
                share_basket(user)
            db.session.commit()
        except WeakPassword as error:
            form.password.errors = [error.message]
    if form.errors:
        return render_template("shop/sign_up/confirm.html", form=form, email=email, sealed=sealed), 422
    if user is None:
        flash(_("Alamat surel ini sudah punya akun. Silakan masuk."), "warn")
        return redirect(url_for("shop.account.sign_in"), 303)
    renew_session(user)
    return redirect(url_for("shop.account.show"), 303)


def form_to_fill(**given: object) -> AddressForm:
    return (AddressForm if current_app.config["MAIL_URL"] else SignUpForm)(**given)


def page(form: AddressForm) -> str:
    return render_template("shop/sign_up/show.html", form=form)
