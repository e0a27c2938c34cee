"""Signing in and out, and what a customer has ordered."""

import json

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user, login_user
from werkzeug.wrappers import Response as BaseResponse
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import DataRequired, Length

from app.accounts import actions, queries, samples
from app.accounts.actions import WrongPassword
from app.accounts.models import User
from app.accounts.passwords import WeakPassword
from app.accounts.permissions import Permission, allows, is_staff
from app.db import db
from app.fields import new_password
from app.forms import Form
from app.makers import queries as makers
from app.orders import queries as orders
from app.web import safe_next, session_over, to_sign_in, url_in

from .basket import share_basket

bp = Blueprint("account", __name__)

# What a visitor gathered before signing in, and takes along.
TAKEN_ALONG = ("basket", "orders")
MOST_ORDERS = 100


class SignInForm(Form):
    email = EmailField(
        _l("Surel"),
        [DataRequired(_l("Tulis alamat surel Anda.")), Length(max=254)],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Kata sandi"),
        [DataRequired(_l("Tulis kata sandi Anda."))],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()

    @property
    def wrong(self) -> str:
        return " ".join(str(error) for errors in self.errors.values() for error in errors)


class PasswordForm(Form):
    old = PasswordField(
        _l("Kata sandi sekarang"),
        [DataRequired(_l("Tulis kata sandi Anda sekarang."))],
        render_kw={"autocomplete": "current-password"},
    )
    password = new_password(_l("Kata sandi baru"))


@bp.after_request
def keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/akun")
def show() -> str | BaseResponse:
    if not current_user.is_authenticated:
        return to_sign_in()
    mine = db.session.scalars(orders.of_customer(current_user).limit(MOST_ORDERS)).all()
    role = current_user.role
    return render_template(
        "shop/account/show.html",
        orders=mine,
        is_staff=is_staff(role),
        tells_story=has_story(current_user),
    )


@bp.get("/masuk")
def sign_in() -> str | BaseResponse:
    if current_user.is_authenticated:
        return redirect(way_in(current_user), 303)
    form = SignInForm(formdata=None, data={"next": request.args.get("next", "")})
    return render_template("shop/account/sign_in.html", form=form, samples=sample_sign_ins())


@bp.post("/masuk")
def begin_session() -> tuple[str, int] | BaseResponse:
    form = SignInForm()
    user = who_signs_in(form)
    if user is None:
        return render_template("shop/account/sign_in.html", form=form, samples=sample_sign_ins()), 422
    renew_session(user)
    return redirect(safe_next(form.next.data, way_in(user)), 303)


@bp.post("/masuk/lagi")
def begin_again() -> tuple[str, int] | str:
    """Sign in again for a form that was sent after the session had ended, and offer to send it now."""
    form, fields = SignInForm(), request.form.get("fields", "")
    address = safe_next(form.next.data, url_for(".show"))
    user = who_signs_in(form)
    if user is None:
        return session_over(fields, address, form.wrong)[0], 422
    renew_session(user)
    return render_template("shop/account/begin_again.html", fields=pairs_of(fields), address=address)


@bp.post("/keluar")
def sign_out() -> BaseResponse:
    if current_user.is_authenticated:
        actions.sign_out(current_user)
        db.session.commit()
    session.clear()
    flash(_("Anda sudah keluar."), "success")
    return redirect(url_for("shop.home.show"), 303)


@bp.get("/akun/sandi")
def password() -> str | BaseResponse:
    if not current_user.is_authenticated:
        return to_sign_in()
    return render_template("shop/account/password.html", form=PasswordForm(formdata=None))


@bp.post("/akun/sandi")
def change_password() -> tuple[str, int] | BaseResponse:
    if not current_user.is_authenticated:
        abort(403)
    form = PasswordForm()
    if form.validate() and _changed(current_user, form):
        renew_session(current_user)
        flash(_("Kata sandi sudah diganti. Di perangkat lain Anda perlu masuk lagi."), "success")
        return redirect(url_for(".show"), 303)
    return render_template("shop/account/password.html", form=form), 422


def _changed(user: User, form: PasswordForm) -> bool:
    """Change the password; a wrong one counts too, so the try is committed either way."""
    try:
        actions.change_password(user, form.old.data, form.password.data)
    except WrongPassword as error:
        form.old.errors = [error.message]
    except WeakPassword as error:
        form.password.errors = [error.message]
    db.session.commit()
    return not form.errors


def who_signs_in(form: SignInForm) -> User | None:
    """The one whose address and password were filled in; None when they are nobody's, which the form then says."""
    if not form.validate():
        return None
    user = actions.sign_in(form.email.data, form.password.data, address=request.remote_addr)
    if user:
        share_basket(user)
    db.session.commit()
    if user is None:
        form.password.errors = [_("Surel atau kata sandi tidak cocok.")]
    return user


def pairs_of(fields: str) -> list[tuple[str, str]] | None:
    """The names and values that `web.typed` put into one text; None when they were files."""
    try:
        return [(str(name), str(value)) for name, value in json.loads(fields)] if fields else None
    except (ValueError, TypeError):
        abort(400)


def renew_session(user: User) -> None:
    """Begin a session of one's own: nothing that somebody put into the former one comes along but the basket."""
    taken = {key: session[key] for key in TAKEN_ALONG if key in session}
    session.clear()
    session.update(taken)
    session.permanent = True
    login_user(user)


def way_in(user: User) -> str:
    """Where somebody goes who signs in for no page in particular, in the language that he prefers."""
    if is_staff(user.role):
        return url_in(user.locale, "admin.today.show")
    return url_in(user.locale, "shop.story.show" if has_story(user) else "shop.account.show")


def has_story(user: User) -> bool:
    """Has a maker's account been tied to her profile yet?"""
    may = allows(user.role, Permission.TELL_OWN_STORY)
    return may and db.session.scalar(makers.of_user(user)) is not None


def sample_sign_ins() -> list[tuple[User, str]]:
    """The sample village's sign-ins with their password, where everybody may know them."""
    if current_app.config["ENVIRONMENT"] != "demo":
        return []
    return [(user, samples.PASSWORD) for user in db.session.scalars(queries.samples())]
