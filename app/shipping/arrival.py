"""When an order should be there: after making and packing, and then the courier's days."""

from dataclasses import dataclass
from datetime import date, timedelta

# What a buyer is told: packed within two working days.
PACKING_DAYS = 2
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Arrival:
    first: date
    last: date


def arrival(paid_on: date, making_days: int, days: tuple[int, int]) -> Arrival:
    """The days between which it should arrive. Packing is done on working days; couriers count all days."""
    made = paid_on + timedelta(days=making_days)
    least, most = days
    return Arrival(
        working_day(made, 0) + timedelta(days=least), working_day(made, PACKING_DAYS) + timedelta(days=most)
    )


def working_day(day: date, later: int) -> date:
    """The first working day on or after a day, and then so many working days later."""
    while True:
        if day.weekday() < SATURDAY:
            if later == 0:
                return day
            later -= 1
        day += timedelta(days=1)
