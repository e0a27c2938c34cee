"""Everything that can happen to an order, one verb each. A verb locks the order, moves it, and writes down what
happened.

Money is not counted here: payments decide that an order is paid, and call `pay`.
"""

import secrets
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app import clock
from app.cart.quote import Quote
from app.db import db
from app.errors import ShopError
from app.inventory import actions as inventory
from app.inventory.models import Hold, HoldState
from app.lifecycle import WrongMove
from app.money import Money
from app.promotions import actions as vouchers
from app.promotions.models import VoucherUse

from . import limits
from .models import (
    EventKind,
    FulfilmentStatus,
    NumberSeries,
    Order,
    OrderEvent,
    OrderLine,
    OrderStatus,
    PaymentStatus,
)
from .queries import lock
from .terms import Terms

SERIES = "KB"


class EmptyBasket(ShopError):
    """There is nothing to order."""

    status = 422


class TotalChanged(ShopError):
    """The total is not what the buyer saw; `total` is what it is now."""

    def __init__(self, total: Money) -> None:
        self.total = total
        super().__init__(_l("Totalnya berubah sejak Anda melihatnya. Silakan periksa lalu pesan lagi."))


class NotNow(ShopError):
    """The order is not where this can happen."""


def place(quote: Quote, terms: Terms, *, until: datetime, by: str = "buyer") -> Order:
    """Turn a quote into an order that holds its pieces until a moment; prices and names are frozen on it.

    Raises EmptyBasket, TotalChanged when the buyer saw another total, TooManyUnpaid, vouchers.NotUsable, and
    inventory.SoldOut.
    """
    if not quote.lines:
        raise EmptyBasket(_l("Keranjang Anda kosong."))
    if quote.total != terms.expected_total:
        raise TotalChanged(quote.total)
    if terms.placed_from:
        limits.check(quote, terms.placed_from)
    # Before any piece is held: whoever wants the same voucher waits, and holds nothing meanwhile.
    use = (
        vouchers.use(quote.voucher, quote.goods, phone=terms.phone, email=terms.email)
        if quote.voucher
        else None
    )
    holds = inventory.hold({line.variant: line.quantity for line in quote.lines}, until=until)
    return write(quote, terms, holds, until=until, by=by, use=use)


def write(
    quote: Quote,
    terms: Terms,
    holds: dict[int, Hold],
    *,
    until: datetime,
    by: str,
    use: VoucherUse | None = None,
) -> Order:
    """Write an order down, with the holds of its variants and the use of its voucher, when the session is next
    flushed."""
    order = drawn_up(quote, terms, holds, until=until, by=by)
    order.voucher_use = use
    db.session.add(order)
    return order


def drawn_up(quote: Quote, terms: Terms, holds: dict[int, Hold], *, until: datetime, by: str) -> Order:
    """An order with its number, which is kept with whatever is kept next."""
    order = Order(
        number=_next_number(),
        status=OrderStatus.PLACED,
        payment_status=PaymentStatus.UNPAID,
        fulfilment_status=FulfilmentStatus.UNFULFILLED,
        token=secrets.token_urlsafe(32),
        placed_at=clock.now(),
        hold_until=until,
        goods=quote.goods,
        shipping=quote.shipping,
        discount=quote.discount,
        unique_code=Money(0),
        total=quote.total,
        weight_g=quote.weight_g,
        making_days=quote.making_days,
        lines=_freeze(quote, holds),
        # Who orders from the sample village makes a sample order, which goes when the village does.
        sample=any(line.variant.product.sample for line in quote.lines),
        **terms.columns(),
    )
    tell(order, EventKind.PLACED, by=by)
    return order


def _freeze(quote: Quote, holds: dict[int, Hold]) -> list[OrderLine]:
    return [
        OrderLine(
            product_id=line.variant.product_id,
            variant_id=line.variant.id,
            maker_id=line.variant.product.maker_id,
            hold=holds.get(line.variant.id),
            title_id=line.title or line.variant.product.title_id,
            title_en=line.title or line.variant.product.title_en,
            price=line.price,
            quantity=line.quantity,
            reduction=line.reduction,
        )
        for line in quote.lines
    ]


def _next_number() -> str:
    """KB-2026-0001: counted in each year of the shop, without gaps. Taken last, because everybody waits for it."""
    year = clock.today().year
    last = _count_on(year)
    if last is None:
        _open_series(year)
        last = _count_on(year)
    return f"{SERIES}-{year}-{last:04}"


SERIES_OF: Any = NumberSeries.__table__
COUNT_ON = (
    SERIES_OF.update()
    .where(SERIES_OF.c.year == sa.bindparam("of"))
    .values(last=SERIES_OF.c.last + 1)
    .returning(SERIES_OF.c.last)
)


def _count_on(year: int) -> int | None:
    last: int | None = db.session.scalar(COUNT_ON, {"of": year})
    return last


def _open_series(year: int) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(NumberSeries(year=year))
    except sa.exc.IntegrityError:
        db.session.expire_all()


def quote_shipping(order: Order, shipping: Money, *, by: str, until: datetime) -> None:
    """Say what sending it abroad costs; the buyer sees the new total and pays it or not, until a moment."""
    order = lock(order.id)
    if order.status is not OrderStatus.PLACED or order.payment_status is not PaymentStatus.UNPAID:
        raise NotNow(_l("Ongkos kirim hanya bisa ditetapkan selama pesanan menunggu pembayaran."))
    order.shipping = shipping
    _reckon(order)
    _keep_until(order, until)
    tell(order, EventKind.QUOTED, by=by, shipping=shipping.rupiah)


def grant_unique_code(order: Order, code: Money) -> None:
    """Take a few rupiah off, so that a transfer is known by its amount (0: give them back). What the transfer of its
    deposit took off stays."""
    order.unique_code = order.kept_code + code
    _reckon(order)


def _reckon(order: Order) -> None:
    order.total = order.goods + (order.shipping or Money(0)) - order.discount - order.unique_code
    reduction = order.discount + order.unique_code
    for line, part in zip(
        order.lines, reduction.split([max(line.total.rupiah, 1) for line in order.lines]), strict=True
    ):
        line.reduction = part


def extend(order: Order, *, until: datetime) -> None:
    """Give the buyer until a later moment."""
    _keep_until(lock(order.id), until)


def _keep_until(order: Order, until: datetime) -> None:
    order.hold_until = max(order.hold_until, until)
    inventory.extend(_holds(order), until=order.hold_until)


def receive_proof(order: Order, *, until: datetime) -> None:
    """The buyer says that the money is on its way; somebody looks before the moment, and the pieces wait so long."""
    order = lock(order.id)
    if order.status is not OrderStatus.PLACED:
        raise NotNow(_l("Pesanan ini tidak menunggu pembayaran lagi."))
    order.payment_status = PaymentStatus.IN_REVIEW
    _keep_until(order, until)
    tell(order, EventKind.PROOF_RECEIVED, by="buyer")


def reject_proof(order: Order, *, by: str, note: str) -> None:
    order = lock(order.id)
    order.payment_status = PaymentStatus.DEPOSIT_PAID if order.deposited else PaymentStatus.UNPAID
    tell(order, EventKind.PROOF_REJECTED, by=by, note=note)


def pay(order: Order, *, by: str) -> None:
    """The money is here, all of it: sell its pieces. An expired order comes back to life where they are still free.

    Raises inventory.SoldOut when a piece is somebody else's by now, and vouchers.NotUsable when its voucher is; then
    nothing has changed.
    """
    order = _with_its_pieces_sold(order, by)
    order.payment_status = PaymentStatus.PAID
    order.paid_at = clock.now()
    order.paid_on = clock.shop_day(order.paid_at)
    tell(order, EventKind.PAID, by=by)


def keep_deposit(order: Order, received: Money, *, by: str) -> None:
    """The deposit is here: its pieces are the buyer's now, and no deadline takes them. Raises as `pay` does."""
    order = _with_its_pieces_sold(order, by)
    order.payment_status = PaymentStatus.DEPOSIT_PAID
    order.deposited = received
    tell(order, EventKind.DEPOSIT_PAID, by=by, amount=received.rupiah)


def _with_its_pieces_sold(order: Order, by: str) -> Order:
    order = lock(order.id)
    if order.status is OrderStatus.EXPIRED:
        order.status = OrderStatus.PLACED
        vouchers.use_again(order.voucher_use)
        tell(order, EventKind.REVIVED, by=by)
    if order.status is not OrderStatus.PLACED:
        raise NotNow(_l("Pesanan ini sudah ditutup."))
    _hold_again(order)
    for line in order.lines:
        if line.hold:
            inventory.sell(line.hold, by=by, reason=order.number)
    order.placed_from = None
    return order


def _hold_again(order: Order) -> None:
    # With a deposit they were sold before the rest comes.
    kept = {HoldState.LIVE, HoldState.SOLD} if order.deposited else {HoldState.LIVE}
    gone = [line for line in order.lines if line.hold and line.hold.state not in kept]
    if gone:
        holds = inventory.hold({line.variant: line.quantity for line in gone}, until=clock.now())
        for line in gone:
            line.hold = holds[line.variant_id]
        db.session.flush()


def note_late_money(order: Order, *, by: str, note: str) -> None:
    """Money came for an order that cannot have its pieces any more."""
    tell(order, EventKind.LATE_MONEY, by=by, note=note)


def pack(order: Order, *, by: str) -> None:
    order = lock(order.id)
    if not order.is_paid or order.status is not OrderStatus.PLACED:
        raise NotNow(_l("Hanya pesanan yang sudah dibayar yang dikemas."))
    order.fulfilment_status = FulfilmentStatus.PACKED
    tell(order, EventKind.PACKED, by=by)


def deliver(order: Order, *, by: str) -> None:
    """The buyer has it: it came, or was picked up. A paid order is completed by that."""
    order = lock(order.id)
    if not order.is_paid:
        raise NotNow(_l("Pesanan ini belum dibayar."))
    order.fulfilment_status = FulfilmentStatus.DELIVERED
    order.status = OrderStatus.COMPLETED
    tell(order, EventKind.DELIVERED, by=by)


def cancel(order: Order, *, by: str, reason: str) -> None:
    """Call it off before it is sent: pieces go back, held or sold. What was paid is the payments room's to give
    back."""
    order = lock(order.id)
    if order.fulfilment_status not in {FulfilmentStatus.UNFULFILLED, FulfilmentStatus.PACKED}:
        raise WrongMove(_l("Pesanan yang sudah dikirim tidak bisa dibatalkan; gunakan pengembalian."))
    order.status = OrderStatus.CANCELLED
    order.placed_from = None
    if order.fulfilment_status is FulfilmentStatus.PACKED:
        order.fulfilment_status = FulfilmentStatus.UNFULFILLED
    vouchers.give_back(order.voucher_use)
    inventory.release(_holds(order))
    inventory.put_back(_holds(order), by=by, reason=order.number)
    tell(order, EventKind.CANCELLED, by=by, note=reason)


def expire(order: Order) -> bool:
    """The deadline is over: free the pieces. False when it was paid, extended or closed meanwhile."""
    order = lock(order.id)
    waits = order.payment_status in {PaymentStatus.UNPAID, PaymentStatus.IN_REVIEW} and not order.deposited
    if order.status is not OrderStatus.PLACED or not waits or order.hold_until > clock.now():
        return False
    order.status = OrderStatus.EXPIRED
    order.placed_from = None
    order.payment_status = PaymentStatus.UNPAID
    vouchers.give_back(order.voucher_use)
    inventory.release(_holds(order))
    tell(order, EventKind.EXPIRED, by="system")
    return True


def take_back(order: Order, *, by: str, note: str) -> None:
    """What was sent is here again; the pieces can be sold once more."""
    order = lock(order.id)
    order.fulfilment_status = FulfilmentStatus.RETURNED
    inventory.put_back(_holds(order), by=by, reason=order.number)
    tell(order, EventKind.RETURNED, by=by, note=note)


def refunded(order: Order, *, whole: bool, amount: Money, by: str, note: str) -> None:
    """Money went back; `whole` says whether all of it has by now."""
    order.payment_status = PaymentStatus.REFUNDED if whole else PaymentStatus.PARTLY_REFUNDED
    tell(order, EventKind.REFUNDED, by=by, note=note, amount=amount.rupiah)


def _holds(order: Order) -> list[Hold]:
    return [line.hold for line in order.lines if line.hold]


def tell(order: Order, kind: EventKind, *, by: str, note: str = "", **details: object) -> None:
    """Write down what happened: now, and not when it will be kept."""
    order.events.append(OrderEvent(kind=kind, at=clock.now(), by=by, note=note, details=details))
