from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from app import create_app
from app.accounts import throttle
from app.accounts.models import Attempt
from app.accounts.throttle import TooManyTries
from app.db import db
from config import Settings
from tests.settings import settings_for

MINUTES = timedelta(minutes=15)
START = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def hit(bucket: str = "sign-in:siti@contoh.id") -> None:
    throttle.hit(bucket, limit=3, window=MINUTES)


def rows() -> int:
    return db.session.scalar(sa.select(sa.func.count(Attempt.id))) or 0


def test_the_limit_bites_at_its_number() -> None:
    for _ in range(3):
        hit()
    with pytest.raises(TooManyTries) as refused:
        hit()
    assert (refused.value.status, rows()) == (429, 3)


def test_buckets_count_apart() -> None:
    for _ in range(3):
        hit()
    hit("sign-in:sari@contoh.id")
    assert rows() == 4


def test_a_bucket_opens_again_after_its_window_also_for_who_kept_trying() -> None:
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(3):
            hit()
        clock.shift(timedelta(minutes=5))
        with pytest.raises(TooManyTries, match="10 menit"):
            hit()
        clock.shift(timedelta(minutes=10) - timedelta(seconds=1))
        with pytest.raises(TooManyTries, match="1 menit"):
            hit()
        clock.shift(timedelta(seconds=2))
        hit()
        assert rows() == 1


def test_looking_counts_nothing() -> None:
    throttle.look("a", limit=1, window=MINUTES)
    throttle.look("a", limit=1, window=MINUTES)
    throttle.hit("a", limit=1, window=MINUTES)
    with pytest.raises(TooManyTries):
        throttle.look("a", limit=1, window=MINUTES)
    assert rows() == 1


def test_neither_address_nor_account_is_stored() -> None:
    hit("sign-in:siti@contoh.id")
    bucket = db.session.scalar(sa.select(Attempt.bucket)) or ""
    assert len(bucket) == 40
    assert "siti" not in bucket


def test_tries_that_no_window_reaches_are_forgotten() -> None:
    with time_machine.travel(START, tick=False) as clock:
        hit("old")
        clock.shift(timedelta(days=1, seconds=1))
        hit("new")
        throttle.prune()
        assert rows() == 1


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        (None, "unknown"),
        ("evil", "unknown"),
    ],
)
def test_an_ipv6_customer_is_one_network(address: str | None, counted: str) -> None:
    assert throttle.network(address) == counted


def test_the_limit_is_one_for_all_who_try_at_once(database_url: str) -> None:
    app = create_app(Settings(**settings_for(database_url)))

    def try_ten_times(_: int) -> int:
        through = 0
        with app.app_context():
            for _ in range(10):
                try:
                    hit()
                    db.session.commit()
                    through += 1
                except TooManyTries:
                    db.session.rollback()
            db.session.remove()
        return through

    with ThreadPoolExecutor(6) as crowd:
        assert sum(crowd.map(try_ten_times, range(6))) == 3
    with app.app_context():
        db.engine.dispose()
