"""Limits that Stripe puts on values and that the package's types don't tell."""

import re
from urllib.parse import urlsplit

from .errors import Json, refused_parameter

MOST_METADATA, LONGEST_NAME, LONGEST_VALUE = 50, 40, 500
LONGEST_REFERENCE = 200
# Amounts are in the smallest unit, which for rupiah is a hundredth:
# https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
DIGITS = {"idr": 12}
USUAL_DIGITS = 8
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
CURRENCY = re.compile(r"[A-Za-z]{3}")


def check_metadata(metadata: Json | str | None, param: str = "metadata") -> Json:
    """Hold metadata against its limits and give it back without the names that were unset."""
    metadata = metadata or {}
    if not isinstance(metadata, dict):
        raise refused_parameter("Invalid object", param)
    if len(metadata) > MOST_METADATA:
        raise refused_parameter(f"Metadata can have up to {MOST_METADATA} keys.", param)
    for name, value in metadata.items():
        if len(name) > LONGEST_NAME:
            raise refused_parameter(f"Metadata keys can have up to {LONGEST_NAME} characters.", param)
        if len(value) > LONGEST_VALUE:
            raise refused_parameter(
                f"Metadata values can have up to {LONGEST_VALUE} characters.", f"{param}[{name}]"
            )
    return {name: value for name, value in metadata.items() if value != ""}


def check_url(url: str, param: str) -> None:
    """Refuse what isn't an address on the web."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise refused_parameter("Not a valid URL", param, "url_invalid")


def check_email(email: str, param: str) -> None:
    """Refuse what can't be an e-mail address."""
    if not EMAIL.fullmatch(email):
        raise refused_parameter(f"Invalid email address: {email}", param, "email_invalid")


def check_currency(currency: str, param: str) -> str:
    """Give the currency as Stripe writes it."""
    if not CURRENCY.fullmatch(currency):
        raise refused_parameter(f"Invalid currency: {currency}", param)
    return currency.lower()


def check_amount(amount: int, currency: str, param: str) -> None:
    """Refuse nothing, less than nothing and more than the card networks can write."""
    if amount < 1:
        raise refused_parameter(
            "This value must be greater than or equal to 1.", param, "parameter_invalid_integer"
        )
    if len(str(amount)) > DIGITS.get(currency, USUAL_DIGITS):
        raise refused_parameter("Amount is larger than this currency allows.", param, "amount_too_large")
