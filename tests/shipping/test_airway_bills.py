"""Numbers of parcels."""

import pytest

from app.shipping.airway_bills import BadAirwayBill, check_digit, read_airway_bill, tracking_url
from app.shipping.models import Courier


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("socag00183235715", "SOCAG00183235715"),
        (" 0123 4567 8901 ", "012345678901"),
        ("JNE-2026-0001", "JNE-2026-0001"),
        ("rb473124829id", "RB473124829ID"),
        ("RA123456785ID", "RA123456785ID"),
    ],
)
def test_a_number_is_kept_in_capitals_without_spaces(typed: str, kept: str) -> None:
    assert read_airway_bill(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "1234567", "X" * 26, "JNE/2026/0001", "０１２３４５６７８", "12345678\0", "RA123456789ID"]
)
def test_what_cannot_be_a_number_is_refused(typed: str) -> None:
    with pytest.raises(BadAirwayBill):
        read_airway_bill(typed)


def test_the_check_digit_of_the_postal_union() -> None:
    assert [check_digit(digits) for digits in ("12345678", "47312482", "00000000")] == [5, 9, 5]


def test_a_parcel_is_followed_at_its_courier() -> None:
    courier = Courier(tracking_url="https://kurir.test/lacak?no={resi}")
    assert (tracking_url(courier, "AB12345678"), tracking_url(Courier(tracking_url=""), "AB12345678")) == (
        "https://kurir.test/lacak?no=AB12345678",
        "",
    )
