"""Who was shown where; and of a maker, what a publication would use."""

from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Role, User
from app.exhibitions import campaigns
from app.exhibitions import queries as exhibitions
from app.exhibitions.models import Campaign, Exhibition
from app.makers.models import Maker
from app.makers.queries import PublicMaker

from .models import Appearance, Part, Publication


class Seen(NamedTuple):
    """A maker as a publication shows her: with these of her, beside this cloth."""

    maker_id: int
    product_id: int | None
    parts: tuple[Part, ...]


def parts_of(maker: PublicMaker | None, among: Iterable[Part]) -> tuple[Part, ...]:
    """What there is to be shown of her, of these; nothing of who is nobody in particular."""
    if maker is None or not maker.is_public:
        return ()
    there = {
        Part.NAME: True,
        Part.VILLAGE: bool(maker.village),
        # A drawn emblem shows nobody.
        Part.PORTRAIT: bool(maker.portrait) and not maker.portrait_drawn,
        Part.WORDS: bool(maker.quote_id or maker.quote_en),
    }
    return tuple(part for part in among if there[part])


def seen_by(user: User) -> sa.Select[Publication]:
    """What was made for fairs and campaigns that somebody may work on, whoever made it, and what she made for neither;
    all of it for an admin. The newest first.

    So it passes with them when they are handed over, and `by` goes on saying who made it.
    """
    found = sa.select(Publication).order_by(Publication.id.desc()).options(*_WHERE)
    if user.role is Role.ADMIN:
        return found
    fairs = exhibitions.seen_by(user).with_only_columns(Exhibition.id).order_by(None)
    told = campaigns.seen_by(user).with_only_columns(Campaign.id).order_by(None)
    of_neither = Publication.exhibition_id.is_(None) & Publication.campaign_id.is_(None)
    return found.where(
        Publication.exhibition_id.in_(fairs)
        | Publication.campaign_id.in_(told)
        | (of_neither & (Publication.by == user.email))
    )


def whole(publication_id: int, user: User) -> sa.Select[Publication]:
    makers = selectinload(Publication.appearances)
    return (
        seen_by(user)
        .where(Publication.id == publication_id)
        .options(makers.joinedload(Appearance.maker), makers.joinedload(Appearance.product))
    )


def of_maker(maker: Maker) -> sa.Select[Publication]:
    """Where she was shown, the newest first, with what of her is in each."""
    hers = sa.exists().where(Appearance.publication_id == Publication.id, Appearance.maker_id == maker.id)
    appearances = selectinload(Publication.appearances.and_(Appearance.maker_id == maker.id))
    return (
        sa.select(Publication)
        .where(hers)
        .order_by(Publication.id.desc())
        .options(*_WHERE, appearances.joinedload(Appearance.product))
    )


def says_more(publication: Publication, now: Iterable[Seen]) -> bool:
    """Would it show today what was not written down when it was made?"""
    written = {(one.maker_id, one.product_id, part) for one in publication.appearances for part in one.parts}
    return any((one.maker_id, one.product_id, part.value) not in written for one in now for part in one.parts)


_WHERE = (joinedload(Publication.exhibition), joinedload(Publication.campaign))
