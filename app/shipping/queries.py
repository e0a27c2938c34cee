import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from .models import Courier, Rate, Zone, ZoneArea
from .regions import PROVINCE, REGENCY


def zone_of(village_code: str) -> sa.Select[Zone]:
    """The zone in which a village lies: that of its regency, else that of its province."""
    return sa.select(Zone).where(Zone.id == _zone_id(village_code))


def rates_to(village_code: str) -> sa.Select[Rate]:
    """What the active couriers charge for going to a village, each rate with its courier."""
    return (
        sa.select(Rate)
        .join(Rate.courier)
        .where(Rate.zone_id == _zone_id(village_code), Courier.active)
        .options(contains_eager(Rate.courier))
        .order_by(Rate.per_kg, Courier.id)
    )


def _zone_id(village_code: str) -> sa.ScalarSelect[int]:
    """The longest code wins, also where its zone has no rates."""
    return (
        sa.select(ZoneArea.zone_id)
        .where(ZoneArea.code.in_([village_code[:PROVINCE], village_code[:REGENCY]]))
        .order_by(sa.func.length(ZoneArea.code).desc())
        .limit(1)
        .scalar_subquery()
    )


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
