"""What sending costs: the ways in which an order can reach its buyer."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.money import Money

from .models import Courier, Rate
from .queries import Tariff, rates_to
from .regions import PROVINCES, Village


@dataclass(frozen=True, slots=True)
class ShippingOption:
    """One way of sending. `price` is None where an admin says it later; no courier means that none is asked."""

    courier_id: int | None
    name: str
    service: str
    price: Money | None
    days_min: int | None = None
    days_max: int | None = None

    @property
    def title(self) -> str:
        return f"{self.name} {self.service}".strip()


PICKUP = ShippingOption(None, "", "", Money(0), days_min=0, days_max=0)
# What it costs to go abroad is asked at the counter, parcel by parcel.
ABROAD = ShippingOption(None, "", "", None)


def options(village: Village, weight_g: int) -> list[ShippingOption]:
    """The couriers that go to a village, with what they take for this weight; the cheapest first."""
    found = [_option(rate, weight_g) for rate in rates_to(village.code)]
    return sorted(found, key=lambda option: (option.price, option.days_max, option.courier_id))


@dataclass(frozen=True, slots=True)
class Span:
    """What sending costs at most, and the days that it takes, wherever in the country it goes."""

    price: Money
    days_min: int
    days_max: int


def nationwide(tariffs: Sequence[Tariff], weight_g: int) -> Span | None:
    """The cheapest way to each zone, of all zones together; None while there are provinces that nobody goes to."""
    if not tariffs or tariffs[0].provinces < PROVINCES:
        return None
    cheapest: dict[int, tuple[Money, int, int]] = {}
    for row in tariffs:
        way = (row.per_kg * billed_kg(row, weight_g), row.days_max, row.days_min)
        cheapest[row.zone_id] = min(way, cheapest.get(row.zone_id, way))
    prices, latest, earliest = zip(*cheapest.values(), strict=True)
    return Span(max(prices), min(earliest), max(latest))


def _option(rate: Rate, weight_g: int) -> ShippingOption:
    courier = rate.courier
    return ShippingOption(
        courier_id=courier.id,
        name=courier.name,
        service=courier.service,
        price=rate.per_kg * billed_kg(courier, weight_g),
        days_min=rate.days_min,
        days_max=rate.days_max,
    )


def billed_kg(courier: Courier | Tariff, weight_g: int) -> int:
    """The whole kilograms that a courier counts: at least its minimum, and a small rest of one for nothing."""
    whole, rest = divmod(weight_g, 1000)
    return max(courier.minimum_kg, whole + (rest > courier.tolerance_g))
