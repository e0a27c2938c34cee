"""Passwords: kept as Argon2id hashes, refused when they are easy to guess."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from flask_babel import lazy_gettext as _l

from app.errors import ShopError

SHORTEST = 10
LONGEST = 200

# Words that the commonest passwords are made of, in lower case. The short ones stand for what people lengthen them
# into: a password is easy also with digits and signs around such a word ("Bismillah123!").
COMMON = frozenset(Path(__file__).with_name("common.txt").read_text().split())

# Passes, memory (KiB) and lanes: what OWASP's password storage cheat sheet asks of Argon2id; about 30 ms on one core.
COSTLY = (2, 19_456, 1)
# Tests sign in thousands of times, as nobody.
CHEAP = (1, 8, 1)


class WeakPassword(ShopError):
    """The password is too short, too long or easy to guess."""

    status = 422


def check(password: str, *, about: str = "") -> None:
    """Raise WeakPassword for one that others would guess; `about` is the e-mail address it is for."""
    if len(password) < SHORTEST:
        raise WeakPassword(_l("Kata sandi paling sedikit %(count)s huruf atau angka.", count=SHORTEST))
    if len(password) > LONGEST:
        raise WeakPassword(_l("Kata sandi paling banyak %(count)s huruf atau angka.", count=LONGEST))
    if _is_easy(_plain(password).casefold(), about.casefold()):
        raise WeakPassword(
            _l("Kata sandi ini mudah ditebak orang. Pilih yang lain, misalnya tiga kata yang tidak biasa.")
        )


def _is_easy(password: str, about: str) -> bool:
    word = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password)
    own = {about, about.partition("@")[0]}
    return not word or len(set(password)) < 4 or bool({password, word} & (COMMON | own))


def hash(password: str) -> str:
    return _hasher().hash(_plain(password))


def verify(password_hash: str | None, password: str) -> bool:
    """Is it the password? Without a hash (nobody has this e-mail address) the answer is no, and takes just as long."""
    try:
        return _hasher().verify(password_hash or _nobodys(), _plain(password)) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def needs_rehash(password_hash: str) -> bool:
    """Was it hashed more cheaply than today's passwords are?"""
    return _hasher().check_needs_rehash(password_hash)


def _plain(password: str) -> str:
    # One form for each text (NIST SP 800-63B), so that the same keys on another keyboard are the same password. What is
    # longer than any password is cut before it costs anything.
    return unicodedata.normalize("NFKC", password[: LONGEST + 1])


def _hasher() -> PasswordHasher:
    return _hasher_for(current_app.config["ENVIRONMENT"] == "test")


@cache
def _hasher_for(testing: bool) -> PasswordHasher:
    return PasswordHasher(*(CHEAP if testing else COSTLY))


def _nobodys() -> str:
    return _nobodys_for(current_app.config["ENVIRONMENT"] == "test")


@cache
def _nobodys_for(testing: bool) -> str:
    return _hasher_for(testing).hash("nobody signs in with this")
