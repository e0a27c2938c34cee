from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from app import clock
from app.catalog.models import Product, ProductStatus, StockModel, Variant
from app.db import db

from .models import Hold, HoldState, Movement, Stock

S, H = Stock.__table__.c, Hold.__table__.c
# From more on, a count says nothing to a buyer.
FEW = 3


def lapsed_pieces(now: Any = None) -> sa.ScalarSelect[int]:
    """Pieces of a variant's holds whose time is over but which nothing has tidied up yet (correlated to Stock)."""
    now = clock.now() if now is None else now
    return (
        sa.select(sa.func.coalesce(sa.func.sum(H.quantity), 0))
        .where(H.variant_id == S.variant_id, H.state == HoldState.LIVE, H.expires_at <= now)
        .correlate(Stock.__table__)
        .scalar_subquery()
    )


def _available() -> sa.Select[int, int]:
    free = S.on_hand - S.held + lapsed_pieces(sa.bindparam("now", type_=H.expires_at.type))
    wanted = sa.bindparam("variants", type_=S.variant_id.type, expanding=True)
    return sa.select(S.variant_id, free).where(S.variant_id.in_(wanted))


# Built once: every page of a product and every basket asks it.
AVAILABLE = _available()


def available(variant_ids: Iterable[int]) -> dict[int, int]:
    """How many pieces of each variant are free now; variants without stock (made to order, never received) are
    absent."""
    rows = db.session.execute(AVAILABLE, {"variants": list(variant_ids), "now": clock.now()})
    return {variant_id: pieces for variant_id, pieces in rows}  # noqa: C416  (rows are not pairs to the type checker)


def reserved(variant_ids: Iterable[int]) -> bool:
    """Are there pieces of these variants that are set aside for buyers who have not paid yet?"""
    waiting = sa.exists().where(
        Hold.variant_id.in_(list(variant_ids)), Hold.state == HoldState.LIVE, Hold.expires_at > clock.now()
    )
    return bool(db.session.scalar(sa.select(waiting)))


def low(at_most: int = 1) -> sa.Select[Stock]:
    """Stock of goods that are kept in number and are nearly gone."""
    return (
        sa.select(Stock)
        .join(Variant)
        .where(~Stock.only_one, Variant.active, Stock.on_hand - Stock.held <= at_most)
        .order_by(Stock.on_hand - Stock.held, Stock.variant_id)
    )


def movements_of(variant_id: int) -> sa.Select[Movement]:
    return sa.select(Movement).where(Movement.variant_id == variant_id).order_by(Movement.id.desc())


def disagreements() -> sa.Select[int, int, int, int, int]:
    """Counters that are not the sum of their rows: variant, on hand, sum of movements, held, sum of live holds."""
    moved = (
        sa.select(sa.func.coalesce(sa.func.sum(Movement.quantity), 0))
        .where(Movement.variant_id == Stock.variant_id)
        .scalar_subquery()
    )
    held = (
        sa.select(sa.func.coalesce(sa.func.sum(Hold.quantity), 0))
        .where(Hold.variant_id == Stock.variant_id, Hold.state == HoldState.LIVE)
        .scalar_subquery()
    )
    return sa.select(Stock.variant_id, Stock.on_hand, moved, Stock.held, held).where(
        sa.or_(Stock.on_hand != moved, Stock.held != held)
    )


def tracked() -> sa.Select[Variant, int, int, datetime]:
    """Every variant whose pieces are counted, with what is on hand, what buyers hold, and when it last moved."""
    last = (
        sa.select(sa.func.max(Movement.id))
        .where(Movement.variant_id == Variant.id)
        .correlate(Variant)
        .scalar_subquery()
    )
    on_hand, held = sa.func.coalesce(Stock.on_hand, 0), sa.func.coalesce(Stock.held - lapsed_pieces(), 0)
    return (
        sa.select(Variant, on_hand.label("on_hand"), held.label("held"), Movement.at)
        .join(Variant.product)
        .outerjoin(Stock, Stock.variant_id == Variant.id)
        .outerjoin(Movement, Movement.id == last)
        .where(Product.stock_model != StockModel.MADE_TO_ORDER)
        .where(sa.or_(Product.status != ProductStatus.ARCHIVED, Stock.on_hand > 0))
        .options(contains_eager(Variant.product).joinedload(Product.cover))
        .order_by(Product.title_id, Variant.position, Variant.id)
    )
