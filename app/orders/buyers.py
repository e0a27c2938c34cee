"""What an order knows of its buyer, and what is left of it when the buyer's account goes."""

from collections.abc import Sequence

import sqlalchemy as sa

from app.accounts.models import User
from app.db import db

from .models import Order, OrderStatus

GONE = "–"
PERSONAL = ("phone", "email", "village_code", "village", "district", "regency", "province", "postcode")
WRITTEN = ("street", "note", "gift_note")


def all_of(user: User) -> Sequence[Order]:
    return db.session.scalars(sa.select(Order).where(Order.customer_id == user.id).order_by(Order.id)).all()


def running(user: User) -> Sequence[Order]:
    """Orders that are not yet delivered, cancelled or over: somebody still owes somebody something."""
    waiting = sa.select(Order).where(Order.customer_id == user.id, Order.status == OrderStatus.PLACED)
    return db.session.scalars(waiting.order_by(Order.id)).all()


def forget_buyer(order: Order) -> None:
    """Take out who bought it and where it went. Number, dates, pieces and amounts stay: the books need them, and the
    law on electronic trade asks for them for ten years."""
    for name in (*PERSONAL, *WRITTEN):
        setattr(order, name, "")
    order.name, order.customer_id = GONE, None
    if order.voucher_use:
        order.voucher_use.phone = order.voucher_use.email = ""
