"""The catalogue is kept: products are made, described, priced, shown and taken away again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app import clock
from app.accounts.audit import record, tell
from app.db import db
from app.errors import ShopError
from app.makers.models import Step
from app.money import Money

from . import openness, register
from .lexicon import fold
from .models import Credit, Dye, Kind, Motif, Place, Product, ProductStatus, StockModel, Technique, Variant


class NotReady(ShopError):
    """The product cannot be shown yet; `missing` says what it still needs."""

    def __init__(self, missing: list[Any]) -> None:
        self.missing = missing
        what = ", ".join(str(part) for part in missing)
        super().__init__(_l("Belum bisa tampil di toko. Yang masih kurang: %(what)s.", what=what))


class OnlyOneVariant(ShopError):
    """There is one piece of it, so there is nothing to choose from."""


class StockModelFixed(ShopError):
    """Its stock is already kept in another way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFacts:
    """What is told about a product."""

    title_id: str
    title_en: str = ""
    story_id: str = ""
    story_en: str = ""
    kind: Kind
    technique: Technique
    dye: Dye
    dye_detail_id: str = ""
    dye_detail_en: str = ""
    colours: list[str] = field(default_factory=list)
    stock_model: StockModel
    lead_days: int | None = None
    motif_id: int | None = None
    maker_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantFacts:
    """What is told about a variant. Lengths in centimetres, weight in grams as it is packed."""

    price: Money
    weight_g: int
    length_cm: int | None = None
    width_cm: int | None = None
    label_id: str = ""
    label_en: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MotifFacts:
    """What is told about a motif."""

    name: str
    aliases: str = ""
    meaning_id: str = ""
    meaning_en: str = ""
    source: str = ""


def make(facts: ProductFacts, *, by: str) -> Product:
    """A new product that nobody sees yet."""
    product = Product(**_values(facts), slug=free_slug(Product, facts.title_id))
    db.session.add(product)
    derive(product)
    record(by=by, action="make", subject="product", subject_id=product.id)
    return product


def edit(product: Product, facts: ProductFacts, *, by: str) -> None:
    """Tell other things about a product. Its address follows its title until it is first published."""
    if facts.stock_model is not product.stock_model:
        raise StockModelFixed(_l("Cara stok tidak bisa diganti. Buat produk baru untuk itu."))
    if product.published_at is None and facts.title_id != product.title_id:
        product.slug = free_slug(Product, facts.title_id)
    changed = tell(product, _values(facts))
    derive(product)
    record(by=by, action="edit", subject="product", subject_id=product.id, details={"changed": changed})


def _values(facts: Any) -> dict[str, Any]:
    # Not dataclasses.asdict: it would take Money apart.
    return {field.name: getattr(facts, field.name) for field in fields(facts)}


def add_variant(product: Product, facts: VariantFacts, *, by: str) -> Variant:
    """One more size, colour or piece to choose."""
    count = len(product.variants)
    if count and product.stock_model is StockModel.ONE:
        raise OnlyOneVariant(_l("Kain ini satu-satunya, jadi hanya ada satu pilihan."))
    number = f"KB-{product.id:04d}"
    sku = number if not count else f"{number}-{count + 1}"
    variant = Variant(**_values(facts), sku=sku, position=count)
    product.variants.append(variant)
    derive(product)
    openness.keep_true(product, by=by)
    record(by=by, action="add variant", subject="product", subject_id=product.id, details={"sku": sku})
    return variant


def edit_variant(variant: Variant, facts: VariantFacts, *, by: str) -> None:
    """Tell other things about a variant; orders keep the price that they were placed at."""
    before = variant.price
    changed = tell(variant, _values(facts))
    derive(variant.product)
    openness.keep_true(variant.product, by=by)
    details: dict[str, object] = {"sku": variant.sku, "changed": changed}
    if before != variant.price:
        details["price"] = [before.rupiah, variant.price.rupiah]
    record(by=by, action="edit variant", subject="product", subject_id=variant.product_id, details=details)


def set_credits(product: Product, done: Sequence[tuple[Step, int]], *, by: str) -> None:
    """Say who (maker's id) did which step, in this order; said twice is said once."""
    wanted = list(dict.fromkeys(done))
    kept = {(credit.step, credit.maker_id): credit for credit in product.credits}
    for pair in kept.keys() - set(wanted):
        product.credits.remove(kept[pair])
        db.session.delete(kept[pair])
    for position, (step, maker_id) in enumerate(wanted):
        credit = kept.get((step, maker_id))
        if credit is None:
            credit = Credit(step=step, maker_id=maker_id)
            product.credits.append(credit)
        credit.position = position
    derive(product)
    record(by=by, action="set credits", subject="product", subject_id=product.id)


def missing(product: Product) -> list[Any]:
    """What a product still needs before visitors can see it, in words."""
    sold = [variant for variant in product.variants if variant.active]
    needs = (
        (product.shown_photos, _l("foto yang sudah siap") if product.photos else _l("foto")),
        (product.story_id.strip(), _l("cerita tentang kain")),
        (sold, _l("ukuran dan harga")),
        (all(variant.price for variant in sold), _l("harga di atas nol")),
        (product.stock_model is not StockModel.MADE_TO_ORDER or product.lead_days, _l("lama pembuatan")),
    )
    return [what for there, what in needs if not there]


def publish(product: Product, *, by: str) -> None:
    """Show a product to visitors. Raises NotReady."""
    lacking = missing(product)
    if lacking:
        raise NotReady(lacking)
    product.status = ProductStatus.PUBLISHED
    if product.published_at is None:
        product.published_at = clock.now()
        register.stand_last(product)
    derive(product)
    record(by=by, action="publish", subject="product", subject_id=product.id)


def withdraw(product: Product, *, by: str) -> None:
    """Take a product off the shop, or out of the archive, to work on it."""
    product.status = ProductStatus.DRAFT
    derive(product)
    record(by=by, action="withdraw", subject="product", subject_id=product.id)


def archive(product: Product, *, by: str) -> None:
    """Put a product away for good; its orders keep what they say about it."""
    product.status = ProductStatus.ARCHIVED
    derive(product)
    record(by=by, action="archive", subject="product", subject_id=product.id)


def set_availability(product: Product, free: bool) -> None:
    """Keep what the catalogue says true to the counters, after variants were opened or closed for sale."""
    if product.stock_model is not StockModel.MADE_TO_ORDER and product.available != free:
        product.available = free
        db.session.flush()
        register.tell_ready(product.id)


def derive(product: Product) -> None:
    """Keep what the catalogue shows and finds of a product true to the rest of it."""
    db.session.flush()
    db.session.refresh(product, ["motif"])
    prices = [variant.price for variant in product.variants if variant.active]
    product.price_from = min(prices, default=Money(0))
    if product.stock_model is StockModel.MADE_TO_ORDER:
        product.available = bool(prices)
    db.session.flush()
    register.tell(product)


def derive_new(at_most: int = 200) -> int:
    """Derive so many of the products that are not in the register yet, those first shown first; returns how many."""
    unknown = (
        sa.select(Product)
        .where(~sa.exists().where(Place.product_id == Product.id))
        .order_by(Product.published_at.is_(None), Product.published_at, Product.id)
        .limit(at_most)
    )
    found = db.session.scalars(unknown).all()
    for product in found:
        derive(product)
    return len(found)


def make_motif(facts: MotifFacts, *, by: str) -> Motif:
    motif = Motif(**_values(facts), slug=free_slug(Motif, facts.name))
    db.session.add(motif)
    db.session.flush()
    record(by=by, action="make", subject="motif", subject_id=motif.id)
    return motif


def edit_motif(motif: Motif, facts: MotifFacts, *, by: str) -> None:
    """Tell other things about a motif; its address stays."""
    changed = tell(motif, _values(facts))
    db.session.flush()
    record(by=by, action="edit", subject="motif", subject_id=motif.id, details={"changed": changed})


def free_slug(model: type[Any], title: str) -> str:
    """A short address made of a title, that nothing else of its kind has."""
    wish = re.sub(r"[^a-z0-9]+", "-", fold(title))[:60].strip("-") or "batik"
    taken = set(db.session.scalars(sa.select(model.slug).where(model.slug.startswith(wish, autoescape=True))))
    number = 1
    while (slug := wish if number == 1 else f"{wish}-{number}") in taken:
        number += 1
    return slug
