"""Pieces sold over a counter, from counters that this transaction has locked: many at once, each by its own row."""

from app import clock
from app.db import db

from .models import Cause, Hold, HoldState, Movement, Stock


def sell(stock: Stock, quantity: int, *, by: str, reason: str, back_from: str = "") -> Hold:
    """Sell free pieces at once. Those that had left the stock come back into its books first, from where they were."""
    now = clock.now()
    moved = {"variant_id": stock.variant_id, "by": by, "at": now}
    if back_from:
        db.session.add(Movement(quantity=quantity, cause=Cause.BROUGHT_BACK, reason=back_from, **moved))
    else:
        stock.on_hand -= quantity
    db.session.add(Movement(quantity=-quantity, cause=Cause.SOLD, reason=reason, **moved))
    return Hold(
        variant_id=stock.variant_id,
        quantity=quantity,
        only_one=stock.only_one,
        state=HoldState.SOLD,
        created_at=now,
        expires_at=now,
    )
