import pytest

from app.cart import pieces
from tests.factories import a_product


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("12x1.15x2", {12: 1, 15: 2}),
        ("", {}),
        ("12", {}),
        ("12x0.15x100.1x99", {1: 99}),
        ("12x1.15x", {12: 1}),
        ("١x1.-1x1. 1x1", {}),
        (".".join(f"{number}x1" for number in range(1, 100)), dict.fromkeys(range(1, 31), 1)),
    ],
)
def test_what_is_no_piece_is_left_out(text: str, wanted: dict[int, int]) -> None:
    assert pieces.read(text) == wanted


def test_pieces_are_read_as_they_were_written() -> None:
    assert pieces.read(pieces.write({12: 1, 15: 99})) == {12: 1, 15: 99}


def test_a_basket_of_pieces_has_those_that_there_are_in_their_order() -> None:
    one, two = a_product().variants[0], a_product().variants[0]
    basket = pieces.basket_of({two.id: 2, 999_999: 1, one.id: 1})
    assert [(line.variant, line.quantity) for line in basket.lines] == [(two, 2), (one, 1)]
