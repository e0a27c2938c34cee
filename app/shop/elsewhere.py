"""How to put the shop's cloth on another site: what to paste there, and how it looks."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext as _

from app import clock
from app.addresses import public_url
from app.catalog import queries
from app.db import db
from app.exhibitions import queries as exhibitions
from app.exhibitions.models import Exhibition
from app.languages import locale
from app.makers import queries as makers
from app.page_cache import public
from app.web import content_policy

bp = Blueprint("elsewhere", __name__)

COUNTS = (2, 3, 4, 6, 8)
# A frame fits on any telephone, and there are two cards in each of its rows.
ROW, FOOT = 305, 45
MOST_PAST = 6


@bp.get("/pasang")
@public
def show() -> Response:
    shelves = _shelves()
    chosen = request.args.get("rak", "")
    shelf = shelves.get(chosen) or shelves[""]
    count = next((count for count in COUNTS if str(count) == request.args.get("jumlah")), 4)
    page = render_template(
        "shop/elsewhere/show.html",
        shelves=shelves,
        shelf=shelf,
        chosen=chosen,
        count=count,
        height=FOOT + ROW * -(-count // 2),
        counts=COUNTS,
        origin=public_url("shop.home.show").rstrip("/"),
    )
    response = make_response(page)
    # The frame that a page without scripts would have is shown here too.
    response.headers["Content-Security-Policy"] = content_policy("frame-src 'self'")
    return response


def _shelves() -> dict[str, dict[str, Any]]:
    """Each shelf by what stands for it in this page's address: its name, its element's facts, its frame, its page."""
    known = sorted(makers.shared().values(), key=lambda maker: str(maker.name).casefold())
    found = {"": _shelf(_("Kain terbaru"), public_url("shop.catalog.browse", locale=locale()), kind="baru")}
    for maker in known:
        page = public_url("shop.makers.show", locale=locale(), slug=maker.slug)
        facts = {"maker": maker.slug}
        found[f"perajin:{maker.slug}"] = _shelf(str(maker.name), page, facts, kind="perajin", slug=maker.slug)
    for motif in db.session.scalars(queries.motifs()):
        page = public_url("shop.catalog.browse", locale=locale(), motif=motif.slug)
        found[f"motif:{motif.slug}"] = _shelf(
            motif.name, page, {"motif": motif.slug}, kind="motif", slug=motif.slug
        )
    for fair in _fairs():
        page = public_url("shop.exhibitions.show", locale=locale(), slug=fair.slug)
        found[f"pameran:{fair.slug}"] = _shelf(
            fair.name, page, {"fair": fair.slug}, kind="pameran", slug=fair.slug
        )
    return found


def _fairs() -> list[Exhibition]:
    """Those that are on or to come, and the latest that were."""
    today = clock.today()
    return [
        *db.session.scalars(exhibitions.coming(today)),
        *db.session.scalars(exhibitions.past(today).limit(MOST_PAST)),
    ]


def _shelf(name: str, page: str, facts: dict[str, str] | None = None, **shelf: str) -> dict[str, Any]:
    frame = public_url("api.embed.show", locale=locale(), **shelf)
    return {"name": name, "facts": facts or {}, "frame": frame, "page": page}
