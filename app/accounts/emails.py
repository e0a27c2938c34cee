"""E-mail addresses: one form for each."""

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l

from app.errors import ShopError


class BadEmail(ShopError):
    """That is not an e-mail address."""

    status = 422


def normal(text: str) -> str:
    """The address as it is kept: without spaces around it, in lower case. Raises BadEmail."""
    try:
        # The shop's own samples live under .test, which the world's mail never reaches.
        found = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise BadEmail(_l("Tulis alamat surel lengkap, misalnya nama@contoh.id.")) from None
    return found.normalized.lower()
