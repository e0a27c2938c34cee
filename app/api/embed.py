"""Cloth on other sites: a script with an element of its own, and a page for a frame where scripts are refused."""

import enum
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request

from app.addresses import public_url
from app.catalog import queries
from app.catalog.facets import Facet, tag
from app.catalog.models import Product
from app.catalog.shelves import shelf
from app.exhibitions import queries as exhibitions
from app.languages import locale
from app.makers import queries as makers
from app.page_cache import public
from app.web import origin

from .answers import open_to_all

bp = open_to_all(Blueprint("embed", __name__))

MOST, USUAL = 24, 4
# An hour after a change at the latest every page has the new script.
SCRIPT_FRESH = "public, max-age=3600"
# The one page that may stand in a frame of any other; it runs nothing and loads from here alone.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:{media}; base-uri 'none'; frame-ancestors *"
)


class Shelf(enum.StrEnum):
    NEWEST = "baru"
    MAKER = "perajin"
    MOTIF = "motif"
    FAIR = "pameran"
    PIECE = "kain"


@bp.get("/embed.js")
def script() -> Response:
    path = Path(current_app.static_folder or "", "js/embed.js")
    response = Response(path.read_text(), mimetype="text/javascript")
    response.headers["Cache-Control"] = SCRIPT_FRESH
    response.add_etag(weak=True)
    response.make_conditional(request)
    return response


@bp.get("/embed/<kind>")
@bp.get("/embed/<kind>/<slug>")
@public
def show(kind: str, slug: str = "") -> Response:
    """A shelf in a frame. What may not be shown here is not there, but for the link to the shop."""
    if kind not in set(Shelf):
        abort(404)
    known = makers.shared()
    products = _products(Shelf(kind), slug, {maker.slug for maker in known.values()})
    page = render_template(
        "api/embed/show.html",
        products=products,
        makers=known,
        leads_to=_leads_to(Shelf(kind), slug),
        way_in=way_in,
    )
    response = make_response(page, 200 if products or kind == Shelf.NEWEST else 404)
    media = origin(current_app.config["MEDIA_PUBLIC_URL"])
    response.headers["Content-Security-Policy"] = POLICY.format(media=media)
    return response


def _products(kind: Shelf, slug: str, shared: set[str]) -> list[Product]:
    if kind is Shelf.PIECE:
        piece = queries.by_slug(slug)
        return [piece] if piece else []
    if kind is Shelf.MAKER and slug not in shared:
        return []
    facets = {Shelf.MAKER: Facet.MAKER, Shelf.MOTIF: Facet.MOTIF}
    tags = [tag(facets[kind], slug)] if kind in facets else []
    among = exhibitions.shown_at(slug) if kind is Shelf.FAIR else None
    return shelf(tags, _count(request.args.get("limit", "")), among=among).products


def _count(asked: str) -> int:
    return min(max(int(asked), 1), MOST) if asked.isascii() and asked.isdigit() and len(asked) < 4 else USUAL


def _leads_to(kind: Shelf, slug: str) -> str:
    """Where all that is on the shelf is to be seen in the shop."""
    if kind is Shelf.MOTIF:
        return way_in("shop.catalog.browse", motif=slug)
    if kind is Shelf.FAIR:
        return way_in("shop.exhibitions.show", slug=slug)
    return way_in("shop.catalog.browse")


def way_in(endpoint: str, **values: Any) -> str:
    """The address of a page of the shop, by way of the site that the frame says it stands on."""
    there, home = (
        public_url(page, locale=locale(), **words)
        for page, words in ((endpoint, values), ("shop.home.show", {}))
    )
    host = request.args.get("situs", "")
    if not host:
        return there
    path = there.removeprefix(home).lstrip("/")
    path, _, words = path.partition("?")
    through = public_url("shop.campaigns.from_site", locale=locale(), host=host, path=path)
    return f"{through}?{words}" if words else through
