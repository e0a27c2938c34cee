"""A page is written anew."""

from app.accounts.audit import record
from app.db import db

from .models import Page, Revision
from .queries import shown


def write(page: Page, *, text_id: str, text_en: str, by: str) -> Revision:
    """Let the page say this from the next request on; to say nothing new changes nothing."""
    before = shown(page)
    changed = [
        language
        for language, now, was in (("id", text_id, before.text_id), ("en", text_en, before.text_en))
        if now.strip() != was.strip()
    ]
    if not changed:
        return before
    revision = Revision(page=page, text_id=text_id, text_en=text_en, by=by)
    db.session.add(revision)
    db.session.flush()
    details = {"page": page.value, "languages": changed}
    record(by=by, action="edit", subject="page", subject_id=revision.id, details=details)
    return revision
