"""Products: make, edit, photograph, publish."""

from collections.abc import Iterable
from typing import TypeVar

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.permissions import Permission
from app.catalog import actions, openness, queries
from app.catalog.facets import page_number
from app.catalog.models import Photo, Product, ProductStatus, Variant
from app.db import db
from app.forms import Form
from app.inventory import queries as inventory
from app.web import needs

from .forms.products import CreditsForm, NewProductForm, PhotoForm, PhotosForm, ProductForm, VariantForm

bp = Blueprint("products", __name__, url_prefix="/products")

PAGE = 50
Thing = TypeVar("Thing", Photo, Variant)
Answer = BaseResponse | tuple[str, int]


@bp.get("")
@needs(Permission.EDIT_CATALOG)
def browse() -> str:
    status = next((status for status in ProductStatus if status == request.args.get("status")), None)
    q = request.args.get("q", "")[:100].strip()
    number = page_number(request.args.get("page", ""))
    page = db.paginate(queries.listed(status=status, q=q), page=number, per_page=PAGE, error_out=False)
    ids = [variant.id for product in page.items for variant in product.variants]
    return render_template(
        "admin/products/browse.html",
        page=page,
        q=q,
        status=status,
        statuses=list(ProductStatus),
        counts=queries.counts(),
        free=inventory.available(ids),
    )


@bp.get("/new")
@needs(Permission.EDIT_CATALOG)
def begin() -> str:
    return render_template("admin/products/begin.html", form=NewProductForm(formdata=None))


@bp.post("")
@needs(Permission.EDIT_CATALOG)
def make() -> Answer:
    form = NewProductForm()
    if not form.validate():
        return render_template("admin/products/begin.html", form=form), 422
    product = actions.make(form.facts(), by=current_user.email)
    actions.add_variant(product, form.variant(), by=current_user.email)
    db.session.commit()
    flash(_("Tersimpan sebagai konsep. Tambahkan fotonya."), "done")
    return back_to(product)


@bp.get("/<int:product_id>")
@needs(Permission.EDIT_CATALOG)
def edit(product_id: int) -> str:
    return page_of(find_product(product_id))


@bp.post("/<int:product_id>")
@needs(Permission.EDIT_CATALOG)
def save(product_id: int) -> Answer:
    product = find_product(product_id)
    form = ProductForm(product=product).over(ProductForm(formdata=None, product=product))
    if not form.validate():
        return page_of(product, form=form), 422
    actions.edit(product, form.facts(), by=current_user.email)
    db.session.commit()
    flash(_("Tersimpan."), "done")
    return back_to(product)


@bp.post("/<int:product_id>/variants")
@needs(Permission.EDIT_CATALOG)
def add_variant(product_id: int) -> Answer:
    product = find_product(product_id)
    form = VariantForm(prefix="new-")
    if not form.validate():
        return page_of(product, new_variant=form), 422
    actions.add_variant(product, form.variant(), by=current_user.email)
    db.session.commit()
    flash(_("Pilihan baru tersimpan."), "done")
    return back_to(product)


@bp.post("/<int:product_id>/variants/<int:variant_id>")
@needs(Permission.EDIT_CATALOG)
def save_variant(product_id: int, variant_id: int) -> Answer:
    product = find_product(product_id)
    variant = one_of(product.variants, variant_id)
    form = VariantForm(prefix=f"{of(variant)}-").over(_form_of(variant))
    if not form.validate():
        return page_of(product, **{of(variant): form}), 422
    actions.edit_variant(variant, form.variant(), by=current_user.email)
    on_sale = [variant.id for variant in product.variants if variant.active]
    actions.set_availability(product, any(inventory.available(on_sale).values()))
    db.session.commit()
    flash(_("Tersimpan."), "done")
    return back_to(product)


@bp.post("/<int:product_id>/credits")
@needs(Permission.EDIT_CATALOG)
def save_credits(product_id: int) -> Answer:
    product = find_product(product_id)
    form = CreditsForm().over(CreditsForm.of(product))
    if not form.validate():
        return page_of(product, credits_form=form), 422
    actions.set_credits(product, form.done(), by=current_user.email)
    db.session.commit()
    flash(_("Tersimpan siapa mengerjakan apa."), "done")
    return back_to(product)


@bp.post("/<int:product_id>/publish")
@needs(Permission.EDIT_CATALOG)
def publish(product_id: int) -> BaseResponse:
    product = find_product(product_id)
    actions.publish(product, by=current_user.email)
    db.session.commit()
    flash(_("Sekarang tampil di toko."), "done")
    return back_to(product)


@bp.post("/<int:product_id>/withdraw")
@needs(Permission.EDIT_CATALOG)
def withdraw(product_id: int) -> BaseResponse:
    product = find_product(product_id)
    actions.withdraw(product, by=current_user.email)
    db.session.commit()
    flash(_("Ditarik dari toko; hanya Anda yang melihatnya."), "done")
    return back_to(product)


@bp.post("/<int:product_id>/archive")
@needs(Permission.EDIT_CATALOG)
def archive(product_id: int) -> BaseResponse:
    product = find_product(product_id)
    actions.archive(product, by=current_user.email)
    db.session.commit()
    flash(_("Disimpan dalam arsip."), "done")
    return back_to(product)


def find_product(product_id: int) -> Product:
    product = db.session.scalar(queries.to_edit(product_id))
    if product is None:
        abort(404)
    return product


def one_of(things: Iterable[Thing], thing_id: int) -> Thing:
    """The one with that id among those of a product; another product's is not found."""
    found = next((thing for thing in things if thing.id == thing_id), None)
    if found is None:
        abort(404)
    return found


def back_to(product: Product) -> BaseResponse:
    return redirect(url_for("admin.products.edit", product_id=product.id), 303)


def page_of(product: Product, **filled: Form) -> str:
    """The page of a product, with the form that was filled in wrongly, if any, as it was filled in."""
    return render_template(
        "admin/products/edit.html",
        product=product,
        wrong=next(iter(filled.values()), None),
        form=filled.get("form") or ProductForm(formdata=None, product=product),
        variants=[(variant, filled.get(of(variant)) or _form_of(variant)) for variant in product.variants],
        new_variant=filled.get("new_variant") or VariantForm(formdata=None, prefix="new-"),
        photos=[(photo, filled.get(f"photo-{photo.id}") or PhotoForm.of(photo)) for photo in product.photos],
        photos_form=filled.get("photos_form") or PhotosForm(formdata=None),
        credits_form=filled.get("credits_form") or CreditsForm.of(product),
        missing=actions.missing(product),
        parts=openness.of_product(product),
        free=inventory.available(variant.id for variant in product.variants),
    )


def of(variant: Variant) -> str:
    """What the form of a variant is called on the page of its product, where every name is there once."""
    return f"variant-{variant.id}"


def _form_of(variant: Variant) -> VariantForm:
    return VariantForm(formdata=None, obj=variant, prefix=f"{of(variant)}-")
