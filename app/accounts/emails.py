"""E-mail addresses: one form for each."""

from datetime import timedelta

from flask import current_app
from flask_babel import lazy_gettext as _l
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.errors import ShopError

# How long the link in a mail proves that its reader is the owner of the address.
FRESH = timedelta(days=1)


class BadEmail(ShopError):
    """That is not an e-mail address."""

    status = 422


class StaleLink(ShopError):
    """The link is too old, or was never ours."""

    status = 410


def normal(text: str) -> str:
    """The address as it is kept: without spaces around it, in lower case. Raises BadEmail."""
    # It compiles patterns for as long as a hundred pages take, and many processes never see an address.
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415

    try:
        # The shop's own samples live under .test, which the world's mail never reaches.
        found = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise BadEmail(_l("Tulis alamat surel lengkap, misalnya nama@contoh.id.")) from None
    return found.normalized.lower()


def seal(email: str) -> str:
    """What stands in a link that is sent to the address: who comes with it has read its mail."""
    return _seals().dumps(email)


def unseal(sealed: str) -> str:
    """The address that a link was sent to. Raises StaleLink."""
    try:
        email: str = _seals().loads(sealed, max_age=int(FRESH.total_seconds()))
    except BadSignature:
        raise StaleLink(_l("Tautan ini sudah tidak berlaku. Silakan minta yang baru.")) from None
    return email


def _seals() -> URLSafeTimedSerializer:
    # The last key seals; the others, kept while a key is being changed, still open.
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeTimedSerializer(keys, salt="e-mail address")
