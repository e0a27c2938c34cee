"""What is sent over WhatsApp and shown on Instagram: a picture and a text of a cloth, a maker or a fair, in both
languages; of a maker only what she allows on social media today."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app import easel
from app.catalog.models import Motif, Product, Technique
from app.easel import Sight
from app.languages import in_language
from app.makers.queries import PublicMaker
from app.prose import in_one_line
from app.publicity.models import Part
from app.publicity.queries import Seen, parts_of
from app.texts import shortened

from . import showcase
from .showcase import Wish
from .tag_sheet import as_far

# What Instagram shows in its column and in a story; WhatsApp shows either.
SHAPES = {"feed": (1080, 1350), "story": (1080, 1920)}
SIDE_BY_SIDE = 3
TITLE, WORDS, MEANING = 300, 220, 400
TAGS = {
    Technique.TULIS: "#batiktulis",
    Technique.CAP: "#batikcap",
    Technique.KOMBINASI: "#batiktulis #batikcap",
}


@dataclass(frozen=True, slots=True)
class Post:
    """What there is to be said and shown, and who is in it with what."""

    title: str
    facts: str
    words: str = ""
    by: str = ""
    price: str = ""
    meaning: str = ""
    address: str = ""
    tags: str = "#batik #batikindonesia"
    photos: list[Sight] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)


def post(wish: Wish) -> Post:
    with force_locale(wish.language):
        if wish.one:
            return _of_product(wish, wish.one)
        return _of_maker(wish, wish.known[wish.maker.id]) if wish.maker else _of_fair(wish)


def picture(wish: Wish, shape: str) -> bytes:
    made = post(wish)
    return easel.upright(
        SHAPES[shape],
        made.photos,
        title=as_far(made.title, TITLE),
        facts=as_far(_joined(" · ", made.facts, made.price), TITLE),
        words=as_far(made.words, WORDS),
        by=as_far(made.by, TITLE),
        shop=as_far(current_app.config["SHOP_NAME"], TITLE),
        site=urlsplit(current_app.config["SITE_URL"]).netloc,
    )


def texts(wish: Wish) -> dict[str, str]:
    """A text for each place, ready to be sent."""
    made = post(wish)
    with force_locale(wish.language):
        whatsapp = _joined(
            "\n\n",
            _joined("\n", as_far(made.title, TITLE), made.facts, made.by),
            made.words,
            made.price,
            _("Lihat dan pesan di sini: %(address)s", address=made.address),
        )
        instagram = _joined(
            "\n\n",
            _joined("\n", as_far(made.title, TITLE), made.facts, made.by),
            made.words,
            made.meaning,
            made.price,
            _("Pesan di %(address)s", address=made.address.partition("://")[2]),
            made.tags,
        )
    # The space that never breaks is for pages; chats show it.
    return {
        name: text.replace("\u00a0", " ") for name, text in (("WhatsApp", whatsapp), ("Instagram", instagram))
    }


def subject_maker_id(wish: Wish) -> int | None:
    """Whose cloth, or whose page, it is about; nobody's where it is about a fair."""
    if wish.one:
        return wish.one.maker_id
    return wish.maker.id if wish.maker else None


def _of_product(wish: Wish, product: Product) -> Post:
    maker = wish.known.get(product.maker_id or 0)
    parts = parts_of(maker, [Part.NAME, Part.VILLAGE, Part.WORDS])
    return Post(
        title=in_language(product, "title"),
        facts=showcase.facts_of(product),
        words=showcase.words_of(maker),
        by=showcase.by_line(maker, village=True),
        price=showcase.price_of(wish, product),
        meaning=_meaning(product.motif),
        address=showcase.address_of(wish, product),
        tags=_tags(product),
        photos=_covers([product]),
        seen=[Seen(maker.id, product.id, parts)] if maker and parts else [],
    )


def _of_maker(wish: Wish, maker: PublicMaker) -> Post:
    parts = parts_of(maker, Part)
    portrait = [Sight(maker.portrait, (50, 30))] if maker.portrait else []
    return Post(
        # Who does not say yes is nobody in particular: what is left is cloth.
        title=str(maker.name) if maker.is_public else _("Batik dari koperasi kami"),
        facts=maker.village,
        words=showcase.words_of(maker),
        address=showcase.address_of(wish),
        photos=portrait or _covers(wish.products),
        seen=[Seen(maker.id, None, parts)] if parts else [],
    )


def _of_fair(wish: Wish) -> Post:
    fair, campaign = wish.fair, wish.campaign
    stand = _("Stan %(stand)s", stand=fair.stand) if fair and fair.stand else ""
    title = fair.name if fair else campaign.name if campaign else current_app.config["SHOP_NAME"]
    return Post(
        title=title,
        facts=_joined(" · ", showcase.line_of(fair), stand),
        words=in_language(campaign, "greeting") if campaign else "",
        address=showcase.address_of(wish),
        photos=_covers(wish.products),
    )


def _covers(products: Sequence[Product]) -> list[Sight]:
    covers = [product.cover for product in products if product.cover and product.cover.ready]
    return [Sight(cover.picture, (cover.focus_x, cover.focus_y)) for cover in covers[:SIDE_BY_SIDE]]


def _meaning(motif: Motif | None) -> str:
    meaning = in_one_line(in_language(motif, "meaning")) if motif else ""
    name = _("Motif %(name)s", name=motif.name) if motif else ""
    return f"{name}: {shortened(meaning, MEANING)}" if meaning else ""


def _tags(product: Product) -> str:
    motif = re.sub(r"[^a-z0-9]", "", product.motif.name.lower()) if product.motif else ""
    return _joined(" ", "#batik", TAGS[product.technique], "#batikindonesia", f"#{motif}" if motif else "")


def _joined(between: str, *parts: str) -> str:
    return between.join(filter(None, parts))
