"""What revenue asks of the database, built once: a year is thousands of orders, and to build it took a fifth."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from app.orders.models import Order, OrderLine
from app.payments.models import Refund, RefundShare, RefundState

from .periods import Period

# As many rows as there are.
ALL = 2**31 - 1
ORDER, LINE, REFUND, SHARE = (model.__table__.c for model in (Order, OrderLine, Refund, RefundShare))


class AnyPeriod:
    """The days that are said when a statement is asked."""

    first = sa.bindparam("first", type_=sa.Date)
    last = sa.bindparam("last", type_=sa.Date)


def days_of(period: Period) -> dict[str, date]:
    return {"first": period.first, "last": period.last}


def plain(column: Any) -> Any:
    """An amount as the number that it is kept as: there are thousands of them, to be added up before they are Money."""
    return sa.type_coerce(column, sa.BigInteger)


def paid_in(period: Period | type[AnyPeriod]) -> sa.ColumnElement[bool]:
    return ORDER.paid_on.between(period.first, period.last)


def refunded_in(period: Period | type[AnyPeriod]) -> sa.ColumnElement[bool]:
    return sa.and_(
        REFUND.refunded_on.between(period.first, period.last), REFUND.state == RefundState.DONE, REFUND.counts
    )


def _sum(column: Any) -> Any:
    return sa.func.sum(plain(column))


def _sold() -> sa.Select[Any]:
    """Of each day and channel: orders, pieces, goods, discounts, shipping."""
    pieces = sa.select(sa.func.sum(LINE.quantity)).where(LINE.order_id == ORDER.id).scalar_subquery()
    return (
        sa.select(
            ORDER.paid_on,
            ORDER.channel,
            sa.func.count(ORDER.id),
            sa.func.sum(pieces),
            _sum(ORDER.goods),
            _sum(ORDER.discount) + _sum(ORDER.unique_code),
            sa.func.coalesce(_sum(ORDER.shipping), 0),
        )
        .where(paid_in(AnyPeriod))
        .group_by(ORDER.paid_on, ORDER.channel)
    )


def _given_back() -> sa.Select[Any]:
    return (
        sa.select(REFUND.refunded_on, ORDER.channel, _sum(REFUND.amount))
        .join_from(Refund.__table__, Order.__table__, ORDER.id == REFUND.order_id)
        .where(refunded_in(AnyPeriod))
        .group_by(REFUND.refunded_on, ORDER.channel)
    )


def _of_lines(key: Any) -> sa.Select[Any]:
    """What was sold and what went back of each product or maker, most revenue first: `most` of them."""
    zero = sa.literal_column("0", sa.BigInteger)
    sold = (
        sa.select(
            key,
            LINE.order_id,
            LINE.quantity,
            plain(LINE.price) * LINE.quantity,
            plain(LINE.reduction),
            zero.label("refunds"),
        )
        .join_from(OrderLine.__table__, Order.__table__, ORDER.id == LINE.order_id)
        .where(paid_in(AnyPeriod))
    )
    given_back = (
        sa.select(key, sa.null(), zero, zero, zero, plain(SHARE.amount))
        .join_from(OrderLine.__table__, RefundShare.__table__, SHARE.line_id == LINE.id)
        .join(Refund.__table__, REFUND.id == SHARE.refund_id)
        .where(refunded_in(AnyPeriod))
    )
    parts = sa.union_all(sold, given_back).subquery()
    of, order_id, *amounts = parts.c
    orders, (pieces, gross, discounts, refunds) = (
        sa.func.count(sa.distinct(order_id)),
        map(sa.func.sum, amounts),
    )
    return (
        sa.select(of, orders, pieces, gross, discounts, zero.label("shipping"), refunds)
        .group_by(of)
        .order_by((gross - discounts - refunds).desc(), of)
        .limit(sa.bindparam("most"))
    )


SOLD, GIVEN_BACK = _sold(), _given_back()
BY_PRODUCT, BY_MAKER = _of_lines(LINE.product_id), _of_lines(LINE.maker_id)
