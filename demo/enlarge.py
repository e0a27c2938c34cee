"""Draw the covers of the sample village anew, large enough to see the thread: too long for a load, so that the shop is
open meanwhile."""

import sqlalchemy as sa

from app.catalog.models import Photo, Product
from app.db import db
from demo import texts
from demo.drawing import Drawn, Sketch, draw, keep


def enlarge(width: int, most: int) -> int:
    """Draw the first picture of so many products anew where it is narrower than that; returns how many."""
    told = {product.title_id: product.picture for product in texts.load().products}
    first = sa.select(sa.func.min(Photo.id)).where(Photo.drawn).group_by(Photo.product_id)
    newest = (
        sa.select(Photo.id)
        .join(Product)
        .where(Product.sample, Photo.id.in_(first))
        .order_by(Product.published_at.desc().nulls_last(), Product.id)
    )
    drawn = 0
    for photo_id in db.session.scalars(newest.limit(most)).all():
        photo = db.session.get(Photo, photo_id)
        picture = told.get(photo.product.title_id) if photo and photo.picture.width < width else None
        db.session.commit()
        if picture:
            view = picture.views[0]
            anew = draw(Sketch("photos", picture.motif, picture.palette, picture.seed, view, width))
            drawn += _hang(photo_id, anew)
    return drawn


def _hang(photo_id: int, anew: Drawn) -> int:
    """Put the picture in the place of the former, if that still hangs; the worker takes the former away."""
    larger = keep(anew)
    photo = db.session.get(Photo, photo_id)
    if photo:
        photo.picture = larger
    db.session.commit()
    return int(photo is not None)
