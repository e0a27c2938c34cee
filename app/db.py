"""The database: the session, the base of every table, what Python types are in a column, and how transactions begin."""

import enum
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, declared_attr, registry
from sqlalchemy.types import DateTime, TypeDecorator

from .money import Money, MoneyType


class UTCDateTime(TypeDecorator[datetime]):
    """A moment, always with its time zone, also where the database forgets it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC)


class Model(DeclarativeBase):
    """The base of every table; says what each Python type is in the database.

    A table is `visible` when public pages show what is in it: a change of it moves the edition (app/edition.py).
    """

    visible: ClassVar[bool] = False
    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    # Flask-SQLAlchemy 3.1 with SQLAlchemy 2.1 loses a type_annotation_map that stands on the base itself
    # (pallets-eco/flask-sqlalchemy issue 1361), so it stands on the registry.
    registry = registry(
        metadata=metadata,
        type_annotation_map={
            Money: MoneyType,
            datetime: UTCDateTime,
            enum.StrEnum: sa.Enum(
                enum.StrEnum,
                native_enum=False,
                length=20,
                values_callable=lambda members: [member.value for member in members],
            ),
        },
    )

    @declared_attr.directive
    def __tablename__(cls) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


db = SQLAlchemy(model_class=Model)

# SQLite is one writer at a time. A transaction that may write takes its turn when it begins (BEGIN IMMEDIATE): a
# deferred one that has read and then wants to write fails at once, whatever the busy timeout. Only `reading()` begins
# deferred.
_only_reads: ContextVar[bool] = ContextVar("only_reads", default=False)


@contextmanager
def reading() -> Iterator[None]:
    """Within this block transactions only read, and so never wait for a writer."""
    token = _only_reads.set(True)
    try:
        yield
    finally:
        _only_reads.reset(token)


def begin_reading(only_reads: bool) -> None:
    """Say, for the rest of this context (a request), whether its transactions only read."""
    _only_reads.set(only_reads)


def insert(model: type[Model]) -> Any:
    """An INSERT in this database's own words, so that it can say what becomes of a row that is there already."""
    return {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[db.engine.dialect.name](model)


def init_app(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            tame_sqlite(db.engine)


# How long SQLite waits for another's lock. It asks ever more seldom, at last ten times a second, so that newcomers
# overtake whoever waits longest. A writer's turn is therefore asked for in short rounds, in which all are alike.
PATIENCE = timedelta(seconds=10)
ROUND = timedelta(milliseconds=20)


def tame_sqlite(engine: sa.Engine) -> None:
    """Make SQLite keep its promises: explicit transactions, foreign keys, synced commits, and waiting for one's
    turn."""

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(_waits(PATIENCE))
        # Below 3.51.3 write-ahead logging can lose a commit at a log reset (sqlite.org/wal.html#walresetbug).
        if _version(connection) >= (3, 51, 3):
            cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        if _only_reads.get():
            connection.exec_driver_sql("BEGIN")
        else:
            _begin_writing(connection, engine.dialect.dbapi)


def _waits(patience: timedelta) -> str:
    return f"PRAGMA busy_timeout = {patience // timedelta(milliseconds=1)}"


def _begin_writing(connection: sa.Connection, sqlite3: Any) -> None:
    """Wait for one's turn, in rounds that are alike for all."""
    cursor = connection.connection.cursor()
    cursor.execute(_waits(ROUND))
    try:
        until = time.monotonic() + PATIENCE.total_seconds()
        while not (taken := _takes_turn(cursor, sqlite3)) and time.monotonic() < until:
            pass
        if not taken:
            # A last time, by way of SQLAlchemy, so that the refusal is an error of its kind.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        cursor.execute(_waits(PATIENCE))
        cursor.close()


def _takes_turn(cursor: Any, sqlite3: Any) -> bool:
    try:
        cursor.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _version(connection: Any) -> tuple[int, ...]:
    text: str = connection.execute("SELECT sqlite_version()").fetchone()[0]
    return tuple(int(part) for part in text.split("."))
