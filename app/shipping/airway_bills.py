"""The numbers that couriers give to parcels, and where to follow them."""

import re

from flask_babel import lazy_gettext as _l

from app.errors import ShopError

from .models import Courier

# Couriers have no common form; this refuses only what cannot be a number of any of them.
LOOSE = re.compile(r"[A-Z0-9-]{8,25}", re.ASCII)
# Pos Indonesia's numbers for abroad are the postal union's (UPU S10), which end in a check digit and the country.
S10 = re.compile(r"[A-Z]{2}([0-9]{8})([0-9])ID", re.ASCII)
S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
NUMBER = "{resi}"


class BadAirwayBill(ShopError):
    """Not a number that a courier could have given."""

    status = 422


def read_airway_bill(text: str) -> str:
    """The number as it is kept, in capitals without spaces. Raises BadAirwayBill."""
    number = "".join(text.upper().split())
    if not LOOSE.fullmatch(number):
        raise BadAirwayBill(_l("Nomor resi terdiri dari 8 sampai 25 huruf, angka atau tanda hubung."))
    international = S10.fullmatch(number)
    if international and int(international[2]) != check_digit(international[1]):
        raise BadAirwayBill(
            _l("Angka pada nomor resi Pos ini tidak cocok. Mohon periksa lagi, mungkin salah ketik.")
        )
    return number


def check_digit(digits: str) -> int:
    """The ninth digit of an S10 number."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, S10_WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


def tracking_url(courier: Courier, airway_bill: str) -> str:
    """Where to follow a parcel; empty when the courier's page is not known."""
    return courier.tracking_url.replace(NUMBER, airway_bill)
