"""What posters and catalogues are told: cloth, prices, codes, and of makers what they allow on paper today."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app import clock, easel, papers, printer, talk
from app.catalog.models import Product
from app.easel import Sight
from app.languages import in_language
from app.makers.queries import PublicMaker
from app.phones import show_phone
from app.prose import in_one_line
from app.publicity.models import Part, PublicationKind
from app.publicity.queries import Seen, parts_of
from app.texts import day

from . import showcase
from .showcase import Paper, Wish
from .tag_sheet import breakable

ON_POSTER = 4
TITLE, FACTS, MEANING, NAME, WORDS = 120, 120, 320, 60, 220
# Dots to a millimetre: 250 to an inch for what hangs, which is more than its photos mostly have, and 180 in a book.
DOTS, IN_BOOK = 10, 7


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of templates/papers, what it is told, its pictures, and who is on it with what."""

    page: str
    told: dict[str, Any]
    pictures: dict[str, tuple[Sight, tuple[int, int]]] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)

    @property
    def order(self) -> dict[str, Any]:
        """What the worker is asked to print."""
        return printer.order(self.page, self.told, self.pictures)

    def pdf(self) -> bytes:
        cut = easel.cuts(self.pictures)
        return papers.pdf(self.page, printer.finished(self.told, self.pictures.keys() - cut.keys()), cut)


def sheet(wish: Wish) -> Sheet:
    with force_locale(wish.language):
        return poster(wish) if wish.kind is PublicationKind.POSTER else catalogue(wish)


def poster(wish: Wish) -> Sheet:
    pieces, known = list(wish.products[:ON_POSTER]), wish.known
    scale = {Paper.A3: 1.414, Paper.A4: 1.0, Paper.A5: 0.707}[wish.paper]
    wide = 112 if len(pieces) == 1 else 182 / max(1, len(pieces))
    size = (round(wide * scale * DOTS), round(140 * scale * DOTS))
    maker = known.get(wish.words_of)
    words = showcase.words_of(maker)
    told = _headed(wish, _("Batik tulis dan cap")) | {
        "paper": wish.paper.value,
        "pieces": [_strip(wish, known, product) for product in pieces],
        "words": breakable(words, WORDS),
        "by": breakable(_called(maker), NAME) if words else "",
        "call": _("Pindai untuk melihat dan memesan"),
        "shown": breakable(showcase.address_of(wish).partition("://")[2], 200),
    }
    seen = _made_by(known, pieces, Part.NAME)
    if words and maker:
        seen.append(Seen(maker.id, None, parts_of(maker, [Part.NAME, Part.VILLAGE, Part.WORDS])))
    return Sheet("poster", told, _pictures(pieces, size), seen)


def catalogue(wish: Wish) -> Sheet:
    known = wish.known
    # Always in the same order, so that the same book is known again.
    shown = sorted((maker for maker in known.values() if maker.is_public), key=_place)
    covers = sorted(filter(_name, wish.products), key=lambda product: not wish.can_be_had(product))
    told = _headed(wish, _("Katalog kain")) | {
        "cover": "cover.jpg" if covers else "",
        "dated": _("Harga dan persediaan pada %(day)s.", day=day(clock.today())),
        "order": _how_to_order(),
        "call": _("Pindai untuk melihat dan memesan"),
        "pieces": [_entry(wish, known, product) for product in wish.products],
        "makers_title": _("Para pembuatnya"),
        "makers": [_person(maker) for maker in shown],
    }
    pictures = _pictures(wish.products, (86 * IN_BOOK, 115 * IN_BOOK))
    if covers:
        pictures["cover.jpg"] = (_sight(covers[0]), (210 * IN_BOOK, 168 * IN_BOOK))
    for maker in shown:
        if maker.portrait:
            pictures[f"m{maker.id}.jpg"] = (Sight(maker.portrait, (50, 30)), (30 * IN_BOOK, 40 * IN_BOOK))
    seen = _made_by(known, wish.products, Part.NAME, Part.VILLAGE)
    seen += [Seen(maker.id, None, parts_of(maker, Part)) for maker in shown]
    return Sheet("catalogue", told, pictures, seen)


def _headed(wish: Wish, otherwise: str) -> dict[str, Any]:
    """What stands at the head: the fair's name, or the campaign's, where there is one."""
    address = showcase.address_of(wish)
    title = wish.fair.name if wish.fair else wish.campaign.name if wish.campaign else otherwise
    return {
        "language": wish.language,
        "shop": breakable(current_app.config["SHOP_NAME"], NAME),
        "title": breakable(title, TITLE),
        "line": breakable(showcase.line_of(wish.fair), FACTS),
        "address": address,
    }


def _entry(wish: Wish, known: dict[int, PublicMaker], product: Product) -> dict[str, str]:
    motif, address = product.motif, showcase.address_of(wish, product)
    meaning = in_one_line(in_language(motif, "meaning")) if motif else ""
    called = _("Motif %(name)s", name=motif.name) if motif else ""
    return {
        "picture": _name(product),
        "title": breakable(in_language(product, "title"), TITLE),
        "facts": breakable(showcase.facts_of(product), FACTS),
        "price": showcase.price_of(wish, product),
        "motif": breakable(f"{called}: {meaning}" if meaning else called, MEANING),
        "by": breakable(showcase.by_line(_maker(known, product), village=True), NAME),
        "number": ", ".join(variant.sku for variant in product.variants[:3] if variant.active),
        "address": address,
    }


def _strip(wish: Wish, known: dict[int, PublicMaker], product: Product) -> dict[str, str]:
    by = showcase.by_line(_maker(known, product))
    line = " · ".join(filter(None, (showcase.price_of(wish, product), by)))
    title = breakable(in_language(product, "title"), TITLE)
    return {"picture": _name(product), "title": title, "line": breakable(line, FACTS)}


def _person(maker: PublicMaker) -> dict[str, str]:
    return {
        "picture": f"m{maker.id}.jpg" if maker.portrait else "",
        "name": breakable(str(maker.name), NAME),
        "village": breakable(maker.village, NAME),
        "words": breakable(showcase.words_of(maker), WORDS),
    }


def _how_to_order() -> str:
    phone = talk.shop_number()
    scan = _("Pindai kode di samping setiap kain untuk melihat dan memesannya.")
    chat = _("Atau kirim pesan WhatsApp ke %(phone)s.", phone=show_phone(phone)) if phone else ""
    return f"{scan} {chat}".strip()


def _place(maker: PublicMaker) -> tuple[str, int]:
    return str(maker.name).casefold(), maker.id


def _maker(known: dict[int, PublicMaker], product: Product) -> PublicMaker | None:
    return known.get(product.maker_id or 0)


def _made_by(known: dict[int, PublicMaker], products: Iterable[Product], *parts: Part) -> list[Seen]:
    """Who is named beside her cloth, as far as she may be."""
    beside = ((product, parts_of(_maker(known, product), parts)) for product in products)
    return [Seen(product.maker_id or 0, product.id, named) for product, named in beside if named]


def _called(maker: PublicMaker | None) -> str:
    return ", ".join(filter(None, (str(maker.name), maker.village))) if maker else ""


def _name(product: Product) -> str:
    return f"p{product.id}.jpg" if product.cover and product.cover.ready else ""


def _sight(product: Product) -> Sight:
    cover = product.cover
    assert cover is not None
    return Sight(cover.picture, (cover.focus_x, cover.focus_y))


def _pictures(products: Iterable[Product], size: tuple[int, int]) -> dict[str, tuple[Sight, tuple[int, int]]]:
    return {name: (_sight(product), size) for product in products if (name := _name(product))}
