from collections.abc import Collection, Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.db import db
from app.money import Money
from app.orders.models import Order

from .models import STRIPE, Asked, Payment, PaymentState, Proof, Refund, RefundState, Task

# Built once: every page of an order asks them.
OF_ORDER = (
    sa.select(Payment)
    .where(Payment.order_id == sa.bindparam("order"))
    .options(selectinload(Payment.proofs))
    .order_by(Payment.id.desc())
)
REFUNDS_OF = sa.select(Refund).where(Refund.order_id == sa.bindparam("order")).order_by(Refund.id)


def of_order(order: Order) -> Sequence[Payment]:
    """An order's payments with their proofs, newest first."""
    return db.session.scalars(OF_ORDER, {"order": order.id}).all()


def refunds_of(order: Order) -> Sequence[Refund]:
    """What was given back of it, or is being."""
    return db.session.scalars(REFUNDS_OF, {"order": order.id}).all()


def tasks_of(order: Order) -> sa.Select[Task]:
    return sa.select(Task).where(Task.order_id == order.id, Task.closed_at.is_(None)).order_by(Task.id)


def open_tasks() -> sa.Select[Task]:
    """What a person must decide, oldest first."""
    return (
        sa.select(Task)
        .where(Task.closed_at.is_(None))
        .options(joinedload(Task.order), joinedload(Task.payment))
        .order_by(Task.opened_at, Task.id)
    )


def closed_tasks() -> sa.Select[Task]:
    """What was decided, newest first."""
    return (
        sa.select(Task)
        .where(Task.closed_at.is_not(None))
        .options(joinedload(Task.order), joinedload(Task.payment))
        .order_by(Task.closed_at.desc(), Task.id.desc())
    )


def money_is_owed(orders: Collection[Order]) -> bool:
    """Does somebody still have to decide about money of these orders, or is some on its way back?"""
    ids = [order.id for order in orders]
    undecided = sa.exists().where(Task.order_id.in_(ids), Task.closed_at.is_(None))
    underway = sa.exists().where(Refund.order_id.in_(ids), Refund.state == RefundState.PENDING)
    return bool(db.session.scalar(sa.select(sa.or_(undecided, underway))))


def to_confirm() -> sa.Select[Payment]:
    """Open transfers with a proof to look at, oldest first."""
    return (
        sa.select(Payment)
        .join(Order)
        .where(Payment.state == PaymentState.OPEN, Payment.proofs.any())
        .options(joinedload(Payment.order), selectinload(Payment.proofs))
        .order_by(Payment.id)
    )


def given_back(payment: Payment) -> sa.Select[Money | None]:
    """What of a payment went back or is on its way."""
    return sa.select(sa.func.sum(Refund.amount)).where(
        Refund.payment_id == payment.id, Refund.state != RefundState.FAILED
    )


def same_picture(proof: Proof) -> sa.Select[Order]:
    """Other orders for which the very same picture was sent."""
    return (
        sa.select(Order)
        .join(Payment)
        .join(Proof)
        .where(Proof.key == proof.key, Payment.order_id != proof.payment.order_id)
        .distinct()
    )


def same_pictures(order: Order) -> sa.Select[str, int, str]:
    """The proofs of an order that were sent for another one too: the picture, and the other order's id and number."""
    own = sa.select(Proof.key).join(Payment).where(Payment.order_id == order.id)
    return (
        sa.select(Proof.key, Order.id, Order.number)
        .join(Payment, Payment.id == Proof.payment_id)
        .join(Order, Order.id == Payment.order_id)
        .where(Proof.key.in_(own), Order.id != order.id)
        .distinct()
        .order_by(Order.id)
    )


def to_reconcile(*, older_than: timedelta = timedelta(minutes=2)) -> sa.Select[Payment]:
    """Card payments about which Stripe should be asked: open ones, and given-up ones that may still be payable
    there."""
    return (
        sa.select(Payment)
        .where(
            Payment.provider == STRIPE,
            sa.or_(
                sa.and_(Payment.state == PaymentState.OPEN, Payment.created_at <= clock.now() - older_than),
                sa.and_(Payment.state == PaymentState.CLOSED, Payment.url.is_not(None)),
            ),
            _due(Payment),
        )
        .order_by(Payment.id)
    )


def unfinished_refunds() -> sa.Select[Refund]:
    return sa.select(Refund).where(Refund.state == RefundState.PENDING, _due(Refund)).order_by(Refund.id)


def _due(row: type[Asked]) -> sa.ColumnElement[bool]:
    return sa.and_(row.refused_at.is_(None), sa.or_(row.ask_at.is_(None), row.ask_at <= clock.now()))
