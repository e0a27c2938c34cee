import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload, selectinload

from app.db import db

from .models import Credit, Kind, Motif, Product, ProductStatus, Technique, Variant
from .search import MOST_CHARACTERS, matches

PAGE = 24
# How many of the newest products are looked through for what is like another.
NEAR = 300
Member = TypeVar("Member", bound=enum.StrEnum)


class Sort(enum.StrEnum):
    """In which order the catalogue is read; the values stand in its addresses."""

    NEWEST = "terbaru"
    CHEAPEST = "termurah"
    DEAREST = "termahal"


ORDERS = {
    Sort.NEWEST: (Product.published_at.desc(), Product.id.desc()),
    Sort.CHEAPEST: (Product.price_from, Product.id),
    Sort.DEAREST: (Product.price_from.desc(), Product.id.desc()),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a visitor wants to see of the catalogue. `motif` is a motif's slug."""

    q: str = ""
    motif: str = ""
    technique: Technique | None = None
    kind: Kind | None = None
    available: bool = False
    sort: Sort = Sort.NEWEST
    page: int = 1

    @classmethod
    def read(cls, words: Mapping[str, str]) -> "Filters":
        """The filters that the words of an address name; whatever makes no sense is as if it were not there."""
        return cls(
            q=" ".join(words.get("q", "")[:MOST_CHARACTERS].split()),
            motif=words.get("motif", "")[:MOST_CHARACTERS],
            technique=_member(Technique, words.get("teknik", "")),
            kind=_member(Kind, words.get("jenis", "")),
            available=words.get("tersedia") == "ya",
            sort=_member(Sort, words.get("urut", "")) or Sort.NEWEST,
            page=page_number(words.get("hal", "")),
        )

    def words(self) -> dict[str, str]:
        """The shortest words of an address that say the same; `read` understands them."""
        said = {
            "q": self.q,
            "motif": self.motif,
            "teknik": self.technique or "",
            "jenis": self.kind or "",
            "tersedia": "ya" if self.available else "",
            "urut": self.sort if self.sort is not Sort.NEWEST else "",
            "hal": str(self.page) if self.page > 1 else "",
        }
        return {name: str(word) for name, word in said.items() if word}

    def but(self, **other: object) -> dict[str, str]:
        """The words of an address for the same filters with something else; read from the first page again."""
        return replace(self, **{"page": 1, **other}).words()  # type: ignore[arg-type]

    @property
    def narrowed(self) -> bool:
        return replace(self, sort=Sort.NEWEST, page=1) != Filters()


def page_number(text: str) -> int:
    """The page that an address asks for; the first when it asks for none that there could be."""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) <= 5 else 1


def _member(kind: type[Member], value: str) -> Member | None:
    return next((member for member in kind if member.value == value), None)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the catalogue, and where it stands among the others."""

    products: list[Product]
    number: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


# What a card shows of a product, in the same statement.
CARD = (
    joinedload(Product.cover),
    joinedload(Product.maker),
    # The long texts stay where they are: no card shows them.
    *(defer(text) for text in (Product.story_id, Product.story_en, Product.search_text)),
    *(defer(text) for text in (Product.dye_detail_id, Product.dye_detail_en)),
)


def published() -> sa.Select[Product]:
    """What visitors see, sold pieces too, newest first, ready for cards."""
    return (
        sa.select(Product)
        .where(Product.status == ProductStatus.PUBLISHED)
        .order_by(*ORDERS[Sort.NEWEST])
        .options(*CARD)
    )


def for_sale() -> sa.Select[Product]:
    """What can be bought now, newest first."""
    return published().where(Product.available)


def browse(filters: Filters) -> sa.Select[Product]:
    """The part of the catalogue that a visitor wants to see, in the order wanted."""
    return published().where(*_wanted(filters)).order_by(None).order_by(*ORDERS[filters.sort])


def _wanted(filters: Filters) -> list[sa.ColumnElement[bool]]:
    motif = sa.select(Motif.id).where(Motif.slug == filters.motif).scalar_subquery()
    narrowings: tuple[tuple[object, sa.ColumnElement[bool]], ...] = (
        (filters.q, matches(filters.q)),
        (filters.motif, Product.motif_id == motif),
        (filters.technique, Product.technique == filters.technique),
        (filters.kind, Product.kind == filters.kind),
        (filters.available, Product.available.is_(True)),
    )
    return [Product.status == ProductStatus.PUBLISHED, *(wish for said, wish in narrowings if said)]


def page(filters: Filters) -> Page:
    """The page that a visitor wants to see; the last one when there are not so many."""
    total = db.session.scalar(sa.select(sa.func.count(Product.id)).where(*_wanted(filters))) or 0
    number = min(filters.page, max(1, -(-total // PAGE)))
    products = db.session.scalars(browse(filters).limit(PAGE).offset((number - 1) * PAGE)).all()
    return Page(list(products), number, total)


def motifs_shown() -> sa.Select[Motif]:
    """The motifs that a visitor can look for, because a product has them."""
    worn = sa.exists().where(Product.motif_id == Motif.id, Product.status == ProductStatus.PUBLISHED)
    return sa.select(Motif).where(worn).order_by(Motif.name)


def by_slug(slug: str) -> sa.Select[Product]:
    """A published product with all that its page tells."""
    return (
        sa.select(Product)
        .where(Product.slug == slug, Product.status == ProductStatus.PUBLISHED)
        .options(
            joinedload(Product.motif),
            joinedload(Product.maker),
            selectinload(Product.variants),
            selectinload(Product.photos),
            selectinload(Product.credits).joinedload(Credit.maker),
        )
    )


def by_maker(maker_id: int) -> sa.Select[Product]:
    """The published products that a maker made or did a step on, newest first."""
    credited = sa.exists().where(Credit.product_id == Product.id, Credit.maker_id == maker_id)
    return published().where(sa.or_(Product.maker_id == maker_id, credited))


def related(product: Product) -> sa.Select[Product]:
    """Products that can be bought and share the motif or the maker of this one, those of its kind first.

    Looked for among the newest, so that it takes as long in a large shop as in a small one.
    """
    alike = sa.or_(
        sa.and_(Product.motif_id == product.motif_id, Product.motif_id.is_not(None)),
        sa.and_(Product.maker_id == product.maker_id, Product.maker_id.is_not(None)),
    )
    newest = (
        sa.select(Product.id)
        .where(Product.status == ProductStatus.PUBLISHED)
        .order_by(*ORDERS[Sort.NEWEST])
        .limit(NEAR)
    )
    same_kind = sa.case((Product.kind == product.kind, 0), else_=1)
    return (
        for_sale()
        .where(Product.id.in_(newest), alike, Product.id != product.id)
        .order_by(None)
        .order_by(same_kind, *ORDERS[Sort.NEWEST])
    )


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
        found = found.where(sa.or_(matches(q), by_number))
    return found.order_by(Product.id.desc())


def counts() -> dict[ProductStatus, int]:
    """How many products there are in each state."""
    rows = db.session.execute(sa.select(Product.status, sa.func.count()).group_by(Product.status))
    return {status: count for status, count in rows}  # noqa: C416  (rows are not pairs to the type checker)


def motifs() -> sa.Select[Motif]:
    return sa.select(Motif).order_by(Motif.name)
