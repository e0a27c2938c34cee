"""A product's pictures: hung, put in order, taken down. The first is its cover; those that are not ready stand last."""

from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.audit import record
from app.db import db
from app.errors import ShopError
from app.pictures.models import Picture

from .models import Photo, Product, ProductStatus

MOST = 12


class TooManyPhotos(ShopError):
    """More pictures than anybody looks at."""

    status = 422


class LastPhoto(ShopError):
    """A product that visitors see keeps at least one picture."""


def check(product: Product, more: int) -> None:
    """Raise when so many more do not fit, before anything is stored for them."""
    if len(product.photos) + more > MOST:
        raise TooManyPhotos(_l("Paling banyak %(most)s foto untuk satu produk.", most=MOST))


def add(product: Product, picture: Picture, *, by: str, **told: Any) -> Photo:
    """Hang one more picture at the end; the same one is not hung twice. `told`: alt_id, alt_en, drawn."""
    for photo in product.photos:
        if photo.key == picture.key:
            return photo
    check(product, 1)
    photo = Photo(picture=picture, position=len(product.photos), **told)
    product.photos.append(photo)
    _hang(product, product.photos)
    record(by=by, action="add photo", subject="product", subject_id=product.id)
    return photo


def move(photo: Photo, to: int, *, by: str) -> None:
    """Put a picture at another place among its product's; 0 makes it the cover."""
    product = photo.product
    others = [other for other in product.photos if other is not photo]
    place = max(0, min(to, len(others)))
    _hang(product, [*others[:place], photo, *others[place:]])
    record(by=by, action="move photo", subject="product", subject_id=product.id)


def describe(photo: Photo, *, alt_id: str, alt_en: str, focus_x: int, focus_y: int) -> None:
    """Say what is to be seen, for those who do not see it, and what must not be cut off."""
    photo.alt_id, photo.alt_en = alt_id, alt_en
    photo.focus_x, photo.focus_y = focus_x, focus_y


def remove(photo: Photo, *, by: str) -> None:
    """Take a picture down; its files go when nothing else shows it."""
    product = photo.product
    left = [other for other in product.photos if other is not photo]
    if product.status is ProductStatus.PUBLISHED and photo.ready and not any(other.ready for other in left):
        raise LastPhoto(
            _l("Produk yang tampil di toko perlu paling sedikit satu foto. Tambahkan yang baru dahulu.")
        )
    db.session.delete(photo)
    _hang(product, left)
    record(by=by, action="remove photo", subject="product", subject_id=product.id)


def put_ready_first(key: str) -> None:
    """A picture was developed, or turned out to be none: covers are photos that can be seen."""
    for product in db.session.scalars(sa.select(Product).where(Product.photos.any(Photo.key == key))):
        _hang(product, product.photos)


def _hang(product: Product, photos: list[Photo]) -> None:
    for position, photo in enumerate(sorted(photos, key=lambda photo: not photo.ready)):
        photo.position = position
    db.session.flush()
    db.session.expire(product, ["photos", "cover"])
