"""What must be true of every order and its money; each finds the numbers of the orders of which it is not."""

from collections.abc import Callable

import sqlalchemy as sa

from app.money import Money
from app.orders.models import Order, OrderLine, OrderStatus, PaymentStatus
from app.payments.models import Payment, PaymentState, Refund, RefundState, Task

NOTHING = sa.literal(0)
TOOK_MONEY = [PaymentStatus.PAID, PaymentStatus.PARTLY_REFUNDED, PaymentStatus.REFUNDED]


def _received() -> sa.ScalarSelect[Money]:
    return (
        sa.select(sa.func.coalesce(sa.func.sum(sa.cast(Payment.received, sa.BigInteger)), 0))
        .where(Payment.order_id == Order.id, Payment.state == PaymentState.SETTLED)
        .scalar_subquery()
    )


def _given_back() -> sa.ScalarSelect[Money]:
    return (
        sa.select(sa.func.coalesce(sa.func.sum(sa.cast(Refund.amount, sa.BigInteger)), 0))
        .where(Refund.order_id == Order.id, Refund.state == RefundState.DONE)
        .scalar_subquery()
    )


def _numbers() -> sa.Select[str]:
    return sa.select(Order.number).order_by(Order.id)


def goods_are_not_their_lines() -> sa.Select[str]:
    lines = (
        sa.select(sa.func.coalesce(sa.func.sum(OrderLine.price * OrderLine.quantity), NOTHING))
        .where(OrderLine.order_id == Order.id)
        .scalar_subquery()
    )
    return _numbers().where(Order.goods != lines)


def reductions_are_not_shared_out() -> sa.Select[str]:
    lines = (
        sa.select(sa.func.coalesce(sa.func.sum(OrderLine.reduction), NOTHING))
        .where(OrderLine.order_id == Order.id)
        .scalar_subquery()
    )
    return _numbers().where(Order.discount + Order.unique_code != lines)


def paid_with_less_than_its_total() -> sa.Select[str]:
    return _numbers().where(Order.payment_status.in_(TOOK_MONEY), Order.total > _received())


def has_a_deposit_that_never_came() -> sa.Select[str]:
    return _numbers().where(sa.cast(Order.deposited, sa.BigInteger) > _received())


def gave_back_more_than_it_took() -> sa.Select[str]:
    return _numbers().where(_given_back() > _received())


def closed_with_money_and_no_task() -> sa.Select[str]:
    task = sa.exists().where(Task.order_id == Order.id, Task.closed_at.is_(None))
    closed = Order.status.in_([OrderStatus.CANCELLED, OrderStatus.EXPIRED])
    return _numbers().where(closed, _received() > _given_back(), ~task)


ALL: dict[str, Callable[[], sa.Select[str]]] = {
    "its goods are not the sum of its lines": goods_are_not_their_lines,
    "its discount is not shared out to its lines": reductions_are_not_shared_out,
    "it is paid with less than its total": paid_with_less_than_its_total,
    "it has a deposit that never came": has_a_deposit_that_never_came,
    "more went back than came": gave_back_more_than_it_took,
    "it is closed, has money, and nobody has to decide about it": closed_with_money_and_no_task,
}
