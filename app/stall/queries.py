from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.catalog.models import Product, Variant
from app.db import db
from app.exhibitions.models import ExhibitionPiece
from app.inventory.models import Hold, HoldState, Stock
from app.leads.models import Lead
from app.orders.models import Order, OrderLine

from .models import EntryKind, StallClosing, StallEntry, StallSale, StallVisitors


def known(client_ids: Iterable[str]) -> dict[str, StallEntry]:
    """What is in already, of these."""
    rows = db.session.scalars(sa.select(StallEntry).where(StallEntry.client_id.in_(list(client_ids))))
    return {entry.client_id: entry for entry in rows}


def raw_leads() -> sa.Select[StallEntry]:
    """Entries of people who want to hear from us, kept as they came: from before leads had a room."""
    handed_over = sa.exists().where(Lead.client_id == StallEntry.client_id)
    raw = sa.select(StallEntry).where(StallEntry.kind == EntryKind.LEAD, ~handed_over)
    return raw.options(joinedload(StallEntry.officer)).order_by(StallEntry.id)


def lock_pieces(
    exhibition_id: int, variant_ids: Iterable[int]
) -> tuple[dict[int, ExhibitionPiece], dict[int, Stock]]:
    """The pieces of a fair and their counters, locked in one order, before anybody is kept waiting for a number."""
    ids = sorted(set(variant_ids))
    pieces = db.session.scalars(
        sa.select(ExhibitionPiece)
        .where(ExhibitionPiece.exhibition_id == exhibition_id, ExhibitionPiece.variant_id.in_(ids))
        .order_by(ExhibitionPiece.variant_id)
        .with_for_update(of=ExhibitionPiece)
        .execution_options(populate_existing=True)
    ).all()
    stocks = db.session.scalars(
        sa.select(Stock)
        .where(Stock.variant_id.in_(ids))
        .order_by(Stock.variant_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return {piece.variant_id: piece for piece in pieces}, {stock.variant_id: stock for stock in stocks}


def variants(variant_ids: Iterable[int]) -> dict[int, Variant]:
    rows = db.session.scalars(
        sa.select(Variant).where(Variant.id.in_(list(variant_ids))).options(joinedload(Variant.product))
    )
    return {variant.id: variant for variant in rows}


def owner_of(variant_id: int) -> Order | None:
    """The order that has a piece of it, or holds one; the newest."""
    return db.session.scalar(
        sa.select(Order)
        .join(OrderLine)
        .join(Hold, Hold.id == OrderLine.hold_id)
        .where(Hold.variant_id == variant_id, Hold.state.in_([HoldState.LIVE, HoldState.SOLD]))
        .order_by(Hold.id.desc())
        .limit(1)
    )


def days_of(exhibition_id: int) -> Sequence[date]:
    """The days on which something was written down at a stand, newest first."""
    days = [
        sa.select(table.on_day).where(table.exhibition_id == exhibition_id)
        for table in (StallSale, StallClosing, StallVisitors)
    ]
    return sorted(db.session.scalars(sa.union(*days)).all(), reverse=True)


def sales_on(exhibition_id: int, day: date) -> Sequence[StallSale]:
    return db.session.scalars(
        sa.select(StallSale)
        .where(StallSale.exhibition_id == exhibition_id, StallSale.on_day == day)
        .options(joinedload(StallSale.order), joinedload(StallSale.entry).joinedload(StallEntry.officer))
        .order_by(StallSale.id)
    ).all()


def closings_on(exhibition_id: int, day: date) -> Sequence[StallClosing]:
    return db.session.scalars(
        sa.select(StallClosing)
        .where(StallClosing.exhibition_id == exhibition_id, StallClosing.on_day == day)
        .options(joinedload(StallClosing.officer))
        .order_by(StallClosing.id)
    ).all()


def visitors_on(exhibition_id: int, day: date) -> dict[int, int]:
    """How many came by, by hour."""
    rows = db.session.execute(
        sa.select(StallVisitors.hour, sa.func.sum(StallVisitors.visitors))
        .where(StallVisitors.exhibition_id == exhibition_id, StallVisitors.on_day == day)
        .group_by(StallVisitors.hour)
        .order_by(StallVisitors.hour)
    )
    return {hour: int(count) for hour, count in rows}


def sale_of(order_id: int) -> sa.Select[StallSale]:
    return sa.select(StallSale).where(StallSale.order_id == order_id)


def pieces_at(exhibition_id: int) -> Sequence[ExhibitionPiece]:
    """What a fair's telephones need to know of its pieces."""
    return db.session.scalars(
        sa.select(ExhibitionPiece)
        .where(ExhibitionPiece.exhibition_id == exhibition_id, ExhibitionPiece.taken > 0)
        .options(
            joinedload(ExhibitionPiece.variant).joinedload(Variant.product).joinedload(Product.cover),
        )
        .order_by(ExhibitionPiece.id)
    ).all()
