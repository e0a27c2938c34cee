"""What becomes of asking a payment service: silence is asked again, later each time; a no is a task for a person."""

import secrets
from datetime import timedelta

import sqlalchemy as sa

from app import clock
from app.db import db
from app.orders.models import Order
from app.orders.queries import lock

from .models import Payment, PaymentState, Refund, RefundState, Task, TaskKind
from .queries import of_order, refunds_of

LONGEST_WAIT = timedelta(hours=1)


def silent(row: Payment | Refund) -> None:
    """Nobody answered: ask again at the next pass, and then after as long as the silence has lasted, which doubles."""
    now = clock.now()
    row.silent_since = row.silent_since or now
    row.ask_at = now + min(now - row.silent_since, LONGEST_WAIT)


def refused(row: Payment | Refund, reason: str) -> None:
    """The service said no, and would say it again: a task for a person, once."""
    lock(row.order_id)
    db.session.refresh(row, with_for_update=True)
    if row.refused_at or row.state not in {PaymentState.OPEN, PaymentState.CLOSED, RefundState.PENDING}:
        return
    row.refused_at = clock.now()
    task = Task(kind=TaskKind.REFUSED, order=row.order, payment=_payment(row), amount=row.amount, note=reason)
    db.session.add(task)
    db.session.flush()


def heard(row: Payment | Refund) -> None:
    """The service answered: all is well, and nobody need decide any more whether to ask it again."""
    if row.refused_at:
        for task in db.session.scalars(
            sa.select(Task).where(
                Task.kind == TaskKind.REFUSED, Task.payment == _payment(row), Task.closed_at.is_(None)
            )
        ):
            task.closed_at, task.closed_by, task.resolution = clock.now(), "system", "answered"
    row.ask_at = row.silent_since = row.refused_at = None


def refused_of(order: Order) -> list[Payment | Refund]:
    """What of an order the service would not speak of, to be asked about once more because a person wants it."""
    known: list[Payment | Refund] = [*of_order(order), *refunds_of(order)]
    rows = [row for row in known if row.is_refused]
    for row in rows:
        if isinstance(row, Payment) and row.reference is None:
            # A no is kept with its key, and for a day the same key would be answered by it.
            row.key = f"canting-{secrets.token_hex(16)}"
    return rows


def _payment(row: Payment | Refund) -> Payment:
    return row.payment if isinstance(row, Refund) else row
