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
from collections.abc import Iterable, Mapping, Sequence
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


def by_product(period: Period, most: int | None = None) -> list[tuple[Product | None, Figures]]:
    """Revenue of goods by product; of so many of them, then None stands for all others together."""
    named = load_only(Product.title_id, Product.title_en, Product.slug)
    return _with_rows(Product, named, _of_lines(period, OrderLine.product_id), most)


def by_maker(period: Period) -> list[tuple[Maker | None, Figures]]:
    """Revenue of goods by the maker that a piece was sold for; None stands for pieces of no named maker."""
    named = load_only(Maker.pseudonym, Maker.name, Maker.slug)
    return _with_rows(Maker, named, _of_lines(period, OrderLine.maker_id))


def _of_lines(period: Period, key: Any) -> sa.Select[Any]:
    """What was sold and what went back of each product or maker, most revenue first."""
    plain = sa.BigInteger
    sold = (
        sa.select(
            key.label("key"),
            sa.func.count(sa.distinct(OrderLine.order_id)).label("orders"),
            sa.func.sum(OrderLine.quantity).label("pieces"),
            sa.func.sum(sa.type_coerce(OrderLine.price, plain) * OrderLine.quantity).label("gross"),
            sa.func.sum(sa.type_coerce(OrderLine.reduction, plain)).label("discounts"),
            sa.literal(0, plain).label("refunds"),
        )
        # An index knows the days of all orders; to join the orders would read each of them whole.
        .where(OrderLine.order_id.in_(sa.select(Order.id).where(_paid_in(period))))
        .group_by(key)
    )
    given_back = (
        sa.select(key, *[sa.literal(0)] * 4, sa.func.sum(sa.type_coerce(RefundShare.amount, plain)))
        .join(RefundShare, RefundShare.line_id == OrderLine.id)
        .join(Refund, Refund.id == RefundShare.refund_id)
        .where(_refunded_in(period))
        .group_by(key)
    )
    parts = sa.union_all(sold, given_back).subquery()
    sums = [sa.func.sum(column).label(column.key) for column in parts.c[1:]]
    found = sa.select(parts.c.key, *sums).group_by(parts.c.key).subquery()
    return sa.select(found).order_by(*_most_first(found))


def _most_first(parts: sa.Subquery) -> tuple[sa.ColumnElement[Any], ...]:
    return (parts.c.gross - parts.c.discounts - parts.c.refunds).desc(), parts.c.key


def _with_rows(
    model: Any, named: Any, found: sa.Select[Any], most: int | None = None
) -> list[tuple[Any, Figures]]:
    shown, rest = _first_rows(found, most) if most else (db.session.execute(found).all(), [])
    things = db.session.scalars(
        sa.select(model).options(named).where(model.id.in_([row[0] for row in shown]))
    )
    known = {thing.id: thing for thing in things}
    figures = [(known.get(key), _figures(counts)) for key, *counts in shown]
    # An order with several cloths stands in several rows, so the others' orders are not counted together.
    return [*figures, (None, _figures([0, *rest]))] if rest else figures


def _first_rows(found: sa.Select[Any], most: int) -> tuple[list[Any], list[int]]:
    """So many rows, and what all others add up to (pieces, gross, discounts, refunds), if there are others. A year may
    have sold thousands of products, which the database adds up without handing them over."""
    parts = found.order_by(None).subquery()
    columns = (parts.c.pieces, parts.c.gross, parts.c.discounts, parts.c.refunds)
    whole = [sa.func.count().over(), *(sa.func.sum(column).over() for column in columns)]
    rows = db.session.execute(sa.select(parts, *whole).order_by(*_most_first(parts)).limit(most)).all()
    shown = [row[:6] for row in rows]
    if not rows or rows[0][6] <= most:
        return shown, []
    return shown, [int(total) - sum(int(row[2 + i]) for row in shown) for i, total in enumerate(rows[0][7:])]


def _figures(counts: Sequence[Any]) -> Figures:
    orders, pieces, gross, discounts, refunds = map(int, counts)
    return Figures(orders, pieces, Money(gross), Money(discounts), refunds=Money(refunds))


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
