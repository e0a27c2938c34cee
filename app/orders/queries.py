import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only, selectinload

from app import clock
from app.accounts.models import User
from app.catalog.models import Product
from app.db import db
from app.money import Money
from app.promotions.models import VoucherUse

from .models import Channel, EventKind, Order, OrderEvent, OrderLine, OrderStatus, PaymentStatus, Shipment
from .stages import Stage, in_stage, stage

# What is read with an order that is shown whole.
WHOLE = (
    selectinload(Order.lines).options(
        joinedload(OrderLine.variant), joinedload(OrderLine.product).joinedload(Product.cover)
    ),
    selectinload(Order.events),
    selectinload(Order.shipments),
)
# Built once: every buyer who orders comes by. Of the cloth its page shows a picture and an address.
BY_TOKEN = (
    sa.select(Order)
    .where(Order.token == sa.bindparam("token"))
    .options(
        joinedload(Order.lines)
        .joinedload(OrderLine.product)
        .options(load_only(Product.slug, Product.status), joinedload(Product.cover))
    )
)
E = OrderEvent.__table__.c
HAPPENED = sa.select(E.kind, E.at).where(E.order_id == sa.bindparam("order")).order_by(E.id)
BY_CHECKOUT_TOKEN = sa.select(Order).where(Order.checkout_token == sa.bindparam("token"))


def by_token(token: str) -> Order | None:
    """The order of a private link, with what its page shows."""
    return db.session.scalars(BY_TOKEN, {"token": token}).unique().one_or_none()


def happened(order: Order) -> dict[EventKind, datetime]:
    """When each thing happened to an order, for the last time."""
    rows = db.session.execute(HAPPENED, {"order": order.id})
    return {kind: at for kind, at in rows}  # noqa: C416  (rows are not pairs to the type checker)


def by_id(order_id: int) -> sa.Select[Order]:
    return sa.select(Order).where(Order.id == order_id).options(*WHOLE)


def by_number_and_phone(number: str, phone: str) -> sa.Select[Order]:
    """The order that somebody looks for who knows its number and the phone it was placed with (E.164)."""
    return sa.select(Order).where(Order.number == number.strip().upper(), Order.phone == phone)


def by_checkout_token(token: str) -> Order | None:
    """The order that a page of the checkout has made."""
    return db.session.scalar(BY_CHECKOUT_TOKEN, {"token": token})


def unpaid(tokens: Collection[str]) -> sa.Select[Order]:
    """Those of a visitor's own orders that wait for money nobody has spoken of yet, with what they hold."""
    return (
        sa.select(Order)
        .where(
            Order.token.in_(tokens),
            Order.status == OrderStatus.PLACED,
            Order.payment_status == PaymentStatus.UNPAID,
        )
        .order_by(Order.id.desc())
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
            # What has a deposit waits for its rest without a deadline.
            Order.deposited == Money(0),
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


def containing(
    *, product_id: int | None = None, maker_id: int | None = None, channel: Channel | None = None
) -> sa.Select[Order]:
    """Orders, paid or not, in which a product or something by a maker (0: no named one) was bought; of one channel."""
    orders, lines = sa.select(Order), sa.select(OrderLine.order_id)
    if product_id is not None:
        orders = orders.where(Order.id.in_(lines.where(OrderLine.product_id == product_id)))
    if maker_id is not None:
        orders = orders.where(
            Order.id.in_(lines.where(OrderLine.maker_id.is_not_distinct_from(maker_id or None)))
        )
    return orders if channel is None else orders.where(Order.channel == channel)


def matches(text: str) -> sa.ColumnElement[bool]:
    """Orders with this in their number, name or e-mail address, with this phone, or with this airway bill."""
    bill = "".join(text.upper().split())
    parcels = sa.select(Shipment.order_id).where(Shipment.airway_bill == bill)
    found = [
        Order.number.contains(text.upper(), autoescape=True),
        Order.name.icontains(text, autoescape=True),
        Order.email.contains(text.lower(), autoescape=True),
        Order.id.in_(parcels),
    ]
    # Phones are kept as +62812...; people type 0812-..., 62812... or the last digits.
    digits = re.sub(r"[^0-9]", "", text).lstrip("0")
    if len(digits) >= 4 and re.fullmatch(r"[0-9 ()+./-]+", text):
        found.append(Order.phone.contains(digits, autoescape=True))
    return sa.or_(*found)


def counts(orders: sa.Select[Order]) -> dict[Stage, int]:
    """How many of these orders are in each stage."""
    # The statuses alone stand in an index, so that the orders themselves need not be read; few wait for a quote.
    statuses = (Order.status, Order.payment_status, Order.fulfilment_status)
    count = sa.func.count(Order.id)
    rows = db.session.execute(orders.with_only_columns(*statuses, count).order_by(None).group_by(*statuses))
    sums = dict.fromkeys(Stage, 0)
    for status, payment, fulfilment, so_many in rows:
        sums[stage(status, payment, fulfilment, quoted=True)] += so_many
    unquoted = orders.with_only_columns(count).order_by(None).where(in_stage(Stage.TO_QUOTE))
    sums[Stage.TO_QUOTE] = db.session.scalar(unquoted) or 0
    sums[Stage.TO_PAY] -= sums[Stage.TO_QUOTE]
    return sums


# How long after paying a parcel should be on its way, beside the time that making takes; and after packing.
TIME_TO_SHIP = timedelta(days=3)
TIME_TO_HAND_OVER = timedelta(days=2)


def late() -> list[int]:
    """Ids of paid orders that should have been sent by now, the longest waiting first."""
    now = clock.now()
    packed_at = sa.select(sa.func.max(OrderEvent.at)).where(
        OrderEvent.order_id == Order.id, OrderEvent.kind == EventKind.PACKED
    )
    lead_days = (
        sa.select(sa.func.max(Product.lead_days))
        .join(OrderLine, OrderLine.product_id == Product.id)
        .where(OrderLine.order_id == Order.id)
    )
    waiting = db.session.execute(
        sa.select(Order.id, Order.paid_at, packed_at.scalar_subquery(), lead_days.scalar_subquery())
        .where(sa.or_(in_stage(Stage.TO_PACK), in_stage(Stage.TO_SHIP)))
        .where(Order.paid_at <= now - min(TIME_TO_SHIP, TIME_TO_HAND_OVER))
        .order_by(Order.paid_at, Order.id)
    )
    return [
        order_id
        for order_id, paid_at, packed, lead in waiting
        if paid_at + TIME_TO_SHIP + timedelta(days=lead or 0) < now
        or (packed and packed + TIME_TO_HAND_OVER < now)
    ]


def brought_by(campaign_ids: Iterable[int]) -> dict[int, int]:
    """Of each campaign that was the last touch of paid orders: how many there are, those left out that were called
    off."""
    rows = db.session.execute(
        sa.select(Order.last_campaign_id, sa.func.count())
        .where(Order.last_campaign_id.in_(list(campaign_ids)), Order.paid_at.is_not(None))
        .where(Order.status != OrderStatus.CANCELLED)
        .group_by(Order.last_campaign_id)
    )
    return {campaign_id: count for campaign_id, count in rows if campaign_id}


def with_voucher(voucher_id: int) -> sa.Select[Order]:
    """The orders that used a voucher, the newest first; also those that came to nothing."""
    return (
        sa.select(Order)
        .join(VoucherUse, VoucherUse.id == Order.voucher_use_id)
        .where(VoucherUse.voucher_id == voucher_id)
        .order_by(Order.id.desc())
    )
