"""What is in a basket, looked at now: some of it may have been sold since it was put in."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from app.catalog.models import ProductStatus, StockModel, Variant
from app.db import db
from app.inventory import queries as inventory
from app.inventory.models import Hold, HoldState
from app.money import Money

from .models import Basket, BasketLine


class Trouble(enum.StrEnum):
    """Why a line cannot be bought as it was wanted."""

    WITHDRAWN = "withdrawn"
    RESERVED = "reserved"
    SOLD = "sold"
    FEWER = "fewer"


@dataclass(frozen=True, slots=True)
class Content:
    """A line of a basket, and how many of the wanted pieces can be bought now."""

    variant: Variant
    wanted: int
    quantity: int
    trouble: Trouble | None

    @property
    def total(self) -> Money:
        return self.variant.price * self.quantity

    @property
    def only_one(self) -> bool:
        return self.variant.product.stock_model is StockModel.ONE


def contents(
    basket: Basket | None, own: Mapping[int, int] | None = None, *, later: bool = False
) -> list[Content]:
    """Every line as it is now, or every one that is kept for later. `own` are pieces by variant that the buyer's
    unpaid orders hold: they are free to him."""
    lines = [line for line in basket.lines if bool(line.later) is later] if basket else []
    ids = [line.variant_id for line in lines]
    free = inventory.available(ids) if ids else {}
    for variant_id, pieces in (own or {}).items():
        free[variant_id] = free.get(variant_id, 0) + pieces
    gone = [variant_id for variant_id in ids if free.get(variant_id, 0) <= 0]
    reserved = set(db.session.scalars(_reserved(gone))) if gone else set()
    return [_content(line, free.get(line.variant_id, 0), line.variant_id in reserved) for line in lines]


def wanted(found: list[Content]) -> list[tuple[Variant, int]]:
    """What can be bought, as a quote wants it."""
    return [(content.variant, content.quantity) for content in found if content.quantity]


def _content(line: BasketLine, free: int, reserved: bool) -> Content:
    variant = line.variant
    product = variant.product
    trouble, quantity = None, line.quantity
    if not variant.active or product.status is not ProductStatus.PUBLISHED:
        trouble, quantity = Trouble.WITHDRAWN, 0
    elif product.stock_model is not StockModel.MADE_TO_ORDER and free < line.quantity:
        quantity = max(free, 0)
        trouble = Trouble.FEWER if quantity else Trouble.RESERVED if reserved else Trouble.SOLD
    return Content(variant, line.quantity, quantity, trouble)


def _reserved(variant_ids: list[int]) -> sa.Select[int]:
    """Which of these variants has pieces that somebody may still not pay for."""
    return (
        sa.select(Hold.variant_id)
        .where(Hold.variant_id.in_(variant_ids), Hold.state == HoldState.LIVE)
        .distinct()
    )
