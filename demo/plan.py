"""Plan the sample year: who orders what, when and where, and what becomes of it; the same every time."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

import sqlalchemy as sa

from app import clock
from app.catalog import wishes
from app.catalog.models import Product, ProductStatus, StockModel, Variant
from app.db import db
from app.orders.models import Channel
from demo import texts
from demo.furnish import noon, shifted
from demo.texts.village import Village

# What became of orders that are long over, in hundredths; at a fair a cloth is paid and taken along.
LONG_OVER = {"completed": 91, "cancelled": 3, "expired": 3, "refunded": 1, "partly refunded": 2}
# The newest orders, so that each state has some: what they wait for, and how many hours old they are.
NOW = (
    *[("shipped", 24 * days) for days in (6, 6, 5, 5, 4)],
    *[("packed", 24 * days) for days in (4, 3, 3)],
    *[("paid", hours) for hours in (70, 52, 30, 28, 9)],
    *[("in review", hours) for hours in (20, 11)],
    *[("unpaid", hours) for hours in (8, 3, 1)],
)
ABROAD_NOW = ("to quote", 5)
ABROAD_EACH = 16


@dataclass(frozen=True, slots=True)
class Planned:
    """An order to be lived: `pieces` are variant ids with how many of each."""

    at: datetime
    channel: Channel
    fate: str
    pieces: tuple[tuple[int, int], ...]
    abroad: bool
    seed: int

    @property
    def keeps_pieces(self) -> bool:
        return self.fate not in {"cancelled", "expired", "refunded"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A product that may be asked for, from a day on."""

    variants: tuple[int, ...]
    demand: int
    since: date
    most: int


def plan() -> list[Planned]:
    """All orders of the sample year, oldest first."""
    village, chance = texts.load(), Random(2026)
    moments = sorted(_moments(village, chance))
    orders = [
        Planned(at, channel, _fate(channel, chance), (), _goes_abroad(number, channel), seed=number)
        for number, (at, channel) in enumerate(moments)
    ]
    orders = _newest(orders)
    offers = _offers(village)
    orders = [replace(order, pieces=_pieces(order, offers, chance)) for order in orders]
    return sorted(_sell_the_only_ones(orders, village, chance), key=lambda order: order.at)


def _moments(village: Village, chance: Random) -> list[tuple[datetime, Channel]]:
    """When orders are placed: at fairs by day, otherwise through each month."""
    moments = []
    for fair in village.year.fairs:
        days = (fair.last_day - fair.first_day).days
        for _ in range(fair.weight):
            day = fair.first_day + timedelta(days=round(chance.triangular(0, days, days)))
            moments.append((_at(day, chance.uniform(9, 17)), Channel.FAIR))
    for month in village.year.months:
        first = max(month.month, village.year.first_day)
        last = min((month.month + timedelta(days=31)).replace(day=1), village.year.last_day)
        for channel, count in ((Channel.SHOP, month.shop), (Channel.WHATSAPP, month.whatsapp)):
            for _ in range(count):
                day = first + timedelta(days=chance.randrange(max((last - first).days, 1)))
                moments.append((_at(day, chance.triangular(6, 23, 20)), channel))
    return moments


def _at(day: date, hour: float) -> datetime:
    return clock.start_of(shifted(day)) + timedelta(minutes=round(hour * 60))


def _fate(channel: Channel, chance: Random) -> str:
    if channel is Channel.FAIR:
        return "completed"
    return chance.choices([*LONG_OVER], [*LONG_OVER.values()])[0]


def _goes_abroad(number: int, channel: Channel) -> bool:
    return channel is Channel.SHOP and number % ABROAD_EACH == 0


def _newest(orders: list[Planned]) -> list[Planned]:
    """Let the newest orders from outside fairs be what the cooperative has to do today."""
    online = [order for order in orders if order.channel is not Channel.FAIR]
    newest = online[-len(NOW) - 1 :]
    now = [
        replace(order, at=clock.now() - timedelta(hours=hours), fate=fate, abroad=False)
        for order, (fate, hours) in zip(newest, NOW, strict=False)
    ]
    fate, hours = ABROAD_NOW
    quote = replace(
        newest[-1], at=clock.now() - timedelta(hours=hours), fate=fate, abroad=True, channel=Channel.SHOP
    )
    kept = [order for order in orders if order not in newest]
    # What is older than the oldest of them is over by now.
    earliest = min(order.at for order in now)
    return [replace(order, at=min(order.at, earliest)) for order in kept] + now + [quote]


def _cloth() -> Iterable[Product]:
    """The products of the village, in its order; what an officer's quote made is none of them."""
    wish = Product.variants.any(Variant.sku == wishes.SKU)
    return db.session.scalars(sa.select(Product).where(Product.sample, ~wish).order_by(Product.id))


def _offers(village: Village) -> list[Offer]:
    return [
        Offer(
            tuple(variant.id for variant in product.variants),
            told.demand,
            shifted(told.published_on),
            most=4 if told.kind == "sapu_tangan" else 1,
        )
        for told, product in zip(village.products, _cloth(), strict=True)
        if told.published_on and product.stock_model is not StockModel.ONE
    ]


def _pieces(order: Planned, offers: list[Offer], chance: Random) -> tuple[tuple[int, int], ...]:
    day = clock.shop_day(order.at)
    asked = [offer for offer in offers if offer.since <= day] or offers[:1]
    found: dict[int, int] = {}
    for _ in range(chance.choices([1, 2, 3], [78, 17, 5])[0]):
        offer = chance.choices(asked, [offer.demand for offer in asked])[0]
        found[chance.choice(offer.variants)] = chance.randint(1, offer.most)
    return tuple(found.items())


def _sell_the_only_ones(orders: list[Planned], village: Village, chance: Random) -> list[Planned]:
    """Each piece that shows as sold was bought by somebody who had waited for it."""
    for told, product in zip(village.products, _cloth(), strict=True):
        if told.state == "sold" and product.status is ProductStatus.PUBLISHED and told.published_on:
            since = noon(shifted(told.published_on))
            later = [n for n, order in enumerate(orders) if order.at > since and order.fate == "completed"]
            if later:
                buyer = chance.choice(later[:40])
                orders[buyer] = replace(orders[buyer], pieces=((product.variants[0].id, 1),))
    return orders
