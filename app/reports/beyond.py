"""The shop's headline: how much of the revenue came from beyond exhibitions, month by month, beside what the members
want.

Net revenue, as `revenue` defines it: what was sold at a stand counts as from an exhibition, everything else as from
beyond, however its buyer came to know the shop.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.cooperative.models import Goal
from app.cooperative.queries import goal_in
from app.money import Money
from app.orders.models import Channel

from . import revenue
from .periods import Period, Step


@dataclass(frozen=True, slots=True)
class Month:
    """A month's net revenue in its two parts; `goal` in percent, None where none was set."""

    period: Period
    at_fairs: Money
    beyond: Money
    goal: int | None

    @property
    def share(self) -> int | None:
        """In whole percent, half a percent up; None for a month that took in nothing, or gave back more."""
        return share(self.beyond, self.at_fairs + self.beyond)

    @property
    def reached(self) -> bool:
        return self.goal is not None and self.share is not None and self.share >= self.goal


def share(part: Money, whole: Money) -> int | None:
    """A part in whole percent of the whole, from 0 to 100; None where the whole is nothing."""
    if whole.rupiah <= 0:
        return None
    return min(max((200 * part.rupiah + whole.rupiah) // (2 * whole.rupiah), 0), 100)


def beyond(sales: revenue.Sales) -> revenue.Sales:
    """All of these sales but those at a stand."""
    return revenue.Sales(sales.period, [day for day in sales.days if day.channel is not Channel.FAIR])


def months(sales: revenue.Sales, decided: Sequence[Goal]) -> list[Month]:
    """Each month of sales, the first and the last cut off where their period is."""
    at_fairs, elsewhere = sales.of(Channel.FAIR).by_step(Step.MONTH), beyond(sales).by_step(Step.MONTH)
    return [
        Month(part, fair.net, other.net, _goal(part.first, decided))
        for (part, fair), (_part, other) in zip(at_fairs, elsewhere, strict=True)
    ]


def _goal(day: date, decided: Sequence[Goal]) -> int | None:
    goal = goal_in(day.replace(day=1), decided)
    return goal.percent if goal else None


def of_all(parts: Sequence[Month]) -> int | None:
    """The share of several months together, in whole percent."""
    part = Money.total(month.beyond for month in parts)
    return share(part, part + Money.total(month.at_fairs for month in parts))
