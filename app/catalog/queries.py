from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.db import db
from app.makers import queries as makers
from app.makers.models import Step
from app.makers.queries import Named
from app.remembered import remembered

from . import bits, register, search
from .cards import Card, standing_at
from .cloth import Cloth
from .facets import TO_ORDER, Facet, Filters, MotifName, Names, Sort, tag
from .lexicon import Lexicon
from .models import Credit, Motif, Place, Product, ProductStatus, Variant
from .register import ALL, PRICE_DIGITS, READY_TAG, Register

PAGE = 24
BUYABLE = (READY_TAG, tag(Facet.AVAILABILITY, TO_ORDER))


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the catalogue, and where it stands among the others.

    `counts` says of each tag that a product has how many there would be with it, next to what is chosen of others.
    `instead` is the question that was answered where nothing answers the one that was asked.
    """

    products: list[Card]
    number: int
    total: int
    counts: Mapping[str, int]
    instead: str = ""

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


M = Motif.__table__.c
MOTIFS = sa.select(M.slug, M.name, M.aliases).order_by(M.name)


@remembered
def names() -> Names:
    """What can be called by name: two statements."""
    return Names(tuple(MotifName(*row) for row in db.session.execute(MOTIFS)), makers.known())


def page(filters: Filters, known: Names) -> Page:
    """The page that a visitor wants to see; the last one when there are not so many."""
    by_price = filters.sort in {Sort.CHEAPEST, Sort.DEAREST}
    whole = register.whole() if filters.narrowed or by_price else register.counts()
    shown, instead = whole.sets.get(ALL, 0), ""
    wanted: tuple[int, ...] = (shown,)
    counts = {name: count for name, count in whole.counts.items() if count}
    if filters.q:
        found = search.find(filters.q, known, shown=shown, exact=filters.exact)
        wanted, instead = found.best, found.instead
    if filters.narrowed:
        wanted, counts = _chosen(filters, whole, wanted)
    total = sum(places.bit_count() for places in wanted)
    number = min(filters.page, max(1, -(-total // PAGE)))
    products = _in_order(filters.sort, wanted, whole, (number - 1) * PAGE)
    return Page(products, number, total, counts, instead)


def _chosen(
    filters: Filters, whole: Register, wanted: tuple[int, ...]
) -> tuple[tuple[int, ...], dict[str, int]]:
    """What is left of the wanted places by what is chosen, and how many each tag would leave."""
    places = reduce(or_, wanted)
    wishes = {
        facet: reduce(or_, (whole.sets.get(tag(facet, value), 0) for value in values))
        for facet, values in filters.chosen.items()
    }
    left = reduce(and_, wishes.values(), places)
    # Values of one facet widen each other: each is counted next to what is chosen of the others only.
    beside = {
        facet: reduce(and_, (wish for other, wish in wishes.items() if other is not facet), places)
        for facet in wishes
    }
    counts = {
        name: (beside.get(name.partition("=")[0], left) & whole.sets[name]).bit_count()  # type: ignore[call-overload]
        for name, count in whole.counts.items()
        if count and name in whole.sets
    }
    return tuple(rank & left for rank in wanted), counts


def _in_order(sort: Sort, wanted: tuple[int, ...], whole: Register, skip: int) -> list[Card]:
    """The products of one page."""
    if sort in {Sort.RELEVANT, Sort.NEWEST}:
        ranks = wanted if sort is Sort.RELEVANT else (reduce(or_, wanted),)
        places: list[int] = []
        for rank in ranks:
            places += bits.newest(rank, PAGE - len(places), skip)
            skip = max(0, skip - rank.bit_count())
        return list(standing_at(places).values())
    digits, most = [whole.sets.get(name, 0) for name in PRICE_DIGITS], sort is Sort.DEAREST
    everything = reduce(or_, wanted)
    until = bits.least(everything, digits, skip + PAGE, most=most)
    places = bits.newest(until & ~bits.least(everything, digits, skip, most=most), PAGE)
    sign = -1 if most else 1
    found = sorted(standing_at(places).items(), key=lambda one: (sign * one[1].price_from.rupiah, -one[0]))
    return [card for _, card in found]


# Built once, like all that public pages ask.
BY_SLUG = (
    sa.select(Product)
    .where(Product.slug == sa.bindparam("slug"), Product.status == ProductStatus.PUBLISHED)
    .options(joinedload(Product.motif), joinedload(Product.variants))
)
MEANINGS = sa.select(Motif).where(
    Motif.id.in_(sa.bindparam("motifs", expanding=True)), Motif.meaning_id != ""
)
C = Credit.__table__.c
HANDS = sa.select(C.step, C.maker_id).where(C.product_id == sa.bindparam("product")).order_by(C.position)


def by_slug(slug: str) -> Product | None:
    """A published product, with its motif and its variants."""
    return db.session.scalars(BY_SLUG, {"slug": slug}).unique().one_or_none()


def hands(product: Product | Cloth) -> list[tuple[Step, int]]:
    """Which step on a product was done by which maker."""
    return [tuple(row) for row in db.session.execute(HANDS, {"product": product.id})]


@dataclass(frozen=True, slots=True)
class Kin:
    """What can be bought of the same hands as a product, and of the same motif."""

    hands: list[Card]
    motif: list[Card]


def kin(product: Product | Cloth, makers: Iterable[Named], count: int) -> Kin:
    """So many of each, the newest; of these makers only. At most two statements, in a large shop as in a small one."""
    hands = [tag(Facet.MAKER, slug) for slug in {maker.slug for maker in makers}]
    motif = tag(Facet.MOTIF, product.motif.slug) if product.motif else ""
    sets = register.places({*hands, motif, *BUYABLE})
    buyable = reduce(or_, (sets.get(name, 0) for name in BUYABLE))
    by_hands = bits.newest(buyable & reduce(or_, (sets.get(name, 0) for name in hands), 0), count + 1)
    # The product itself, and those of the same hands, are among them, and are told of once.
    of_motif = bits.newest(buyable & sets.get(motif, 0), 2 * count + 1)
    found = standing_at([*{*by_hands, *of_motif}])
    others = {place: card for place, card in found.items() if card.id != product.id}
    alike = [others[place] for place in by_hands if place in others][:count]
    same = [others[place] for place in of_motif if place in others]
    return Kin(alike, [other for other in same if other not in alike][:count])


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What somebody may mean who types the beginning of something; `tags` with how many products each has."""

    products: list[Card]
    tags: dict[str, int]


def suggested(typed: str, known: Names, count: int) -> Suggestions:
    """So many products with that in their titles, and what is called so."""
    now = register.counts()
    places = bits.newest(search.titled(typed, now.sets.get(ALL, 0)), count)
    meant = search.meant(typed, Lexicon(known))
    products = list(standing_at(places).values())
    return Suggestions(products, {name: now.counts[name] for name in sorted(meant) if now.counts.get(name)})


def to_edit(product_id: int) -> sa.Select[Product]:
    """A product in any state with all that its form shows."""
    return (
        sa.select(Product)
        .where(Product.id == product_id)
        .options(selectinload(Product.variants), selectinload(Product.photos), selectinload(Product.credits))
    )


def listed(*, status: ProductStatus | None = None, q: str = "") -> sa.Select[Product]:
    """Products for those who keep the catalogue, newest first; found by stock number too."""
    found = sa.select(Product).options(
        joinedload(Product.cover), joinedload(Product.maker), selectinload(Product.variants)
    )
    if status:
        found = found.where(Product.status == status)
    if q:
        by_number = sa.exists().where(
            Variant.product_id == Product.id, Variant.sku.icontains(q, autoescape=True)
        )
        by_words = sa.select(Place.product_id).where(Place.id.in_(search.anywhere(q, names())))
        found = found.where(sa.or_(Product.id.in_(by_words), by_number))
    return found.order_by(Product.id.desc())


def counts() -> dict[ProductStatus, int]:
    """How many products there are in each state."""
    rows = db.session.execute(sa.select(Product.status, sa.func.count()).group_by(Product.status))
    return {status: count for status, count in rows}  # noqa: C416  (rows are not pairs to the type checker)


def meanings(motif_ids: Collection[int]) -> dict[int, Motif]:
    """Those of these motifs that have a meaning."""
    return {motif.id: motif for motif in db.session.scalars(MEANINGS, {"motifs": list(motif_ids)})}


def motifs() -> sa.Select[Motif]:
    return sa.select(Motif).order_by(Motif.name)
