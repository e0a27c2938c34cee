"""The shipping table is kept right."""

from typing import Any

import pytest

from app.db import db
from app.money import Money
from app.shipping import actions, queries
from app.shipping.actions import CourierTerms, NotAllowed
from app.shipping.models import Courier, Rate, Zone
from app.shipping.suggestion import TableExists, suggest_table


def terms(**over: Any) -> CourierTerms:
    return CourierTerms(**{"name": "JNE", "service": "REG", **over})


def table() -> list[tuple[str, str, int, int, int]]:
    rows = db.session.scalars(db.select(Rate).order_by(Rate.id))
    return [(r.courier.name, r.zone.name, r.per_kg.rupiah, r.days_min, r.days_max) for r in rows]


@pytest.mark.parametrize(
    ("field", "over"),
    [
        ("name", {"name": " "}),
        ("name", {"name": "x" * 41}),
        ("service", {"service": "x" * 41}),
        ("tolerance_g", {"tolerance_g": 1000}),
        ("tolerance_g", {"tolerance_g": -1}),
        ("minimum_kg", {"minimum_kg": 0}),
        ("tracking_url", {"tracking_url": "http://kurir.test/{resi}"}),
        ("tracking_url", {"tracking_url": "https://kurir.test/"}),
        ("tracking_url", {"tracking_url": "javascript:alert(1)//https://{resi}"}),
    ],
)
def test_a_courier_that_cannot_be_is_refused(field: str, over: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed) as refused:
        actions.add_courier(terms(**over))
    assert refused.value.field == field
    assert db.session.scalars(queries.couriers()).all() == []


def test_a_courier_has_each_service_once() -> None:
    jne = actions.add_courier(terms())
    other = actions.add_courier(terms(service="YES"))
    with pytest.raises(NotAllowed):
        actions.add_courier(terms())
    with pytest.raises(NotAllowed):
        actions.edit_courier(other, terms())
    actions.edit_courier(jne, terms(tolerance_g=0, minimum_kg=2, active=False))
    assert (jne.tolerance_g, jne.minimum_kg, jne.active, other.service) == (0, 2, False, "YES")


def test_a_rate_is_set_changed_and_taken_away() -> None:
    courier, zone = actions.add_courier(terms()), actions.add_zone("Kebumen", ["33.05"])
    actions.set_rate(courier, zone, Money(9_000), (1, 2))
    actions.set_rate(courier, zone, Money(9_500), (1, 3))
    assert table() == [("JNE", "Kebumen", 9_500, 1, 3)]
    actions.set_rate(courier, zone, None)
    assert table() == []


@pytest.mark.parametrize(
    ("per_kg", "days"),
    [(-1, (1, 2)), (5_000_001, (1, 2)), (9_000, (3, 2)), (9_000, (-1, 2)), (9_000, (1, 91))],
)
def test_a_rate_that_cannot_be_is_refused(per_kg: int, days: tuple[int, int]) -> None:
    courier, zone = actions.add_courier(terms()), actions.add_zone("Kebumen", ["33.05"])
    with pytest.raises(NotAllowed):
        actions.set_rate(courier, zone, Money(per_kg), days)
    assert table() == []


def test_a_place_is_in_one_zone() -> None:
    java = actions.add_zone("Jawa Tengah", ["33"])
    with pytest.raises(NotAllowed) as refused:
        actions.add_zone("Lain", ["33", "34"])
    assert str(refused.value) == "Jawa Tengah sudah ada di zona Jawa Tengah."
    actions.edit_zone(java, "Jawa Tengah dan DIY", ["33", "34", "33.05"])
    actions.edit_zone(java, "Jawa Tengah", ["34", "33"])
    assert sorted(area.code for area in java.areas) == ["33", "34"]


@pytest.mark.parametrize("code", ["99", "33.99", "33.05.01", "", "Kebumen"])
def test_a_zone_is_made_of_provinces_and_regencies(code: str) -> None:
    with pytest.raises(NotAllowed):
        actions.add_zone("Lain", [code])
    assert db.session.scalars(queries.zones()).all() == []


def test_a_zone_has_a_name_of_its_own() -> None:
    actions.add_zone("Kebumen", ["33.05"])
    for name in ("Kebumen", " ", "x" * 41):
        with pytest.raises(NotAllowed):
            actions.add_zone(name, [])


def test_suggested_couriers_wait_until_their_prices_were_looked_at() -> None:
    suggest_table()
    couriers = db.session.scalars(queries.couriers()).all()
    assert [(courier.active, courier.sample, len(courier.rates)) for courier in couriers] == [
        (False, False, 7)
    ] * 3
    with pytest.raises(TableExists):
        suggest_table()


def test_the_sample_village_sends_with_the_suggested_couriers() -> None:
    suggest_table(sample=True)
    assert {courier.active for courier in db.session.scalars(db.select(Courier))} == {True}
    assert {each.sample for each in db.session.scalars(db.select(Zone))} == {True}
