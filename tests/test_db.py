"""How SQLite's one writer at a time is waited for."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app import db
from config import engine_options


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    # As where a form is sent; a page that was only read says so until the next request.
    db.begin_reading(False)
    made = sa.create_engine(url := f"sqlite:///{tmp_path / 'shop.db'}", **engine_options(url))
    db.tame_sqlite(made)
    with made.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE piece (name TEXT)")
    yield made
    made.dispose()


def _names(engine: sa.Engine) -> list[str]:
    with db.reading(), engine.begin() as connection:
        return list(connection.scalars(sa.text("SELECT name FROM piece ORDER BY rowid")))


def test_a_writer_waits_until_the_one_before_has_committed(engine: sa.Engine) -> None:
    waits = threading.Event()

    def write() -> None:
        waits.set()
        with engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO piece VALUES ('second')")

    with engine.begin() as connection:
        other = threading.Thread(target=write)
        other.start()
        waits.wait()
        # Longer than one round of asking, so that the second has to ask again.
        other.join(3 * db.ROUND.total_seconds())
        connection.exec_driver_sql("INSERT INTO piece VALUES ('first')")
    other.join()
    assert _names(engine) == ["first", "second"]


def test_a_writer_gives_up_when_its_patience_is_over_and_nothing_is_written(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "PATIENCE", timedelta(milliseconds=60))
    refused = pytest.raises(sa.exc.OperationalError, match="database is locked")
    with engine.begin(), refused, engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO piece VALUES ('never')")
    assert _names(engine) == []


def test_who_only_reads_never_waits_for_a_writer(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO piece VALUES ('not yet')")
        assert _names(engine) == []
    assert _names(engine) == ["not yet"]
