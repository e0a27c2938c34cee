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

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import load_only

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

    @classmethod
    def added(cls, parts: Iterable["Figures"]) -> "Figures":
        """What parts make together."""
        all_parts = list(parts)
        return cls(
            sum(part.orders for part in all_parts),
            sum(part.pieces for part in all_parts),
            Money.total(part.gross for part in all_parts),
            Money.total(part.discounts for part in all_parts),
            Money.total(part.shipping for part in all_parts),
            Money.total(part.refunds for part in all_parts),
        )


@dataclass(frozen=True, slots=True)
class Sales:
    """The revenue of a period, read once and summed up in several ways."""

    period: Period
    figures: Mapping[tuple[date, Channel], Figures]

    @property
    def total(self) -> Figures:
        return Figures.added(self.figures.values())

    def by_step(self, step: Step) -> list[tuple[Period, Figures]]:
        """The revenue of each day, week or month, also of those without any."""
        found = defaultdict(list)
        for (day, _channel), figures in self.figures.items():
            found[max(start_of_step(day, step), self.period.first)].append(figures)
        return [(part, Figures.added(found[part.first])) for part in cut(self.period, step)]

    def by_channel(self) -> list[tuple[Channel, Figures]]:
        found = defaultdict(list)
        for (_day, channel), figures in self.figures.items():
            found[channel].append(figures)
        return _sorted({channel: Figures.added(parts) for channel, parts in found.items()})


def total(period: Period) -> Figures:
    """The revenue of the period."""
    return sales(period).total


def sales(period: Period) -> Sales:
    """The revenue of the period, by day and channel: two statements."""
    pieces = (
        sa.select(sa.func.sum(OrderLine.quantity)).where(OrderLine.order_id == Order.id).scalar_subquery()
    )
    sold = (
        sa.select(
            Order.paid_on,
            Order.channel,
            sa.func.count(Order.id),
            sa.func.sum(pieces),
            sa.func.sum(Order.goods),
            sa.func.sum(Order.discount + Order.unique_code),
            sa.func.sum(Order.shipping),
        )
        .where(_paid_in(period))
        .group_by(Order.paid_on, Order.channel)
    )
    figures: dict[Any, Figures] = {
        (day, channel): Figures(orders, int(sold_pieces), _money(goods), _money(discounts), _money(shipping))
        for day, channel, orders, sold_pieces, goods, discounts, shipping in db.session.execute(sold)
    }
    given_back = (
        sa.select(Refund.refunded_on, Order.channel, sa.func.sum(Refund.amount))
        .join(Order, Order.id == Refund.order_id)
        .where(_refunded_in(period))
        .group_by(Refund.refunded_on, Order.channel)
    )
    refunds = (((day, channel), amount) for day, channel, amount in db.session.execute(given_back))
    return Sales(period, _less(figures, refunds))


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
    named = load_only(Product.title_id, Product.title_en, Product.slug)
    return _with_rows(Product, named, _of_lines(period, OrderLine.product_id))


def by_maker(period: Period) -> list[tuple[Maker | None, Figures]]:
    """Revenue of goods by the maker that a piece was sold for; None stands for pieces of no named maker."""
    named = load_only(Maker.pseudonym, Maker.name, Maker.slug)
    return _with_rows(Maker, named, _of_lines(period, OrderLine.maker_id))


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


def _with_rows(model: Any, named: Any, figures: Mapping[int | None, Figures]) -> list[tuple[Any, Figures]]:
    rows = db.session.scalars(sa.select(model).options(named).where(model.id.in_([*figures])))
    known = {row.id: row for row in rows}
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
