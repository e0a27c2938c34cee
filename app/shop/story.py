"""A maker's own story and her consents: what is public about her, and the tap that ends it."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.accounts.permissions import Permission
from app.db import db
from app.forms import Form
from app.makers import actions, consents
from app.makers import queries as makers
from app.makers.models import Maker, Use
from app.publicity import queries as publicity
from app.web import guard, needs, send_picture

bp = Blueprint("story", __name__, url_prefix="/akun/cerita")
bp.before_request(guard)

LATEST = 50


class StoryForm(Form):
    pseudonym = StringField(
        _l("Nama panggilan di toko"),
        [DataRequired(_l("Pilih nama panggilan.")), Length(max=60)],
        description=_l("Nama ini yang dibaca orang selama Anda tidak menyetujui nama asli."),
    )
    quote_id = StringField(_l("Satu kalimat dari Anda"), [Length(max=200)])
    quote_en = StringField(_l("Kalimat itu dalam bahasa Inggris"), [Length(max=200)])
    story_id = TextAreaField(_l("Cerita Anda"), [Length(max=6000)], render_kw={"rows": 12})
    story_en = TextAreaField(
        _l("Cerita Anda dalam bahasa Inggris"), [Length(max=6000)], render_kw={"rows": 12}
    )


@bp.after_request
def keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("")
@needs(Permission.TELL_OWN_STORY)
def show() -> str:
    maker = own()
    return render_template(
        "shop/story/show.html",
        maker=maker,
        known=makers.public(maker),
        terms=consents.TERMS,
        switches=switches(maker),
        any_live=bool(makers.live_consents(maker)),
        shown_in=db.session.scalars(publicity.of_maker(maker).limit(LATEST)).all(),
    )


@bp.get("/ubah")
@needs(Permission.TELL_OWN_STORY)
def edit() -> str:
    return render_template("shop/story/edit.html", form=StoryForm(formdata=None, obj=own()))


@bp.post("/ubah")
@needs(Permission.TELL_OWN_STORY)
def save() -> tuple[str, int] | BaseResponse:
    maker, form = own(), StoryForm()
    if not form.validate():
        return render_template("shop/story/edit.html", form=form), 422
    said = {name: (text or "").replace("\r\n", "\n").strip() for name, text in form.data.items()}
    changed = actions.edit(maker, by=current_user.email, **said)
    db.session.commit()
    if changed & actions.TEXTS:
        flash(_("Tersimpan. Baca sekali lagi di bawah ini, lalu setujui supaya tampil di toko."), "success")
    return redirect(url_for(".show"), 303)


@bp.post("/setuju/<use>")
@needs(Permission.TELL_OWN_STORY)
def give(use: str) -> BaseResponse:
    actions.give_consent(
        own(),
        a_use(use),
        wording=consents.wording(a_use(use)),
        channel=actions.OWN,
        by=current_user.email,
        seen=request.form.get("seen", ""),
    )
    db.session.commit()
    flash(_("Terima kasih. Persetujuan Anda dicatat."), "success")
    return redirect(url_for(".show"), 303)


@bp.post("/cabut/<use>")
@needs(Permission.TELL_OWN_STORY)
def withdraw(use: str) -> BaseResponse:
    actions.withdraw(own(), a_use(use), by=current_user.email)
    db.session.commit()
    flash(_("Sudah dicabut: mulai sekarang tidak tampil lagi."), "success")
    return redirect(url_for(".show"), 303)


@bp.post("/cabut-semua")
@needs(Permission.TELL_OWN_STORY)
def withdraw_all() -> BaseResponse:
    actions.withdraw_all(own(), by=current_user.email)
    db.session.commit()
    flash(_("Semua sudah dicabut: mulai sekarang tidak ada apa pun tentang Anda yang tampil."), "success")
    return redirect(url_for(".show"), 303)


@bp.get("/potret-<int:width>.<form>")
@needs(Permission.TELL_OWN_STORY)
def portrait(width: int, form: str) -> Response:
    """Her portrait for herself, allowed or not yet."""
    return send_picture(own().picture, width, form)


def own() -> Maker:
    maker = db.session.scalar(makers.of_user(current_user))
    if maker is None:
        abort(404)
    return maker


def a_use(value: str) -> Use:
    try:
        return Use(value)
    except ValueError:
        abort(404)


def switches(maker: Maker) -> list[dict[str, Any]]:
    """Each use with what is asked, her answer, and whether there is anything to show."""
    live = makers.live_consents(maker)
    return [
        {
            "use": use,
            "asked": consents.ASKED[use],
            "consent": live.get(use),
            "ready": consents.has_something(maker, use),
            "seen": consents.fingerprint(maker, use),
        }
        for use in Use
        # A drawn emblem shows nobody.
        if not (use is Use.PHOTO and maker.portrait_drawn)
    ]
