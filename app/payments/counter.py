"""Money that was taken by hand where the order was written."""

from app import clock
from app.db import db
from app.orders.models import Order

from .actions import settle
from .models import Payment, PaymentState, Task, TaskKind
from .providers import Outcome, Report


def keep(order: Order, provider: str, *, reference: str) -> None:
    """The money of an order that is paid as it is placed: there is nothing to compare, and nobody to wait for."""
    payment = _payment(order, provider, reference)
    payment.state, payment.reference = PaymentState.SETTLED, reference
    payment.received, payment.settled_at = order.total, clock.now()
    db.session.add(payment)


def take(order: Order, provider: str, *, reference: str, by: str) -> None:
    """Money for an order that may not have its pieces any more: believed, and then whatever follows from it."""
    payment = _payment(order, provider, reference)
    db.session.add(payment)
    db.session.flush()
    settle(Report(provider, payment.id, reference, Outcome.PAID, amount=order.total, by=by))


def _payment(order: Order, provider: str, reference: str) -> Payment:
    key = f"{provider}-{reference}"
    return Payment(order=order, provider=provider, amount=order.total, key=key, created_at=clock.now())


def call_sold_twice(task: Task, note: str) -> None:
    """Say of money that came too late for a piece who else has it."""
    task.kind, task.note = TaskKind.SOLD_TWICE, note
    db.session.flush()
