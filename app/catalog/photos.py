"""A product's pictures: added, put in order, taken away. The first is its cover."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.audit import record
from app.db import db
from app.errors import ShopError
from app.pictures import Kept

from .models import Photo, Product, ProductStatus

MOST = 12


class TooManyPhotos(ShopError):
    """More pictures than anybody looks at."""


class LastPhoto(ShopError):
    """A product that visitors see keeps at least one picture."""


def add(product: Product, kept: Kept, *, by: str, **told: Any) -> Photo:
    """Hang one more picture at the end. `told`: alt_id, alt_en, drawn."""
    count = len(product.photos)
    if count >= MOST:
        raise TooManyPhotos(_l("Paling banyak %(most)s foto untuk satu produk.", most=MOST))
    photo = Photo(key=kept.key, width=kept.width, height=kept.height, position=count, **told)
    product.photos.append(photo)
    db.session.flush()
    db.session.expire(product, ["cover"])
    record(by=by, action="add photo", subject="product", subject_id=product.id)
    return photo


def move(photo: Photo, to: int, *, by: str) -> None:
    """Put a picture at another place among its product's; 0 makes it the cover."""
    product = photo.product
    others = [other for other in product.photos if other is not photo]
    place = max(0, min(to, len(others)))
    _hang(product, [*others[:place], photo, *others[place:]])
    record(by=by, action="move photo", subject="product", subject_id=product.id)


def describe(photo: Photo, *, alt_id: str, alt_en: str) -> None:
    """Say what is to be seen, for those who do not see it."""
    photo.alt_id, photo.alt_en = alt_id, alt_en


def remove(photo: Photo, *, by: str) -> str:
    """Take a picture down; returns its key, whose files may go once that is certain."""
    product = photo.product
    if len(product.photos) == 1 and product.status is ProductStatus.PUBLISHED:
        raise LastPhoto(
            _l("Produk yang tampil di toko perlu paling sedikit satu foto. Tambahkan yang baru dahulu.")
        )
    others = [other for other in product.photos if other is not photo]
    db.session.delete(photo)
    _hang(product, others)
    record(by=by, action="remove photo", subject="product", subject_id=product.id)
    return photo.key


def _hang(product: Product, photos: list[Photo]) -> None:
    for position, photo in enumerate(photos):
        photo.position = position
    db.session.flush()
    db.session.expire(product, ["photos", "cover"])
