"""A day at a stand, added up: by officer and by way of paying, with the cash that was counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.accounts.models import User
from app.money import Money

from . import queries
from .models import Method, StallClosing, StallSale


@dataclass(frozen=True, slots=True)
class Shift:
    """One officer's day. `counted` is None until she has counted; the last count is the one that counts."""

    officer: User
    sales: Sequence[StallSale]
    closings: Sequence[StallClosing]

    def by(self, method: Method) -> Money:
        return Money.total(sale.total for sale in self.sales if sale.method == method)

    @property
    def total(self) -> Money:
        return Money.total(sale.total for sale in self.sales)

    @property
    def counted(self) -> Money | None:
        return self.closings[-1].counted if self.closings else None

    @property
    def difference(self) -> Money | None:
        """What is in the box beyond what was sold for cash; negative where some is missing."""
        return None if self.counted is None else self.counted - self.by(Method.CASH)


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    shifts: Sequence[Shift]
    visitors: dict[int, int]

    @property
    def sales(self) -> list[StallSale]:
        return [sale for shift in self.shifts for sale in shift.sales]

    def by(self, method: Method) -> Money:
        return Money.total(shift.by(method) for shift in self.shifts)

    @property
    def total(self) -> Money:
        return Money.total(shift.total for shift in self.shifts)


def day_of(exhibition_id: int, on: date) -> Day:
    """All money that was taken on a day counts here, also what somebody must still decide about: it is in the box."""
    sales, closings = queries.sales_on(exhibition_id, on), queries.closings_on(exhibition_id, on)
    officers = {sale.officer_id: sale.entry.officer for sale in sales}
    officers |= {closing.officer_id: closing.officer for closing in closings}
    shifts = [
        Shift(
            officer,
            [sale for sale in sales if sale.officer_id == officer_id],
            [closing for closing in closings if closing.officer_id == officer_id],
        )
        for officer_id, officer in sorted(officers.items())
    ]
    return Day(on, shifts, queries.visitors_on(exhibition_id, on))
