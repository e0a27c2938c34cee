"""The front page."""

from flask import Blueprint, render_template

from app.catalog import cards
from app.catalog import queries as catalog
from app.catalog.cards import Card
from app.makers import queries as makers
from app.makers.queries import PublicMaker
from app.page_cache import public

from . import preview
from .structured import seller

bp = Blueprint("home", __name__)

NEWEST = 9


@bp.get("/")
@public
def show() -> str:
    newest = cards.newest(cards.FOR_SALE, NEWEST)
    made_by = makers.by_ids({card.maker_id for card in newest if card.maker_id})
    known = makers.public_of(made_by)
    meanings = catalog.meanings({card.motif_id for card in newest if card.motif_id})
    return render_template(
        "shop/home/show.html",
        # The page opens on the third photo: after the cover and the whole of the pattern comes the line of the wax.
        opening=next(reversed(cards.photos(newest[0].id)[:3]), None) if newest else None,
        newest=newest,
        share=preview.of_home(newest),
        makers=known,
        motif=next((meanings[card.motif_id] for card in newest if card.motif_id in meanings), None),
        met=next(filter(None, (_with_a_voice(card, known) for card in newest)), None),
        facts=seller(),
    )


def _with_a_voice(card: Card, known: dict[int, PublicMaker]) -> PublicMaker | None:
    """The maker of a piece, if she tells her story here."""
    maker = known.get(card.maker_id or 0)
    return maker if maker and maker.story_id else None
