"""Motifs as JSON: what each is called, what it means, and how many pieces have it."""

from flask import Blueprint, Response, abort

from app.catalog import queries, register
from app.catalog.facets import Facet, tag
from app.catalog.models import Motif
from app.db import db
from app.languages import in_language
from app.page_cache import public

from . import shapes
from .answers import Shape, answer, open_to_all, tells
from .shapes import MotifShape

bp = open_to_all(Blueprint("motifs", __name__, url_prefix="/api/motifs"))


class MotifsShape(Shape):
    motifs: list[MotifShape]


@bp.get("")
@public
@tells("The motifs that the shop knows", MotifsShape)
def browse() -> Response:
    counts = register.counts().counts
    found = db.session.scalars(queries.motifs())
    return answer(MotifsShape(motifs=[_told(motif, counts) for motif in found]))


@bp.get("/<slug>")
@public
@tells("One motif", MotifShape)
def show(slug: str) -> Response:
    motif = db.session.scalar(queries.motifs().where(Motif.slug == slug))
    if motif is None:
        abort(404, "There is no such motif.")
    return answer(_told(motif, register.counts().counts))


def _told(motif: Motif, counts: dict[str, int]) -> MotifShape:
    return MotifShape(
        **shapes.motif_name(motif).model_dump(),
        aliases=motif.aliases,
        meaning=in_language(motif, "meaning"),
        source=motif.source,
        products=counts.get(tag(Facet.MOTIF, motif.slug), 0),
    )
