"""The book of who changed what, when."""

from collections.abc import Mapping

from app.db import db

from .models import AuditEntry


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
