"""What a card shows of a product, read as plain values: a page of the catalogue has two dozen, and rows of columns cost
a quarter of what the products themselves do.
"""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.db import db
from app.money import Money
from app.pictures.models import Picture, PictureState, Shown
from app.remembered import remembered_each

from .models import Credit, Photo, Place, Product, ProductStatus, StockModel


class Look(NamedTuple):
    """A photo of a product, as visitors see it."""

    alt_id: str
    alt_en: str
    focus_x: int
    focus_y: int
    drawn: bool
    picture: Shown


class Card(NamedTuple):
    """A product among others; cards that show the same are equal."""

    id: int
    slug: str
    title_id: str
    title_en: str
    stock_model: StockModel
    available: bool
    price_from: Money
    maker_id: int | None
    motif_id: int | None
    cover: Look | None


P, F, K, S = (model.__table__.c for model in (Product, Photo, Picture, Place))
OF_PRODUCT = [P[name] for name in Card._fields[:-1]]
OF_PHOTO = [F[name] for name in Look._fields[:-1]]
OF_PICTURE = [K.key, K.width, K.height, K.ground, K.original.is_(None)]
# What visitors see, sold pieces too. Each table is joined beside the one before: joins within joins are made of whole
# tables by SQLite.
PUBLISHED: sa.Select[Any] = (
    sa.select(*OF_PRODUCT, *OF_PHOTO, *OF_PICTURE)
    .outerjoin(Photo.__table__, (F.product_id == P.id) & (F.position == 0))
    .outerjoin(Picture.__table__, (K.key == F.key) & (K.state == PictureState.READY))
    .where(P.status == ProductStatus.PUBLISHED)
)
PHOTOS: sa.Select[Any] = (
    sa.select(*OF_PHOTO, *OF_PICTURE)
    .join(Picture.__table__, (K.key == F.key) & (K.state == PictureState.READY))
    .where(F.product_id == sa.bindparam("product"))
    .order_by(F.position)
)
NEWEST = PUBLISHED.order_by(P.published_at.desc(), P.id.desc()).limit(sa.bindparam("most"))
AMONG = NEWEST.where(P.id.in_(sa.bindparam("products", expanding=True)))
# What can be bought now, and what a maker made or did a step on.
FOR_SALE = NEWEST.where(P.available)
BY_MAKER = NEWEST.where(
    (P.maker_id == sa.bindparam("maker"))
    | sa.exists().where(Credit.product_id == P.id, Credit.maker_id == sa.bindparam("maker"))
)
STANDING = (
    PUBLISHED.add_columns(S.id)
    .join(Place.__table__, S.product_id == P.id)
    .where(S.id.in_(sa.bindparam("places", expanding=True)))
)


def newest(select: sa.Select[Any], most: int, **values: Any) -> list[Card]:
    """So many of FOR_SALE, AMONG or BY_MAKER, the newest first."""
    return [_card(row) for row in db.session.execute(select, {"most": most} | values).all()]


# The newest of a motif or of a maker stand on the page of each of its pieces.
@remembered_each(500)
def standing_at(places: Collection[int]) -> dict[int, Card]:
    """The products at these places that visitors see, by place and in the same order."""
    rows = db.session.execute(STANDING, {"places": list(places)}).all() if places else ()
    found = {row[-1]: _card(row) for row in rows}
    return {place: found[place] for place in places if place in found}


def photos(product_id: int) -> tuple[Look, ...]:
    """The photos of a product that visitors see, in their order."""
    rows = db.session.execute(PHOTOS, {"product": product_id}).all()
    return tuple(_look(row) for row in rows)


def _card(row: Sequence[Any]) -> Card:
    """The columns of PUBLISHED; the picture's are empty where there is none."""
    shown = row[len(OF_PRODUCT) : len(OF_PRODUCT) + len(OF_PHOTO) + len(OF_PICTURE)]
    cover = _look(shown) if shown[len(OF_PHOTO)] else None
    return Card._make((*row[: len(OF_PRODUCT)], cover))


def _look(row: Sequence[Any]) -> Look:
    return Look._make((*row[: len(OF_PHOTO)], Shown._make(row[len(OF_PHOTO) :])))
