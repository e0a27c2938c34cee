"""What a visitor does with a basket. A basket holds no pieces: only an order does."""

import secrets
from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from app import clock
from app.accounts.models import User
from app.catalog.models import ProductStatus, StockModel, Variant
from app.db import db
from app.errors import ShopError
from app.inventory.models import Stock
from app.languages import in_words

from . import queries
from .models import Basket, BasketLine

MOST = 99
# Built once, like all that every buyer asks.
WANTED = sa.select(Variant).where(Variant.id == sa.bindparam("variant")).options(joinedload(Variant.product))
S = Stock.__table__.c
ON_HAND = sa.select(S.on_hand).where(S.variant_id == sa.bindparam("variant"))


class NotForSale(ShopError):
    """The variant is not there, not published or not sold any more."""


class BadQuantity(ShopError):
    """Not a number of pieces that anybody could want."""

    status = 422


class TooMany(ShopError):
    """More pieces than the shop has."""


def open_basket() -> Basket:
    """A new basket; it is written with what is put into it."""
    basket = Basket(token=secrets.token_urlsafe(24), checkout_token=secrets.token_urlsafe(24), lines=[])
    db.session.add(basket)
    return basket


def put(basket: Basket, variant_id: int, quantity: int) -> None:
    """Put so many more of a variant in; of a one-of-a-kind piece there is never more than the one."""
    line = next((line for line in basket.lines if line.variant_id == variant_id), None)
    variant = _for_sale(variant_id)
    if not 1 <= quantity <= MOST:
        raise BadQuantity(_l("Jumlahnya harus antara 1 dan %(most)s.", most=MOST))
    wanted = quantity + (line.quantity if line and not line.later else 0)
    if variant.product.stock_model is StockModel.ONE:
        wanted = 1
    _set(basket, variant, wanted)


def change(basket: Basket, variant_id: int, quantity: int) -> None:
    """Want exactly so many; 0 takes the line out."""
    if not 0 <= quantity <= MOST:
        raise BadQuantity(_l("Jumlahnya harus antara 0 dan %(most)s.", most=MOST))
    if quantity == 0:
        basket.lines = [line for line in basket.lines if line.variant_id != variant_id]
        return
    _set(basket, _for_sale(variant_id), quantity)


def put_all(basket: Basket, pieces: Mapping[int, int]) -> list[ShopError]:
    """Want at least so many of each; returns why not, for those that cannot be had."""
    refused: list[ShopError] = []
    for variant_id, quantity in pieces.items():
        have = next((line.quantity for line in basket.lines if line.variant_id == variant_id), 0)
        try:
            _set(basket, _for_sale(variant_id), max(have, quantity))
        except ShopError as error:
            refused.append(error)
    return refused


def put_off(basket: Basket, variant_id: int) -> None:
    """Keep it for later."""
    for line in basket.lines:
        if line.variant_id == variant_id:
            line.later = True
    basket.updated_at = clock.now()


def bring_back(basket: Basket, variant_id: int) -> None:
    """Want it now, as many as before."""
    for line in basket.lines:
        if line.variant_id == variant_id and line.later:
            _set(basket, _for_sale(variant_id), line.quantity)


def merge(basket: Basket, other: Basket) -> None:
    """Take over what is in another basket, which is gone then: of each the larger number, and now what either wants
    now. What cannot be had any more stays in, and says so."""
    known = {line.variant_id: line for line in basket.lines}
    for line in other.lines:
        mine = known.get(line.variant_id)
        if mine:
            mine.quantity = max(mine.quantity, line.quantity)
            mine.later = mine.later and line.later
        else:
            basket.lines.append(
                BasketLine(variant_id=line.variant_id, quantity=line.quantity, later=line.later)
            )
    basket.updated_at = clock.now()
    db.session.delete(other)
    db.session.flush()


def throw_away(token: str) -> None:
    basket = queries.lock(token)
    if basket:
        db.session.delete(basket)


def empty(basket: Basket) -> None:
    """Take out all but what is kept for later, and let the next checkout be a new one."""
    basket.lines = [line for line in basket.lines if line.later]
    basket.checkout_token = secrets.token_urlsafe(24)


def forget_old(*, days: int = 60) -> int:
    """Remove baskets that nobody has touched for so long, and that belong to no account; returns how many."""
    owned = sa.exists().where(User.basket == Basket.token)
    old = sa.select(Basket.id).where(Basket.updated_at < clock.now() - timedelta(days=days), ~owned)
    db.session.execute(sa.delete(BasketLine).where(BasketLine.basket_id.in_(old)))
    return len(db.session.scalars(sa.delete(Basket).where(Basket.id.in_(old)).returning(Basket.id)).all())


def _for_sale(variant_id: int) -> Variant:
    # A new basket is written once, with what is put into it.
    with db.session.no_autoflush:
        variant = db.session.scalar(WANTED, {"variant": variant_id})
    if variant is None or not variant.active or variant.product.status is not ProductStatus.PUBLISHED:
        raise NotForSale(_l("Kain ini tidak dijual lagi."))
    return variant


def _set(basket: Basket, variant: Variant, quantity: int) -> None:
    if variant.product.stock_model is not StockModel.MADE_TO_ORDER:
        with db.session.no_autoflush:
            on_hand = db.session.scalar(ON_HAND, {"variant": variant.id}) or 0
        title = in_words(variant.product, "title")
        if on_hand == 0:
            raise NotForSale(_l("Maaf, “%(title)s” sudah terjual.", title=title))
        if quantity > on_hand:
            raise TooMany(_l("Persediaan “%(title)s” tinggal %(count)s.", title=title, count=on_hand))
    if quantity > MOST:
        raise BadQuantity(_l("Jumlahnya harus antara 1 dan %(most)s.", most=MOST))
    line = next((line for line in basket.lines if line.variant_id == variant.id), None)
    if line:
        line.quantity, line.later = quantity, False
    else:
        basket.lines.append(BasketLine(variant_id=variant.id, quantity=quantity))
    basket.updated_at = clock.now()
    db.session.flush()
