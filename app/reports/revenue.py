"""Revenue, defined once: every page, export and payout that speaks of it calls these functions.

- A sale counts on the shop's day on which it was paid (`Order.paid_on`), a refund is negative on the day it was made
  (`Refund.refunded_on`), so a month that is over does not change.
- gross: price times quantity of what was sold. discounts: vouchers and the unique codes of transfers. shipping: what
buyers
  paid for it. refunds: what went back of all that. net = gross - discounts + shipping - refunds.
- Money that never made an order paid (late, doubled) is not revenue, and giving it back is no refund of revenue.
- By product and by maker there is no shipping, which belongs to an order as a whole: net = gross - discounts -
refunds of
  goods; their sum is the revenue of goods.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.catalog.models import Product
from app.db import db
from app.makers.models import Maker
from app.money import Money
from app.orders.models import Channel, Order, OrderLine
from app.orders.queries import containing
from app.payments.models import Refund, RefundShare, RefundState

from .periods import Period, Step, cut, start_of_step

NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class Figures:
    """Revenue of something, in rupiah; `orders` counts paid orders, `pieces` what was sold in them."""

    orders: int = 0
    pieces: int = 0
    gross: Money = NOTHING
    discounts: Money = NOTHING
    shipping: Money = NOTHING
    refunds: Money = NOTHING

    @property
    def net(self) -> Money:
        return self.gross - self.discounts + self.shipping - self.refunds

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.orders + other.orders,
            self.pieces + other.pieces,
            self.gross + other.gross,
            self.discounts + other.discounts,
            self.shipping + other.shipping,
            self.refunds + other.refunds,
        )


def total(period: Period) -> Figures:
    """The revenue of the period."""
    return sum(_by_day(period).values(), Figures())


def by_step(period: Period, step: Step) -> list[tuple[Period, Figures]]:
    """The revenue of each day, week or month of the period, also of those without any."""
    sums: dict[date, Figures] = {}
    for day, figures in _by_day(period).items():
        start = max(start_of_step(day, step), period.first)
        sums[start] = sums.get(start, Figures()) + figures
    return [(part, sums.get(part.first, Figures())) for part in cut(period, step)]


def by_channel(period: Period) -> list[tuple[Channel, Figures]]:
    return _sorted(_of_orders(period, Order.channel))


def _by_day(period: Period) -> dict[date, Figures]:
    return _of_orders(period, Order.paid_on, Refund.refunded_on)


def _of_orders(period: Period, key: Any, refund_key: Any = None) -> dict[Any, Figures]:
    """Figures by a column of the order (and, for refunds, by another one where it differs)."""
    pieces = sa.select(OrderLine.order_id, sa.func.sum(OrderLine.quantity).label("pieces")).group_by(
        OrderLine.order_id
    )
    counted = pieces.join(Order).where(_paid_in(period)).subquery()
    sold = (
        sa.select(
            key,
            sa.func.count(Order.id),
            sa.func.sum(counted.c.pieces),
            sa.func.sum(Order.goods),
            sa.func.sum(Order.discount + Order.unique_code),
            sa.func.sum(Order.shipping),
        )
        .join(counted, counted.c.order_id == Order.id)
        .where(_paid_in(period))
        .group_by(key)
    )
    figures = {
        row[0]: Figures(row[1], int(row[2]), _money(row[3]), _money(row[4]), _money(row[5]))
        for row in db.session.execute(sold)
    }
    refund_key = key if refund_key is None else refund_key
    given_back = (
        sa.select(refund_key, sa.func.sum(Refund.amount))
        .join(Order, Order.id == Refund.order_id)
        .where(_refunded_in(period))
        .group_by(refund_key)
    )
    return _less(figures, db.session.execute(given_back))


def _paid_in(period: Period) -> sa.ColumnElement[bool]:
    return Order.paid_on.between(period.first, period.last)


def _refunded_in(period: Period) -> sa.ColumnElement[bool]:
    return sa.and_(
        Refund.refunded_on.between(period.first, period.last), Refund.state == RefundState.DONE, Refund.counts
    )


def _money(value: Any) -> Money:
    """A sum that the database gives as Money, a number, or a decimal of whole rupiah."""
    return value if isinstance(value, Money) else Money(int(value or 0))


def _less(figures: dict[Any, Figures], refunds: Iterable[Any]) -> dict[Any, Figures]:
    for key, amount in refunds:
        known = figures.get(key, Figures())
        figures[key] = replace(known, refunds=known.refunds + _money(amount))
    return figures


def by_product(period: Period) -> list[tuple[Product, Figures]]:
    """Revenue of goods by product."""
    return _with_rows(Product, _of_lines(period, OrderLine.product_id))


def by_maker(period: Period) -> list[tuple[Maker | None, Figures]]:
    """Revenue of goods by the maker that a piece was sold for; None stands for pieces of no named maker."""
    return _with_rows(Maker, _of_lines(period, OrderLine.maker_id))


def _of_lines(period: Period, key: Any) -> dict[int | None, Figures]:
    sold = (
        sa.select(
            key,
            sa.func.count(sa.distinct(Order.id)),
            sa.func.sum(OrderLine.quantity),
            sa.func.sum(OrderLine.price * OrderLine.quantity),
            sa.func.sum(OrderLine.reduction),
        )
        .join(Order)
        .where(_paid_in(period))
        .group_by(key)
    )
    figures = {
        row[0]: Figures(row[1], int(row[2]), _money(row[3]), _money(row[4]))
        for row in db.session.execute(sold)
    }
    given_back = (
        sa.select(key, sa.func.sum(RefundShare.amount))
        .join(RefundShare, RefundShare.line_id == OrderLine.id)
        .join(Refund, Refund.id == RefundShare.refund_id)
        .where(_refunded_in(period))
        .group_by(key)
    )
    return _less(figures, db.session.execute(given_back))


def _with_rows(model: Any, figures: Mapping[int | None, Figures]) -> list[tuple[Any, Figures]]:
    known = {row.id: row for row in db.session.scalars(sa.select(model).where(model.id.in_([*figures])))}
    return _sorted({known.get(key): value for key, value in figures.items()})


def _sorted(figures: Mapping[Any, Figures]) -> list[tuple[Any, Figures]]:
    return sorted(figures.items(), key=_rank)


def _rank(row: tuple[Any, Figures]) -> tuple[int, str]:
    """Most revenue first, and always in the same order."""
    thing, figures = row
    return -figures.net.rupiah, str(getattr(thing, "id", thing))


def orders_behind(
    period: Period,
    *,
    refunds: bool = False,
    product_id: int | None = None,
    maker_id: int | None = None,
    channel: Channel | None = None,
) -> sa.Select[Order]:
    """The orders that a figure is made of: those paid in the period or, for refunds, those refunded in it.

    `maker_id` 0 stands for pieces of no named maker.
    """
    orders = containing(product_id=product_id, maker_id=maker_id, channel=channel)
    if refunds:
        refunded = sa.select(Refund.order_id).where(_refunded_in(period))
        orders = orders.where(Order.id.in_(refunded))
    else:
        orders = orders.where(_paid_in(period))
    return orders.order_by(Order.paid_on.desc(), Order.id.desc())
