"""What fairs were worth: what was sold at the stand, ordered there to be sent, and bought online because of it.

- At the stand: orders of the fair's channel that its telephones brought in, and those written by hand on its days (of
  fairs with a day in common, the one that began last).
- Online: orders whose last link was one of the fair's campaigns, or that used a voucher of one, paid from its first day
  until so many days after its last.
- Net is what is left of an order's total without what was given back of it, whenever that was: a fair's worth is of its
  orders and not of its days, so it is no revenue of a period.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.db import db
from app.exhibitions.models import Campaign, Exhibition, ExhibitionCost
from app.money import Money
from app.orders.models import Channel, Destination, Order, OrderLine
from app.payments.models import Refund, RefundState
from app.promotions.models import Voucher, VoucherUse
from app.stall.models import StallSale, StallVisitors

from .statements import plain

# After so many days it is looked what came of a fair; a campaign's link is remembered for as long as the last of them.
AFTER = (7, 30, 90)
ORDER: Any = Order.__table__


@dataclass(frozen=True, slots=True)
class Sold:
    """So many paid orders with so many pieces, and what is left of their money."""

    orders: int = 0
    pieces: int = 0
    net: Money = Money()

    def __add__(self, other: "Sold") -> "Sold":
        return Sold(self.orders + other.orders, self.pieces + other.pieces, self.net + other.net)


@dataclass(frozen=True, slots=True)
class Traced:
    """Orders that go back to a fair: by whom they were sold there or by which campaign, `late` so many days after."""

    fair_id: int
    officer_id: int | None
    campaign_id: int | None
    at_stand: bool
    to_be_sent: bool
    late: int
    sold: Sold


@dataclass(frozen=True, slots=True)
class Worth:
    """What became of one fair."""

    fair: Exhibition
    cost: Money
    visitors: int
    traced: Sequence[Traced]

    @property
    def taken_away(self) -> Sold:
        return _all(each for each in self.traced if each.at_stand and not each.to_be_sent)

    @property
    def ordered(self) -> Sold:
        return _all(each for each in self.traced if each.at_stand and each.to_be_sent)

    @property
    def at_stand(self) -> Sold:
        return self.taken_away + self.ordered

    def online(self, days: int) -> Sold:
        """Bought online until so many days after."""
        return _all(each for each in self.traced if not each.at_stand and each.late <= days)

    @property
    def brought(self) -> Sold:
        """All that it brought."""
        return self.at_stand + self.online(AFTER[-1])

    @property
    def left(self) -> Money:
        """What is left without what the fair cost; what the cloth cost to make is not in it."""
        return self.brought.net - self.cost

    def by_officer(self) -> dict[int, Sold]:
        return _by(self.traced, lambda each: each.officer_id)

    def by_campaign(self) -> dict[int, Sold]:
        return _by([each for each in self.traced if not each.at_stand], lambda each: each.campaign_id)


def _all(traced: Any) -> Sold:
    return sum((each.sold for each in traced), Sold())


def _by(traced: Sequence[Traced], key: Any) -> dict[int, Sold]:
    """Most money first."""
    found: dict[int, Sold] = {}
    for each in traced:
        if (name := key(each)) is not None:
            found[name] = found.get(name, Sold()) + each.sold
    return dict(sorted(found.items(), key=lambda one: (-one[1].net.rupiah, one[0])))


def worths(fairs: Sequence[Exhibition]) -> list[Worth]:
    """What each of these fairs was worth: three statements, however many."""
    ids = [fair.id for fair in fairs]
    costs = _sums(ExhibitionCost.exhibition_id, plain(ExhibitionCost.amount), ids)
    visitors = _sums(StallVisitors.exhibition_id, StallVisitors.visitors, ids)
    traced: dict[int, list[Traced]] = {fair_id: [] for fair_id in ids}
    for each in _traced(ids):
        traced[each.fair_id].append(each)
    return [
        Worth(fair, Money(costs.get(fair.id, 0)), visitors.get(fair.id, 0), traced[fair.id]) for fair in fairs
    ]


def _sums(of: Any, what: Any, ids: Collection[int]) -> dict[int, int]:
    rows = db.session.execute(sa.select(of, sa.func.sum(what)).where(of.in_(ids)).group_by(of))
    return {fair_id: int(total) for fair_id, total in rows}


def _traced(ids: Collection[int]) -> list[Traced]:
    rows = db.session.execute(_summed(orders_of(ids)))
    return [
        Traced(fair_id, officer, campaign, bool(stand), bool(sent), late, _sold(*sums))
        for fair_id, officer, campaign, stand, sent, late, *sums in rows
    ]


def _sold(orders: int, pieces: Any, total: Any, given_back: Any) -> Sold:
    return Sold(orders, int(pieces or 0), Money(int(total) - int(given_back)))


def _summed(found: sa.Subquery) -> sa.Select[Any]:
    """These orders, their pieces, their totals and what was given back of them: for each fair, officer, campaign and
    way, and by how many days after the fair they were paid."""
    pieces = (
        sa.select(sa.func.sum(OrderLine.quantity))
        .where(OrderLine.order_id == ORDER.c.id)
        .correlate(ORDER)
        .scalar_subquery()
    )
    back = (
        sa.select(sa.func.sum(plain(Refund.amount)))
        .where(Refund.order_id == ORDER.c.id, Refund.state == RefundState.DONE, Refund.counts)
        .correlate(ORDER)
        .scalar_subquery()
    )
    fair, own = Exhibition.__table__, found.c
    late = _days(ORDER.c.paid_on, fair.c.last_day)
    step = sa.case(*((late <= days, days) for days in AFTER), else_=AFTER[-1] + 1)
    to_be_sent = ORDER.c.destination != Destination.PICKUP
    keys = (own.fair_id, own.officer_id, own.campaign_id, own.at_stand, to_be_sent, step)
    sums = (pieces, plain(ORDER.c.total), sa.func.coalesce(back, 0))
    return (
        sa.select(*keys, sa.func.count(), *map(sa.func.sum, sums))
        .select_from(found)
        .join(ORDER, ORDER.c.id == own.order_id)
        .join(fair, fair.c.id == own.fair_id)
        .group_by(*(sa.literal_column(str(place)) for place in range(1, len(keys) + 1)))
    )


def orders_of(ids: Collection[int]) -> sa.Subquery:
    """The paid orders that go back to these fairs, each once for a fair."""
    none = sa.cast(sa.null(), sa.Integer)
    told = (
        sa.select(
            StallSale.exhibition_id.label("fair_id"),
            StallSale.order_id.label("order_id"),
            StallSale.officer_id.label("officer_id"),
            none.label("campaign_id"),
            sa.literal(1).label("at_stand"),
        )
        .join(ORDER, ORDER.c.id == StallSale.order_id)
        .where(StallSale.exhibition_id.in_(ids), ORDER.c.paid_on.is_not(None))
    )
    return sa.union_all(told, _by_hand(ids, none), _online(ids, none)).subquery()


def _by_hand(ids: Collection[int], none: Any) -> sa.Select[Any]:
    other = aliased(Exhibition)
    began_last = (
        sa.select(other.id)
        .where(ORDER.c.paid_on.between(other.first_day, other.last_day))
        .order_by(other.first_day.desc(), other.id.desc())
        .limit(1)
        .correlate(ORDER)
        .scalar_subquery()
    )
    brought_in = sa.exists().where(StallSale.order_id == ORDER.c.id)
    return (
        sa.select(Exhibition.id, ORDER.c.id, none, none, sa.literal(1))
        .join(ORDER, ORDER.c.paid_on.between(Exhibition.first_day, Exhibition.last_day))
        .where(
            Exhibition.id.in_(ids),
            ORDER.c.channel == Channel.FAIR,
            ~brought_in,
            Exhibition.id == sa.func.coalesce(ORDER.c.exhibition_id, began_last),
        )
    )


def _online(ids: Collection[int], none: Any) -> sa.Select[Any]:
    by_voucher = (
        sa.select(Voucher.campaign_id)
        .join(VoucherUse, VoucherUse.voucher_id == Voucher.id)
        .where(VoucherUse.id == ORDER.c.voucher_use_id)
        .correlate(ORDER)
        .scalar_subquery()
    )
    campaigns = sa.select(Campaign.id).where(Campaign.exhibition_id.in_(ids))
    vouchers = (
        sa.select(VoucherUse.id)
        .join(Voucher, Voucher.id == VoucherUse.voucher_id)
        .where(Voucher.campaign_id.in_(campaigns))
    )
    # The voucher was in the buyer's hand; what link was followed last is only remembered.
    known = sa.func.coalesce(by_voucher, ORDER.c.last_campaign_id)
    return (
        sa.select(Campaign.exhibition_id, ORDER.c.id, none, Campaign.id, sa.literal(0))
        .select_from(ORDER)
        .join(Campaign, Campaign.id == known)
        .join(Exhibition, Exhibition.id == Campaign.exhibition_id)
        .where(
            sa.or_(ORDER.c.last_campaign_id.in_(campaigns), ORDER.c.voucher_use_id.in_(vouchers)),
            Campaign.exhibition_id.in_(ids),
            ORDER.c.channel != Channel.FAIR,
            ORDER.c.paid_on >= Exhibition.first_day,
            _days(ORDER.c.paid_on, Exhibition.last_day) <= AFTER[-1],
        )
    )


def _days(later: Any, earlier: Any) -> Any:
    """How many days lie between two columns."""
    if db.engine.dialect.name == "sqlite":
        return sa.cast(sa.func.julianday(later) - sa.func.julianday(earlier), sa.Integer)
    return sa.type_coerce(later - earlier, sa.Integer)


def names(worth: Worth) -> tuple[dict[int, str], dict[int, Campaign]]:
    """Who its officers are by name, and which campaigns it had."""
    officers = db.session.execute(sa.select(User.id, User.name).where(User.id.in_(worth.by_officer())))
    campaigns = db.session.scalars(sa.select(Campaign).where(Campaign.id.in_(worth.by_campaign())))
    return {user_id: name for user_id, name in officers}, {each.id: each for each in campaigns}  # noqa: C416
