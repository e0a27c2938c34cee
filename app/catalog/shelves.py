"""A shelf: the newest products of one kind or another, and where it goes on."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.db import db

from . import bits, register
from .models import Photo, Place, Product, ProductStatus
from .queries import BUYABLE
from .register import ALL


@dataclass(frozen=True, slots=True)
class Shelf:
    """`after` is the place after which there are more; None where there are no more."""

    products: list[Product]
    after: int | None


def shelf(
    tags: Collection[str],
    count: int,
    *,
    among: sa.Select[int] | None = None,
    after: int | None = None,
    available: bool | None = None,
) -> Shelf:
    """So many products that have all these tags, the newest first; two statements, however many there are. `among`
    chooses the ids of those that come into question at all."""
    sets = register.of({*tags, ALL, *BUYABLE}).sets
    places = reduce(and_, (sets.get(name, 0) for name in tags), sets.get(ALL, 0))
    if among is not None:
        places &= bits.of(db.session.scalars(sa.select(Place.id).where(Place.product_id.in_(among))))
    if available is not None:
        buyable = reduce(or_, (sets.get(name, 0) for name in BUYABLE))
        places &= buyable if available else ~buyable
    if after is not None:
        places &= (1 << min(after, places.bit_length())) - 1
    found = bits.newest(places, count + 1)
    there = {place: product for place, product in db.session.execute(_standing_at(found[:count]))}  # noqa: C416
    products = [there[place] for place in found[:count] if place in there]
    return Shelf(products, found[count - 1] if len(found) > count else None)


def _standing_at(places: list[int]) -> sa.Select[int, Product]:
    return (
        sa.select(Place.id, Product)
        .join(Product, Product.id == Place.product_id)
        .where(Place.id.in_(places), Product.status == ProductStatus.PUBLISHED)
        .options(joinedload(Product.motif), joinedload(Product.cover).joinedload(Photo.picture))
    )
