"""Messages of payment services: what they were about is kept, each once."""

import sqlalchemy as sa

from app import clock
from app.db import db

from .models import ProviderEvent
from .providers import Notice


def keep(provider: str, notice: Notice) -> ProviderEvent:
    """The stored message: a new one, or the one that came before with the same id."""
    try:
        with db.session.begin_nested():
            event = ProviderEvent(
                provider=provider, event_id=notice.event_id, kind=notice.kind, payload=notice.payload
            )
            db.session.add(event)
    except sa.exc.IntegrityError:
        event = db.session.scalars(
            sa.select(ProviderEvent).where(
                ProviderEvent.provider == provider, ProviderEvent.event_id == notice.event_id
            )
        ).one()
    return event


def applied(event_id: int, outcome: str) -> None:
    event = db.session.get_one(ProviderEvent, event_id)
    event.applied_at, event.outcome = clock.now(), outcome
