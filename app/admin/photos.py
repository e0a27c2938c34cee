"""The pictures of a product: hung, described, put in order, taken down."""

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app import darkroom
from app.accounts.permissions import Permission
from app.catalog import photos
from app.catalog.photos import TooManyPhotos
from app.db import db
from app.pictures import actions as pictures
from app.pictures.headers import BadPicture
from app.web import needs

from .forms.products import PhotoForm, PhotosForm
from .products import Answer, back_to, find_product, one_of, page_of

bp = Blueprint("photos", __name__, url_prefix="/products/<int:product_id>/photos")

# Several come in one request, each of at most headers.MOST_BYTES.
MOST_UPLOADED = 64 * 1024 * 1024


@bp.post("")
@needs(Permission.EDIT_CATALOG)
def add(product_id: int) -> Answer:
    """Hang all of these pictures, or none."""
    request.max_content_length = MOST_UPLOADED
    product, form = find_product(product_id), PhotosForm()
    try:
        if not form.validate():
            return page_of(product, photos_form=form), 422
        files = form.files.data
        photos.check(product, len(files))
        for sent in darkroom.keep("photos", [(file.filename, file.stream) for file in files]):
            photos.add(product, pictures.receive(sent), by=current_user.email)
    except (BadPicture, TooManyPhotos) as error:
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
    form = PhotoForm(prefix=f"photo-{photo_id}-").over(PhotoForm.of(photo))
    if not form.validate():
        return page_of(product, **{f"photo-{photo_id}": form}), 422
    photos.describe(photo, **form.data)
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
    photos.remove(one_of(product.photos, photo_id), by=current_user.email)
    db.session.commit()
    flash(_("Foto dihapus."), "done")
    return back_to(product)
