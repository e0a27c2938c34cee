"""What time it is: moments in UTC, days in the shop's own time zone."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

# The village keeps Western Indonesian Time (WIB, UTC+7, no daylight saving). Days, months and deadlines that people
# see are counted in it, wherever the server stands.
WIB = ZoneInfo("Asia/Jakarta")


_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """This moment, in UTC."""
    return _pretended.get() or datetime.now(UTC)


@contextmanager
def pretend(moment: datetime) -> Iterator[None]:
    """Within this block it is another moment: the sample village lives its year through the shop's own verbs."""
    token = _pretended.set(moment)
    try:
        yield
    finally:
        _pretended.reset(token)


def shop_day(moment: datetime) -> date:
    """The day on which a moment falls in the shop."""
    return moment.astimezone(WIB).date()


def today() -> date:
    """The shop's day now."""
    return shop_day(now())


def start_of(day: date) -> datetime:
    """The moment, in UTC, at which a day begins in the shop."""
    return datetime.combine(day, time(), WIB).astimezone(UTC)
