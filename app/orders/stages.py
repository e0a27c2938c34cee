"""Where an order stands for those who work on it: one stage, read from its three statuses."""

import enum
from collections import defaultdict
from functools import cache
from itertools import product

import sqlalchemy as sa

from .models import FulfilmentStatus, Order, OrderStatus, PaymentStatus


class Stage(enum.StrEnum):
    """Each order is in just one. IN_THE_MAKING: its deposit is paid, the rest is due before packing. GIVEN_BACK:
    the money went back, or the pieces came back."""

    TO_QUOTE = "to_quote"
    TO_PAY = "to_pay"
    IN_REVIEW = "in_review"
    IN_THE_MAKING = "in_the_making"
    TO_PACK = "to_pack"
    TO_SHIP = "to_ship"
    ON_THE_WAY = "on_the_way"
    COMPLETED = "completed"
    GIVEN_BACK = "given_back"
    CLOSED = "closed"


# Where the order waits for us, the one that waits longest comes first.
WAITING_FOR_US = (Stage.TO_QUOTE, Stage.IN_REVIEW, Stage.TO_PACK, Stage.TO_SHIP)
STILL_HERE = {FulfilmentStatus.UNFULFILLED: Stage.TO_PACK, FulfilmentStatus.PACKED: Stage.TO_SHIP}


def stage(
    status: OrderStatus, payment: PaymentStatus, fulfilment: FulfilmentStatus, *, quoted: bool
) -> Stage:
    if status in {OrderStatus.CANCELLED, OrderStatus.EXPIRED}:
        return Stage.CLOSED
    if payment is PaymentStatus.IN_REVIEW:
        return Stage.IN_REVIEW
    if payment is PaymentStatus.DEPOSIT_PAID:
        return Stage.IN_THE_MAKING
    if payment is PaymentStatus.UNPAID:
        return Stage.TO_PAY if quoted else Stage.TO_QUOTE
    if payment is PaymentStatus.REFUNDED or fulfilment is FulfilmentStatus.RETURNED:
        return Stage.GIVEN_BACK
    if status is OrderStatus.COMPLETED:
        return Stage.COMPLETED
    return STILL_HERE.get(fulfilment, Stage.ON_THE_WAY)


def stage_of(order: Order) -> Stage:
    return stage(
        order.status, order.payment_status, order.fulfilment_status, quoted=order.shipping is not None
    )


# Only these two look at shipping as well.
PRICED = {Stage.TO_QUOTE: Order.shipping.is_(None), Stage.TO_PAY: Order.shipping.is_not(None)}


@cache
def in_stage(wanted: Stage) -> sa.ColumnElement[bool]:
    """The orders of a stage, for a query: the same rule, turned round."""
    quoted = wanted is not Stage.TO_QUOTE
    ways = defaultdict(list)
    for status, payment in product(OrderStatus, PaymentStatus):
        fulfilments = [
            each for each in FulfilmentStatus if stage(status, payment, each, quoted=quoted) is wanted
        ]
        if fulfilments:
            ways[status, tuple(fulfilments)].append(payment)
    found = [
        sa.and_(
            Order.status == status,
            Order.payment_status.in_(payments),
            Order.fulfilment_status.in_(fulfilments),
        )
        for (status, fulfilments), payments in ways.items()
    ]
    return sa.and_(sa.or_(*found), PRICED.get(wanted, sa.true()))
