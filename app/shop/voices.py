"""What buyers say, as pages of cloth and of makers show it."""

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from app.catalog.cloth import Cloth
from app.db import db
from app.makers.queries import Named
from app.reviews import queries
from app.reviews.models import Reply, Review
from app.reviews.queries import Rating

# So many of the newest stand on the page of a cloth or a maker; all of them on pages of their own, so many on each.
NEWEST = 10
PAGE = 20
ALIKE = 3


@dataclass(frozen=True, slots=True)
class Voices:
    """Reviews with what was answered and what they come to; `alike` are those of other cloth from the same hands."""

    rating: Rating
    reviews: list[Review]
    alike: list[Review] = field(default_factory=list)
    replies: dict[int, Reply] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of all reviews of something: the voices on it, which page it is, and how many there are."""

    voices: Voices
    number: int
    pages: int


def of_product(product: Cloth, maker: Named | None) -> Voices:
    """Of this cloth; and where the maker is named, what her other cloth was found to be: hers may be the only one."""
    rating, others = queries.standing(product.id, maker.id if maker else None)
    own = _newest(queries.of_product(product.id), NEWEST) if rating.count else []
    alike = []
    if maker and others:
        alike = _newest(queries.of_maker(maker.id).where(Review.product_id != product.id), ALIKE)
    return Voices(rating, own, alike, queries.replies_to([*own, *alike]))


def of_maker(maker_id: int) -> Voices:
    """Of all her work."""
    found = _newest(queries.of_maker(maker_id), NEWEST)
    rating = Rating(len(found), sum(review.stars for review in found))
    # Mostly these are all that there are.
    if len(found) == NEWEST:
        rating = queries.rating(queries.of_maker(maker_id))
    return Voices(rating, found, replies=queries.replies_to(found))


def page(reviews: sa.Select[Review], number: int) -> Listing | None:
    """The page of these that a visitor wants to see; the last one when there are not so many, None when there is
    none."""
    rating = queries.rating(reviews)
    if not rating.count:
        return None
    pages = -(-rating.count // PAGE)
    number = min(number, pages)
    found = list(db.session.scalars(reviews.limit(PAGE).offset((number - 1) * PAGE)))
    return Listing(Voices(rating, found, replies=queries.replies_to(found)), number, pages)


def _newest(reviews: sa.Select[Review], most: int) -> list[Review]:
    return list(db.session.scalars(reviews.limit(most)))


def rated(voices: Voices) -> dict[str, Any]:
    """The same for search engines: of this very product, by its buyers, and to be read on its page, as they demand.

    Other cloth of the same maker is not it, a maker is nothing that they take ratings of, and samples are no reviews.
    """
    if not voices.reviews or any(review.sample for review in voices.reviews):
        return {}
    return {
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": voices.rating.average,
            "reviewCount": voices.rating.count,
        },
        "review": [
            {
                "@type": "Review",
                "author": {"@type": "Person", "name": review.name},
                "datePublished": review.written_at.date().isoformat(),
                "inLanguage": review.locale,
                "reviewBody": review.text,
                "reviewRating": {"@type": "Rating", "ratingValue": review.stars},
            }
            for review in voices.reviews
        ],
    }
