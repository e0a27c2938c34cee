"""Telephone numbers: read as people type them, kept as E.164 (+6281234567890)."""

from urllib.parse import quote

import phonenumbers
from flask_babel import lazy_gettext as _l

from app.errors import ShopError


class BadPhone(ShopError):
    """Not a number that could ring."""

    status = 422


def read_phone(text: str) -> str:
    """The number in E.164; without a country code it is an Indonesian one. Raises BadPhone."""
    typed = text.strip()
    # People write 62812... for +62812..., which would otherwise be read as a number inside Indonesia, and 00852... for
    # +852..., of which 008 would be read as the way out of Indonesia and 52 as Mexico.
    if typed.startswith("62"):
        typed = f"+{typed}"
    elif typed.startswith("00"):
        typed = f"+{typed[2:]}"
    try:
        number = phonenumbers.parse(typed, "ID")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise BadPhone(
            _l("Tulis nomor telepon seperti 0812-3456-7890, atau dengan kode negara seperti +852…")
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def show_phone(number: str) -> str:
    """The number as people read it: 0812-3456-7890 at home, +852 2345 6789 abroad; nothing where it was
    deleted."""
    if not number:
        return ""
    parsed = phonenumbers.parse(number, "ID")
    home = parsed.country_code == 62
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)


def whatsapp_url(number: str, text: str = "") -> str:
    """The address that opens a chat with the number, with a text that is ready to be sent."""
    said = f"?text={quote(text, safe='')}" if text else ""
    return f"https://wa.me/{number.removeprefix('+')}{said}"
