"""Facts for search engines, as schema.org's JSON-LD: only what the page itself may say."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import current_app
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from app.addresses import public_url
from app.catalog.cards import Look
from app.catalog.models import Product, StockModel
from app.languages import in_language, locale
from app.makers.queries import Named, PublicMaker
from app.pictures import prints
from app.texts import media_preview

from .offer import Choice, Offer


def json_ld(facts: Mapping[str, Any]) -> Markup:
    """The facts as a script that nothing runs; what is empty is left out."""
    said = {"@context": "https://schema.org", **{name: fact for name, fact in facts.items() if fact}}
    return Markup('<script type="application/ld+json">{}</script>').format(htmlsafe_json_dumps(said))


def portrait_of(maker: PublicMaker) -> str:
    """Her portrait as previews in chats and search engines take it."""
    if maker.portrait is None:
        return ""
    width = prints.nearest("portraits", "jpg", maker.portrait.width, 720)
    return public_url("shop.makers.portrait", slug=maker.slug, width=width, form="jpg")


def person(maker: PublicMaker) -> Markup:
    """A maker as the public may know her."""
    pictured = maker.portrait and not maker.portrait_drawn
    return json_ld(
        {
            "@type": "Person",
            "name": str(maker.name),
            "url": public_url("shop.makers.show", locale=locale(), slug=maker.slug),
            "image": portrait_of(maker) if pictured else "",
            "homeLocation": {"@type": "Place", "name": maker.village} if maker.village else None,
            "memberOf": {"@type": "Organization", "name": current_app.config["SHOP_NAME"]},
        }
    )


def piece(product: Product, offer: Offer, photos: Iterable[Look], maker: Named | None) -> Markup:
    """A product; who made it only where her page says so too."""
    address = public_url("shop.catalog.show", locale=locale(), slug=product.slug)
    pictures = [media_preview(photo.picture) for photo in photos if not photo.drawn]
    creator = {"@type": "Person", "name": str(maker.name)} if maker else None
    return json_ld(
        {
            "@type": "Product",
            "name": in_language(product, "title"),
            "description": in_language(product, "story"),
            "url": address,
            "image": pictures,
            "sku": offer.shown.variant.sku if offer.shown else "",
            "brand": {"@type": "Organization", "name": current_app.config["SHOP_NAME"]},
            "creator": creator,
            "offers": [_offer(product, choice, address) for choice in offer.choices],
        }
    )


def _offer(product: Product, choice: Choice, address: str) -> dict[str, str]:
    if product.stock_model is StockModel.MADE_TO_ORDER:
        availability = "MadeToOrder"
    elif choice.can_buy:
        availability = "InStock"
    else:
        availability = "SoldOut"
    return {
        "@type": "Offer",
        "price": str(choice.variant.price.rupiah),
        "priceCurrency": "IDR",
        "availability": f"https://schema.org/{availability}",
        "url": address,
    }
