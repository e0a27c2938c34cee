"""Pieces come, are set aside, sold and brought back. Each verb moves the counters by one conditional statement.

Locks are taken in one order everywhere: holds and counters by variant, then products. Two baskets with the same
pieces in
another order cannot wait for each other.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app import clock, edition
from app.catalog import register
from app.catalog.models import Product, StockModel, Variant
from app.db import db
from app.errors import ShopError
from app.languages import in_words

from .models import Cause, Hold, HoldState, Movement, Stock
from .queries import FEW


class SoldOut(ShopError):
    """There are fewer free pieces than wanted; `variant` says of what."""

    def __init__(self, variant: Variant) -> None:
        self.variant = variant
        title = in_words(variant.product, "title")
        super().__init__(
            _l("Maaf, “%(title)s” baru saja terjual atau sedang dibayar pembeli lain.", title=title)
        )


class NotEnough(ShopError):
    """A correction would take more pieces than are free."""


class OnlyOne(ShopError):
    """A one-of-a-kind piece cannot come twice."""


def receive(variant: Variant, quantity: int, *, by: str, reason: str = "") -> None:
    """Pieces came from the workshop."""
    if quantity < 1:
        raise ShopError(_l("Jumlah yang diterima paling sedikit 1."))
    move(variant, quantity, Cause.RECEIVED, by=by, reason=reason)


def adjust(variant: Variant, quantity: int, *, by: str, reason: str) -> None:
    """The count was found to differ by so many pieces (negative: fewer); needs a reason."""
    if quantity == 0 or not reason.strip():
        raise ShopError(_l("Koreksi perlu selisih jumlah dan alasan."))
    move(variant, quantity, Cause.ADJUSTED, by=by, reason=reason.strip())


def move(variant: Variant, quantity: int, cause: Cause, *, by: str, reason: str) -> None:
    """Write down that so many free pieces came (positive) or went. Raises NotEnough and OnlyOne."""
    stock = _stock_of(variant)
    if stock.only_one and cause is Cause.RECEIVED and _ever_moved(variant):
        raise OnlyOne(_l("Kain ini satu-satunya dan sudah pernah dicatat masuk."))
    moved = db.session.scalar(
        sa.update(Stock)
        .where(Stock.variant_id == variant.id, Stock.on_hand - Stock.held + quantity >= 0)
        .where(sa.or_(~Stock.only_one, Stock.on_hand + quantity <= 1))
        .values(on_hand=Stock.on_hand + quantity)
        .returning(Stock.on_hand)
    )
    if moved is None:
        raise NotEnough(
            _l("Jumlah itu tidak mungkin: sebagian sedang dipegang pesanan, atau kain ini satu-satunya.")
        )
    db.session.add(Movement(variant_id=variant.id, quantity=quantity, cause=cause, by=by, reason=reason))
    db.session.flush()
    tell_catalog([variant.product_id])
    edition.move()


def _stock_of(variant: Variant) -> Stock:
    stock = db.session.get(Stock, variant.id)
    if stock is None:
        stock = Stock(variant_id=variant.id, only_one=variant.product.stock_model is StockModel.ONE)
        db.session.add(stock)
        db.session.flush()
    return stock


def _ever_moved(variant: Variant) -> bool:
    return bool(db.session.scalar(sa.select(sa.exists().where(Movement.variant_id == variant.id))))


def hold(wanted: Mapping[Variant, int], *, until: datetime) -> dict[int, Hold]:
    """Set pieces aside until a moment, all or nothing; returns the holds by variant id. Raises SoldOut.

    Made-to-order variants need no piece and get no hold.
    """
    holds, gone, few = {}, [], False
    for variant in sorted(wanted, key=lambda variant: variant.id):
        if variant.product.stock_model is StockModel.MADE_TO_ORDER:
            continue
        holds[variant.id], left = _hold_one(variant, wanted[variant], until)
        # While more are there, neither the catalogue nor a page says anything else than before.
        few = few or left <= FEW
        if not left:
            gone.append(variant.product_id)
    db.session.flush()
    tell_catalog(gone)
    if few:
        edition.move()
    return holds


def _hold_one(variant: Variant, quantity: int, until: datetime) -> tuple[Hold, int]:
    """The hold, and how many pieces are free after it."""
    taken = _take(variant.id, quantity)
    if taken is None:
        # Holds whose time is over are free for all, also before anything has tidied them up.
        tidy(variant.id)
        taken = _take(variant.id, quantity)
    if taken is None:
        raise SoldOut(variant)
    only_one, left = taken
    held = Hold(variant_id=variant.id, quantity=quantity, only_one=only_one, expires_at=until)
    db.session.add(held)
    return held, left


# Built once, and of the table: each order takes its pieces by it.
STOCK: Any = Stock.__table__
FREE = STOCK.c.on_hand - STOCK.c.held
TAKE = (
    STOCK.update()
    .where(STOCK.c.variant_id == sa.bindparam("variant"), sa.bindparam("wanted") <= FREE)
    .values(held=STOCK.c.held + sa.bindparam("wanted"))
    .returning(STOCK.c.only_one, FREE)
)


def _take(variant_id: int, quantity: int) -> tuple[bool, int] | None:
    """Whether it is the only one, and what is left; None where there is not as much."""
    rows = db.session.execute(TAKE, {"variant": variant_id, "wanted": quantity})
    return next(((only_one, left) for only_one, left in rows), None)


def _lapsed(variant_id: int) -> Iterable[Hold]:
    return db.session.scalars(
        sa.select(Hold).where(
            Hold.variant_id == variant_id, Hold.state == HoldState.LIVE, Hold.expires_at <= clock.now()
        )
    ).all()


def tidy(variant_id: int) -> None:
    """Free what was held for buyers whose time is over."""
    release(_lapsed(variant_id))


def extend(holds: Iterable[Hold], *, until: datetime) -> None:
    """Keep live holds until a later moment."""
    for held in holds:
        if held.state is HoldState.LIVE and held.expires_at < until:
            held.expires_at = until


def release(holds: Iterable[Hold]) -> None:
    """Give up holds; one that is no longer live stays as it is."""
    freed = [held for held in _by_variant(holds) if _change(held, HoldState.LIVE, HoldState.RELEASED)]
    tell_catalog(_products_of(freed))
    if freed:
        edition.move()


def sell(held: Hold, *, by: str, reason: str) -> bool:
    """Turn a live hold into a sale; False when it was not live any more."""
    if not _change(held, HoldState.LIVE, HoldState.SOLD):
        return False
    _record(held, -held.quantity, Cause.SOLD, by, reason)
    _tell_visitors([held.variant_id])
    return True


def put_back(holds: Iterable[Hold], *, by: str, reason: str) -> None:
    """Sold pieces are here again, each once."""
    returned = [held for held in _by_variant(holds) if _change(held, HoldState.SOLD, HoldState.RETURNED)]
    for held in returned:
        _record(held, held.quantity, Cause.RETURNED, by, reason)
    tell_catalog(_products_of(returned))
    if returned:
        edition.move()


def _by_variant(holds: Iterable[Hold]) -> list[Hold]:
    return sorted(holds, key=lambda held: held.variant_id)


# What a hold's change of state does to the counters (on_hand, held) for each of its pieces.
EFFECTS = {
    (HoldState.LIVE, HoldState.RELEASED): (0, -1),
    (HoldState.LIVE, HoldState.SOLD): (-1, -1),
    (HoldState.SOLD, HoldState.RETURNED): (1, 0),
}


def _change(held: Hold, old: HoldState, new: HoldState) -> bool:
    changed = db.session.scalar(
        sa.update(Hold)
        .where(Hold.id == held.id, Hold.state == old)
        .values(state=new)
        .returning(Hold.id)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(held)
    if changed is None:
        return False
    on_hand, reserved = EFFECTS[old, new]
    db.session.execute(
        sa.update(Stock)
        .where(Stock.variant_id == held.variant_id)
        .values(on_hand=Stock.on_hand + on_hand * held.quantity, held=Stock.held + reserved * held.quantity)
        .execution_options(synchronize_session=False)
    )
    return True


def _record(held: Hold, quantity: int, cause: Cause, by: str, reason: str) -> None:
    db.session.add(Movement(variant_id=held.variant_id, quantity=quantity, cause=cause, by=by, reason=reason))


def _products_of(holds: Iterable[Hold]) -> Iterable[int]:
    ids = [held.variant_id for held in holds]
    return db.session.scalars(sa.select(Variant.product_id).where(Variant.id.in_(ids))).all() if ids else ()


HAS_FREE = sa.exists().where(
    Variant.product_id == Product.id,
    Variant.active,
    Stock.variant_id == Variant.id,
    Stock.on_hand > Stock.held,
)


def tell_catalog(product_ids: Iterable[int]) -> None:
    """Keep `Product.available` true to the counters, writing only where it changes, so that buyers do not queue
    there."""
    for product_id in sorted(set(product_ids)):
        changed = db.session.execute(
            sa.update(Product)
            .where(
                Product.id == product_id,
                Product.stock_model != StockModel.MADE_TO_ORDER,
                Product.available != HAS_FREE,
            )
            .values(available=HAS_FREE)
            .execution_options(synchronize_session=False)
        )
        if changed.rowcount:  # type: ignore[attr-defined]
            register.tell_ready(product_id)


def _tell_visitors(variant_ids: Iterable[int]) -> None:
    """Pages say how many are left when few are; while there are more, an order changes nothing that a visitor sees."""
    few = sa.exists().where(Stock.variant_id.in_(list(variant_ids)), Stock.on_hand - Stock.held <= FEW)
    if db.session.scalar(sa.select(few)):
        edition.move()
