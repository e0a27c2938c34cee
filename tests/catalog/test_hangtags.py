"""The code on a hang-tag: it comes back as the variant that it was made of, and a slip leads nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog import hangtags

NUMBERS = st.integers(1, hangtags.MOST)


@pytest.fixture(autouse=True)
def rollback() -> None:
    """Nothing here touches a database."""


@given(NUMBERS)
def test_a_code_is_that_of_one_variant(number: int) -> None:
    code = hangtags.code_of(number)
    assert (hangtags.variant_id_of(code), len(code) <= 8) == (number, True)
    assert hangtags.read(f"https://toko.example/k/{code}?q=abc\n") == number
    assert hangtags.read(code.upper().replace("1", "I").replace("0", "O")) == number


@given(NUMBERS, st.integers(0, 6))
def test_two_letters_in_each_others_place_lead_to_no_other_cloth(number: int, place: int) -> None:
    code = hangtags.code_of(number)
    first = place % (len(code) - 2)
    swapped = code[:first] + code[first + 1] + code[first] + code[first + 2 :]
    distance = abs(hangtags.LETTERS.index(code[first]) - hangtags.LETTERS.index(code[first + 1]))
    if distance % hangtags.CHECKED_BY:
        assert hangtags.variant_id_of(swapped) is None


@pytest.mark.parametrize(
    "text", ["", "   ", "000", "0000", "zzzzzzz0", "0016x9aaaaaa", "kain-1", "/k/", "\0"]
)
def test_what_is_no_code_is_nothing(text: str) -> None:
    assert hangtags.read(text) is None
