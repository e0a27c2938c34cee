from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from app.db import db
from app.money import Money
from app.remembered import remembered

from .models import Courier, Rate, Zone, ZoneArea
from .regions import PROVINCE, REGENCY

# The longest code wins, also where its zone has no rates.
ZONE_ID = (
    sa.select(ZoneArea.zone_id)
    .where(ZoneArea.code.in_(sa.bindparam("codes", expanding=True)))
    .order_by(sa.func.length(ZoneArea.code).desc())
    .limit(1)
    .scalar_subquery()
)
ZONE = sa.select(Zone).where(Zone.id == ZONE_ID)
# Built once: each change of a form at the checkout asks it.
RATES = (
    sa.select(Rate)
    .join(Rate.courier)
    .where(Rate.zone_id == ZONE_ID, Courier.active)
    .options(contains_eager(Rate.courier))
    .order_by(Rate.per_kg, Courier.id)
)


class Tariff(NamedTuple):
    """What a courier takes to go to a zone, beside how many provinces any courier goes to."""

    zone_id: int
    per_kg: Money
    days_min: int
    days_max: int
    minimum_kg: int
    tolerance_g: int
    provinces: int


# What each active courier takes for each zone; and how many provinces lie in those zones.
REACHED = sa.select(Rate.zone_id).join(Rate.courier).where(Courier.active)
TARIFFS = (
    sa.select(
        *(Rate.zone_id, Rate.per_kg, Rate.days_min, Rate.days_max, Courier.minimum_kg, Courier.tolerance_g),
        sa.select(sa.func.count())
        .select_from(ZoneArea)
        .where(sa.func.length(ZoneArea.code) == PROVINCE, ZoneArea.zone_id.in_(REACHED))
        .scalar_subquery()
        .label("provinces"),
    )
    .join(Rate.courier)
    .where(Courier.active)
)


def zone_of(village_code: str) -> Zone | None:
    """The zone in which a village lies: that of its regency, else that of its province."""
    return db.session.scalar(ZONE, _areas(village_code))


def rates_to(village_code: str) -> Sequence[Rate]:
    """What the active couriers charge for going to a village, each rate with its courier."""
    return db.session.scalars(RATES, _areas(village_code)).all()


@remembered
def tariffs() -> Sequence[Tariff]:
    """What it costs to send to anywhere: every page of a cloth says it to search engines."""
    return [Tariff(*row) for row in db.session.execute(TARIFFS)]


def _areas(village_code: str) -> dict[str, list[str]]:
    return {"codes": [village_code[:PROVINCE], village_code[:REGENCY]]}


def zones() -> sa.Select[Zone]:
    """All zones, near ones first, with their areas."""
    return sa.select(Zone).options(selectinload(Zone.areas)).order_by(Zone.position, Zone.id)


def couriers() -> sa.Select[Courier]:
    """All couriers with their rates."""
    return (
        sa.select(Courier)
        .options(selectinload(Courier.rates))
        .order_by(Courier.name, Courier.service, Courier.id)
    )


def active_couriers() -> sa.Select[Courier]:
    """The couriers that parcels go with now."""
    return sa.select(Courier).where(Courier.active).order_by(Courier.name, Courier.service, Courier.id)
