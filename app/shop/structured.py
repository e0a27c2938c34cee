"""Facts for search engines, as schema.org's JSON-LD: only what the page itself may say."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from app.addresses import public_url
from app.catalog.cards import Card, Look
from app.catalog.cloth import Cloth
from app.catalog.models import Product, StockModel
from app.languages import in_language, locale
from app.makers.queries import Named, PublicMaker
from app.pictures import prints
from app.prose import in_one_line
from app.shipping import queries as shipping
from app.texts import media_preview

from .offer import Choice, Offer
from .promises import promises


def json_ld(facts: Mapping[str, Any]) -> Markup:
    """The facts as a script that nothing runs; what is empty is left out."""
    said = {"@context": "https://schema.org", **_full(facts)}
    return Markup('<script type="application/ld+json">') + htmlsafe_json_dumps(said) + Markup("</script>")


def _full(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: fact for name, fact in facts.items() if fact}


def portrait_of(maker: PublicMaker) -> str:
    """Her portrait as previews in chats and search engines take it."""
    if maker.portrait is None:
        return ""
    width = prints.nearest("portraits", "jpg", maker.portrait.width, 720)
    return public_url("shop.makers.portrait", slug=maker.slug, width=width, form="jpg")


def person(maker: PublicMaker) -> Markup:
    """A maker as the public may know her, and where her page stands."""
    pictured = maker.portrait and not maker.portrait_drawn
    address = public_url("shop.makers.show", locale=locale(), slug=maker.slug)
    about = {
        "@type": "Person",
        "name": str(maker.name),
        "url": address,
        "image": portrait_of(maker) if pictured else "",
        "homeLocation": {"@type": "Place", "name": maker.village} if maker.village else None,
        "memberOf": _shop(),
    }
    return json_ld(about) + trail(_makers(), (str(maker.name), address))


def trail_of_maker(maker: PublicMaker) -> Markup:
    """Where the page of all that is said of a maker's work stands."""
    named = (str(maker.name), public_url("shop.makers.show", locale=locale(), slug=maker.slug))
    here = public_url("shop.reviews.of_maker", locale=locale(), slug=maker.slug)
    return trail(_makers(), named, (_("Ulasan"), here))


def piece(
    product: Cloth, offer: Offer, photos: Iterable[Look], maker: Named | None, *, rated: Mapping[str, Any]
) -> Markup:
    """A product as it was rated, and where its page stands; who made it only where her page says so too."""
    address = public_url("shop.catalog.show", locale=locale(), slug=product.slug)
    ways = shipping.tariffs()
    about = {
        "@type": "Product",
        "name": in_language(product, "title"),
        "description": in_one_line(in_language(product, "story")),
        "url": address,
        "image": [_picture(photo) for photo in photos],
        "sku": offer.shown.variant.sku if offer.shown else "",
        "brand": _shop(),
        "creator": {"@type": "Person", "name": str(maker.name)} if maker else None,
        "offers": [
            _offer(product, choice, address) | promises(product, choice.variant, ways)
            for choice in offer.choices
        ],
        **rated,
    }
    return json_ld(about) + trail(_catalogue(), (in_language(product, "title"), address))


def opinions(product: Product, rated: Mapping[str, Any]) -> Markup:
    """A page of what buyers say of a product, which has a page of its own."""
    title = in_language(product, "title")
    address = public_url("shop.catalog.show", locale=locale(), slug=product.slug)
    here = public_url("shop.reviews.of_product", locale=locale(), slug=product.slug)
    about = json_ld({"@type": "Product", "name": title, "url": address, **rated}) if rated else Markup()
    return about + trail(_catalogue(), (title, address), (_("Ulasan"), here))


def _picture(photo: Look) -> Any:
    """The address of a photo; of a drawing, that a computer drew it, too."""
    address = media_preview(photo.picture)
    drawn = {
        "@type": "ImageObject",
        "contentUrl": address,
        "caption": in_language(photo, "alt"),
        "digitalSourceType": "https://schema.org/AlgorithmicMediaDigitalSource",
    }
    return _full(drawn) if photo.drawn else address


def _offer(product: Cloth, choice: Choice, address: str) -> dict[str, Any]:
    if product.stock_model is StockModel.MADE_TO_ORDER:
        availability = "MadeToOrder"
    elif choice.can_buy:
        availability = "InStock"
    else:
        availability = "SoldOut"
    return {
        "@type": "Offer",
        "sku": choice.variant.sku,
        "price": str(choice.variant.price.rupiah),
        "priceCurrency": "IDR",
        "availability": f"https://schema.org/{availability}",
        "itemCondition": "https://schema.org/NewCondition",
        "seller": _shop(),
        "url": address,
    }


def listing(products: Iterable[Card], before: int, heading: str, words: Mapping[str, Any]) -> Markup:
    """The pieces on a page of the catalogue, after so many on those before it; a choice stands below the whole."""
    language = locale()
    about = _listed(
        tuple(public_url("shop.catalog.show", locale=language, slug=product.slug) for product in products),
        before,
    )
    chosen = {name: value for name, value in words.items() if name != "hal"}
    address = public_url("shop.catalog.browse", locale=locale(), **chosen)
    return about + (trail(_catalogue(), (heading, address)) if chosen else Markup())


@lru_cache(64)
def _listed(addresses: tuple[str, ...], before: int) -> Markup:
    """An order changes what the cards say, and seldom which they are."""
    items = [
        {"@type": "ListItem", "position": position, "url": address}
        for position, address in enumerate(addresses, before + 1)
    ]
    return json_ld({"@type": "ItemList", "itemListElement": items}) if items else Markup()


def trail(*steps: tuple[str, str]) -> Markup:
    """Where a page stands: names and absolute addresses, from the top down to itself."""
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": address}
        for position, (name, address) in enumerate(steps, 1)
    ]
    return json_ld({"@type": "BreadcrumbList", "itemListElement": items})


def _catalogue() -> tuple[str, str]:
    return _("Kain"), public_url("shop.catalog.browse", locale=locale())


def _makers() -> tuple[str, str]:
    return _("Perajin"), public_url("shop.makers.browse", locale=locale())


def _shop() -> dict[str, str]:
    """The cooperative, where another thing is about it."""
    return {"@type": "Organization", "name": current_app.config["SHOP_NAME"]}


def seller() -> Markup:
    """The cooperative and its site: who sells here, and where to find them."""
    config, address = current_app.config, public_url("shop.home.show", locale=locale())
    place = {"@type": "PostalAddress", "streetAddress": config["SHOP_ADDRESS"], "addressCountry": "ID"}
    number = {"@type": "PropertyValue", "propertyID": "NIB", "value": config["SHOP_REGISTRATION"]}
    about = {
        **_shop(),
        "url": address,
        "logo": public_url("static", filename="img/canting.svg"),
        "address": place if config["SHOP_ADDRESS"] else None,
        "identifier": number if config["SHOP_REGISTRATION"] else None,
        "telephone": config["SHOP_PHONE"],
        "email": config["SHOP_MAIL"],
    }
    site = {"@type": "WebSite", "name": config["SHOP_NAME"], "url": address, "inLanguage": locale()}
    return json_ld(about) + json_ld(site)
