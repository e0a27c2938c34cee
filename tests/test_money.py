from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.db import Model
from app.money import Money

AMOUNTS = st.integers(-(10**12), 10**12)
WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=30).filter(any)


@given(AMOUNTS, WEIGHTS)
def test_parts_always_add_up_and_nobody_is_off_by_more_than_a_rupiah(rupiah, weights):
    parts = Money(rupiah).split(weights)
    assert Money.total(parts) == Money(rupiah)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.rupiah * sum(weights) - rupiah * weight) <= sum(weights)
        assert weight or not part


@pytest.mark.parametrize(
    ("weights", "parts"),
    [([1, 1, 1], [34, 33, 33]), ([70, 30], [70, 30]), ([1, 2], [33, 67]), ([0, 5], [0, 100])],
)
def test_the_largest_remainder_gets_the_odd_rupiah(weights, parts):
    assert Money(100).split(weights) == [Money(part) for part in parts]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_nothing_can_be_split_by_nothing(weights):
    with pytest.raises(ValueError, match="weight|iterable|empty"):
        Money(100).split(weights)


@pytest.mark.parametrize("amount", [1.0, "100", Decimal(100), True, None])
def test_money_is_a_whole_number_and_nothing_else(amount):
    with pytest.raises(TypeError):
        Money(amount)


@pytest.mark.parametrize(
    ("typed", "rupiah"),
    [
        ("350000", 350_000),
        ("350.000", 350_000),
        ("Rp 1.250.000", 1_250_000),
        (" Rp350.000 ", 350_000),
        ("0", 0),
    ],
)
def test_amounts_are_read_as_indonesians_type_them(typed, rupiah):
    assert Money.parse(typed) == Money(rupiah)


@pytest.mark.parametrize(
    "typed", ["", "1,25", "1.25", "1,250.00", "1e6", "-5", "1.250.00", "12.34.567", "１２", "1,2jt", "Rp"]
)
def test_what_could_be_misread_is_refused(typed):
    with pytest.raises(ValueError, match="not an amount"):
        Money.parse(typed)


def test_half_a_rupiah_is_rounded_up():
    assert Money(5).percent(Decimal(50)) == Money(3)


def test_every_amount_in_the_database_is_a_whole_number():
    columns = [column for table in Model.metadata.tables.values() for column in table.columns]
    assert [column for column in columns if isinstance(column.type, sa.Numeric | sa.Float)] == []
    amounts = {
        "price",
        "total",
        "goods",
        "shipping",
        "amount",
        "received",
        "discount",
        "unique_code",
        "per_kg",
    }
    kinds = {type(column.type).__name__ for column in columns if column.name in amounts}
    assert kinds == {"MoneyType"}
