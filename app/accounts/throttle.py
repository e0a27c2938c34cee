"""What may be tried only so often: every try is a row, so that all processes count together."""

import hmac
import ipaddress
import math
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app
from flask_babel import lazy_gettext as _l

from app import clock
from app.db import db
from app.errors import ShopError

from .models import Attempt

# No window is longer than this; older rows say nothing any more.
LONGEST = timedelta(days=1)


class TooManyTries(ShopError):
    """It was tried too often lately."""

    status = 429

    def __init__(self, until: datetime) -> None:
        minutes = max(1, math.ceil((until - clock.now()) / timedelta(minutes=1)))
        super().__init__(
            _l("Terlalu banyak percobaan. Silakan coba lagi dalam %(count)s menit.", count=minutes)
        )


def hit(bucket: str, *, limit: int, window: timedelta) -> None:
    """Count one more try in a bucket ("sign-in:siti@..."), or raise TooManyTries when the window is full.

    The caller commits, also when the try itself fails. A try that is refused is not counted, so the bucket opens again.
    """
    key = fingerprint(bucket)
    one_at_a_time(key)
    db.session.execute(sa.delete(Attempt).where(Attempt.bucket == key, Attempt.at <= clock.now() - window))
    _refuse_when_full(key, limit, window)
    db.session.add(Attempt(bucket=key))
    db.session.flush()


def look(bucket: str, *, limit: int, window: timedelta) -> None:
    """Raise TooManyTries when the window is full; count nothing."""
    _refuse_when_full(fingerprint(bucket), limit, window)


def forget(bucket: str) -> None:
    """Empty a bucket: whoever tried has shown that he may."""
    db.session.execute(sa.delete(Attempt).where(Attempt.bucket == fingerprint(bucket)))


def prune() -> None:
    """Remove the tries that no window reaches any more."""
    db.session.execute(sa.delete(Attempt).where(Attempt.at <= clock.now() - LONGEST))


def network(address: str | None) -> str:
    """What to count for an address: itself, or for IPv6 the network that one customer of a provider gets."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((ip, 64), strict=False)) if ip.version == 6 else str(ip)


def fingerprint(bucket: str) -> str:
    """A bucket names a person or an address, so only its keyed fingerprint is stored."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.digest(secret, b"attempt:" + bucket.encode(), "sha256").hex()[:40]


def one_at_a_time(key: str) -> None:
    """Let nobody else count in this bucket until the transaction ends; SQLite's one writer is alone already."""
    if db.session.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(bytes.fromhex(key[:16]), signed=True)
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))


def _refuse_when_full(key: str, limit: int, window: timedelta) -> None:
    tries = sa.select(Attempt.at).where(Attempt.bucket == key, Attempt.at > clock.now() - window)
    oldest = db.session.scalar(tries.order_by(Attempt.at.desc()).offset(limit - 1).limit(1))
    if oldest:
        raise TooManyTries(oldest + window)
