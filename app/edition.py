"""The number of the public edition: it moves with every change that a visitor could see, in its transaction.

A change adds a row and locks none, so that buyers never wait for each other here. PostgreSQL may show a later row
before an earlier one, so the edition is the newest row together with how many there are: each commit makes another
pair.
"""

import threading
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, UOWTransaction, mapped_column

from app import clock
from app.db import Model, db

# How many of the newest rows are kept; each page that is asked for counts them.
KEPT = 100
MOVED = "edition_moved"


class Edition(Model):
    """One change, or several of one transaction."""

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


CURRENT = "SELECT max(id), count(*) FROM edition"


def move() -> None:
    """Say that this transaction changes what visitors see. Changed rows of models that are `visible` say so by
    themselves."""
    _move(db.session())


def forget_old() -> None:
    """Remove the rows that no page asks about any more."""
    newest = db.session.scalar(sa.select(sa.func.max(Edition.id))) or 0
    gone = db.session.execute(sa.delete(Edition).where(Edition.id <= newest - KEPT))
    if gone.rowcount:  # type: ignore[attr-defined]
        # Fewer rows with the same newest one could be a pair that has been there before.
        move()


def _move(session: Session) -> None:
    if not session.info.get(MOVED):
        session.info[MOVED] = True
        session.add(Edition())


def _look_at_rows(session: Session, flush: UOWTransaction, rows: Any) -> None:
    if any(row.visible for row in (*session.new, *session.deleted)) or any(
        row.visible and session.is_modified(row) for row in session.dirty
    ):
        _move(session)


def _look_at_statement(state: ORMExecuteState) -> sa.Result[Any] | None:
    """Statements that change rows without loading them count too, if there were such rows."""
    writes = state.is_insert or state.is_update or state.is_delete
    mapper = state.bind_mapper
    if not writes or mapper is None or not mapper.class_.visible:
        return None
    result = state.invoke_statement()
    # One that gives its rows back (RETURNING) does not count them.
    if getattr(result, "rowcount", 1):
        _move(state.session)
    return result


def _begin_anew(session: Session, *_: Any) -> None:
    session.info.pop(MOVED, None)


def init_app(app: Flask) -> None:
    watched = db.session.session_factory
    for name, look in (
        ("before_flush", _look_at_rows),
        ("do_orm_execute", _look_at_statement),
        ("after_commit", _begin_anew),
        # A rollback to a savepoint takes the row with it too.
        ("after_soft_rollback", _begin_anew),
    ):
        if not sa.event.contains(watched, name, look):
            sa.event.listen(watched, name, look)


class Reader:
    """Asks for the edition beside SQLAlchemy, whose way there costs more than a kept page does."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            self.engine = db.engine
        self.own = threading.local()

    def current(self) -> str | None:
        """The edition now, as one word; None when the database does not answer."""
        try:
            if not hasattr(self.own, "cursor"):
                self.own.cursor = self._connect().cursor()
            self.own.cursor.execute(CURRENT)
            ((newest, count),) = self.own.cursor.fetchall()
        except self.engine.dialect.dbapi.Error:  # type: ignore[union-attr]
            # The next one connects anew.
            self.own.__dict__.clear()
            return None
        return f"{newest or 0}.{count}"

    def close(self) -> None:
        """Give up this thread's connection."""
        if hasattr(self.own, "cursor"):
            self.own.cursor.connection.close()
            self.own.__dict__.clear()

    def _connect(self) -> Any:
        connection = self.engine.raw_connection()
        own: Any = connection.driver_connection
        # It is ours from here on: no pool gives it to somebody else, or ends its transactions.
        connection.detach()
        if self.engine.dialect.name == "postgresql":
            own.autocommit = True
        return own
