"""Which orders somebody wants to see, as the words of an address say it, and one page of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.db import db
from app.orders import queries as orders
from app.orders.models import Channel, Order
from app.orders.stages import WAITING_FOR_US, Stage, in_stage
from app.promotions.models import VoucherUse
from app.reports.periods import Period
from app.reports.revenue import orders_behind

PAGE = 50
MOST_PAGES = 100_000
# Of a table; a year of a busy cooperative.
MOST_ROWS = 20_000
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class Wanted:
    """`first` and `last` are days of paying; with `refunds`, of giving back. `maker` 0 stands for no named maker."""

    stage: Stage | None = None
    q: str = ""
    channel: Channel | None = None
    first: date | None = None
    last: date | None = None
    product: int | None = None
    maker: int | None = None
    refunds: bool = False
    late: bool = False
    page: int = 1

    @classmethod
    def read(cls, words: Mapping[str, str]) -> "Wanted":
        """What the words of an address say; whatever makes no sense is as if it were not there."""
        return cls(
            stage=next((each for each in Stage if each == words.get("stage")), None),
            q=" ".join(words.get("q", "")[:100].split()),
            channel=next((each for each in Channel if each == words.get("channel")), None),
            first=a_day(words.get("from", "")),
            last=a_day(words.get("to", "")),
            product=a_number(words.get("product", "")),
            maker=a_number(words.get("maker", "")),
            refunds=words.get("refunds") == "1",
            late=words.get("late") == "1",
            page=min(max(1, a_number(words.get("page", "")) or 1), MOST_PAGES),
        )

    def words(self) -> dict[str, str]:
        """The shortest words of an address that say the same."""
        said = {
            "stage": self.stage,
            "q": self.q,
            "channel": self.channel,
            "from": self.first,
            "to": self.last,
            "product": self.product,
            "maker": self.maker,
            "refunds": "1" if self.refunds else "",
            "late": "1" if self.late else "",
            "page": self.page if self.page > 1 else "",
        }
        return {name: str(word) for name, word in said.items() if word not in (None, "")}

    def but(self, **other: Any) -> dict[str, str]:
        """The words for the same with something else, from the first page."""
        return replace(self, **{"page": 1, **other}).words()

    @property
    def narrowed(self) -> bool:
        return replace(self, stage=None, page=1) != Wanted()

    @property
    def by_money(self) -> Period | None:
        """The period of which revenue is looked into, if it is."""
        if not (self.first or self.last or self.refunds):
            return None
        first, last = self.first or FIRST_DAY, self.last or LAST_DAY
        return Period(min(first, last), max(first, last))


def a_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def a_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


@dataclass(frozen=True, slots=True)
class Page:
    orders: list[Order]
    counts: dict[Stage, int]
    late: set[int]
    number: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def page_of(wanted: Wanted) -> Page:
    late = orders.late()
    found = _found(wanted, late)
    counts = orders.counts(found)
    total = sum(counts.values()) if wanted.stage is None else counts[wanted.stage]
    number = min(wanted.page, max(1, -(-total // PAGE)))
    if wanted.stage:
        found = found.where(in_stage(wanted.stage))
    return Page(_read(found, wanted, number), counts, set(late), number, total)


def all_of(wanted: Wanted) -> list[Order]:
    """Every order that was found, with all that a table says of it."""
    found = _found(wanted, orders.late() if wanted.late else [])
    if wanted.stage:
        found = found.where(in_stage(wanted.stage))
    rows = found.order_by(None).order_by(*_order(wanted)).limit(MOST_ROWS)
    return list(db.session.scalars(rows.options(*_IN_A_TABLE)))


_IN_A_TABLE = (
    selectinload(Order.lines),
    joinedload(Order.voucher_use).joinedload(VoucherUse.voucher),
    joinedload(Order.first_campaign),
    joinedload(Order.last_campaign),
)


def _read(found: sa.Select[Order], wanted: Wanted, number: int) -> list[Order]:
    """One page of what was found; sorted by its ids alone, because orders are wide and most are not shown."""
    ids = found.with_only_columns(Order.id).order_by(None).order_by(*_order(wanted))
    shown = ids.limit(PAGE).offset((number - 1) * PAGE).subquery()
    rows = sa.select(Order).join(shown, shown.c.id == Order.id).order_by(*_order(wanted))
    return list(db.session.scalars(rows.options(selectinload(Order.lines))))


def _found(wanted: Wanted, late: list[int]) -> sa.Select[Order]:
    bought: dict[str, Any] = {
        "product_id": wanted.product,
        "maker_id": wanted.maker,
        "channel": wanted.channel,
    }
    period = wanted.by_money
    found = orders_behind(period, refunds=wanted.refunds, **bought) if period else orders.containing(**bought)
    if wanted.q:
        found = found.where(orders.matches(wanted.q))
    return found.where(Order.id.in_(late)) if wanted.late else found


def _order(wanted: Wanted) -> tuple[Any, ...]:
    """Where work waits, whoever waits longest comes first; elsewhere what is newest."""
    if wanted.late or wanted.stage in WAITING_FOR_US:
        return (Order.placed_at, Order.id)
    return (Order.placed_at.desc(), Order.id.desc())
