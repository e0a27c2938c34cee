"""Money that was taken by hand where the order was written; the one path on which money is believed all the same."""

from app.db import db
from app.orders.models import Order

from .actions import settle
from .models import Payment, Task, TaskKind
from .providers import Outcome, Report


def take(order: Order, provider: str, *, reference: str, by: str) -> Payment:
    """The whole of an order was paid in this way, under a reference that nothing else has."""
    payment = Payment(order=order, provider=provider, amount=order.total, key=f"{provider}-{reference}")
    db.session.add(payment)
    db.session.flush()
    settle(Report(provider, payment.id, reference, Outcome.PAID, amount=order.total, by=by))
    return payment


def call_sold_twice(task: Task, note: str) -> None:
    """Say of money that came too late for a piece who else has it."""
    task.kind, task.note = TaskKind.SOLD_TWICE, note
    db.session.flush()
