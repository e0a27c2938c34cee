import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from app.catalog.models import Product, Variant
from app.db import db

from .models import Basket, BasketLine

_BY_TOKEN = sa.select(Basket).where(Basket.token == sa.bindparam("token"))
# Built once, like all that every step of buying asks.
BY_TOKEN = _BY_TOKEN.options(
    joinedload(Basket.lines)
    .joinedload(BasketLine.variant)
    .joinedload(Variant.product)
    .joinedload(Product.cover)
)
LOCKED = _BY_TOKEN.with_for_update()
LINES = (
    sa.select(BasketLine)
    .where(BasketLine.basket_id == sa.bindparam("basket"))
    .order_by(BasketLine.id)
    .options(joinedload(BasketLine.variant).joinedload(Variant.product))
)


def by_token(token: str) -> Basket | None:
    """A basket with its lines, their variants, products and covers."""
    return db.session.scalars(BY_TOKEN, {"token": token}).unique().one_or_none()


def lock(token: str) -> Basket | None:
    """The basket with what is in it, so that a checkout sent twice waits for itself."""
    basket = db.session.scalar(LOCKED, {"token": token})
    if basket:
        # After it is locked: before, they could be those that another checkout is just ordering.
        set_committed_value(basket, "lines", db.session.scalars(LINES, {"basket": basket.id}).all())
    return basket


def count(token: str) -> sa.Select[int]:
    """How many pieces are in a basket."""
    return (
        sa.select(sa.func.coalesce(sa.func.sum(BasketLine.quantity), 0))
        .join(Basket)
        .where(Basket.token == token, ~BasketLine.later)
    )
