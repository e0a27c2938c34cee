"""Money back: asked for once, never more than came, and shared out to the lines that it is for."""

import secrets

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app import clock
from app.db import db
from app.errors import ShopError
from app.money import Money
from app.orders import actions as orders
from app.orders.models import Order, OrderLine, OrderStatus
from app.orders.queries import lock

from .answers import heard
from .models import STRIPE, Payment, PaymentState, Refund, RefundShare, RefundState, Task, TaskKind
from .providers import GiveBack, RefundOutcome, RefundReport
from .queries import given_back


class TooMuch(ShopError):
    """More than is left of what was paid."""


class NoReference(ShopError):
    """A refund by hand needs the bank's reference of the money that was sent."""

    status = 422


def left_of(payment: Payment) -> Money:
    """What can still be given back of a payment."""
    gone: Money = db.session.scalar(given_back(payment)) or Money(0)
    return (payment.received or Money(0)) - gone


def ask(payment: Payment, amount: Money, *, reason: str, by: str, bank_reference: str = "") -> Refund:
    """Write down that this much goes back. Raises TooMuch, or NoReference for a transfer that names no bank reference.

    A transfer is sent by hand first, so its refund is done when it is written down; a card's is pending until Stripe
    says.
    """
    order = lock(payment.order_id)
    db.session.refresh(payment, with_for_update=True)
    if order.status is OrderStatus.PLACED and order.deposited and not order.paid_at and _came_first(payment):
        raise orders.NotNow(_l("Uang muka dikembalikan setelah pesanannya dibatalkan."))
    left = left_of(payment)
    if payment.state is not PaymentState.SETTLED or amount <= Money(0) or amount > left:
        raise TooMuch(
            _l("Yang masih bisa dikembalikan: Rp %(left)s.", left=f"{left.rupiah:,}".replace(",", "."))
        )
    reference = " ".join(bank_reference.upper().split())
    if payment.provider != STRIPE and not reference:
        raise NoReference(_l("Kirim dulu uangnya lewat bank, lalu isi nomor referensinya di sini."))
    refund = Refund(
        payment=payment,
        order=order,
        provider=payment.provider,
        amount=amount,
        key=f"canting-{secrets.token_hex(16)}",
        reason=reason.strip(),
        counts=_is_the_sale(payment),
        by=by,
    )
    db.session.add(refund)
    db.session.flush()
    if payment.provider != STRIPE:
        report(RefundReport(refund.id, reference, RefundOutcome.DONE))
    return refund


def _is_the_sale(payment: Payment) -> bool:
    """Money that made its order paid counts as revenue, a deposit with the rest; late and doubled money never did."""
    return payment.order.paid_at is not None and _came_first(payment)


def _came_first(payment: Payment) -> bool:
    """Of what came for the whole of its order; or for its deposit, or for its rest."""
    first = sa.select(sa.func.min(Payment.settled_at)).where(
        Payment.order_id == payment.order_id,
        Payment.rest == payment.rest,
        Payment.state == PaymentState.SETTLED,
    )
    return db.session.scalar(first) == payment.settled_at


def _all_is_back(order: Order) -> bool:
    """Is nothing left of the money that made it paid?"""
    settled = sa.select(Payment).where(Payment.order_id == order.id, Payment.state == PaymentState.SETTLED)
    return not any(left_of(payment) for payment in db.session.scalars(settled) if _is_the_sale(payment))


def ask_of(refund: Refund) -> GiveBack:
    return GiveBack(refund.id, refund.key, refund.payment.charge or "", refund.amount, refund.created_at)


def report(answer: RefundReport) -> None:
    """Believe what the service says of a refund, once."""
    refund = _refund_of(answer)
    if refund is None:
        return
    order = lock(refund.order_id)
    db.session.refresh(refund, with_for_update=True)
    heard(refund)
    refund.reference = refund.reference or answer.reference
    if answer.outcome is RefundOutcome.DONE and refund.state is RefundState.PENDING:
        _done(refund, order)
    elif answer.outcome is RefundOutcome.FAILED and refund.state is not RefundState.FAILED:
        _failed(refund, order)
    db.session.flush()


def _refund_of(answer: RefundReport) -> Refund | None:
    if answer.refund_id is not None:
        return db.session.get(Refund, answer.refund_id)
    return db.session.scalar(sa.select(Refund).where(Refund.reference == answer.reference))


def _done(refund: Refund, order: Order) -> None:
    refund.state = RefundState.DONE
    refund.done_at = clock.now()
    refund.refunded_on = clock.shop_day(refund.done_at)
    if refund.counts:
        _share_out(refund, order)
        orders.refunded(
            order, whole=_all_is_back(order), amount=refund.amount, by=refund.by, note=refund.reason
        )
    if left_of(refund.payment) == Money(0):
        for task in db.session.scalars(
            sa.select(Task).where(Task.payment_id == refund.payment_id, Task.closed_at.is_(None))
        ):
            task.closed_at, task.closed_by, task.resolution = (
                refund.done_at,
                refund.by,
                f"refund {refund.reference}",
            )


def _failed(refund: Refund, order: Order) -> None:
    refund.state = RefundState.FAILED
    db.session.add(
        Task(
            kind=TaskKind.REFUND_FAILED,
            order=order,
            payment=refund.payment,
            amount=refund.amount,
            note=order.number,
        )
    )


def _share_out(refund: Refund, order: Order) -> None:
    """By what is left of each line and of shipping, so that the parts add up to the refund, and all refunds to the
    order."""
    gone: dict[int | None, Money] = {}
    for line_id, amount in db.session.execute(
        sa.select(RefundShare.line_id, RefundShare.amount)
        .join(Refund)
        .where(Refund.order_id == order.id, Refund.state == RefundState.DONE)
    ):
        gone[line_id] = gone.get(line_id, Money(0)) + amount
    paid: list[tuple[OrderLine | None, Money]] = [(line, line.total - line.reduction) for line in order.lines]
    paid.append((None, order.shipping or Money(0)))
    left = [amount - gone.get(line.id if line else None, Money(0)) for line, amount in paid]
    for (line, _), part in zip(paid, refund.amount.split([amount.rupiah for amount in left]), strict=True):
        if part:
            refund.shares.append(RefundShare(line=line, amount=part))
