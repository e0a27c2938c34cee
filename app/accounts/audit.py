"""The book of who changed what, when."""

from collections.abc import Mapping
from typing import Any

from app.db import db

from .models import AuditEntry


def tell(thing: Any, told: Mapping[str, object]) -> list[str]:
    """Set what is different; the names of it, as an entry says them under `changed`."""
    changed = [name for name, value in told.items() if getattr(thing, name) != value]
    for name in changed:
        setattr(thing, name, told[name])
    return changed


def record(
    *,
    by: str,
    action: str,
    subject: str,
    subject_id: int | None = None,
    details: Mapping[str, object] | None = None,
) -> AuditEntry:
    """Write down that somebody did something ("publish") to a thing ("product", its id).

    `details` are plain JSON, without what is personal: the book is kept for good.
    """
    entry = AuditEntry(
        by=by, action=action, subject=subject, subject_id=subject_id, details=dict(details or {})
    )
    db.session.add(entry)
    db.session.flush()
    return entry
