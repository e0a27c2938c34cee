"""Who came to the sample village's fairs: visitors, counted as they passed, and those who bought from home later."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

import sqlalchemy as sa

from app import clock
from app.accounts.models import User
from app.db import db
from app.exhibitions import campaigns
from app.exhibitions.models import Exhibition
from app.orders.models import Channel, Order
from app.stall import actions as stall
from demo.furnish import BY

OPEN = range(10, 21)
# Of those who order online within so many days after a fair, every third followed the card that was given out there.
REMEMBERED, EVERY = timedelta(days=45), 3


def pass_by(fair: Exhibition, officer: User) -> None:
    """Visitors of each hour until now, as a telephone at the stand brings them in: one day after the other."""
    device = _name(fair, "telephone")
    for day in range((fair.last_day - fair.first_day).days + 1):
        morning = clock.start_of(fair.first_day + timedelta(days=day))
        hours = [morning + timedelta(hours=hour) for hour in OPEN]
        entries = [_counted(fair, hour) for hour in hours if hour < clock.now()]
        if entries:
            told = {"device": device, "sent_at": clock.now().isoformat(), "entries": entries}
            stall.bring_in(fair, officer, stall.read(told))


def _counted(fair: Exhibition, at: datetime) -> dict[str, object]:
    # Not the same each hour, and more in the evening.
    visitors = 9 + (at.day * 7 + at.hour * 5) % 17 + (at.hour > 16) * 12
    return {"id": _name(fair, at.isoformat()), "kind": "visitors", "at": at.isoformat(), "visitors": visitors}


def _name(fair: Exhibition, what: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"contoh/{fair.id}/{what}"))


def come_back(fair: Exhibition, officer: User) -> None:
    """A card was given out at the stand, and some of those who bought online afterwards had followed its code."""
    told = campaigns.Told(name=f"Kartu nama, {fair.name}", exhibition_id=fair.id)
    campaign = campaigns.begin(f"contoh{fair.id}", told, owner=officer, by=BY)
    campaign.sample = True
    db.session.flush()
    begun = clock.start_of(fair.last_day + timedelta(days=1))
    bought = (
        sa.select(Order)
        .where(Order.sample, Order.channel == Channel.SHOP, Order.last_campaign_id.is_(None))
        .where(Order.placed_at >= begun, Order.placed_at < begun + REMEMBERED)
        .order_by(Order.id)
    )
    for order in db.session.scalars(bought).all()[::EVERY]:
        order.first_campaign = order.last_campaign = campaign
        order.source = "campaign"
    db.session.flush()
