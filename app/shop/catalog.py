"""The catalogue and its products."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from app import talk
from app.accounts.models import Role
from app.catalog import cards, cloth, openness, queries
from app.catalog.cloth import Cloth
from app.catalog.facets import HEADINGS, MOST_CHARACTERS, Facet, Filters, Names, Sort, said, tag, usual
from app.catalog.queries import Suggestions
from app.languages import in_language
from app.makers import queries as makers
from app.page_cache import public
from app.prose import in_one_line
from app.texts import money, number, shortened
from app.words import word

from . import preview, voices
from .offer import offer_of
from .scale import figure
from .sieve import groups, labels
from .structured import listing, piece

bp = Blueprint("catalog", __name__, url_prefix="/batik")

KIN = 4
SUGGESTED = 5
# A story that says enough by itself, in letters.
LONG_ENOUGH = 90
SORTS = {
    Sort.RELEVANT: _l("Paling cocok"),
    Sort.NEWEST: _l("Terbaru"),
    Sort.CHEAPEST: _l("Harga terendah"),
    Sort.DEAREST: _l("Harga tertinggi"),
}


@bp.get("")
@public
def browse() -> str | BaseResponse:
    known = queries.names()
    filters = Filters.read(request.args, known)
    # Every choice has one address, whoever wrote it and in whatever order.
    if list(said(request.args).items()) != list(filters.words().items()):
        return redirect(address(filters.words()), 302)
    page, heading = queries.page(filters, known), heading_of(filters, known)
    words = one_address(filters, page.number)
    return render_template(
        "shop/catalog/browse.html",
        filters=filters,
        page=page,
        heading=heading,
        words=words,
        share=preview.of_catalogue(filters, known, page.products),
        facts=listing(page.products, (page.number - 1) * queries.PAGE, str(heading), words),
        groups=groups(filters, page.counts, known),
        usual=usual(filters.q),
        sorts={sort: text for sort, text in SORTS.items() if filters.q or sort is not Sort.RELEVANT},
        makers=known.makers,
    )


@bp.get("/saran.json")
@public
def suggest() -> Response:
    """What somebody may mean who types the beginning of something."""
    known = queries.names()
    found = queries.suggested(request.args.get("q", "")[:MOST_CHARACTERS], known, SUGGESTED)
    return jsonify(suggestions(found, known))


@bp.get("/<slug>")
@public
def show(slug: str) -> str:
    product = cloth.by_slug(slug) or abort(404)
    offer = offer_of(product, request.args.get("pilih", type=int))
    photos, known = cards.photos(product.id), makers.known()
    hands = tuple((step, known.get(maker_id)) for step, maker_id in queries.hands(product))
    maker = known.get(product.maker_id or 0)
    said = voices.of_product(product, maker)
    named = [maker for maker in (known.get(product.maker_id or 0), *(maker for _, maker in hands)) if maker]
    return render_template(
        "shop/catalog/show.html",
        product=product,
        summary=lambda: summary_of(product),
        share=lambda: preview.of_piece(product, photos),
        offer=offer,
        photos=photos,
        hands=hands,
        facts=piece(product, offer, photos, maker, rated=voices.rated(said)),
        voices=said,
        opened=openness.opened(product),
        figure=figure(product.kind, offer.shown.variant if offer.shown else None),
        kin=queries.kin(product, named, KIN),
        talk=talk.about_product(product, [choice.variant for choice in offer.choices if choice.can_buy]),
        makers=known,
        nobody=makers.NOBODY_IN_PARTICULAR,
    )


def one_address(filters: Filters, page: int) -> dict[str, list[str]]:
    """The words of the one address that search engines may know this choice by: what the page has no heading for is a
    look at the whole catalogue."""
    if not filters.q and filters.count == 1 and not filters.chosen.keys() & set(HEADINGS):
        return {}
    return filters.but(page=page, sort=usual(filters.q))


def summary_of(product: Cloth) -> str:
    """The piece in one or two lines, for those who have not opened its page yet."""
    story = in_one_line(in_language(product, "story"))
    if len(story) >= LONG_ENOUGH:
        return shortened(story)
    facts = (word(product.kind), word(product.technique), money(product.price_from))
    return shortened(f"{in_language(product, 'title')}. {', '.join(map(str, facts))}. {story}")


def heading_of(filters: Filters, known: Names) -> Any:
    """What the page is called: by what was chosen, the narrowest first."""
    for facet in HEADINGS:
        values = filters.chosen.get(facet, ())
        if len(values) == 1:
            return labels(known)[facet][1][values[0]]
    return _("Kain")


def suggestions(found: Suggestions, known: Names) -> list[dict[str, str]]:
    """Each suggestion with what it is and where it leads: names first, since they lead to more."""
    named = [
        {"name": label, "note": _how_many(facet, title, count), "url": address_of(facet, value)}
        for facet, (title, values) in labels(known).items()
        for value, label in values.items()
        if (count := found.tags.get(tag(facet, value)))
    ]
    pieces = [
        {
            "name": in_language(card, "title"),
            "note": money(card.price_from),
            "url": url_for(".show", slug=card.slug),
        }
        for card in found.products
    ]
    return named[:SUGGESTED] + pieces


def _how_many(facet: Facet, title: str, count: int) -> str:
    what = word(Role.MAKER) if facet is Facet.MAKER else title
    told = {"title": what, "count": number(count)}
    text: str = ngettext("%(title)s, %(count)s kain", "%(title)s, %(count)s kain", count, **told)
    return text


def address_of(facet: Facet, value: str) -> str:
    """Where somebody wants to go who looks for a name: a maker is met on her own page."""
    if facet is Facet.MAKER:
        return url_for("shop.makers.show", slug=value)
    return address({facet.value: [value]})


def address(words: Mapping[str, list[str]]) -> str:
    """The address of the catalogue that says these words."""
    values: dict[str, Any] = dict(words)
    return url_for(".browse", **values)
