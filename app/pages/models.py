import enum
from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.db import Model


class Page(enum.StrEnum):
    """The pages that can be written anew."""

    ABOUT = "about"
    HELP = "help"
    SHIPPING = "shipping"
    TERMS = "terms"
    PRIVACY = "privacy"


class Revision(Model):
    """A page as somebody wrote it, in Markdown; only ever added, and the latest is shown. Without English, English
    visitors read the Indonesian, and are told so."""

    visible = True

    __table_args__ = (Index(None, "page", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    page: Mapped[Page]
    text_id: Mapped[str]
    text_en: Mapped[str] = mapped_column(default="")
    by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
