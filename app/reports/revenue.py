"""Revenue, defined once: every page, export and payout that speaks of it calls these functions.

- A sale counts on the shop's day on which it was paid (`Order.paid_on`), a refund is negative on the day it was made
  (`Refund.refunded_on`), so a month that is over does not change.
- gross: price times quantity of what was sold. discounts: vouchers and the unique codes of transfers. shipping: what
  buyers paid for it. refunds: what went back of all that. net = gross - discounts + shipping - refunds.
- Money that never made an order paid (late, doubled) is not revenue, and giving it back is no refund of revenue.
- A deposit is not revenue yet: it counts with the rest, on the day on which the order is paid. Of an order that was
  called off before that it is given back, and was never counted.
- By product and by maker there is no shipping, which belongs to an order as a whole: net = gross - discounts -
  refunds of goods; their sum is the revenue of goods.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import load_only

from app.catalog.models import Product
from app.db import db
from app.makers.models import Maker
from app.money import Money
from app.orders.models import Channel, Order
from app.orders.queries import containing
from app.payments.models import Refund

from .periods import Period, Step, cut, start_of_step
from .statements import ALL, BY_MAKER, BY_PRODUCT, GIVEN_BACK, SOLD, days_of, paid_in, refunded_in

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

    def less(self, part: "Figures") -> "Figures":
        """What is left of it without a part."""
        return Figures(
            self.orders - part.orders,
            self.pieces - part.pieces,
            self.gross - part.gross,
            self.discounts - part.discounts,
            self.shipping - part.shipping,
            self.refunds - part.refunds,
        )

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


class Day(NamedTuple):
    """What was sold on a day through a channel, and what went back; in the order of Figures, in whole rupiah."""

    on: date
    channel: Channel
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sales:
    """The revenue of a period, read once and summed up in several ways."""

    period: Period
    days: Sequence[Day]

    @property
    def total(self) -> Figures:
        return _summed(self.days)

    def by_step(self, step: Step) -> list[tuple[Period, Figures]]:
        """The revenue of each day, week or month, also of those without any."""
        found = defaultdict(list)
        for day in self.days:
            found[max(start_of_step(day.on, step), self.period.first)].append(day)
        return [(part, _summed(found[part.first])) for part in cut(self.period, step)]

    def of(self, channel: Channel) -> "Sales":
        """Those of one channel."""
        return Sales(self.period, [day for day in self.days if day.channel is channel])

    def by_channel(self) -> list[tuple[Channel, Figures]]:
        found = defaultdict(list)
        for day in self.days:
            found[day.channel].append(day)
        return sorted(((channel, _summed(days)) for channel, days in found.items()), key=_rank)


def _summed(days: Sequence[Day]) -> Figures:
    return _figures([sum(column) for column in zip(*(day.counts for day in days), strict=True)] or [0] * 6)


def _figures(counts: Sequence[Any]) -> Figures:
    """Of sums that the database gives as whole numbers, as decimals of them, or as none at all."""
    orders, pieces, *amounts = (int(count or 0) for count in counts)
    return Figures(orders, pieces, *map(Money, amounts))


def total(period: Period) -> Figures:
    """The revenue of the period."""
    return sales(period).total


def sales(period: Period) -> Sales:
    """The revenue of the period, by day and channel: two statements."""
    days = [
        Day(day, channel, (*counts, 0)) for day, channel, *counts in db.session.execute(SOLD, days_of(period))
    ]
    refunds = db.session.execute(GIVEN_BACK, days_of(period))
    return Sales(period, [*days, *(Day(day, channel, (0,) * 5 + (back,)) for day, channel, back in refunds)])


def by_product(period: Period, most: int | None = None) -> list[tuple[Product, Figures]]:
    """Revenue of goods by product: of all that were sold, or of so many of them."""
    named = load_only(Product.title_id, Product.title_en, Product.slug)
    return _with_rows(Product, named, BY_PRODUCT, {**days_of(period), "most": most or ALL})


def others(whole: Figures, shown: Sequence[Figures]) -> Figures | None:
    """What all that is not shown comes to, None where nothing is left.

    An order with several cloths stands in several rows, so the others' orders are not counted together.
    """
    rest = replace(whole.less(Figures.added(shown)), orders=0)
    return None if rest == Figures() else rest


def by_maker(period: Period) -> list[tuple[Maker | None, Figures]]:
    """Revenue of goods by the maker that a piece was sold for; None stands for pieces of no named maker."""
    named = load_only(Maker.pseudonym, Maker.name, Maker.slug)
    return _with_rows(Maker, named, BY_MAKER, {**days_of(period), "most": ALL})


def _with_rows(
    model: Any, named: Any, figures: sa.Select[Any], asked: dict[str, Any]
) -> list[tuple[Any, Figures]]:
    rows = db.session.execute(figures, asked).all()
    things = db.session.scalars(
        sa.select(model).options(named).where(model.id.in_([key for key, *_ in rows]))
    )
    known = {thing.id: thing for thing in things}
    return [(known.get(key), _figures(counts)) for key, *counts in rows]


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
        refunded = sa.select(Refund.order_id).where(refunded_in(period))
        orders = orders.where(Order.id.in_(refunded))
    else:
        orders = orders.where(paid_in(period))
    return orders.order_by(Order.paid_on.desc(), Order.id.desc())
