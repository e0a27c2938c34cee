from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.money import Money


class Zone(Model):
    """A part of the country that couriers charge alike."""

    visible = True

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)
    sample: Mapped[bool] = mapped_column(default=False)
    areas: Mapped[list["ZoneArea"]] = relationship(back_populates="zone", cascade="all, delete-orphan")


class ZoneArea(Model):
    """A province ("33") or a regency ("33.05") of a zone; the longer code wins. Codes as in regions.py."""

    visible = True

    code: Mapped[str] = mapped_column(primary_key=True)
    zone_id: Mapped[int] = mapped_column(ForeignKey(Zone.id))
    zone: Mapped[Zone] = relationship(back_populates="areas")


class Courier(Model):
    """A courier's service and how it rounds: weights in grams, sizes in centimetres.

    Billed weight is whole kilograms, at least `minimum_kg`; a rest of up to `tolerance_g` is not counted.
    """

    visible = True

    __table_args__ = (
        UniqueConstraint("name", "service"),
        CheckConstraint("tolerance_g BETWEEN 0 AND 999", "tolerance_below_a_kilogram"),
        CheckConstraint("minimum_kg >= 1", "minimum_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    service: Mapped[str]
    tolerance_g: Mapped[int] = mapped_column(default=300)
    minimum_kg: Mapped[int] = mapped_column(default=1)
    tracking_url: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    sample: Mapped[bool] = mapped_column(default=False)
    rates: Mapped[list["Rate"]] = relationship(back_populates="courier", cascade="all, delete-orphan")


class Rate(Model):
    """What a courier charges for each billed kilogram to a zone, and how many days it says it takes."""

    visible = True

    __table_args__ = (
        UniqueConstraint("courier_id", "zone_id"),
        CheckConstraint("per_kg >= 0", "per_kg_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    courier_id: Mapped[int] = mapped_column(ForeignKey(Courier.id))
    zone_id: Mapped[int] = mapped_column(ForeignKey(Zone.id))
    per_kg: Mapped[Money]
    days_min: Mapped[int]
    days_max: Mapped[int]
    courier: Mapped[Courier] = relationship(back_populates="rates")
    zone: Mapped[Zone] = relationship()
