"""oEmbed (oembed.com): a pasted address of a cloth, a maker or a fair becomes a frame with it."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, json, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException, NotFound

from app.addresses import public_url
from app.catalog import queries
from app.db import db
from app.exhibitions import queries as exhibitions
from app.languages import LANGUAGES, in_language
from app.makers import queries as makers
from app.page_cache import public

from .answers import open_to_all

bp = open_to_all(Blueprint("oembed", __name__))

FRAME = Markup('<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" frameborder="0"></iframe>')
SIZES = {"kain": (300, 500), "perajin": (640, 420), "pameran": (640, 420)}


@bp.get("/oembed")
@public
def show() -> Response:
    if request.args.get("format", "json") != "json":
        abort(501, "Only JSON is spoken here.")
    language, endpoint, values = _page(request.args.get("url", ""))
    kind, title = _what(endpoint, values.get("slug", ""), language)
    width, height = (
        _at_most(name, size) for name, size in zip(("maxwidth", "maxheight"), SIZES[kind], strict=True)
    )
    frame = public_url("api.embed.show", locale=language, kind=kind, slug=values["slug"])
    told = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": current_app.config["SHOP_NAME"],
        "provider_url": public_url("shop.home.show", locale=language),
        "html": FRAME.format(frame, title, width, height),
        "width": width,
        "height": height,
    }
    return Response(json.dumps(told), mimetype="application/json")


def _page(address: str) -> tuple[str, str, dict[str, Any]]:
    """The language, the endpoint and the values of a page of this shop."""
    for language in reversed(LANGUAGES):
        home = public_url("shop.home.show", locale=language)
        if address.startswith(home):
            path = f"/{urlsplit(address[len(home) :]).path}"
            try:
                endpoint, values = current_app.url_map.bind("").match(path, "GET")
            except HTTPException:
                break
            return language, str(endpoint), dict(values)
    raise NotFound("no page of this shop")


def _what(endpoint: str, slug: str, language: str) -> tuple[str, str]:
    """What stands at an address, as far as it may be shown beyond the shop, and what it is called."""
    if endpoint == "shop.catalog.show" and (product := queries.by_slug(slug)):
        return "kain", getattr(product, f"title_{language}") or in_language(product, "title")
    maker = next((maker for maker in makers.shared().values() if maker.slug == slug), None)
    if endpoint == "shop.makers.show" and maker:
        return "perajin", str(maker.name)
    fair = db.session.scalar(exhibitions.by_slug(slug)) if endpoint == "shop.exhibitions.show" else None
    if fair:
        return "pameran", fair.name
    raise NotFound("nothing at that address to show elsewhere")


def _at_most(name: str, usual: int) -> int:
    asked = request.args.get(name, "")
    return (
        min(usual, max(int(asked), 100)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else usual
    )
