"""What sending costs: couriers, zones, and the table of prices between them."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from app.accounts.audit import record
from app.accounts.permissions import Permission
from app.db import db
from app.forms import Form
from app.shipping import actions, queries
from app.shipping.actions import CourierTerms, NotAllowed
from app.shipping.models import Courier, Zone
from app.shipping.regions import PROVINCE, children, provinces, region_name
from app.shipping.suggestion import suggest_table
from app.web import needs

from . import rate_table

bp = Blueprint("shipping", __name__, url_prefix="/shipping")


class CourierForm(Form):
    name = StringField(_l("Nama kurir"), [DataRequired(_l("Isi nama kurir."))], description=_l("Contoh: JNE"))
    service = StringField(_l("Layanan"), description=_l("Contoh: REG"))
    tolerance_g = IntegerField(
        _l("Kelebihan yang tidak dihitung (gram)"),
        [InputRequired(_l("Tulis 0 sampai 999 gram."))],
        description=_l("Dengan 300 gram, paket 1,3 kg dihitung 1 kg dan paket 1,31 kg dihitung 2 kg."),
    )
    minimum_kg = IntegerField(
        _l("Berat paling sedikit (kilogram)"), [InputRequired(_l("Tulis 1 sampai 100 kilogram."))]
    )
    tracking_url = StringField(
        _l("Alamat pelacakan"),
        description=_l("Diawali https:// dan memuat {resi} di tempat nomor resi."),
        filters=[lambda text: (text or "").strip()],
    )
    active = BooleanField(_l("Ditawarkan kepada pembeli"))


class ZoneForm(Form):
    name = StringField(_l("Nama zona"), [DataRequired(_l("Isi nama zona."))])
    provinces = SelectMultipleField(_l("Provinsi"), validate_choice=False)
    regencies = SelectMultipleField(_l("Kabupaten dan kota"), validate_choice=False)
    more = SelectField(
        _l("Tambah kabupaten atau kota"),
        validate_choice=False,
        description=_l("Zona sebuah kabupaten didahulukan dari zona provinsinya."),
    )

    def offer(self) -> None:
        """Offer every province, the regencies that are in, and every other one to add."""
        inside = self.regencies.data or []
        self.provinces.choices = [SelectChoice(each.code, each.name) for each in provinces()]
        self.regencies.choices = [SelectChoice(code, region_name(code) or code) for code in inside]
        self.more.choices = [SelectChoice("", _l("Pilih")), *regencies()]

    @property
    def codes(self) -> list[str]:
        more = [self.more.data] if self.more.data else []
        return [*(self.provinces.data or []), *(self.regencies.data or []), *more]


def regencies() -> list[SelectChoice]:
    return [
        SelectChoice(regency.code, regency.name, optgroup=province.name)
        for province in provinces()
        for regency in children(province.code)
    ]


@bp.get("")
@needs(Permission.EDIT_SHIPPING)
def browse() -> str:
    return table()


def table(rows: list[list[rate_table.Cell]] | None = None) -> str:
    """The page; `rows` are those that were sent and could not be kept."""
    zones, couriers = stored()
    return render_template(
        "admin/shipping/browse.html",
        zones=zones,
        couriers=couriers,
        rows=rows or rate_table.cells(couriers, zones),
        wrong=rows is not None,
        area_name=region_name,
    )


def stored() -> tuple[list[Zone], list[Courier]]:
    zones = db.session.scalars(queries.zones()).all()
    return list(zones), list(db.session.scalars(queries.couriers()).all())


@bp.post("")
@needs(Permission.EDIT_SHIPPING)
def save() -> tuple[str, int] | Response:
    """Keep the whole table as typed, or nothing of it."""
    zones, couriers = stored()
    rows = rate_table.cells(couriers, zones, request.form)
    changed = rate_table.save(rows)
    if any(cell.error for row in rows for cell in row):
        answer = table(rows), 422
        db.session.rollback()
        return answer
    if changed:
        record(by=current_user.email, action="set rates", subject="shipping", details=changed)
    db.session.commit()
    flash(_("Tabel ongkos kirim sudah disimpan."), "done")
    return redirect(url_for(".browse"), 303)


@bp.post("/suggest")
@needs(Permission.EDIT_SHIPPING)
def suggest() -> Response:
    suggest_table()
    record(by=current_user.email, action="start from the suggestion", subject="shipping")
    db.session.commit()
    flash(_("Tabel contoh sudah dibuat. Cocokkan harganya di loket kurir, lalu hidupkan kurirnya."), "done")
    return redirect(url_for(".browse"), 303)


@bp.get("/couriers/new")
@needs(Permission.EDIT_SHIPPING)
def new_courier() -> str:
    form = CourierForm(formdata=None, data={"tolerance_g": 300, "minimum_kg": 1, "active": True})
    return render_template("admin/shipping/courier.html", form=form, courier=None)


@bp.post("/couriers")
@needs(Permission.EDIT_SHIPPING)
def add_courier() -> tuple[str, int] | Response:
    form = CourierForm()
    if not allowed(form, lambda: record_courier(actions.add_courier(terms(form)), "add")):
        return render_template("admin/shipping/courier.html", form=form, courier=None), 422
    return done(_("Kurir sudah ditambahkan. Isi harganya di tabel."))


@bp.get("/couriers/<int:courier_id>")
@needs(Permission.EDIT_SHIPPING)
def courier(courier_id: int) -> str:
    found = db.get_or_404(Courier, courier_id)
    return render_template("admin/shipping/courier.html", form=courier_form(found), courier=found)


@bp.post("/couriers/<int:courier_id>")
@needs(Permission.EDIT_SHIPPING)
def save_courier(courier_id: int) -> tuple[str, int] | Response:
    found, form = db.get_or_404(Courier, courier_id), CourierForm()
    form.over(courier_form(found))

    def act() -> None:
        if changed := actions.edit_courier(found, terms(form)):
            record_courier(found, "edit", changed=changed)

    if not allowed(form, act):
        return render_template("admin/shipping/courier.html", form=form, courier=found), 422
    return done(_("Kurir sudah disimpan."))


def courier_form(courier: Courier) -> CourierForm:
    return CourierForm(formdata=None, obj=courier)


def terms(form: CourierForm) -> CourierTerms:
    return CourierTerms(
        **{name: value for name, value in form.data.items() if name in CourierTerms.__slots__}
    )


def record_courier(courier: Courier, action: str, **more: object) -> None:
    details = {name: getattr(courier, name) for name in CourierTerms.__slots__} | more
    record(by=current_user.email, action=action, subject="courier", subject_id=courier.id, details=details)


@bp.get("/zones/new")
@needs(Permission.EDIT_SHIPPING)
def new_zone() -> str:
    return zone_page(ZoneForm(formdata=None), None)


@bp.post("/zones")
@needs(Permission.EDIT_SHIPPING)
def add_zone() -> tuple[str, int] | Response:
    form = ZoneForm()
    if not allowed(form, lambda: record_zone(actions.add_zone(form.name.data or "", form.codes), "add")):
        return zone_page(form, None), 422
    return done(_("Zona sudah ditambahkan. Isi harganya di tabel."))


@bp.get("/zones/<int:zone_id>")
@needs(Permission.EDIT_SHIPPING)
def zone(zone_id: int) -> str:
    found = db.get_or_404(Zone, zone_id)
    return zone_page(zone_form(found), found)


@bp.post("/zones/<int:zone_id>")
@needs(Permission.EDIT_SHIPPING)
def save_zone(zone_id: int) -> tuple[str, int] | Response:
    found, form = db.get_or_404(Zone, zone_id), ZoneForm()
    form.over(zone_form(found))

    def act() -> None:
        if changed := actions.edit_zone(found, form.name.data or "", form.codes):
            record_zone(found, "edit", changed=changed)

    if not allowed(form, act):
        return zone_page(form, found), 422
    return done(_("Zona sudah disimpan."))


def zone_form(zone: Zone) -> ZoneForm:
    codes = sorted(area.code for area in zone.areas)
    data = {
        "name": zone.name,
        "provinces": [code for code in codes if len(code) == PROVINCE],
        "regencies": [code for code in codes if len(code) != PROVINCE],
    }
    return ZoneForm(formdata=None, data=data)


def zone_page(form: ZoneForm, found: Zone | None) -> str:
    form.offer()
    return render_template("admin/shipping/zone.html", form=form, zone=found)


def record_zone(zone: Zone, action: str, **more: object) -> None:
    details = {"name": zone.name, "areas": sorted(area.code for area in zone.areas), **more}
    record(by=current_user.email, action=action, subject="zone", subject_id=zone.id, details=details)


def allowed(form: Any, act: Callable[[], object]) -> bool:
    """Do it if the form is right; what the shipping room does not allow is said at its field."""
    if not form.validate():
        return False
    try:
        act()
    except NotAllowed as error:
        db.session.rollback()
        field = form["provinces" if error.field == "codes" else error.field]
        field.errors = [error.message]
        return False
    return True


def done(message: str) -> Response:
    db.session.commit()
    flash(message, "done")
    return redirect(url_for(".browse"), 303)
