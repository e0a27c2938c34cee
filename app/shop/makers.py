"""The makers and their stories, as far as each allows."""

from flask import Blueprint, Response, abort, render_template

from app.catalog import cards
from app.db import db
from app.makers import queries as makers
from app.makers.models import Maker
from app.makers.queries import PublicMaker
from app.page_cache import public
from app.web import send_picture

from . import preview, voices
from .structured import person

bp = Blueprint("makers", __name__, url_prefix="/perajin")

MOST_WORKS = 24


@bp.get("")
@public
def browse() -> str:
    found = db.session.scalars(makers.browse()).all()
    known = sorted(makers.public_of(found).values(), key=lambda maker: str(maker.name).casefold())
    return render_template("shop/makers/browse.html", makers=known)


@bp.get("/<slug>")
@public
def show(slug: str) -> str:
    maker, known = find_maker(slug)
    works = cards.newest(cards.BY_MAKER, MOST_WORKS, maker=maker.id)
    return render_template(
        "shop/makers/show.html",
        maker=known,
        works=works,
        facts=person(known),
        share=preview.of_maker(known, works),
        voices=voices.of_maker(maker.id),
    )


@bp.get("/<slug>/potret-<int:width>.<form>")
def portrait(slug: str, width: int, form: str) -> Response:
    """Her portrait, while she allows it: browsers ask each time, so that a no counts from the next request on."""
    _, known = find_maker(slug)
    return send_picture(known.portrait, width, form)


def find_maker(slug: str) -> tuple[Maker, PublicMaker]:
    maker = db.session.scalar(makers.by_slug(slug))
    known = makers.public(maker) if maker else None
    if maker is None or known is None or not known.is_public:
        abort(404)
    return maker, known
