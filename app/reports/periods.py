"""Stretches of the shop's days, and how they are cut for a report."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


class Step(enum.StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a period ends on {self.last}, before it begins on {self.first}")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def month_of(day: date) -> Period:
    return Period(
        start_of_step(day, Step.MONTH), _next(start_of_step(day, Step.MONTH), Step.MONTH) - timedelta(days=1)
    )


def month_before(day: date) -> Period:
    return month_of(month_of(day).first - timedelta(days=1))


def start_of_step(day: date, step: Step) -> date:
    """The day on which the day's step begins; weeks begin on Monday."""
    if step is Step.MONTH:
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if step is Step.WEEK else day


def _next(start: date, step: Step) -> date:
    if step is Step.MONTH:
        return (start + timedelta(days=31)).replace(day=1)
    return start + timedelta(days=7 if step is Step.WEEK else 1)


def cut(period: Period, step: Step) -> Iterator[Period]:
    """The period in steps, the first and the last cut off where the period is."""
    start = start_of_step(period.first, step)
    while start <= period.last:
        after = _next(start, step)
        yield Period(max(start, period.first), min(after - timedelta(days=1), period.last))
        start = after
