"""What somebody wants, as a short text that fits into an address: so many of these variants, 12x1.15x2."""

import re
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.catalog.models import Product, Variant
from app.db import db

from .actions import MOST
from .models import Basket, BasketLine

MOST_LINES = 30
PIECE = re.compile(r"([0-9]{1,9})x([0-9]{1,2})", re.ASCII)


def write(pieces: Mapping[int, int]) -> str:
    return ".".join(f"{variant_id}x{quantity}" for variant_id, quantity in pieces.items())


def read(text: str) -> dict[int, int]:
    """Quantities by variant; what is no piece is left out, so that a link which a chat has cut still shows the rest."""
    found = [PIECE.fullmatch(part) for part in text.split(".")[:MOST_LINES]]
    return {int(piece[1]): int(piece[2]) for piece in found if piece and 1 <= int(piece[2]) <= MOST}


def basket_of(pieces: Mapping[int, int]) -> Basket:
    """A basket with just these, in their order, to be looked at and quoted: it is never kept."""
    variant = joinedload(Variant.product).joinedload(Product.cover)
    known = {
        each.id: each
        for each in db.session.scalars(
            sa.select(Variant).where(Variant.id.in_(list(pieces))).options(variant)
        )
    }
    lines = [
        BasketLine(variant_id=variant_id, variant=known[variant_id], quantity=quantity)
        for variant_id, quantity in pieces.items()
        if variant_id in known
    ]
    return Basket(token="", checkout_token="", lines=lines)
