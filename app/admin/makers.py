"""Makers, their stories, their portraits, and what each of them allows."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError

from app import clock, darkroom
from app.accounts import queries as accounts
from app.accounts.models import Role, User
from app.accounts.permissions import Permission, allows
from app.db import db
from app.fields import choices_of
from app.forms import Form
from app.makers import actions, consents
from app.makers import queries as makers
from app.makers.models import Maker, Use
from app.pictures import actions as pictures
from app.pictures.headers import ACCEPTED
from app.publicity import queries as publicity
from app.web import needs, send_picture
from app.words import STEP, USE

bp = Blueprint("makers", __name__, url_prefix="/makers")

LATEST = 50
CHANNELS = {
    "spoken": _l("Lisan, di depan saksi"),
    "written": _l("Tertulis, dengan tanda tangan"),
    "recorded": _l("Rekaman suara atau video"),
}


class MakerForm(Form):
    pseudonym = StringField(
        _l("Nama panggilan di toko"),
        [DataRequired(_l("Tulis nama panggilannya.")), Length(max=60)],
        description=_l("Dipakai selama nama asli tidak disetujui. Alamat halamannya dibuat dari nama ini."),
    )
    name = StringField(_l("Nama asli"), [DataRequired(_l("Tulis nama aslinya.")), Length(max=100)])
    village = StringField(_l("Desa"), [Length(max=100)])
    work_country = StringField(_l("Negara tempat pernah bekerja"), [Length(max=60)])
    since = IntegerField(
        _l("Membatik sejak tahun"),
        [Optional(), NumberRange(1940, 2100, _l("Tulis tahunnya, misalnya 2019."))],
    )
    steps = SelectMultipleField(_l("Langkah yang dikerjakan"), choices=choices_of(STEP))
    quote_id = StringField(_l("Kutipan"), [Length(max=200)])
    quote_en = StringField(_l("Kutipan dalam bahasa Inggris"), [Length(max=200)])
    story_id = TextAreaField(_l("Cerita"), [Length(max=6000)], render_kw={"rows": 10})
    story_en = TextAreaField(_l("Cerita dalam bahasa Inggris"), [Length(max=6000)], render_kw={"rows": 10})
    user_id = SelectField(_l("Masuk sebagai"), coerce=int, default=0)
    active = BooleanField(_l("Masih membatik bersama koperasi"), default=True)

    def __init__(self, *given: Any, maker: Maker | None = None, **more: Any) -> None:
        super().__init__(*given, obj=maker, **more)
        found = db.session.scalars(accounts.by_role(Role.MAKER)).all()
        self.user_id.choices = choices_of(
            {0: _("Tidak masuk sendiri")} | {user.id: user.email for user in found}
        )

    def validate_pseudonym(self, field: StringField) -> None:
        if field.data.strip().casefold() == (self.name.data or "").strip().casefold():
            raise ValidationError(_("Nama panggilan tidak boleh sama dengan nama asli: ia selalu tampil."))

    def facts(self) -> dict[str, Any]:
        """What was filled in, in the form in which a maker keeps it."""
        kept = {name: value for name, value in self.data.items() if name != "user_id"}
        return {
            name: value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
            for name, value in kept.items()
        }


class ConsentForm(Form):
    use = SelectField(_l("Untuk"), [DataRequired()], choices=choices_of(USE))
    channel = SelectField(_l("Cara menyetujui"), [DataRequired()], choices=choices_of(CHANNELS))
    evidence = TextAreaField(
        _l("Catatan bukti"),
        [DataRequired(_l("Catat kapan, di mana, dan siapa saksinya.")), Length(max=500)],
        description=_l("Kapan, di mana, siapa yang hadir. Bacakan kalimat persetujuannya kata demi kata."),
        render_kw={"rows": 3},
    )


class PortraitForm(Form):
    portrait = FileField(
        _l("Foto"),
        [FileRequired(_l("Pilih dulu fotonya."))],
        render_kw={"accept": ACCEPTED},
    )


@bp.get("")
@needs(Permission.SEE_MAKERS)
def browse() -> str:
    found = db.session.scalars(makers.everybody()).all()
    return render_template(
        "admin/makers/browse.html",
        makers=found,
        known=makers.public_of(found),
        may_edit=allows(current_user.role, Permission.EDIT_MAKERS),
        today=clock.today(),
    )


@bp.get("/new")
@needs(Permission.EDIT_MAKERS)
def begin() -> str:
    return render_template("admin/makers/begin.html", form=MakerForm(formdata=None))


@bp.post("")
@needs(Permission.EDIT_MAKERS)
def make() -> tuple[str, int] | BaseResponse:
    form = MakerForm()
    if not form.validate():
        return render_template("admin/makers/begin.html", form=form), 422
    maker = actions.make(by=current_user.email, **form.facts())
    actions.link_user(maker, a_user(form), by=current_user.email)
    db.session.commit()
    flash(_("Tersimpan. Belum ada yang tampil: catat dulu persetujuannya."), "success")
    return redirect(url_for(".edit", maker_id=maker.id), 303)


@bp.get("/<int:maker_id>")
@needs(Permission.EDIT_MAKERS)
def edit(maker_id: int) -> str:
    return page_of(find_maker(maker_id))


@bp.post("/<int:maker_id>")
@needs(Permission.EDIT_MAKERS)
def save(maker_id: int) -> tuple[str, int] | BaseResponse:
    maker, form = find_maker(maker_id), MakerForm()
    if not form.over(MakerForm(formdata=None, maker=maker)).validate():
        return page_of(maker, form=form), 422
    before = set(makers.live_consents(maker))
    actions.edit(maker, by=current_user.email, **form.facts())
    actions.link_user(maker, a_user(form), by=current_user.email)
    ended = before - set(makers.live_consents(maker))
    db.session.commit()
    if ended:
        flash(_("Tersimpan. Isinya berubah, jadi mintalah persetujuannya lagi."), "warning")
    else:
        flash(_("Tersimpan."), "success")
    return redirect(url_for(".edit", maker_id=maker_id), 303)


@bp.post("/<int:maker_id>/consents")
@needs(Permission.EDIT_MAKERS)
def give_consent(maker_id: int) -> tuple[str, int] | BaseResponse:
    """Write down a yes that she gave otherwise than by her own tap."""
    maker, form = find_maker(maker_id), ConsentForm()
    if not form.validate():
        return page_of(maker, consent_form=form), 422
    use = Use(form.use.data)
    actions.give_consent(
        maker,
        use,
        wording=consents.wording(use),
        channel=form.channel.data,
        evidence=form.evidence.data,
        by=current_user.email,
    )
    db.session.commit()
    flash(_("Persetujuan dicatat."), "success")
    return redirect(url_for(".edit", maker_id=maker_id), 303)


@bp.post("/<int:maker_id>/consents/<use>/withdraw")
@needs(Permission.EDIT_MAKERS)
def withdraw(maker_id: int, use: str) -> BaseResponse:
    """Take a yes back for her; `all` takes back every one."""
    maker = find_maker(maker_id)
    if use not in {"all", *Use}:
        abort(404)
    actions.withdraw(maker, list(Use) if use == "all" else Use(use), by=current_user.email)
    db.session.commit()
    flash(_("Sudah dicabut: mulai sekarang tidak tampil lagi."), "success")
    return redirect(url_for(".edit", maker_id=maker_id), 303)


@bp.get("/<int:maker_id>/portrait-<int:width>.<form>")
@needs(Permission.EDIT_MAKERS)
def portrait(maker_id: int, width: int, form: str) -> Response:
    return send_picture(find_maker(maker_id).picture, width, form)


@bp.post("/<int:maker_id>/portrait")
@needs(Permission.EDIT_MAKERS)
def hang_portrait(maker_id: int) -> tuple[str, int] | BaseResponse:
    maker, form = find_maker(maker_id), PortraitForm()
    if not form.validate():
        return page_of(maker, portrait_form=form), 422
    (sent,) = darkroom.keep("portraits", [("", form.portrait.data.stream)])
    actions.set_portrait(maker, pictures.receive(sent), by=current_user.email)
    db.session.commit()
    flash(_("Foto tersimpan. Ia tampil setelah perajin menyetujuinya."), "success")
    return redirect(url_for(".edit", maker_id=maker_id), 303)


@bp.post("/<int:maker_id>/portrait/remove")
@needs(Permission.EDIT_MAKERS)
def remove_portrait(maker_id: int) -> BaseResponse:
    actions.set_portrait(find_maker(maker_id), None, by=current_user.email)
    db.session.commit()
    flash(_("Foto dihapus."), "success")
    return redirect(url_for(".edit", maker_id=maker_id), 303)


def find_maker(maker_id: int) -> Maker:
    maker = db.session.scalar(makers.by_id(maker_id))
    if maker is None:
        abort(404)
    return maker


def a_user(form: MakerForm) -> User | None:
    return db.session.get(User, form.user_id.data) if form.user_id.data else None


def page_of(maker: Maker, **filled: Form) -> str:
    """Her page, with the form that was filled in wrongly, if any, as it was filled in."""
    return render_template(
        "admin/makers/edit.html",
        maker=maker,
        known=makers.public(maker),
        live=makers.live_consents(maker),
        asked={use: consents.wording(use) for use in Use},
        channels=CHANNELS,
        shown_in=db.session.scalars(publicity.of_maker(maker).limit(LATEST)).all(),
        form=filled.get("form") or MakerForm(formdata=None, maker=maker),
        consent_form=filled.get("consent_form") or ConsentForm(formdata=None),
        portrait_form=filled.get("portrait_form") or PortraitForm(formdata=None),
    )
