import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.catalog.models import Product, Variant

from .models import Basket, BasketLine


def by_token(token: str) -> sa.Select[Basket]:
    """A basket with its lines, their variants, products and covers."""
    product = selectinload(Basket.lines).joinedload(BasketLine.variant).joinedload(Variant.product)
    return sa.select(Basket).where(Basket.token == token).options(product.joinedload(Product.cover))


def count(token: str) -> sa.Select[int]:
    """How many pieces are in a basket."""
    return (
        sa.select(sa.func.coalesce(sa.func.sum(BasketLine.quantity), 0))
        .join(Basket)
        .where(Basket.token == token)
    )
