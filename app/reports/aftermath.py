"""What shows that a fair had an effect: what of it sold best, and whether more is sold online since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from app.catalog.models import Motif, Product
from app.db import db
from app.exhibitions.models import Exhibition
from app.money import Money
from app.orders.models import OrderLine

from . import revenue
from .beyond import beyond
from .fairs import orders_of
from .periods import Period
from .statements import plain

# What is sold online in as many days before and after a fair is compared.
COMPARED = timedelta(days=28)
MOST = 10


@dataclass(frozen=True, slots=True)
class Best:
    """What of a fair's orders sold best: products and motifs, with pieces and goods in rupiah."""

    products: list[tuple[Product, int, Money]]
    motifs: list[tuple[Motif, int, Money]]


def best(fair: Exhibition) -> Best:
    """The best of what a fair brought, by pieces."""
    found = orders_of([fair.id])
    line = OrderLine.__table__.c
    pieces = sa.func.sum(line.quantity)
    goods = sa.func.sum(plain(line.price) * line.quantity)
    sold = (
        sa.select(line.product_id, pieces, goods)
        .where(line.order_id.in_(sa.select(found.c.order_id)))
        .group_by(line.product_id)
        .order_by(pieces.desc(), goods.desc(), line.product_id)
    )
    rows = db.session.execute(sold).all()
    known = {
        product.id: product
        for product in db.session.scalars(sa.select(Product).where(Product.id.in_([row[0] for row in rows])))
    }
    products = [(known[key], int(count), Money(int(amount))) for key, count, amount in rows]
    return Best(products[:MOST], _by_motif(products)[:MOST])


def _by_motif(products: Sequence[tuple[Product, int, Money]]) -> list[tuple[Motif, int, Money]]:
    sums: dict[int, tuple[int, Money]] = {}
    for product, pieces, goods in products:
        if product.motif_id:
            before = sums.get(product.motif_id, (0, Money()))
            sums[product.motif_id] = before[0] + pieces, before[1] + goods
    known = {
        motif.id: motif for motif in db.session.scalars(sa.select(Motif).where(Motif.id.in_(sums.keys())))
    }
    ranked = sorted(sums.items(), key=lambda one: (-one[1][0], -one[1][1].rupiah, one[0]))
    return [(known[motif_id], pieces, goods) for motif_id, (pieces, goods) in ranked]


@dataclass(frozen=True, slots=True)
class Lift:
    """Net revenue from beyond exhibitions in so many days before a fair, and in as many after it."""

    before: Money
    after: Money
    days: int

    @property
    def percent(self) -> int | None:
        """How much more it is, in whole percent, half a percent up; None where there was nothing before."""
        before, more = self.before.rupiah, self.after.rupiah - self.before.rupiah
        return (200 * more + before) // (2 * before) if before > 0 else None


def lift(fair: Exhibition, today: date) -> Lift | None:
    """What was sold online after a fair against before it; None until a whole day after it has passed."""
    one = timedelta(days=1)
    passed = min(today - one - fair.last_day, COMPARED)
    if passed < one:
        return None
    before = Period(fair.first_day - passed, fair.first_day - one)
    after = Period(fair.last_day + one, fair.last_day + passed)
    was, is_now = (beyond(revenue.sales(period)).total.net for period in (before, after))
    return Lift(was, is_now, passed.days)
