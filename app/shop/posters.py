"""Posters, for chats that ask for them: only what is to be seen at this moment."""

from flask import Blueprint, abort, redirect
from werkzeug.wrappers import Response as BaseResponse

from app.catalog import cards
from app.catalog import queries as catalog
from app.db import db
from app.languages import locale
from app.pictures.models import Picture
from app.posters import queries
from app.posters.queries import WIDTH, Design, Row
from app.texts import media_preview
from app.web import send_picture

from .makers import MOST_WORKS, find_maker
from .structured import portrait_of

bp = Blueprint("posters", __name__)


@bp.get("/batik/<slug>/poster-<name>.jpg")
def piece(slug: str, name: str) -> BaseResponse:
    product = catalog.by_slug(slug) or abort(404)
    cover = next(iter(cards.photos(product.id)), None)
    otherwise = media_preview(cover.picture) if cover else ""
    return _send(queries.of_product(product, cover, locale()), name, otherwise)


@bp.get("/perajin/<slug>/poster-<name>.jpg")
def maker(slug: str, name: str) -> BaseResponse:
    _, known = find_maker(slug)
    works = cards.newest(cards.BY_MAKER, MOST_WORKS, maker=known.id)
    return _send(queries.of_maker(known, works, locale()), name, portrait_of(known))


@bp.get("/poster-<name>.jpg")
def shelf(name: str) -> BaseResponse:
    """The front page, the catalogue, or what it has of one motif, technique or kind: whichever shows this now."""
    shown = next((one for one in queries.shelves() if one.row.name == name), None) or abort(404)
    cover = shown.hung[0].cover
    return _send(shown.row, name, media_preview(cover.picture) if cover else "")


def _send(design: Design | Row | None, name: str, otherwise: str) -> BaseResponse:
    """The poster of this name, if it shows what may be seen now; while it is being drawn, the picture alone."""
    if design is None or design.name != name:
        abort(404)
    picture = db.session.get(Picture, design.key)
    if picture is None and otherwise:
        return redirect(otherwise, 302)
    return send_picture(picture, WIDTH, "jpg")
