import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.catalog.models import Variant

from .models import Basket, BasketLine


def by_token(token: str) -> sa.Select[Basket]:
    """A basket with its lines, variants and products."""
    return (
        sa.select(Basket)
        .where(Basket.token == token)
        .options(selectinload(Basket.lines).joinedload(BasketLine.variant).joinedload(Variant.product))
    )


def count(token: str) -> sa.Select[int]:
    """How many pieces are in a basket."""
    return (
        sa.select(sa.func.coalesce(sa.func.sum(BasketLine.quantity), 0))
        .join(Basket)
        .where(Basket.token == token)
    )
