"""What may be known of a maker: only what she allows today. Every public page, feed and picture asks here."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import selectinload

from app import clock
from app.accounts.models import User
from app.db import db
from app.pictures.models import Picture
from app.remembered import remembered

from .models import Consent, Maker, Step, Use

# Paper and social media are elsewhere, and answers stand on pages of cloth: a yes to them alone opens no page of hers.
ON_THIS_SITE = frozenset(Use) - {Use.PRINT, Use.SOCIAL_MEDIA, Use.REPLIES}
NOBODY_IN_PARTICULAR = _l("perajin koperasi")


@dataclass(frozen=True, slots=True)
class PublicMaker:
    """A maker as the public may know her: what no live consent covers is empty here.

    Without any consent `is_public` is False: she has no page, no address and no name. `shared` says whether her name,
    words and portrait may be offered to other sites as a preview.
    """

    id: int
    is_public: bool
    slug: str
    name: Any
    portrait: Picture | None
    portrait_drawn: bool
    village: str
    work_country: str
    since: int | None
    steps: tuple[Step, ...]
    story_id: str
    story_en: str
    quote_id: str
    quote_en: str
    shared: bool
    sample: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A maker who has a page: where that is, and the name that she allows."""

    id: int
    slug: str
    name: str
    is_public: bool = True


@remembered
def known() -> Mapping[int, Named]:
    """The makers who have a page, by id: one statement, however many."""
    rows = db.session.execute(KNOWN, {"today": clock.today()})
    return {maker_id: Named(maker_id, slug, name) for maker_id, slug, name in rows}


def public_of(makers: Iterable[Maker], beyond: Use | None = None) -> dict[int, PublicMaker]:
    """Each of these makers as the public may know her now, by id; one statement however many.

    `beyond` is a use outside this site, print or social media: who does not say yes to that too is nobody in
    particular there.
    """
    known = {maker.id: maker for maker in makers}
    allowed: dict[int, set[Use]] = {maker_id: set() for maker_id in known}
    if known:
        for maker_id, use in db.session.execute(LIVE, {"makers": list(known), "today": clock.today()}):
            allowed[maker_id].add(use)
    if beyond:
        allowed = {maker_id: uses if beyond in uses else set() for maker_id, uses in allowed.items()}
    return {maker_id: _public(maker, allowed[maker_id]) for maker_id, maker in known.items()}


def public(maker: Maker) -> PublicMaker:
    return public_of([maker])[maker.id]


def is_public(maker: Maker) -> bool:
    """Has she a page?"""
    return public(maker).is_public


def is_live(today: Any = None) -> tuple[sa.ColumnElement[bool], ...]:
    """What makes a consent count: not withdrawn, and not past its last day."""
    consent = Consent.__table__.c
    return consent.withdrawn_at.is_(None), consent.expires_on >= (clock.today() if today is None else today)


def _live() -> sa.Select[int, Use]:
    consent = Consent.__table__.c
    return sa.select(consent.maker_id, consent.use).where(
        consent.maker_id.in_(sa.bindparam("makers", expanding=True)),
        *is_live(sa.bindparam("today", type_=sa.Date)),
    )


def _known() -> sa.Select[int, str, str]:
    # Of tables and not of models, which takes half as long to read.
    maker, consent = Maker.__table__.c, Consent.__table__.c
    by_name = sa.func.max(sa.case((consent.use == Use.NAME, 1), else_=0)).label("by_name")
    allowed = (
        sa.select(consent.maker_id, by_name)
        .where(consent.use.in_(ON_THIS_SITE), *is_live(sa.bindparam("today", type_=sa.Date)))
        .group_by(consent.maker_id)
        .subquery()
    )
    called = sa.case((allowed.c.by_name == 1, maker.name), else_=maker.pseudonym)
    return (
        sa.select(maker.id, maker.slug, called)
        .join(allowed, allowed.c.maker_id == maker.id)
        .where(maker.active)
    )


# Built once, like all that public pages ask.
KNOWN, LIVE = _known(), _live()
BY_IDS = sa.select(Maker).where(Maker.id.in_(sa.bindparam("makers", expanding=True)))


def browse() -> sa.Select[Maker]:
    """The makers who have a page."""
    yes = sa.exists().where(Consent.maker_id == Maker.id, Consent.use.in_(ON_THIS_SITE), *is_live())
    return sa.select(Maker).where(Maker.active, yes).order_by(Maker.id)


def shared() -> dict[int, PublicMaker]:
    """The makers who have a page and allow to be shown beyond this site, by id; two statements."""
    known = public_of(db.session.scalars(browse()))
    return {maker_id: maker for maker_id, maker in known.items() if maker.is_public and maker.shared}


def by_slug(slug: str) -> sa.Select[Maker]:
    return sa.select(Maker).where(Maker.slug == slug)


def by_id(maker_id: int) -> sa.Select[Maker]:
    return sa.select(Maker).where(Maker.id == maker_id).options(selectinload(Maker.consents))


def by_ids(maker_ids: Collection[int]) -> Iterable[Maker]:
    return db.session.scalars(BY_IDS, {"makers": list(maker_ids)})


def of_user(user: User) -> sa.Select[Maker]:
    """The maker who signs in as this user."""
    return sa.select(Maker).where(Maker.user_id == user.id)


def everybody() -> sa.Select[Maker]:
    """All makers, for the back office, with every consent they ever gave."""
    return (
        sa.select(Maker)
        .options(selectinload(Maker.consents))
        .order_by(Maker.active.desc(), Maker.name, Maker.id)
    )


def live_consents(maker: Maker) -> dict[Use, Consent]:
    """Her consents that count now; the one that lasts longest where there are several for one use."""
    live = (
        sa.select(Consent)
        .where(Consent.maker_id == maker.id, *is_live())
        .order_by(Consent.expires_on, Consent.id)
    )
    return {consent.use: consent for consent in db.session.scalars(live)}


def _public(maker: Maker, allowed: set[Use]) -> PublicMaker:
    def only(use: Use, text: Any) -> Any:
        return text if use in allowed else ""

    if not maker.active or not allowed & ON_THIS_SITE:
        allowed = set()
    shown = bool(allowed)
    may_show = Use.PHOTO in allowed or (shown and maker.portrait_drawn)
    return PublicMaker(
        id=maker.id,
        is_public=shown,
        slug=maker.slug if shown else "",
        name=(maker.name if Use.NAME in allowed else maker.pseudonym) if shown else NOBODY_IN_PARTICULAR,
        portrait=maker.picture if may_show and maker.picture and maker.picture.ready else None,
        portrait_drawn=maker.portrait_drawn,
        village=only(Use.VILLAGE, maker.village),
        work_country=only(Use.WORK_COUNTRY, maker.work_country),
        since=maker.since if shown else None,
        steps=tuple(Step(step) for step in maker.steps) if shown else (),
        story_id=only(Use.STORY, maker.story_id),
        story_en=only(Use.STORY, maker.story_en),
        quote_id=only(Use.STORY, maker.quote_id),
        quote_en=only(Use.STORY, maker.quote_en),
        shared=Use.SOCIAL_MEDIA in allowed,
        sample=maker.sample,
    )
