"""What stands on no shelf: cloth that is agreed upon in words (uniforms, a wedding) is ordered as this one product,
which no visitor ever sees. The order's line says what was agreed."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.db import db
from app.money import Money

from . import actions
from .actions import ProductFacts
from .models import Dye, Kind, StockModel, Technique, Variant

SKU = "KHUSUS"
WANTED = sa.select(Variant).where(Variant.sku == SKU)
# As it is packed, of one piece; what sending really costs is agreed upon too.
WEIGHT_G = 300
FACTS: dict[str, Any] = {
    "title_id": "Pesanan khusus",
    "title_en": "Made to your wish",
    "kind": Kind.KAIN,
    "technique": Technique.TULIS,
    "dye": Dye.MIXED,
    "stock_model": StockModel.MADE_TO_ORDER,
}


def variant(*, by: str) -> Variant:
    """Its one variant, made when it is first wanted."""
    return _found() or _made(by) or db.session.scalars(WANTED).one()


def _found() -> Variant | None:
    return db.session.scalar(WANTED)


def _made(by: str) -> Variant | None:
    """None where somebody else has made it at this moment."""
    try:
        with db.session.begin_nested():
            product = actions.make(ProductFacts(**FACTS), by=by)
            only = Variant(sku=SKU, price=Money(0), weight_g=WEIGHT_G, active=False)
            product.variants.append(only)
            actions.archive(product, by=by)
            return only
    except IntegrityError:
        return None
