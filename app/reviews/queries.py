from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.db import db
from app.makers.models import Consent, Maker, Use
from app.makers.queries import is_live
from app.orders.models import Order, OrderLine

from .models import Flag, Reason, Reply, Review, ReviewState


@dataclass(frozen=True, slots=True)
class Rating:
    """How many stars so many reviews gave together."""

    count: int
    stars: int

    @property
    def average(self) -> float:
        """To one place, half a tenth upwards."""
        return (20 * self.stars // self.count + 1) // 2 / 10 if self.count else 0


def shown() -> sa.Select[Review]:
    """What visitors read, newest first."""
    return (
        sa.select(Review)
        .where(Review.state == ReviewState.SHOWN)
        .options(joinedload(Review.product))
        .order_by(Review.written_at.desc(), Review.id.desc())
    )


def of_product(product_id: int) -> sa.Select[Review]:
    return shown().where(Review.product_id == product_id)


def of_maker(maker_id: int) -> sa.Select[Review]:
    """Of her work, whichever cloth it was."""
    return shown().where(Review.maker_id == maker_id)


R = Review.__table__.c
OF_PRODUCT = R.product_id == sa.bindparam("product")
# Built once: every page of a product asks it, and mostly hears that there are none.
STANDING = sa.select(
    sa.func.count().filter(OF_PRODUCT), sa.func.sum(R.stars).filter(OF_PRODUCT), sa.func.count()
).where(
    R.state == ReviewState.SHOWN,
    OF_PRODUCT | (R.maker_id == sa.bindparam("maker", type_=R.maker_id.type)),
)


def standing(product_id: int, maker_id: int | None) -> tuple[Rating, int]:
    """What all shown reviews of a product come to, and how many there are of other work of this maker."""
    count, stars, of_both = db.session.execute(STANDING, {"product": product_id, "maker": maker_id}).one()
    return Rating(count, stars or 0), of_both - count


def rating(reviews: sa.Select[Review]) -> Rating:
    """What these reviews come to."""
    counted = reviews.with_only_columns(sa.func.count(), sa.func.sum(Review.stars)).order_by(None)
    count, stars = db.session.execute(counted).one()
    return Rating(count, stars or 0)


def replies_to(reviews: Sequence[Review]) -> dict[int, Reply]:
    """The answers that visitors read, by review: while the maker allows it, and is one of the cooperative."""
    if not reviews:
        return {}
    yes = sa.exists().where(Consent.maker_id == Reply.maker_id, Consent.use == Use.REPLIES, *is_live())
    found = sa.select(Reply).where(
        Reply.review_id.in_([review.id for review in reviews]),
        Reply.state == ReviewState.SHOWN,
        Reply.maker.has(Maker.active),
        yes,
    )
    return {reply.review_id: reply for reply in db.session.scalars(found)}


def by_id(review_id: int) -> sa.Select[Review]:
    return sa.select(Review).where(Review.id == review_id)


def of_line(line_id: int) -> sa.Select[Review]:
    return sa.select(Review).where(Review.line_id == line_id)


def of_order(order: Order) -> dict[int, Review]:
    """What its buyer wrote, by line."""
    lines = [line.id for line in order.lines]
    return {
        review.line_id: review
        for review in db.session.scalars(sa.select(Review).where(Review.line_id.in_(lines)))
    }


def to_answer(maker: Maker) -> sa.Select[Review]:
    """What is shown of her work, with what she answered, for herself."""
    return of_maker(maker.id).options(selectinload(Review.reply))


def replies_of(maker: Maker) -> sa.Select[Reply]:
    """All that she ever answered."""
    return sa.select(Reply).where(Reply.maker_id == maker.id).order_by(Reply.id)


def to_judge(state: ReviewState) -> sa.Select[Review]:
    """Reviews in a state, for an admin: what waits longest comes first, what is decided latest."""
    found = (
        sa.select(Review)
        .where(Review.state == state)
        .options(joinedload(Review.product), joinedload(Review.line).joinedload(OrderLine.order))
    )
    if state is ReviewState.WAITING:
        return found.order_by(Review.written_at, Review.id)
    return found.order_by(Review.written_at.desc(), Review.id.desc())


def flagged() -> sa.Select[Review]:
    """Shown reviews against which somebody has said something that waits for an admin, since when it has waited."""
    waiting = (
        sa.select(Flag.review_id, sa.func.min(Flag.id).label("first"))
        .where(Flag.closed_at.is_(None))
        .group_by(Flag.review_id)
        .subquery()
    )
    return (
        sa.select(Review)
        .join(waiting, waiting.c.review_id == Review.id)
        .where(Review.state == ReviewState.SHOWN)
        .options(joinedload(Review.product), joinedload(Review.line).joinedload(OrderLine.order))
        .order_by(waiting.c.first)
    )


def replies_to_judge(state: ReviewState) -> sa.Select[Reply]:
    found = (
        sa.select(Reply)
        .where(Reply.state == state)
        .options(joinedload(Reply.review).joinedload(Review.product), joinedload(Reply.maker))
    )
    newest = state is not ReviewState.WAITING
    return found.order_by(Reply.written_at.desc() if newest else Reply.written_at, Reply.id)


# What is no more to be seen has no flag that waits.
FLAGGED = sa.select(sa.func.count(sa.distinct(Flag.review_id))).where(Flag.closed_at.is_(None))


def waiting() -> int:
    """How much waits for an admin: what nobody has read yet, and what readers have said something against."""
    counted = [
        sa.select(sa.func.count()).where(kind.state == ReviewState.WAITING).scalar_subquery()
        for kind in (Review, Reply)
    ]
    return db.session.scalar(sa.select(sum([*counted, FLAGGED.scalar_subquery()], sa.literal(0)))) or 0


def how_many_flagged() -> int:
    """How many reviews readers have said something against that waits for an admin."""
    return db.session.scalar(FLAGGED) or 0


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of all reviews: how many there are in each state, and of the rejected for each reason, with their
    stars; so that whoever lets only the good ones through is seen to do so."""

    states: dict[ReviewState, Rating]
    reasons: dict[Reason, Rating]


def tally() -> Tally:
    asked = sa.select(Review.state, Review.reason, sa.func.count(), sa.func.sum(Review.stars)).group_by(
        Review.state, Review.reason
    )
    states, reasons = dict.fromkeys(ReviewState, Rating(0, 0)), dict.fromkeys(Reason, Rating(0, 0))
    for state, reason, count, stars in db.session.execute(asked):
        before = states[state]
        states[state] = Rating(before.count + count, before.stars + stars)
        if state is ReviewState.REJECTED and reason:
            reasons[reason] = Rating(count, stars)
    return Tally(states, reasons)
