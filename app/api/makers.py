"""Makers as JSON: those who allow to be shown beyond the shop, and of each what she allows."""

from flask import Blueprint, Response, abort

from app.addresses import public_url
from app.catalog import register
from app.catalog.facets import Facet, tag
from app.languages import in_language
from app.makers import queries as makers
from app.makers.queries import PublicMaker
from app.page_cache import public
from app.pictures import prints

from . import shapes
from .answers import Shape, answer, open_to_all, tells
from .shapes import MakerShape

bp = open_to_all(Blueprint("makers", __name__, url_prefix="/api/makers"))


class MakersShape(Shape):
    makers: list[MakerShape]


@bp.get("")
@public
@tells("The makers who allow to be shown beyond the shop", MakersShape)
def browse() -> Response:
    counts = register.counts().counts
    known = sorted(makers.shared().values(), key=lambda maker: str(maker.name).casefold())
    return answer(MakersShape(makers=[_told(maker, counts) for maker in known]))


@bp.get("/<slug>")
@public
@tells("One maker, as far as she allows", MakerShape)
def show(slug: str) -> Response:
    maker = next((maker for maker in makers.shared().values() if maker.slug == slug), None)
    if maker is None:
        abort(404, "There is no such maker, or she is shown in the shop alone.")
    return answer(_told(maker, register.counts().counts))


def _told(maker: PublicMaker, counts: dict[str, int]) -> MakerShape:
    return MakerShape(
        **shapes.maker_name(maker).model_dump(),
        quote=in_language(maker, "quote"),
        steps=list(maker.steps),
        portrait=_portrait(maker),
        products=counts.get(tag(Facet.MAKER, maker.slug), 0),
    )


def _portrait(maker: PublicMaker) -> str | None:
    if maker.portrait is None:
        return None
    width = prints.nearest("portraits", "jpg", maker.portrait.width, 720)
    return public_url("shop.makers.portrait", slug=maker.slug, width=width, form="jpg")
