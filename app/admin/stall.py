"""The stall: a till on an officer's telephone, which needs no signal to sell."""

import hashlib
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app import clock
from app.accounts.permissions import Permission
from app.catalog import hangtags
from app.db import db
from app.exhibitions import queries as fairs
from app.exhibitions.models import Exhibition, ExhibitionPiece
from app.languages import in_language
from app.leads import queries as leads
from app.leads.actions import attach
from app.leads.models import Lead
from app.pictures import prints
from app.stall import actions, queries
from app.stall.days import day_of
from app.stall.sales import give_to_stall
from app.texts import asset
from app.web import needs

from .leads import photo_of
from .packing import let_the_camera_in

bp = Blueprint("stall", __name__, url_prefix="/kasir")
bp.after_request(let_the_camera_in)

SMALL = 240
PARTS = ("qris", "qr", "store", "receipt", "photo")
SCRIPTS = tuple(f"js/stall/{name}.js" for name in ("app", *PARTS))
KEPT = (
    "css/stall.css",
    *SCRIPTS,
    "img/canting.svg",
    "fonts/plus-jakarta-sans-basic.woff2",
    "fonts/plus-jakarta-sans.woff2",
    "fonts/fraunces-basic.woff2",
    "fonts/fraunces.woff2",
)


@bp.get("/<slug>")
@needs(Permission.RUN_FAIRS)
def show(slug: str) -> str:
    """The app itself; whatever changes comes with `goods`, so that a telephone can keep this page."""
    return shell(find_fair(slug))


@bp.get("/<slug>/kain.json")
@needs(Permission.RUN_FAIRS)
def goods(slug: str) -> dict[str, Any]:
    """What a telephone needs to know to sell alone."""
    fair, known = find_fair(slug), current_app.config
    return {
        "now": clock.now().isoformat(),
        "fair": {
            "name": fair.name,
            "place": fair.place,
            "stand": fair.stand,
            "closed": fair.status == "closed",
        },
        "who": {"id": current_user.id, "name": current_user.name},
        "shop": {"name": known["SHOP_NAME"], "phone": known["SHOP_PHONE"]},
        "qris": known["QRIS_CODE"],
        "bank": [known["BANK_NAME"], known["BANK_ACCOUNT"], known["BANK_HOLDER"]],
        "pieces": [piece_of(piece) for piece in queries.pieces_at(fair.id)],
    }


@bp.post("/<slug>/masuk")
@needs(Permission.RUN_FAIRS)
def bring_in(slug: str) -> dict[str, object]:
    """Take in what a telephone wrote down, and answer for each entry."""
    fair = find_fair(slug)
    answers = actions.bring_in(fair, current_user, actions.read(sent()))
    db.session.commit()
    return {"now": clock.now().isoformat(), "answers": answers}


def sent() -> Any:
    """What a telephone sent; nothing where it is no JSON, or too deep to be read."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


@bp.post("/<slug>/foto/<client_id>")
@needs(Permission.RUN_FAIRS)
def photograph(slug: str, client_id: str) -> dict[str, bool]:
    """Keep the photo of a lead that came in before it; the first one stays, so that it may be sent again."""
    mine = leads.seen_by(current_user).where(Lead.exhibition_id == find_fair(slug).id)
    lead = db.session.scalar(mine.where(Lead.client_id == client_id)) or abort(404)
    file = request.files.get("photo") or abort(400)
    if lead.photo_key is None:
        attach(lead, photo_of(file.stream))
        db.session.commit()
    return {"kept": True}


@bp.get("/<slug>/pekerja.js")
@needs(Permission.RUN_FAIRS)
def worker(slug: str) -> Response:
    """The service worker of one fair's till; it sees no other page. A changed app is another worker."""
    page = url_for(".show", slug=find_fair(slug).slug)
    kept = [page, url_for(".manifest", slug=slug), *map(asset, KEPT)]
    told = {"page": page, "kept": kept, "goods": url_for(".goods", slug=slug), "photos": photos()}
    version = hashlib.sha256(shell(find_fair(slug)).encode()).hexdigest()[:12]
    answer = Response(
        f"const VERSION = {json.dumps(version)};\nconst TOLD = {json.dumps(told)};\n{worker_script()}",
        mimetype="text/javascript",
    )
    answer.headers["Service-Worker-Allowed"] = page
    return answer


@bp.get("/<slug>/aplikasi.webmanifest")
@needs(Permission.RUN_FAIRS)
def manifest(slug: str) -> Response:
    fair = find_fair(slug)
    page = url_for(".show", slug=fair.slug)
    icon = {"src": asset("img/canting.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    known = {
        "id": page,
        "start_url": page,
        "scope": page,
        "name": _("Kasir %(fair)s", fair=fair.name),
        "short_name": _("Kasir"),
        "display": "standalone",
        "orientation": "portrait",
        "background_color": "#faf6ec",
        "theme_color": "#1d2850",
        "icons": [icon],
    }
    return Response(json.dumps(known), mimetype="application/manifest+json")


@bp.get("/<slug>/hari/<day>")
@needs(Permission.RUN_FAIRS)
def close_day(slug: str, day: str) -> str:
    """A day at the stand: what was sold, in which way, by whom, and whether the cash is there."""
    fair = find_fair(slug)
    try:
        on = clock.today() if day == "hari-ini" else date.fromisoformat(day)
    except ValueError:
        abort(404)
    return render_template(
        "admin/stall/close_day.html", fair=fair, day=day_of(fair.id, on), days=queries.days_of(fair.id)
    )


@bp.post("/konflik/<int:order_id>")
@needs(Permission.CONFIRM_MONEY)
def give(order_id: int) -> BaseResponse:
    """The buyer at the stand keeps the piece."""
    sold = db.session.scalar(queries.sale_of(order_id)) or abort(404)
    give_to_stall(sold, by=current_user.email)
    db.session.commit()
    flash(_("Kain untuk pembeli di stan. Uang pesanan yang lain sekarang harus dikembalikan."), "done")
    return redirect(url_for("admin.tasks.browse"), 303)


def find_fair(slug: str) -> Exhibition:
    """A fair that is this person's to sell at; others' are not there."""
    fair = db.session.scalar(fairs.seen_by(current_user).where(Exhibition.slug == slug))
    return fair or abort(404)


def shell(fair: Exhibition) -> str:
    return render_template("admin/stall/show.html", fair=fair, parts=PARTS)


def photos() -> str:
    """Where the pictures of cloth are, whichever store they are kept in."""
    return url_for("shop.media.photo", name="0" * 32, width=1, form="webp").partition("0" * 32)[0]


def piece_of(piece: ExhibitionPiece) -> dict[str, Any]:
    variant, product = piece.variant, piece.variant.product
    cover = product.cover.picture if product.cover and product.cover.picture.ready else None
    width = prints.nearest("photos", "webp", cover.width, SMALL) if cover else 0
    return {
        "variant": variant.id,
        "code": hangtags.code_of(variant.id),
        "sku": variant.sku,
        "title": in_language(product, "title"),
        "label": in_language(variant, "label"),
        "price": variant.price.rupiah,
        "out": piece.out,
        "online": piece.online,
        "picture": cover and url_for("shop.media.photo", name=cover.key[7:], width=width, form="webp"),
    }


@cache
def worker_script() -> str:
    return (Path(current_app.static_folder or "") / "js/stall/worker.js").read_text()
