"""What search engines are told: every address that may be known, in both languages, and what to leave alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Blueprint, Response, abort, render_template

from app.accounts.models import AuditEntry
from app.addresses import public_url
from app.catalog import outlines, queries, register
from app.catalog.facets import HEADINGS, tag
from app.db import db
from app.exhibitions import queries as exhibitions
from app.exhibitions.models import Exhibition
from app.languages import LANGUAGES
from app.page_cache import public
from app.texts import media_preview

bp = Blueprint("sitemap", __name__)

# A product is two addresses, each with the other and a picture: so many are a megabyte, and made in 150 ms.
MOST = 1000
PAGES = (
    "shop.home.show",
    "shop.catalog.browse",
    "shop.makers.browse",
    "shop.exhibitions.browse",
    "shop.pages.about",
    "shop.pages.help",
    "shop.pages.shipping",
    "shop.pages.terms",
    "shop.pages.privacy",
    "shop.elsewhere.show",
)
# Where nothing is to be read. Pages for one visitor are not here: that they are not to be known, they say themselves.
CLOSED = ("admin/", "api/", "batik/saran.json")


@dataclass(frozen=True, slots=True)
class Entry:
    """A page by its address in each language, when it last changed, and the picture on it."""

    addresses: Mapping[str, str]
    changed: datetime | None = None
    image: str = ""


@bp.get("/sitemap.xml")
@public
def show() -> Response:
    """The whole map, or where its parts are when one file would be too large."""
    parts = how_many_parts()
    if parts == 1:
        return part(1)
    return _xml("shop/sitemap/show.xml", parts=parts)


@bp.get("/sitemap-<int:number>.xml")
@public
def part(number: int) -> Response:
    if not 1 <= number <= how_many_parts():
        abort(404)
    entries = [*(pages() if number == 1 else ()), *products(number)]
    return _xml("shop/sitemap/part.xml", entries=entries)


@bp.get("/robots.txt")
@public
def robots() -> Response:
    roots = [urlsplit(address).path for address in _everywhere("shop.home.show").values()]
    closed = [f"Disallow: {root}{path}" for root in roots for path in CLOSED]
    lines = ["User-agent: *", *closed, "", f"Sitemap: {public_url('shop.sitemap.show')}", ""]
    return Response("\n".join(lines), mimetype="text/plain")


def how_many_parts() -> int:
    count = db.session.scalar(outlines.count()) or 0
    return max(1, -(-count // MOST))


def pages() -> Iterator[Entry]:
    """What is not a product: the shop's own pages, each motif, technique and kind that there is, and the makers."""
    for endpoint in PAGES:
        yield Entry(_everywhere(endpoint))
    counts, known = register.counts().counts, queries.names()
    for facet in HEADINGS:
        for value in known.values(facet):
            if counts.get(tag(facet, value)):
                yield Entry(_everywhere("shop.catalog.browse", **{facet.value: value}))
    for slug in db.session.scalars(exhibitions.published().with_only_columns(Exhibition.slug)):
        yield Entry(_everywhere("shop.exhibitions.show", slug=slug))
    changed = _changed("maker")
    for maker in known.makers.values():
        yield Entry(_everywhere("shop.makers.show", slug=maker.slug), changed.get(maker.id))


def products(part: int) -> Iterator[Entry]:
    some = outlines.each().offset((part - 1) * MOST).limit(MOST)
    patterns = _everywhere("shop.catalog.show", slug="SLUG")
    for product, changed in db.session.execute(some):
        cover = product.cover if product.cover and product.cover.ready else None
        yield Entry(
            {code: pattern.replace("SLUG", product.slug) for code, pattern in patterns.items()},
            max(filter(None, (product.published_at, changed)), default=None),
            media_preview(cover.picture) if cover else "",
        )


def _changed(subject: str) -> dict[int, datetime]:
    """When each thing of a kind was last changed, by its id."""
    found = sa.select(AuditEntry.subject_id, sa.func.max(AuditEntry.at)).where(AuditEntry.subject == subject)
    return dict(db.session.execute(found.group_by(AuditEntry.subject_id)).all())  # type: ignore[arg-type]


def _everywhere(endpoint: str, **words: Any) -> dict[str, str]:
    return {code: public_url(endpoint, locale=code, **words) for code in LANGUAGES}


def _xml(template: str, **told: Any) -> Response:
    return Response(render_template(template, **told), mimetype="application/xml")
