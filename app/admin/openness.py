"""Where a price goes: told of a kind of cloth, or of one product."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.accounts.permissions import Permission
from app.catalog import openness
from app.catalog.models import Kind, Product
from app.catalog.openness import NotTheWhole, PriceParts, Told
from app.db import db
from app.fields import MoneyField
from app.forms import Form
from app.web import needs

from .forms.products import paragraphs
from .products import find_product

bp = Blueprint("openness", __name__, url_prefix="/price-parts")

Answer = BaseResponse | tuple[str, int]
NEEDED = [InputRequired(_l("Tulis jumlahnya; nol juga boleh."))]


class PartsForm(Form):
    makers = MoneyField(_l("Para perajin"), NEEDED)
    materials = MoneyField(_l("Bahan dan alat"), NEEDED)
    cooperative = MoneyField(_l("Koperasi"), NEEDED)
    note_id = TextAreaField(
        _l("Keterangan"),
        [Length(max=600)],
        filters=[paragraphs],
        description=_l("Misalnya: berapa hari kerja, bahan apa, dan untuk apa bagian koperasi."),
        render_kw={"rows": 3},
    )
    note_en = TextAreaField(
        _l("Keterangan dalam bahasa Inggris"),
        [Length(max=600)],
        filters=[paragraphs],
        render_kw={"rows": 3},
    )
    published = BooleanField(_l("Tampilkan di halaman kain"))

    def told(self) -> Told:
        return Told(**{name: self.data[name] for name in Told.__dataclass_fields__})


@bp.get("")
@needs(Permission.OPEN_PRICES)
def browse() -> str:
    return render_template(
        "admin/openness/browse.html",
        kinds=openness.of_kinds(),
        every_kind=list(Kind),
        products=db.session.scalars(openness.of_products()).all(),
    )


@bp.get("/kinds/<kind>")
@needs(Permission.OPEN_PRICES)
def edit_kind(kind: str) -> str:
    return kind_page(a_kind(kind), filled(a_kind(kind)))


@bp.post("/kinds/<kind>")
@needs(Permission.OPEN_PRICES)
def save_kind(kind: str) -> Answer:
    form = PartsForm().over(filled(a_kind(kind)))
    if not _told(a_kind(kind), form):
        return kind_page(a_kind(kind), form), 422
    db.session.commit()
    flash(_("Tersimpan."), "done")
    return redirect(url_for(".browse"), 303)


@bp.get("/products/<int:product_id>")
@needs(Permission.OPEN_PRICES)
def edit(product_id: int) -> str:
    product = find_product(product_id)
    return product_page(product, openness.of_product(product), filled(product))


@bp.post("/products/<int:product_id>")
@needs(Permission.OPEN_PRICES)
def save(product_id: int) -> Answer:
    product = find_product(product_id)
    form = PartsForm().over(filled(product))
    if not _told(product, form):
        return product_page(product, openness.of_product(product), form), 422
    db.session.commit()
    flash(_("Tersimpan."), "done")
    return redirect(url_for("admin.products.edit", product_id=product.id), 303)


@bp.post("/products/<int:product_id>/remove")
@needs(Permission.OPEN_PRICES)
def remove(product_id: int) -> BaseResponse:
    product = find_product(product_id)
    openness.forget(product, by=current_user.email)
    db.session.commit()
    flash(_("Kain ini mengikuti pembagian jenisnya lagi."), "done")
    return redirect(url_for("admin.products.edit", product_id=product.id), 303)


def filled(of: Product | Kind) -> PartsForm:
    """What is told of it now."""
    parts = openness.of_product(of) if isinstance(of, Product) else openness.of_kinds().get(of)
    return PartsForm(formdata=None, obj=parts)


def _told(of: Product | Kind, form: PartsForm) -> bool:
    """Was it told? If not, the form says why."""
    if not form.validate():
        return False
    try:
        openness.tell(of, form.told(), by=current_user.email)
    except NotTheWhole as error:
        form.cooperative.errors = [error.message]
    return not form.errors


def a_kind(value: str) -> Kind:
    try:
        return Kind(value)
    except ValueError:
        abort(404)


def kind_page(kind: Kind, form: PartsForm) -> str:
    return render_template("admin/openness/edit_kind.html", kind=kind, form=form, whole=openness.OF_A_KIND)


def product_page(product: Product, parts: PriceParts | None, form: PartsForm) -> str:
    return render_template("admin/openness/edit.html", product=product, parts=parts, form=form)
