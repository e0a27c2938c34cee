"""What is written on tags: of each piece its price, its own code, and of its maker what she allows."""

import enum
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from app import papers
from app.addresses import public_url
from app.catalog import hangtags
from app.catalog.models import Product, Variant
from app.db import db
from app.languages import LANGUAGES, in_language
from app.makers import queries as makers
from app.makers.models import Use
from app.makers.queries import PublicMaker
from app.publicity.models import Part
from app.publicity.queries import Seen, parts_of
from app.texts import money, number, shortened
from app.words import word

# More is another sheet: a page waits for this one.
MOST = 480
# What is longer is cut between two words; a word of so many letters may break anywhere.
TITLE, FACTS, NAME, WORDS, BREAK = 90, 90, 60, 190, 24


class Layout(enum.StrEnum):
    SMALL = "small"
    HANG = "hang"
    A7 = "a7"
    A6 = "a6"
    ROLL = "roll"


CALLED = {
    Layout.SMALL: _l("Label kecil, 24 per A4 (63,5 × 33,9 mm)"),
    Layout.HANG: _l("Kartu gantung, 8 per A4 (90 × 65 mm)"),
    Layout.A7: _l("Kartu harga A7, 8 per A4"),
    Layout.A6: _l("Kartu harga A6, 4 per A4"),
    Layout.ROLL: _l("Printer termal, rol 58 mm"),
}
PER_PAGE = {Layout.SMALL: 24, Layout.HANG: 8, Layout.A7: 8, Layout.A6: 4, Layout.ROLL: 1}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to print: how many tags of which variants, on which paper, and how many are used up."""

    layout: Layout
    language: str
    copies: Mapping[int, int]
    skip: int

    @property
    def total(self) -> int:
        return sum(self.copies.values())

    @property
    def too_many(self) -> bool:
        return self.total > MOST


def wished(asked: Mapping[str, str]) -> Wish:
    """From the address of a sheet: `n-12=3` is three tags of variant 12. What is none of the choices is the first."""
    layout = asked.get("layout", "")
    language = asked.get("language", "")
    chosen = Layout(layout) if layout in set(Layout) else Layout.SMALL
    copies = {whole(name[2:]): whole(count) for name, count in asked.items() if name.startswith("n-")}
    return Wish(
        layout=chosen,
        language=language if language in LANGUAGES else LANGUAGES[0],
        copies={variant_id: count for variant_id, count in copies.items() if variant_id and count},
        skip=whole(asked.get("skip", "")) % PER_PAGE[chosen],
    )


def written(wish: Wish) -> dict[str, str]:
    """The same wish, as it is kept and read again."""
    counts = {f"n-{variant_id}": str(count) for variant_id, count in wish.copies.items()}
    return {"layout": wish.layout.value, "language": wish.language, "skip": str(wish.skip)} | counts


def whole(typed: str) -> int:
    """The number that was typed; 0 for what is none."""
    return int(typed) if re.fullmatch(r"[0-9]{1,9}", typed, re.ASCII) else 0


def variants(*among: sa.ColumnElement[bool]) -> list[Variant]:
    """The variants, with their products and who made those, in the order in which they are listed."""
    wanted = sa.select(Variant).join(Variant.product).where(*among)
    of_product = joinedload(Variant.product)
    return list(
        db.session.scalars(
            wanted.options(
                of_product.joinedload(Product.maker), of_product.joinedload(Product.cover)
            ).order_by(Product.title_id, Product.id, Variant.position)
        )
    )


def pdf(wish: Wish) -> bytes:
    """The sheet, ready to be printed."""
    return papers.pdf("tags", told(wish))


def told(wish: Wish) -> dict[str, Any]:
    """What the press is told of a sheet."""
    printed = variants(Variant.id.in_(wish.copies))
    known = _known(printed)
    with force_locale(wish.language):
        tags = [
            _tag(each, known.get(each.product.maker_id or 0), wish.language)
            | {"copies": wish.copies[each.id]}
            for each in printed
        ]
        said = {"title": _("Label kain"), "call": _("Pindai: kain ini dan pembuatnya")}
    shop = breakable(current_app.config["SHOP_NAME"], NAME)
    paper = {"layout": wish.layout.value, "language": wish.language, "skip": wish.skip}
    return said | paper | {"shop": shop, "tags": tags}


def seen(wish: Wish) -> list[Seen]:
    """Who is on the tags, with what of her."""
    printed = variants(Variant.id.in_(wish.copies))
    known = _known(printed)
    parts = [Part.NAME, Part.VILLAGE, *([Part.WORDS] if wish.layout is Layout.HANG else [])]
    products = {each.product_id: known.get(each.product.maker_id or 0) for each in printed}
    return [
        Seen(maker.id, product_id, parts_of(maker, parts)) for product_id, maker in products.items() if maker
    ]


def _known(printed: Iterable[Variant]) -> dict[int, PublicMaker]:
    return makers.public_of((each.product.maker for each in printed if each.product.maker), Use.PRINT)


def _tag(variant: Variant, maker: PublicMaker | None, language: str) -> dict[str, Any]:
    product = variant.product
    address = public_url("shop.exhibitions.piece", locale=language, code=hangtags.code_of(variant.id))
    said = in_language(maker, "quote") if maker else ""
    facts = (word(product.technique), in_language(variant, "label"))
    return {
        "title": breakable(in_language(product, "title"), TITLE),
        "facts": breakable(" · ".join(str(fact) for fact in facts if fact), FACTS),
        "size": _size(variant),
        "by": breakable(_by(maker), NAME),
        "words": breakable(_("“%(words)s”", words=said), WORDS) if said else "",
        "price": money(variant.price),
        "number": variant.sku,
        "address": address,
        "qr": papers.qr_svg(address),
    }


def _size(variant: Variant) -> str:
    """Length and width, unless the variant is called by them."""
    sides, label = (variant.length_cm, variant.width_cm), in_language(variant, "label")
    if not all(sides) or all(str(side) in label for side in sides):
        return ""
    return "\u00a0×\u00a0".join(number(side or 0) for side in sides) + "\u00a0cm"


def _by(maker: PublicMaker | None) -> str:
    """Her name as she allows it, and her village."""
    if maker is None:
        return ""
    name = _("Karya %(name)s", name=maker.name)
    return f"{name}, {maker.village}" if maker.village else name


def breakable(text: str, most: int) -> str:
    """The text as far as it has a place on a tag, and never a word that is wider than its line."""
    return re.sub(rf"\S{{{BREAK},}}", lambda word: "\u200b".join(word[0]), as_far(text, most))


def as_far(text: str, most: int) -> str:
    """So much of the text, in one line, without the signs that no type of ours has: they would be empty boxes."""
    plain = " ".join("".join(filter(_has_a_letter, text)).split())
    kept = shortened(plain, most)
    # A single word that is longer leaves nothing between two words.
    return kept if len(kept) > most // 2 or len(plain) <= most else f"{plain[:most]}…"


def _has_a_letter(sign: str) -> bool:
    return sign < "\u2000" or (
        unicodedata.category(sign) not in {"So", "Sk", "Cs", "Co", "Cn"} and sign not in {"\u200d", "\ufe0f"}
    )
