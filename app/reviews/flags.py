"""What readers say against a review, and what becomes of it: it hides nothing by itself, an admin decides."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app import clock
from app.accounts.audit import record
from app.db import db
from app.errors import ShopError

from .models import Flag, Reason, Review, ReviewState

# What somebody wrote against a review says nothing any more so long after it was judged; that he did is still counted.
KEPT = timedelta(days=90)
# As the book of changes knows whoever flags, who has no name here.
READER = "reader"
# So many of the newest words are read beside a review.
MOST_WORDS = 5


class NotShown(ShopError):
    """There is no such review for visitors, or no more."""

    status = 404


@dataclass(slots=True)
class Flagged:
    """What was said against what a review says now: how often for which reason, how many wait for an admin, the newest
    of all (`last`), and the newest words."""

    reasons: dict[Reason, int] = field(default_factory=dict)
    waiting: int = 0
    last: int = 0
    words: list[Flag] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(self.reasons.values())

    @property
    def most(self) -> Reason:
        """For which reason most often."""
        return max(self.reasons, key=self.reasons.__getitem__)


def flag(review_id: int, reason: Reason, text: str, *, token: str) -> Flag:
    """Take down what somebody says against a shown review; the same form sent again changes nothing. Raises NotShown.

    Where an admin has judged these words for this reason already it is counted, and waits for nobody.
    """
    review = db.session.scalar(locked(review_id))
    if review is None or review.state is not ReviewState.SHOWN:
        raise NotShown(_l("Ulasan ini tidak tampil lagi."))
    if known := db.session.scalar(sa.select(Flag).where(Flag.review_id == review_id, Flag.token == token)):
        return known
    alike = (Flag.review_id == review_id, Flag.version == review.version, Flag.reason == reason)
    before = db.session.scalars(
        sa.select(Flag).where(*alike).order_by(Flag.closed_at.nulls_last()).limit(1)
    ).first()
    judged = clock.now() if before and before.closed_at else None
    said = Flag(
        review_id=review_id, version=review.version, reason=reason, text=text, token=token, closed_at=judged
    )
    db.session.add(said)
    db.session.flush()
    # Once for each reason, however many say the same.
    if before is None:
        record(by=READER, action="flag", subject="review", subject_id=review_id, details={"reason": reason})
    return said


def locked(review_id: int) -> sa.Select[Review]:
    """A review as it is now, which nobody else writes, flags or judges until the transaction ends."""
    found = sa.select(Review).where(Review.id == review_id).with_for_update(of=Review)
    return found.execution_options(populate_existing=True)


def close(review: Review, until: int | None = None) -> int:
    """An admin has judged what is said against a review, up to a flag or all of it; how many waited."""
    theirs = sa.update(Flag).where(Flag.review_id == review.id, Flag.closed_at.is_(None))
    if until is not None:
        theirs = theirs.where(Flag.id <= until)
    closed: int = db.session.execute(theirs.values(closed_at=clock.now())).rowcount  # type: ignore[attr-defined]
    return closed


def forget(review: Review) -> None:
    """Its writer has taken it back, so nothing is said against it."""
    db.session.execute(sa.delete(Flag).where(Flag.review_id == review.id))


def forget_old() -> None:
    """Let go of the words of what was judged long ago."""
    old = sa.update(Flag).where(Flag.closed_at <= clock.now() - KEPT, Flag.text != "")
    db.session.execute(old.values(text=""))


def against(reviews: Sequence[Review]) -> dict[int, Flagged]:
    """What is said against these, by review."""
    told: dict[int, Flagged] = {}
    of_these = (Flag.review_id.in_([review.id for review in reviews]), Flag.version == Review.version)
    counted = (
        sa.select(
            Flag.review_id,
            Flag.reason,
            sa.func.count(),
            sa.func.count().filter(Flag.closed_at.is_(None)),
            sa.func.max(Flag.id),
        )
        .join(Flag.review)
        .where(*of_these)
        .group_by(Flag.review_id, Flag.reason)
    )
    for review_id, reason, count, waiting, last in db.session.execute(counted).all() if reviews else ():
        one = told.setdefault(review_id, Flagged())
        one.reasons[reason] = count
        one.waiting, one.last = one.waiting + waiting, max(one.last, last)
    for said in db.session.scalars(_newest_words(*of_these)) if told else ():
        told[said.review_id].words.append(said)
    return told


def _newest_words(*of_these: sa.ColumnElement[bool]) -> sa.Select[Flag]:
    place = sa.func.row_number().over(partition_by=Flag.review_id, order_by=Flag.id.desc())
    ranked = (
        sa.select(Flag.id, place.label("place"))
        .join(Flag.review)
        .where(*of_these, Flag.text != "")
        .subquery()
    )
    return (
        sa.select(Flag)
        .join(ranked, ranked.c.id == Flag.id)
        .where(ranked.c.place <= MOST_WORDS)
        .order_by(Flag.id.desc())
    )
