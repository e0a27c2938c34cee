"""A webhook's secret as it lies in the database: sealed with a key made of the shop's own, so that a copy of the
database tells nobody how to sign."""

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

from flask import current_app

from .signing import PREFIX

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


def seal(secret: str) -> str:
    return _seals()[0].encrypt(secret.encode()).decode()


def unseal(kept: str) -> str:
    """The secret itself; empty where the shop has no key any more that opens it."""
    # What was kept before secrets were sealed; a seal never begins so.
    if kept.startswith(PREFIX):
        return kept
    return next(filter(None, (_opened(kept, key) for key in _seals())), "")


def renewed(kept: str) -> str:
    """The same secret under the newest key; what cannot be read stays as it is."""
    newest = _seals()[0]
    if _opened(kept, newest):
        return kept
    secret = unseal(kept)
    return seal(secret) if secret else kept


def _opened(kept: str, key: "Fernet") -> str:
    from cryptography.fernet import InvalidToken  # noqa: PLC0415

    try:
        return key.decrypt(kept).decode()
    except InvalidToken:
        return ""


def _seals() -> "list[Fernet]":
    """The newest first; the others, kept while the shop's key is being changed, still open."""
    # Only who signs pays for its twenty milliseconds and seven megabytes.
    from cryptography.fernet import Fernet  # noqa: PLC0415

    keys = [current_app.config["SECRET_KEY"], *reversed(current_app.config["SECRET_KEY_FALLBACKS"])]
    made = (hmac.digest(str(key).encode(), b"webhook secrets", hashlib.sha256) for key in keys)
    return [Fernet(base64.urlsafe_b64encode(one)) for one in made]
