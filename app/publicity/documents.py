"""A document is wanted, made by the worker, handed out for a while, and forgotten."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from app import clock
from app.db import db, insert

from .models import Document, DocumentState

# How long it is in the hands of who makes it; a worker that dies keeps it no longer.
LEASE = timedelta(minutes=10)
KEPT = timedelta(days=1)


def want(key: str, told: dict[str, Any]) -> None:
    """Have it made, unless it is there or being made; what could not be made is tried again."""
    new = {
        "key": key,
        "told": told,
        "state": DocumentState.WAITING,
        "left_out": 0,
        "created_at": clock.now(),
    }
    db.session.execute(insert(Document).values(**new).on_conflict_do_nothing())
    document = _lock(key)
    if document and document.state is DocumentState.FAILED:
        document.state, document.told, document.created_at = DocumentState.WAITING, told, clock.now()
    db.session.flush()


def claim() -> Document | None:
    """The next one to make, with what it is made of, put out of reach of other workers for a while."""
    now = clock.now()
    wanted = sa.select(Document).where(Document.state == DocumentState.WAITING, _free(now))
    wanted = wanted.order_by(Document.created_at, Document.key).limit(1)
    document = db.session.scalar(wanted.options(undefer(Document.told)).with_for_update(skip_locked=True))
    if document:
        document.claimed_until = now + LEASE
        db.session.flush()
    return document


def end(key: str, state: DocumentState, *, left_out: int = 0) -> None:
    """It is in the store, without so many of its pictures; or it could not be made."""
    if document := _lock(key):
        document.state, document.left_out = state, left_out
        document.told = document.claimed_until = None
        db.session.flush()


def lose(key: str) -> None:
    """Its file is not in the store any more: it is as if nobody had asked. What is just being made anew stays."""
    db.session.execute(sa.delete(Document).where(Document.key == key, Document.state == DocumentState.READY))


def old() -> list[str]:
    """The keys of those that are kept no longer, but for those that are just being made."""
    now = clock.now()
    gone = sa.select(Document.key).where(Document.created_at < now - KEPT, _free(now))
    return list(db.session.scalars(gone))


def forget(keys: list[str]) -> None:
    """Their files are gone."""
    db.session.execute(sa.delete(Document).where(Document.key.in_(keys)))


def _free(now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(Document.claimed_until.is_(None), Document.claimed_until < now)


def _lock(key: str) -> Document | None:
    found = sa.select(Document).where(Document.key == key).with_for_update()
    return db.session.scalar(found.execution_options(populate_existing=True))
