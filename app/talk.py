"""What is said over WhatsApp: messages that are ready to be sent, as the addresses that open them."""

import re
from collections.abc import Iterable, Sequence

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app.addresses import public_url
from app.cart import pieces
from app.cart.contents import Content
from app.catalog.cloth import Cloth, Size
from app.catalog.models import Product, Variant
from app.languages import in_language, locale
from app.leads.models import Lead, LeadQuote, LeadTemplate
from app.leads.quotes import price_of
from app.money import Money
from app.orders.models import Order, OrderLine
from app.phones import BadPhone, read_phone, whatsapp_url
from app.texts import day, moment, money

# A message that is longer is cut by some telephones; the link in it shows the whole basket.
MOST_LINES = 12


def shop_number() -> str:
    """The cooperative's number; empty where it has none."""
    try:
        return read_phone(current_app.config["SHOP_PHONE"])
    except BadPhone:
        return ""


def about_basket(contents: Sequence[Content]) -> str:
    """To the cooperative, what a visitor wants to buy; empty where there is no number, or nothing to buy."""
    wanted = [content for content in contents if content.quantity]
    if not shop_number() or not wanted:
        return ""
    lines = [
        (_called(content.variant, content.variant.product), content.quantity, content.variant.price)
        for content in wanted
    ]
    goods = Money.total(content.total for content in wanted)
    basket = pieces.write({content.variant.id: content.quantity for content in wanted})
    return _to_shop(
        *_told(lines),
        _("Harga kain %(goods)s, belum dengan ongkos kirim.", goods=money(goods)),
        public_url("shop.basket.shared", locale=locale(), pieces=basket),
    )


def about_product(product: Cloth, variants: Sequence[Size]) -> str:
    """To the cooperative, that somebody wants this cloth; which of several sizes is left to say."""
    if not shop_number() or not variants:
        return ""
    address = public_url("shop.catalog.show", locale=locale(), slug=product.slug)
    if len(variants) > 1:
        what = _(
            "%(title)s, mulai %(price)s", title=in_language(product, "title"), price=money(product.price_from)
        )
        return _to_shop(what, _("Ukuran dan jumlah:"), address)
    (variant,) = variants
    return _to_shop(f"{_called(variant, product)}: {money(variant.price)}", address)


def about_order(order: Order) -> str:
    """To the buyer, in the buyer's language: what was ordered, what it costs, and where to pay."""
    with force_locale(order.locale):
        address = public_url("shop.orders.show", locale=order.locale, token=order.token)
        lines = [(_called(line.variant, line), line.quantity, line.price) for line in order.lines]
        parts = [
            _("Halo %(name)s, ini pesanan Anda %(number)s:", name=order.name, number=order.number),
            *_told(lines),
        ]
        if order.shipping is None:
            parts.append(_("Ongkos kirimnya sedang kami tanyakan; totalnya muncul di sini:"))
        else:
            parts += [_costs(order), _how_to_pay(order)]
        return whatsapp_url(order.phone, _joined([*parts, address]))


def to_lead(lead: Lead, template: LeadTemplate | None = None) -> str:
    """What could be said to somebody who left a number at a stand, in their language; without a template in words of
    ours."""
    with force_locale(lead.language):
        if lead.product:
            cloth = in_language(lead.product, "title")
            address = public_url("shop.catalog.show", locale=lead.language, slug=lead.product.slug)
        else:
            cloth = lead.interest or _("batik kami")
            address = public_url("shop.catalog.browse", locale=lead.language)
        if template:
            said = in_language(template, "text")
        else:
            said = _(
                "Halo {nama}, terima kasih sudah mampir. Anda bertanya tentang {kain}; lihat di sini: {tautan}"
            )
        # Written by people, so filled in word by word and never as a format.
        names = {"nama": lead.name, "kain": cloth, "tautan": address}
        names["voucher"] = template.voucher if template else ""
        return re.sub(r"\{(\w+)\}", lambda found: names.get(found[1], found[0]), said)


def about_quote(quote: LeadQuote) -> str:
    """To a lead, in the language of what it is offered: what it comes to, until when, and where it stands."""
    with force_locale(quote.language):
        hello = _("Halo %(name)s, ini penawaran kami untuk Anda:", name=quote.lead.name)
        priced = price_of(quote)
        lines = [
            (line.title or _called(line.variant, line.variant.product), line.quantity, line.price)
            for line in priced.lines
        ]
        costs = {"amount": money(priced.total), "day": day(quote.valid_until)}
        until = _("Total %(amount)s, berlaku sampai %(day)s.", **costs)
        address = public_url("shop.quotes.show", locale=quote.language, token=quote.token)
        return _joined([hello, *_told(lines), until, _("Lihat dan jawab di sini: %(link)s", link=address)])


def with_way_out(text: str, lead: Lead) -> str:
    """A message over WhatsApp, with the word that ends them."""
    with force_locale(lead.language):
        return _joined([text, _("Balas BERHENTI bila tidak ingin dihubungi lagi.")])


def _how_to_pay(order: Order) -> str:
    until, amount = moment(order.hold_until), money(order.due)
    said: str = _("Silakan bayar di sini sebelum %(until)s:", until=until)
    if order.deposited:
        said = _("Uang mukanya sudah kami terima. Sisanya %(amount)s dibayar di sini:", amount=amount)
    elif order.deposit:
        said = _("Silakan bayar uang muka %(amount)s di sini sebelum %(until)s:", amount=amount, until=until)
    return said


def _costs(order: Order) -> str:
    costs = []
    if order.shipping:
        costs.append(_("Ongkos kirim %(amount)s", amount=money(order.shipping)))
    if order.unique_code:
        costs.append(_("Kode unik %(amount)s", amount=money(-order.unique_code)))
    return "\n".join([*costs, _("Total %(amount)s", amount=money(order.total))])


def _told(lines: Sequence[tuple[str, int, Money]]) -> list[str]:
    told = [
        f"{place}. {called}\n{quantity} × {money(price)} = {money(price * quantity)}"
        for place, (called, quantity, price) in enumerate(lines[:MOST_LINES], start=1)
    ]
    more = len(lines) - MOST_LINES
    return [*told, _("dan %(count)s kain lain", count=more)] if more > 0 else told


def _called(variant: Variant | Size, titled: Product | Cloth | OrderLine) -> str:
    """What a piece is called, with its number; on an order as it was when that was placed."""
    title, label = in_language(titled, "title"), in_language(variant, "label")
    return f"{title}, {label} ({variant.sku})" if label else f"{title} ({variant.sku})"


def _to_shop(*parts: str) -> str:
    hello = _("Halo %(shop)s, saya ingin memesan:", shop=current_app.config["SHOP_NAME"])
    return whatsapp_url(shop_number(), _joined([hello, *parts]))


def _joined(parts: Iterable[str]) -> str:
    # The space that never breaks is for pages; a chat shows it, and some copy it badly.
    return "\n\n".join(parts).replace("\u00a0", " ")
