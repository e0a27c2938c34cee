"""The shipping table: zones, couriers, and what each courier takes to each zone."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.audit import tell
from app.db import db
from app.errors import ShopError
from app.money import Money

from .airway_bills import NUMBER
from .models import Courier, Rate, Zone, ZoneArea
from .regions import PROVINCE, REGENCY, region_name

LONGEST_NAME, LONGEST_URL = 40, 200
MOST_PER_KG = Money(5_000_000)
MOST_DAYS = 90


class NotAllowed(ShopError):
    """A value that the table cannot have; `field` names it."""

    status = 422

    def __init__(self, field: str, message: object) -> None:
        self.field = field
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class CourierTerms:
    """What is said of a courier. Weights in grams; a tracking address has {resi} where the number goes."""

    name: str
    service: str
    tolerance_g: int = 300
    minimum_kg: int = 1
    tracking_url: str = ""
    active: bool = True


def add_courier(terms: CourierTerms, *, sample: bool = False) -> Courier:
    courier = Courier(name="", service="", sample=sample)
    edit_courier(courier, terms)
    db.session.add(courier)
    db.session.flush()
    return courier


def edit_courier(courier: Courier, terms: CourierTerms) -> list[str]:
    """Say what a courier is called and how it counts; the names of what changed. Raises NotAllowed."""
    name, service = " ".join(terms.name.split()), " ".join(terms.service.split())
    _check_courier(terms, name, service)
    _refuse_twin(courier, name, service)
    told = {field: getattr(terms, field) for field in CourierTerms.__slots__}
    changed = tell(courier, told | {"name": name, "service": service})
    db.session.flush()
    return changed


def _check_courier(terms: CourierTerms, name: str, service: str) -> None:
    if not 1 <= len(name) <= LONGEST_NAME:
        raise NotAllowed("name", _l("Isi nama kurir, paling panjang %(most)s huruf.", most=LONGEST_NAME))
    if len(service) > LONGEST_NAME:
        raise NotAllowed("service", _l("Nama layanan paling panjang %(most)s huruf.", most=LONGEST_NAME))
    if not 0 <= terms.tolerance_g <= 999:
        raise NotAllowed("tolerance_g", _l("Kelebihan yang tidak dihitung adalah 0 sampai 999 gram."))
    if not 1 <= terms.minimum_kg <= 100:
        raise NotAllowed("minimum_kg", _l("Berat paling sedikit adalah 1 sampai 100 kilogram."))
    if terms.tracking_url and not _is_tracking_url(terms.tracking_url):
        raise NotAllowed(
            "tracking_url",
            _l(
                "Alamat pelacakan diawali https:// dan memuat %(number)s di tempat nomor resi.", number=NUMBER
            ),
        )


def _is_tracking_url(text: str) -> bool:
    plain = text.isprintable() and " " not in text and len(text) <= LONGEST_URL
    return plain and text.startswith("https://") and NUMBER in text


def _refuse_twin(courier: Courier, name: str, service: str) -> None:
    with db.session.no_autoflush:
        twin = db.session.scalar(
            sa.select(Courier.id).where(Courier.name == name, Courier.service == service)
        )
    if twin is not None and twin != courier.id:
        raise NotAllowed("service", _l("Kurir dengan layanan ini sudah ada."))


def add_zone(name: str, codes: Sequence[str], *, sample: bool = False) -> Zone:
    last = db.session.scalar(sa.select(sa.func.max(Zone.position)))
    zone = Zone(name="", position=0 if last is None else last + 1, sample=sample)
    edit_zone(zone, name, codes)
    db.session.add(zone)
    db.session.flush()
    return zone


def edit_zone(zone: Zone, name: str, codes: Sequence[str]) -> list[str]:
    """Say what a zone is called and which provinces ("33") and regencies ("33.05") are in it; what of these three
    changed. Raises NotAllowed."""
    name = " ".join(name.split())
    _check_zone_name(zone, name)
    _check_areas(zone, codes)
    changed, before = tell(zone, {"name": name}), {area.code for area in zone.areas}
    kept = [area for area in zone.areas if area.code in codes]
    zone.areas = kept + [ZoneArea(code=code) for code in sorted(set(codes) - before)]
    db.session.flush()
    moved = {len(code) for code in before ^ set(codes)}
    return changed + [
        kind for kind, long in (("provinces", PROVINCE), ("regencies", REGENCY)) if long in moved
    ]


def _check_zone_name(zone: Zone, name: str) -> None:
    if not 1 <= len(name) <= LONGEST_NAME:
        raise NotAllowed("name", _l("Isi nama zona, paling panjang %(most)s huruf.", most=LONGEST_NAME))
    with db.session.no_autoflush:
        twin = db.session.scalar(sa.select(Zone.id).where(Zone.name == name))
    if twin is not None and twin != zone.id:
        raise NotAllowed("name", _l("Zona dengan nama ini sudah ada."))


def _check_areas(zone: Zone, codes: Sequence[str]) -> None:
    for code in codes:
        if len(code) not in (PROVINCE, REGENCY) or region_name(code) is None:
            raise NotAllowed("codes", _l("“%(code)s” bukan kode provinsi atau kabupaten.", code=code[:20]))
    with db.session.no_autoflush:
        taken = db.session.scalars(sa.select(ZoneArea).where(ZoneArea.code.in_(codes))).all()
    for area in taken:
        if area.zone is not zone:
            place, other = region_name(area.code), area.zone.name
            raise NotAllowed("codes", _l("%(place)s sudah ada di zona %(zone)s.", place=place, zone=other))


def set_rate(courier: Courier, zone: Zone, per_kg: Money | None, days: tuple[int, int] = (1, 1)) -> None:
    """Say what a courier takes for a kilogram to a zone, and how many days; None: it does not go there."""
    rate = next((rate for rate in courier.rates if rate.zone_id == zone.id), None)
    if per_kg is None:
        if rate:
            courier.rates.remove(rate)
    else:
        if not Money(0) <= per_kg <= MOST_PER_KG:
            raise NotAllowed("per_kg", _l("Tarif per kilogram adalah Rp 0 sampai Rp 5.000.000."))
        if not 0 <= days[0] <= days[1] <= MOST_DAYS:
            raise NotAllowed("days", _l("Lama kirim adalah dua angka hari, yang kecil dulu, paling lama 90."))
        if rate is None:
            rate = Rate(zone_id=zone.id)
            courier.rates.append(rate)
        rate.per_kg, (rate.days_min, rate.days_max) = per_kg, days
    db.session.flush()
