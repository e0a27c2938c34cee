"""What sending costs, by zone, courier and weight."""

import pytest

from app.db import db
from app.money import Money
from app.shipping import actions, queries, rates
from app.shipping.actions import CourierTerms
from app.shipping.models import Courier, Zone
from app.shipping.regions import Village, atlas, village
from app.shipping.suggestion import suggest_table

KALIBANGKANG, SEMARANG, GAMBIR = "33.05.01.2009", "33.74.01.1001", "31.71.01.1001"


def at(code: str) -> Village:
    found = village(code)
    assert found
    return found


@pytest.fixture
def zones() -> dict[str, Zone]:
    return {
        "kebumen": actions.add_zone("Kebumen", ["33.05"]),
        "jateng": actions.add_zone("Jawa Tengah", ["33"]),
    }


@pytest.mark.parametrize(
    ("grams", "billed"),
    [
        (1, 1),
        (350, 1),
        (1000, 1),
        (1300, 1),
        (1301, 2),
        (1310, 2),
        (2200, 2),
        (2450, 3),
        (5250, 5),
        (0, 1),
    ],
)
def test_a_courier_counts_whole_kilograms_and_lets_a_small_rest_go(grams: int, billed: int) -> None:
    assert rates.billed_kg(Courier(tolerance_g=300, minimum_kg=1), grams) == billed


def test_a_courier_may_count_every_gram_and_have_a_minimum() -> None:
    strict = Courier(tolerance_g=0, minimum_kg=3)
    assert [rates.billed_kg(strict, grams) for grams in (500, 3000, 3001)] == [3, 3, 4]


def test_the_zone_of_a_regency_goes_before_that_of_its_province(zones: dict[str, Zone]) -> None:
    found = {code: queries.zone_of(code) for code in (KALIBANGKANG, SEMARANG, GAMBIR)}
    assert found == {KALIBANGKANG: zones["kebumen"], SEMARANG: zones["jateng"], GAMBIR: None}


def test_the_couriers_that_go_there_are_offered_the_cheapest_first(zones: dict[str, Zone]) -> None:
    jne = actions.add_courier(CourierTerms("JNE", "REG"))
    pos = actions.add_courier(CourierTerms("Pos", "Reguler", tolerance_g=0))
    actions.set_rate(jne, zones["jateng"], Money(14_000), (1, 3))
    actions.set_rate(pos, zones["jateng"], Money(11_000), (2, 4))
    assert rates.options(at(SEMARANG), 1_200) == [
        rates.ShippingOption(jne.id, "JNE", "REG", Money(14_000), 1, 3),
        rates.ShippingOption(pos.id, "Pos", "Reguler", Money(22_000), 2, 4),
    ]


def test_a_regency_with_a_zone_of_its_own_never_has_the_rates_of_the_province(zones: dict[str, Zone]) -> None:
    courier = actions.add_courier(CourierTerms("JNE", "REG"))
    actions.set_rate(courier, zones["jateng"], Money(14_000), (1, 3))
    assert rates.options(at(KALIBANGKANG), 300) == []


def test_a_courier_that_is_off_and_a_place_without_zone_have_no_price(zones: dict[str, Zone]) -> None:
    courier = actions.add_courier(CourierTerms("JNE", "REG", active=False))
    actions.set_rate(courier, zones["jateng"], Money(14_000), (1, 3))
    assert (rates.options(at(SEMARANG), 300), rates.options(at(GAMBIR), 300)) == ([], [])


def test_picking_up_is_free_and_abroad_is_priced_later() -> None:
    assert (rates.PICKUP.price, rates.ABROAD.price) == (Money(0), None)


def test_the_suggested_zones_cover_the_whole_country() -> None:
    suggest_table(sample=True)
    areas = {area.code for zone in db.session.scalars(queries.zones()) for area in zone.areas}
    assert {code for code in atlas().names if len(code) == 2} <= areas
    assert [option.price for option in rates.options(at(GAMBIR), 300)] == [
        Money(16_000),
        Money(18_000),
        Money(19_000),
    ]
