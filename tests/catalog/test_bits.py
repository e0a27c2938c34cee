"""Sets of places: what they say must be what sorting and counting one by one says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog import bits

PLACES = st.sets(st.integers(1, 400), max_size=60)
COUNTS = st.integers(0, 70)


@pytest.fixture(autouse=True)
def rollback() -> None:
    """Nothing here touches a database."""


@given(PLACES)
def test_a_set_is_stored_and_read_again(places: set[int]) -> None:
    assert bits.read(bits.stored(bits.of(places))) == sum(1 << place for place in places)


@given(PLACES, COUNTS, COUNTS)
def test_the_newest_are_the_highest_places(places: set[int], count: int, skip: int) -> None:
    assert bits.newest(bits.of(places), count, skip) == sorted(places, reverse=True)[skip : skip + count]


@given(st.dictionaries(st.integers(1, 400), st.integers(0, 63), max_size=60), COUNTS, st.booleans())
def test_the_least_are_found_by_their_digits_and_of_equals_the_newest(
    numbers: dict[int, int], count: int, most: bool
) -> None:
    digits = [
        bits.of(p for p, number in numbers.items() if number >> digit & 1) for digit in (5, 4, 3, 2, 1, 0)
    ]
    ranked = sorted(numbers, key=lambda place: (-numbers[place] if most else numbers[place], -place))

    assert bits.least(bits.of(numbers), digits, count, most=most) == bits.of(ranked[:count])
