import enum
from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.accounts.models import User
from app.db import Model
from app.pictures.models import Picture


class Use(enum.StrEnum):
    """What a maker can allow to be public, each on its own."""

    NAME = "name"
    PHOTO = "photo"
    VILLAGE = "village"
    WORK_COUNTRY = "work_country"
    STORY = "story"
    REPLIES = "replies"
    PRINT = "print"
    SOCIAL_MEDIA = "social_media"


class Step(enum.StrEnum):
    """The steps of the work on a cloth, in their order (names vary by place)."""

    NYOREK = "nyorek"
    NGLOWONG = "nglowong"
    NGISENI = "ngiseni"
    NEMBOK = "nembok"
    NGECAP = "ngecap"
    NYOLET = "nyolet"
    MEDEL = "medel"
    NYOGA = "nyoga"
    NGLOROD = "nglorod"


class Maker(Model):
    """One of the cooperative's artisans. Nothing here is public by itself: see `queries.public`."""

    visible = True

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey(User.id), unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    pseudonym: Mapped[str]
    name: Mapped[str]
    village: Mapped[str] = mapped_column(default="")
    work_country: Mapped[str] = mapped_column(default="")
    since: Mapped[int | None]
    steps: Mapped[list[str]] = mapped_column(JSON, default=list)
    story_id: Mapped[str] = mapped_column(default="")
    story_en: Mapped[str] = mapped_column(default="")
    quote_id: Mapped[str] = mapped_column(default="")
    quote_en: Mapped[str] = mapped_column(default="")
    portrait: Mapped[str | None] = mapped_column(ForeignKey(Picture.key), index=True)
    portrait_drawn: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    user: Mapped[User | None] = relationship()
    picture: Mapped[Picture | None] = relationship(lazy="joined")
    consents: Mapped[list["Consent"]] = relationship(back_populates="maker", order_by="Consent.id")


class Consent(Model):
    """A maker's yes to one use: what she was asked, how she answered, until when; only ever added, then withdrawn."""

    visible = True

    __table_args__ = (Index(None, "maker_id", "use"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    maker_id: Mapped[int] = mapped_column(ForeignKey(Maker.id))
    use: Mapped[Use]
    wording: Mapped[str]
    channel: Mapped[str]
    evidence: Mapped[str] = mapped_column(default="")
    given_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_on: Mapped[date]
    withdrawn_at: Mapped[datetime | None]
    by: Mapped[str]
    maker: Mapped[Maker] = relationship(back_populates="consents")
