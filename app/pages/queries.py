"""What a page says, and what it has said."""

import re
from collections.abc import Sequence
from functools import cache

import sqlalchemy as sa
from markupsafe import Markup

from app.db import db
from app.languages import LANGUAGES
from app.prose import render
from config import ROOT

from .models import Page, Revision

# A line of the form "## Heading" begins a section.
HEADING = re.compile(r"^## +(.+)$", re.MULTILINE)


def shown(page: Page) -> Revision:
    """The page as visitors read it."""
    return db.session.scalar(history(page).limit(1)) or shipped(page)


def history(page: Page) -> sa.Select[Revision]:
    """Everything that was written, the latest first."""
    return sa.select(Revision).where(Revision.page == page).order_by(Revision.id.desc())


def latest() -> dict[Page, Revision]:
    """The latest of each page that somebody has written: one statement."""
    newest = sa.select(sa.func.max(Revision.id)).group_by(Revision.page)
    found = db.session.scalars(sa.select(Revision).where(Revision.id.in_(newest)))
    return {revision.page: revision for revision in found}


def shipped(page: Page) -> Revision:
    """The page as it comes with the shop."""
    texts = {f"text_{language}": _file(page, language) for language in LANGUAGES}
    return Revision(page=page, by="", **texts)


@cache
def _file(page: Page, language: str) -> str:
    return (ROOT / "templates" / "shop" / "pages" / f"{page}.{language}.md").read_text()


def outdated(revisions: Sequence[Revision]) -> bool:
    """Has the Indonesian changed since somebody last changed the English? The latest revision first, and last the page
    as it comes with the shop."""
    for newer, older in zip(revisions, revisions[1:], strict=False):
        if newer.text_en != older.text_en:
            return False
        if newer.text_id != older.text_id:
            return True
    return False


def parts(text: str) -> tuple[Markup, list[tuple[str, Markup]]]:
    """The words before the first heading, and each section with its heading."""
    opening, *rest = HEADING.split(text)
    sections = [
        (heading.strip(), render(words)) for heading, words in zip(rest[::2], rest[1::2], strict=True)
    ]
    return render(opening), sections
