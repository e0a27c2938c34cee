"""The pictures of a product: hung, described, put in order, taken down."""

from collections.abc import Iterable

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from app import pictures
from app.accounts.permissions import Permission
from app.catalog import photos
from app.catalog.models import Product
from app.db import db
from app.errors import ShopError
from app.pictures import BadPicture, Kept
from app.web import needs

from .forms.products import AltForm, PhotosForm
from .products import Answer, back_to, find_product, one_of, page_of

bp = Blueprint("photos", __name__, url_prefix="/products/<int:product_id>/photos")

# Several come in one request, each of at most pictures.MOST_BYTES.
MOST_UPLOADED = 64 * 1024 * 1024


@bp.post("")
@needs(Permission.EDIT_CATALOG)
def add(product_id: int) -> Answer:
    request.max_content_length = MOST_UPLOADED
    product = find_product(product_id)
    form = PhotosForm()
    try:
        if not form.validate():
            return page_of(product, photos_form=form), 422
        hang(product, form.files.data)
    except BadPicture as error:
        form.files.errors = [error.message]
        return page_of(product, photos_form=form), error.status
    db.session.commit()
    flash(_("Foto tersimpan."), "done")
    return back_to(product)


@bp.post("/<int:photo_id>")
@needs(Permission.EDIT_CATALOG)
def describe(product_id: int, photo_id: int) -> Answer:
    product = find_product(product_id)
    photo = one_of(product.photos, photo_id)
    form = AltForm()
    if not form.validate():
        return page_of(product), 422
    photos.describe(photo, alt_id=form.alt_id.data, alt_en=form.alt_en.data)
    db.session.commit()
    return back_to(product)


@bp.post("/<int:photo_id>/move/<int:to>")
@needs(Permission.EDIT_CATALOG)
def move(product_id: int, photo_id: int, to: int) -> BaseResponse:
    product = find_product(product_id)
    photos.move(one_of(product.photos, photo_id), to, by=current_user.email)
    db.session.commit()
    return back_to(product)


@bp.post("/<int:photo_id>/remove")
@needs(Permission.EDIT_CATALOG)
def remove(product_id: int, photo_id: int) -> BaseResponse:
    product = find_product(product_id)
    former = photos.remove(one_of(product.photos, photo_id), by=current_user.email)
    db.session.commit()
    pictures.remove(former)
    flash(_("Foto dihapus."), "done")
    return back_to(product)


def hang(product: Product, files: Iterable[FileStorage]) -> None:
    """Hang all of these pictures, or none. Raises BadPicture, which names the file."""
    kept: list[Kept] = []
    try:
        for file in files:
            kept.append(keep(file))
        for picture in kept:
            photos.add(product, picture, by=current_user.email)
    except ShopError:
        for picture in kept:
            pictures.remove(picture.key)
        raise


def keep(file: FileStorage) -> Kept:
    try:
        return pictures.keep(file.stream, "photos")
    except BadPicture as error:
        raise BadPicture(f"{file.filename}: {error.message}") from None
