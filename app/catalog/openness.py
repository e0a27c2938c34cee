"""What part of a price goes to whom, as far as the cooperative wants it to be known.

It is told, not counted: a ledger of costs and shares may one day say the same from what was really paid, and would
stand above this room.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from app import clock
from app.accounts.audit import record
from app.db import Model, db
from app.errors import ShopError
from app.money import Money
from app.remembered import remembered

from .cloth import Cloth
from .models import Kind, Product, ProductStatus

# What a kind's parts are told of, since its products have many prices.
OF_A_KIND = Money(100_000)
NAMES = ("makers", "materials", "cooperative")


class PriceParts(Model):
    """What goes to the makers, into materials and to the cooperative: of a product's price, or for its kind out of each
    Rp 100.000. A product's own hold for it, shown or not, and its kind's do not."""

    visible = True

    __table_args__ = (
        CheckConstraint("(product_id IS NULL) <> (kind IS NULL)", "of_a_product_or_a_kind"),
        CheckConstraint("makers >= 0 AND materials >= 0 AND cooperative >= 0", "nothing_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey(Product.id), unique=True)
    kind: Mapped[Kind | None] = mapped_column(unique=True)
    makers: Mapped[Money]
    materials: Mapped[Money]
    cooperative: Mapped[Money]
    note_id: Mapped[str] = mapped_column(default="")
    note_en: Mapped[str] = mapped_column(default="")
    published: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    product: Mapped[Product | None] = relationship()

    @property
    def amounts(self) -> list[Money]:
        return [getattr(self, name) for name in NAMES]

    @property
    def total(self) -> Money:
        return Money.total(self.amounts)

    @property
    def whole(self) -> Money:
        """What the parts must come to."""
        return self.product.price_from if self.product else OF_A_KIND

    @property
    def true(self) -> bool:
        return self.total == self.whole


class NotTheWhole(ShopError):
    """The parts do not come to the price."""

    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an admin says of a price, and whether visitors may read it."""

    makers: Money
    materials: Money
    cooperative: Money
    note_id: str
    note_en: str
    published: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One part, and what comes before it; the percents of all come to 100."""

    name: str
    before: Money
    amount: Money
    percent: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A price with its parts as visitors see them."""

    price: Money
    parts: tuple[Part, ...]
    note_id: str
    note_en: str
    of_kind: bool


T = PriceParts.__table__.c
# Built once: every page of a product asks them.
TOLD = [T.product_id, *(T[name] for name in NAMES), T.note_id, T.note_en, T.published]
OF_ONE = sa.select(*TOLD).where(T.product_id == sa.bindparam("product"))
SINGLE = sa.select(sa.exists().where(T.product_id.is_not(None)).label("there")).subquery()
# A row for each kind, or one that is empty but for whether anything is told of single products.
OF_KINDS = sa.select(*TOLD, T.kind, SINGLE.c.there).select_from(
    SINGLE.outerjoin(PriceParts.__table__, T.kind.is_not(None))
)


@remembered
def _told() -> tuple[dict[Kind, Any], bool]:
    """What is told of each kind, and whether anything is told of single products: one statement."""
    rows = db.session.execute(OF_KINDS).all()
    return {row.kind: row for row in rows if row.kind}, rows[0].there


def _parts(product: Product | Cloth) -> Any:
    """Its own parts, or else its kind's."""
    kinds, single = _told()
    own = db.session.execute(OF_ONE, {"product": product.id}).one_or_none() if single else None
    return own or kinds.get(product.kind)


def opened(product: Product | Cloth) -> Opened | None:
    """The parts of a product's price, where they are published and still come to it."""
    parts = _parts(product)
    if parts is None or not parts.published or not product.price_from:
        return None
    amounts = [getattr(parts, name) for name in NAMES]
    if Money.total(amounts) != (product.price_from if parts.product_id else OF_A_KIND):
        return None
    return Opened(
        price=product.price_from,
        parts=_laid_out(product.price_from, [amount.rupiah for amount in amounts]),
        note_id=parts.note_id,
        note_en=parts.note_en,
        of_kind=parts.product_id is None,
    )


def _laid_out(price: Money, weights: list[int]) -> tuple[Part, ...]:
    """The parts side by side. Where the weights come to the price they are the amounts."""
    amounts, percents = price.split(weights), Money(100).split(weights)
    return tuple(
        Part(name, Money.total(amounts[:place]), amount, percent.rupiah)
        for place, (name, amount, percent) in enumerate(zip(NAMES, amounts, percents, strict=True))
        if amount
    )


def of_product(product: Product) -> PriceParts | None:
    """What is told of this very product's price."""
    return db.session.scalar(sa.select(PriceParts).where(PriceParts.product_id == product.id))


def of_kinds() -> dict[Kind, PriceParts]:
    found = db.session.scalars(sa.select(PriceParts).where(PriceParts.kind.is_not(None)))
    return {parts.kind: parts for parts in found if parts.kind}


def of_products() -> sa.Select[PriceParts]:
    """What is told of single products, the untrue first."""
    total = PriceParts.makers + PriceParts.materials + PriceParts.cooperative
    return (
        sa.select(PriceParts)
        .join(PriceParts.product)
        .options(joinedload(PriceParts.product))
        .order_by(total == Product.price_from, Product.title_id, Product.id)
    )


def untrue() -> sa.Select[PriceParts]:
    """What was told of products in the shop, and does not come to their prices any more."""
    total = PriceParts.makers + PriceParts.materials + PriceParts.cooperative
    return of_products().where(total != Product.price_from, Product.status == ProductStatus.PUBLISHED)


def tell(of: Product | Kind, told: Told, *, by: str) -> PriceParts:
    """Say what goes where. Raises NotTheWhole."""
    if isinstance(of, Product):
        parts = of_product(of) or PriceParts(product=of)
    else:
        parts = of_kinds().get(of) or PriceParts(kind=of)
    total = Money.total((told.makers, told.materials, told.cooperative))
    if total != parts.whole:
        raise NotTheWhole(_difference(total, parts.whole))
    db.session.add(parts)
    for name in Told.__dataclass_fields__:
        setattr(parts, name, getattr(told, name))
    db.session.flush()
    _record("tell price parts", parts, by=by, published=told.published)
    return parts


def _difference(total: Money, whole: Money) -> object:
    """How much is missing, or too much."""
    missing = whole - total
    if missing.rupiah > 0:
        return _l("Masih kurang %(amount)s dari harganya.", amount=missing.text)
    return _l("Lebih %(amount)s dari harganya.", amount=(-missing).text)


def forget(product: Product, *, by: str) -> None:
    """Let a product go by its kind again."""
    if parts := of_product(product):
        _record("forget price parts", parts, by=by)
        db.session.delete(parts)
        db.session.flush()


def keep_true(product: Product, *, by: str) -> None:
    """A price has changed: what was told of the former one is not shown any more, until somebody tells it anew."""
    parts = of_product(product)
    if parts and parts.published and not parts.true:
        parts.published = False
        db.session.flush()
        _record("hide price parts", parts, by=by)


def _record(action: str, parts: PriceParts, *, by: str, **told: object) -> None:
    details = {**({"kind": parts.kind.value} if parts.kind else {}), **told}
    subject = "product" if parts.product_id else "kind"
    record(by=by, action=action, subject=subject, subject_id=parts.product_id, details=details)
