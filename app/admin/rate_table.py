"""The shipping table as it is typed: for each courier and zone a price a kilogram and how many days."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.errors import ShopError
from app.money import Money
from app.shipping.actions import set_rate
from app.shipping.models import Courier, Rate, Zone

DAYS = re.compile(r"([0-9]{1,2})(?:\s*[-–]\s*([0-9]{1,2}))?", re.ASCII)


@dataclass
class Cell:
    """One price as it is typed; an empty one says that the courier does not go there. `seen` is what stood there when
    the page was opened: what somebody else has changed since is not written over unasked."""

    courier: Courier
    zone: Zone
    price: str
    days: str
    seen: str
    error: str = ""

    @property
    def key(self) -> str:
        return f"{self.courier.id}-{self.zone.id}"


def cells(
    couriers: Sequence[Courier], zones: Sequence[Zone], typed: Mapping[str, str] | None = None
) -> list[list[Cell]]:
    """The rows of the table, one for each zone: as stored, or as typed where something was."""
    return [[_cell(courier, zone, typed) for courier in couriers] for zone in zones]


def _cell(courier: Courier, zone: Zone, typed: Mapping[str, str] | None) -> Cell:
    now = _written(_rate(courier, zone))
    cell = Cell(courier, zone, *now, seen=" / ".join(now))
    if typed is None:
        return cell
    # A cell that was not on the page that was sent (a zone that is newer than it) stays as it is.
    price = typed.get(f"price-{cell.key}", cell.price).strip()
    days = typed.get(f"days-{cell.key}", cell.days).strip()
    seen = typed.get(f"seen-{cell.key}", cell.seen)
    if f"{price} / {days}" == seen:
        return cell
    if cell.seen not in {seen, f"{price} / {days}"}:
        cell.error = _("Sementara itu orang lain menulis: %(said)s", said=cell.seen)
    cell.price, cell.days = price, days
    return cell


def _rate(courier: Courier, zone: Zone) -> Rate | None:
    return next((rate for rate in courier.rates if rate.zone_id == zone.id), None)


def _written(rate: Rate | None) -> tuple[str, str]:
    if rate is None:
        return "", ""
    days = str(rate.days_min) if rate.days_min == rate.days_max else f"{rate.days_min}-{rate.days_max}"
    return f"{rate.per_kg.rupiah:,}".replace(",", "."), days


def save(rows: list[list[Cell]]) -> dict[str, list[str]]:
    """Set every rate as typed; says what changed, each with what it was. What is wrong is noted in its cell."""
    changed = {}
    for cell in (cell for row in rows for cell in row if not cell.error):
        before = _written(_rate(cell.courier, cell.zone))
        try:
            set_rate(cell.courier, cell.zone, *_read(cell))
        except ShopError as error:
            cell.error = str(error)
        after = _written(_rate(cell.courier, cell.zone))
        if after != before:
            name = f"{cell.courier.name} {cell.courier.service}, {cell.zone.name}"
            changed[name] = [" / ".join(before), " / ".join(after)]
    return changed


def _read(cell: Cell) -> tuple[Money | None, tuple[int, int]]:
    if not cell.price:
        return None, (1, 1)
    days = DAYS.fullmatch(cell.days)
    if not days:
        raise ShopError(_("Tulis lama kirim dalam hari, misalnya 2-3."))
    try:
        return Money.parse(cell.price), (int(days[1]), int(days[2] or days[1]))
    except ValueError:
        raise ShopError(_("Tulis jumlah rupiah tanpa koma, misalnya 14.000.")) from None
