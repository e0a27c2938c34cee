"""A published product as its page shows it, read as plain values: rows of columns cost a third of what the products
themselves do, and what is equal shows the same."""

from typing import Any, NamedTuple

import sqlalchemy as sa

from app.db import db
from app.money import Money

from .models import Colour, Dye, Kind, Motif, Product, ProductStatus, StockModel, Technique, Variant


class Pattern(NamedTuple):
    """A motif, and what it means."""

    slug: str
    name: str
    meaning_id: str
    meaning_en: str
    source: str


class Size(NamedTuple):
    """A variant that can be bought while it is there."""

    id: int
    sku: str
    label_id: str
    label_en: str
    price: Money
    length_cm: int | None
    width_cm: int | None
    weight_g: int


class Cloth(NamedTuple):
    id: int
    slug: str
    title_id: str
    title_en: str
    story_id: str
    story_en: str
    kind: Kind
    technique: Technique
    dye: Dye
    dye_detail_id: str
    dye_detail_en: str
    stock_model: StockModel
    lead_days: int | None
    price_from: Money
    available: bool
    maker_id: int | None
    palette: tuple[Colour, ...]
    motif: Pattern | None
    sizes: tuple[Size, ...]


P, M, V = (model.__table__.c for model in (Product, Motif, Variant))
OF_PRODUCT = [P[name] for name in Cloth._fields[:-3]]
OF_MOTIF = [M[name] for name in Pattern._fields]
OF_VARIANT = [V[name] for name in Size._fields]
UNTIL_MOTIF, UNTIL_VARIANT = len(OF_PRODUCT) + 1, len(OF_PRODUCT) + 1 + len(OF_MOTIF)
BY_SLUG: sa.Select[Any] = (
    sa.select(*OF_PRODUCT, P.colours, *OF_MOTIF, *OF_VARIANT)
    .outerjoin(Motif.__table__, M.id == P.motif_id)
    .outerjoin(Variant.__table__, (V.product_id == P.id) & V.active)
    .where(P.slug == sa.bindparam("slug"), P.status == ProductStatus.PUBLISHED)
    .order_by(V.position, V.id)
)


def by_slug(slug: str) -> Cloth | None:
    """A published product with its motif and what can be bought of it: a row for each."""
    rows = db.session.execute(BY_SLUG, {"slug": slug}).all()
    if not rows:
        return None
    first = rows[0]
    pattern = Pattern._make(first[UNTIL_MOTIF:UNTIL_VARIANT]) if first[UNTIL_MOTIF] is not None else None
    sizes = tuple(Size._make(row[UNTIL_VARIANT:]) for row in rows if row[UNTIL_VARIANT] is not None)
    palette = tuple(map(Colour, first[UNTIL_MOTIF - 1]))
    return Cloth._make((*first[: UNTIL_MOTIF - 1], palette, pattern, sizes))
