"""Orders that are made after a deposit: when they are there, their rest is asked for, and once more."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app import clock
from app.db import db

from .actions import NotNow, tell
from .models import EventKind, Order, OrderEvent
from .queries import lock
from .stages import Stage, in_stage, stage_of

# Who was asked for the rest this long ago, and has not paid it, is asked once more.
AGAIN_AFTER = timedelta(days=3)
SYSTEM = "system"


def made(order: Order, *, by: str) -> None:
    """What was ordered is there: its buyer is asked for the rest. Said again it stays said. Raises NotNow where no
    deposit was paid, or all of it."""
    order = lock(order.id)
    if stage_of(order) is not Stage.IN_THE_MAKING:
        raise NotNow(_l("Pesanan ini tidak sedang dibuat."))
    if when(order, EventKind.MADE) is None:
        tell(order, EventKind.MADE, by=by)


def when(order: Order, kind: EventKind) -> datetime | None:
    """When this first happened to an order; None where it has not."""
    return next((event.at for event in order.events if event.kind is kind), None)


def await_rests(limit: int = 100) -> int:
    """Ask once more for rests that were asked for some days ago; returns of how many orders."""
    found = db.session.scalars(_waiting().limit(limit).execution_options(populate_existing=True)).all()
    # Another worker may have asked, and let go, between this one's look and its hold.
    orders = [order for order in found if when(order, EventKind.REST_AWAITED) is None]
    for order in orders:
        tell(order, EventKind.REST_AWAITED, by=SYSTEM)
    db.session.flush()
    return len(orders)


def _waiting() -> sa.Select[Order]:
    """Kept from all others, so that two workers do not ask for the same."""
    asked = sa.exists().where(
        OrderEvent.order_id == Order.id,
        OrderEvent.kind == EventKind.MADE,
        OrderEvent.at <= clock.now() - AGAIN_AFTER,
    )
    again = sa.exists().where(OrderEvent.order_id == Order.id, OrderEvent.kind == EventKind.REST_AWAITED)
    return (
        sa.select(Order)
        .where(in_stage(Stage.IN_THE_MAKING), asked, ~again)
        .order_by(Order.id)
        .with_for_update(skip_locked=True)
    )
