from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from app import clock
from app.accounts.models import User
from app.db import db

from .models import Order, OrderEvent, OrderLine, OrderStatus, PaymentStatus


def by_token(token: str) -> sa.Select[Order]:
    """The order of a private link, with what its page shows."""
    return sa.select(Order).where(Order.token == token).options(*whole())


def by_id(order_id: int) -> sa.Select[Order]:
    return sa.select(Order).where(Order.id == order_id).options(*whole())


def whole() -> tuple[ExecutableOption, ...]:
    """What is read with an order that is shown whole."""
    return (
        selectinload(Order.lines).options(joinedload(OrderLine.variant), joinedload(OrderLine.product)),
        selectinload(Order.events),
        selectinload(Order.shipments),
    )


def by_number_and_phone(number: str, phone: str) -> sa.Select[Order]:
    """The order that somebody looks for who knows its number and the phone it was placed with (E.164)."""
    return sa.select(Order).where(Order.number == number.strip().upper(), Order.phone == phone)


def by_checkout_token(token: str) -> sa.Select[Order]:
    return sa.select(Order).where(Order.checkout_token == token)


def unpaid(tokens: Collection[str]) -> sa.Select[Order]:
    """Those of a visitor's own orders that wait for money nobody has spoken of yet, with what they hold."""
    return (
        sa.select(Order)
        .where(
            Order.token.in_(tokens),
            Order.status == OrderStatus.PLACED,
            Order.payment_status == PaymentStatus.UNPAID,
        )
        .options(selectinload(Order.lines).joinedload(OrderLine.hold))
    )


def of_customer(user: User) -> sa.Select[Order]:
    return (
        sa.select(Order).where(Order.customer_id == user.id).order_by(Order.placed_at.desc(), Order.id.desc())
    )


def overdue() -> sa.Select[int]:
    """Ids of unpaid orders whose deadline is over, oldest first."""
    return (
        sa.select(Order.id)
        .where(
            Order.status == OrderStatus.PLACED,
            Order.payment_status.in_([PaymentStatus.UNPAID, PaymentStatus.IN_REVIEW]),
            Order.hold_until <= clock.now(),
        )
        .order_by(Order.hold_until, Order.id)
    )


def lock(order_id: int) -> Order:
    """The order as it is now, kept from all others until this transaction ends."""
    return db.session.execute(
        sa.select(Order)
        .where(Order.id == order_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()


def unannounced(limit: int = 200) -> sa.Select[OrderEvent]:
    """Events about which nobody has been told yet, oldest first."""
    return (
        sa.select(OrderEvent)
        .where(OrderEvent.notified_at.is_(None))
        .options(joinedload(OrderEvent.order))
        .order_by(OrderEvent.id)
        .limit(limit)
    )
