"""What somebody wants to show beyond this site: which cloth, of which fair, campaign or maker, and in which form."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import abort
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.datastructures import MultiDict

from app.accounts.models import User
from app.addresses import public_url
from app.catalog import hangtags
from app.catalog.models import Product, ProductStatus, StockModel
from app.db import db
from app.exhibitions import campaigns
from app.exhibitions import queries as exhibitions
from app.exhibitions.models import Campaign, Exhibition
from app.languages import LANGUAGES, in_language
from app.makers import queries as makers
from app.makers.models import Maker, Use
from app.makers.queries import PublicMaker
from app.publicity.models import Publication, PublicationKind
from app.texts import days, money, number
from app.words import word

from .tag_sheet import whole

# More cloth is another book.
MOST = 200
# Tags have a page of their own.
OFFERED = set(PublicationKind) - {PublicationKind.TAGS}
NAMES = ("product", "fair", "campaign", "maker", "all", "kind", "language", "paper", "words")


class Paper(enum.StrEnum):
    A3 = "a3"
    A4 = "a4"
    A5 = "a5"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be shown, and how; `out` are the products of which pieces hang at the fair, and `one` is the cloth
    that alone was picked, if any."""

    kind: PublicationKind
    language: str
    paper: Paper
    fair: Exhibition | None
    campaign: Campaign | None
    maker: Maker | None
    words_of: int
    products: Sequence[Product]
    out: frozenset[int]
    one: Product | None

    @property
    def medium(self) -> Use:
        return Publication(kind=self.kind).medium

    @property
    def known(self) -> dict[int, PublicMaker]:
        """Who made this cloth, as each may be shown in this medium today."""
        named = {product.maker for product in self.products if product.maker} | (
            {self.maker} if self.maker else set()
        )
        return makers.public_of(named, self.medium)

    def can_be_had(self, product: Product) -> bool:
        """In the shop, or at the stand."""
        return product.available or product.id in self.out


def asked_for(given: Any) -> dict[str, list[str]]:
    """What of an address or a form says what is wanted, to be kept and read again."""
    return {name: values for name in NAMES if (values := [each[:20] for each in given.getlist(name)[:MOST]])}


def read(asked: dict[str, list[str]], user: User) -> Wish:
    """What is wanted, as far as this person may see it: others' fairs and campaigns are not there."""
    given = MultiDict[str, str]((name, each) for name, values in asked.items() for each in values)
    campaign = _campaign(whole(given.get("campaign", "")), user)
    fair = _fair(whole(given.get("fair", "")), user) or (campaign.exhibition if campaign else None)
    maker = db.session.get(Maker, whole(given.get("maker", "")))
    kind, paper, language = given.get("kind", ""), given.get("paper", ""), given.get("language", "")
    products = _products(given, fair, campaign, maker)
    return Wish(
        kind=PublicationKind(kind) if kind in OFFERED else PublicationKind.POSTER,
        language=language if language in LANGUAGES else LANGUAGES[0],
        paper=Paper(paper) if paper in set(Paper) else Paper.A4,
        fair=fair,
        campaign=campaign or (_newest_of(fair, user) if fair else None),
        maker=maker,
        words_of=whole(given.get("words", "")),
        products=products,
        out=frozenset(piece.variant.product_id for piece in fair.pieces if piece.out)
        if fair
        else frozenset(),
        one=products[0] if len(products) == 1 and given.get("product") else None,
    )


def _fair(fair_id: int, user: User) -> Exhibition | None:
    return (db.session.scalar(exhibitions.whole(fair_id, user)) or abort(404)) if fair_id else None


def _campaign(campaign_id: int, user: User) -> Campaign | None:
    return (db.session.scalar(campaigns.whole(campaign_id, user)) or abort(404)) if campaign_id else None


def _newest_of(fair: Exhibition, user: User) -> Campaign | None:
    return db.session.scalars(
        campaigns.seen_by(user).where(Campaign.exhibition_id == fair.id).limit(1)
    ).first()


def _products(
    given: MultiDict[str, str], fair: Exhibition | None, campaign: Campaign | None, maker: Maker | None
) -> Sequence[Product]:
    """What was ticked, else what the campaign and the fair show, else the maker's own, else all when asked; only what
    visitors may see."""
    ids = list(map(whole, given.getlist("product")))
    if not ids and campaign:
        ids = [chosen.product_id for chosen in campaign.choice]
    if fair and not given.get("product"):
        ids += [piece.variant.product_id for piece in fair.pieces if piece.taken]
    found = sa.select(Product).where(Product.status == ProductStatus.PUBLISHED).limit(MOST)
    found = found.order_by(Product.available.desc(), Product.published_at.desc(), Product.id.desc())
    found = found.options(joinedload(Product.cover), joinedload(Product.maker), joinedload(Product.motif))
    if not ids and maker:
        found = found.where(Product.maker_id == maker.id)
    elif ids or not given.get("all"):
        found = found.where(Product.id.in_(ids))
    products = db.session.scalars(found.options(selectinload(Product.variants))).all()
    order = {product_id: place for place, product_id in reversed(list(enumerate(ids)))}
    return sorted(products, key=lambda product: order.get(product.id, 0))


def line_of(fair: Exhibition | None) -> str:
    """When and where a fair is."""
    return f"{days((fair.first_day, fair.last_day))} · {fair.place}" if fair else ""


def price_of(wish: Wish, product: Product) -> str:
    """What it costs, or that it is gone."""
    if not wish.can_be_had(product):
        return str(_("Sudah terjual") if product.stock_model is StockModel.ONE else _("Habis"))
    prices = {variant.price for variant in product.variants if variant.active}
    price = money(product.price_from)
    if len(prices) > 1:
        price = _("mulai %(price)s", price=price)
    return price


def facts_of(product: Product) -> str:
    """Its technique, its dye and its size, as short as it can be said."""
    sizes = {
        (variant.length_cm, variant.width_cm)
        for variant in product.variants
        if variant.active and variant.length_cm and variant.width_cm
    }
    facts = [str(word(product.technique)), str(word(product.dye))]
    if len(sizes) == 1:
        ((length, width),) = sizes
        facts.append(f"{number(length or 0)}\u00a0×\u00a0{number(width or 0)}\u00a0cm")
    return " · ".join(facts)


def by_line(maker: PublicMaker | None, village: bool = False) -> str:
    """By whom, as she allows it; nothing of who is nobody in particular."""
    if maker is None or not maker.is_public:
        return ""
    name = _("Karya %(name)s", name=maker.name)
    return f"{name}, {maker.village}" if village and maker.village else name


def words_of(maker: PublicMaker | None) -> str:
    said = in_language(maker, "quote") if maker else ""
    return _("“%(words)s”", words=said) if said else ""


def address_of(wish: Wish, product: Product | None = None) -> str:
    """Where the code or the link leads: to the cloth itself, to the campaign, to the fair, or into the shop. A campaign
    is told in either way."""
    campaign = wish.campaign
    if product and product.variants:
        code = hangtags.code_of(product.variants[0].id)
        more = {"q": campaign.code} if campaign else {}
        return public_url("shop.exhibitions.piece", locale=wish.language, code=code, **more)
    if campaign:
        return public_url("shop.campaigns.follow", locale=wish.language, code=campaign.code)
    if wish.fair and wish.fair.published:
        return public_url("shop.exhibitions.show", locale=wish.language, slug=wish.fair.slug)
    if wish.maker and wish.known[wish.maker.id].is_public:
        return public_url("shop.makers.show", locale=wish.language, slug=wish.maker.slug)
    return public_url("shop.home.show", locale=wish.language)
