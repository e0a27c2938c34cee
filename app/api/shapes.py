"""What machines are told of cloth, makers and motifs: the shapes of the answers, and how they are filled.

A maker is named only where she allows it beyond this site.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from app.addresses import public_url
from app.catalog.models import Colour, Dye, Kind, Motif, Product, StockModel, Technique, Variant
from app.languages import in_language, locale
from app.makers.models import Step
from app.makers.queries import PublicMaker
from app.money import Money
from app.pictures import prints
from app.pictures.models import Picture
from app.texts import media_preview, money

from .answers import Shape, Slug


class PriceShape(Shape):
    amount: int = Field(ge=0, description="Whole rupiah.")
    currency: Literal["IDR"] = "IDR"
    text: str = Field(description="The amount as a page writes it: Rp 450.000.")


class PictureShape(Shape):
    url: str = Field(description="A JPEG about 1080 dots wide.")
    srcset: str = Field(description="WebP in smaller widths, as an img element takes them.")
    width: int = Field(ge=1)
    height: int = Field(ge=1)
    alt: str
    drawn: bool = Field(description="A drawing of the cloth, and no photo of it.")


class NameShape(Shape):
    slug: Slug
    name: str
    url: str


class ProductShape(Shape):
    slug: Slug
    url: str
    title: str
    kind: Kind
    technique: Technique
    dye: Dye
    colours: list[Colour]
    motif: NameShape | None
    maker: NameShape | None = Field(description="Absent unless she allows it beyond this shop.")
    stock: StockModel
    available: bool = Field(description="Can it be bought now?")
    price: PriceShape = Field(description="The lowest price of its variants.")
    picture: PictureShape | None
    published_at: datetime | None


class VariantShape(Shape):
    sku: str
    label: str
    price: PriceShape
    available: bool
    length_cm: int | None
    width_cm: int | None
    weight_g: int


class WorkShape(Shape):
    step: Step
    maker: NameShape | None = Field(description="Absent unless she allows it beyond this shop.")


class PieceShape(ProductShape):
    story: str
    lead_days: int | None = Field(description="How many days it takes to make, where it is made to order.")
    pictures: list[PictureShape]
    variants: list[VariantShape]
    work: list[WorkShape]


class MakerShape(NameShape):
    quote: str
    steps: list[Step]
    portrait: str | None
    products: int = Field(ge=0)


class MotifShape(NameShape):
    aliases: str
    meaning: str
    source: str
    products: int = Field(ge=0)


def facts_of(product: Product, known: Mapping[int, PublicMaker]) -> dict[str, Any]:
    """The fields of a ProductShape."""
    cover, maker = product.cover, known.get(product.maker_id or 0)
    return {
        "slug": product.slug,
        "url": public_url("shop.catalog.show", locale=locale(), slug=product.slug),
        "title": in_language(product, "title"),
        "kind": product.kind,
        "technique": product.technique,
        "dye": product.dye,
        "colours": product.palette,
        "motif": motif_name(product.motif) if product.motif else None,
        "maker": maker_name(maker) if maker else None,
        "stock": product.stock_model,
        "available": product.available,
        "price": price(product.price_from),
        "picture": picture(cover.picture, in_language(cover, "alt"), cover.drawn)
        if cover and cover.ready
        else None,
        "published_at": product.published_at,
    }


def variant(one: Variant, free: int | None) -> VariantShape:
    return VariantShape(
        sku=one.sku,
        label=in_language(one, "label"),
        price=price(one.price),
        available=free is None or free > 0,
        length_cm=one.length_cm,
        width_cm=one.width_cm,
        weight_g=one.weight_g,
    )


def price(amount: Money) -> PriceShape:
    return PriceShape(amount=amount.rupiah, text=money(amount))


def picture(shown: Picture, alt: str, drawn: bool) -> PictureShape:
    small = prints.widths("photos", "webp", shown.width, 720)
    return PictureShape(
        url=media_preview(shown),
        srcset=", ".join(f"{media_preview(shown, width, 'webp')} {width}w" for width in small),
        width=shown.width,
        height=shown.height,
        alt=alt,
        drawn=drawn,
    )


def maker_name(maker: PublicMaker) -> NameShape:
    address = public_url("shop.makers.show", locale=locale(), slug=maker.slug)
    return NameShape(slug=maker.slug, name=str(maker.name), url=address)


def motif_name(motif: Motif) -> NameShape:
    address = public_url("shop.catalog.browse", locale=locale(), motif=motif.slug)
    return NameShape(slug=motif.slug, name=motif.name, url=address)
