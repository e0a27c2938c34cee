"""Sales at a stand become orders like any other: paid, handed over or to be sent, each piece out of the stock once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app import clock
from app.accounts.models import User
from app.cart.quote import Quote, QuoteLine
from app.catalog.models import StockModel, Variant
from app.db import db
from app.errors import ShopError
from app.exhibitions import actions as exhibitions
from app.exhibitions.models import Exhibition, ExhibitionPiece
from app.inventory import actions as inventory
from app.money import Money
from app.orders import actions as orders
from app.orders.counter import hand_over, place_without_pieces
from app.orders.models import Channel, Destination, Order
from app.orders.terms import Address, Terms
from app.payments import actions as payments
from app.payments import counter as till
from app.payments.queries import tasks_of
from app.phones import BadPhone, read_phone

from . import queries
from .entries import Sale, SaleLine
from .models import StallEntry, StallSale

A_MOMENT = timedelta(hours=1)
NOBODY = "–"


class UnknownPiece(ShopError):
    """It is none of ours."""


@dataclass(slots=True)
class Counter:
    """A fair's pieces as one officer brings in what she sold of them."""

    fair: Exhibition
    officer: User
    variants: dict[int, Variant]
    pieces: dict[int, ExhibitionPiece]

    @classmethod
    def open(cls, fair: Exhibition, officer: User, variant_ids: Iterable[int]) -> "Counter":
        ids = set(variant_ids)
        return cls(fair, officer, queries.variants(ids), queries.lock_pieces(fair.id, ids))

    def look_again(self) -> None:
        """Forget what was tried and undone."""
        db.session.expire_all()
        self.pieces = queries.lock_pieces(self.fair.id, self.variants)

    @property
    def by(self) -> str:
        return self.officer.email


def sell(counter: Counter, entry: StallEntry, sale: Sale) -> None:
    """Bring a sale in. Raises UnknownPiece."""
    unknown = [line.variant for line in sale.lines if line.variant not in counter.variants]
    if unknown:
        raise UnknownPiece(_l("Kain nomor %(number)s tidak kami kenal.", number=unknown[0]))
    _sell(counter, entry, sale, sale.lines)


def _sell(counter: Counter, entry: StallEntry, sale: Sale, lines: list[SaleLine]) -> None:
    """As one order if all of it is there; else piece by piece, so that what is there is sold all the same."""
    try:
        with db.session.begin_nested():
            order = _order(counter, entry, sale, lines)
    except ShopError:
        counter.look_again()
        single = [line.model_copy(update={"quantity": 1}) for line in lines for _ in range(line.quantity)]
        if len(single) > 1:
            for line in single:
                _sell(counter, entry, sale, [line])
            return
        order = _too_late(counter, entry, sale, lines)
    if order.is_paid and sale.send is None:
        with clock.pretend(entry.at):
            hand_over(order, by=counter.by)
    entry.sales.append(_sold(counter, entry, sale, order))
    db.session.flush()


def _order(counter: Counter, entry: StallEntry, sale: Sale, lines: list[SaleLine]) -> Order:
    for line in lines:
        _take_piece(counter, counter.variants[line.variant], line.quantity)
    priced = _quote(counter, entry, sale, lines)
    # All of it happened when it was said, and counts on that day.
    with clock.pretend(entry.at):
        order = orders.place(priced, _terms(entry, sale, priced), until=clock.now() + A_MOMENT, by=counter.by)
        till.take(order, sale.method.value, reference=_reference(entry), by=counter.by)
    return order


def _take_piece(counter: Counter, variant: Variant, quantity: int) -> None:
    """Out of the fair's pieces. What was sold there had been taken there, though nobody may have scanned it."""
    if variant.product.stock_model is StockModel.MADE_TO_ORDER:
        return
    piece = counter.pieces.get(variant.id)
    missing = quantity - (piece.out if piece else 0)
    if missing > 0:
        piece = exhibitions.take_along(counter.fair, variant, missing, by=counter.by, online=True)
        counter.pieces[variant.id] = piece
    if piece is not None:
        exhibitions.give_to_order(piece, quantity, by=counter.by)
        if piece.online:
            inventory.tidy(variant.id)


def _quote(counter: Counter, entry: StallEntry, sale: Sale, lines: list[SaleLine]) -> Quote:
    """At the prices that were taken. Sending is paid with the first order of a sale."""
    priced: dict[int, QuoteLine] = {}
    for line in lines:
        variant, price, quantity = counter.variants[line.variant], Money(line.price), line.quantity
        if variant.id in priced:
            raise orders.NotNow(_l("Dua harga untuk kain yang sama."))
        priced[variant.id] = QuoteLine(variant, quantity, price)
    goods = Money.total(line.total for line in priced.values())
    shipping = Money(sale.send.shipping if sale.send and not entry.sales else 0)
    weight = sum(line.variant.weight_g * line.quantity for line in priced.values())
    return Quote(tuple(priced.values()), goods, shipping, Money(0), goods + shipping, weight)


def _terms(entry: StallEntry, sale: Sale, priced: Quote) -> Terms:
    try:
        phone, note = (read_phone(sale.phone) if sale.phone else ""), sale.note
    except BadPhone:
        phone, note = "", f"{sale.phone}\n{sale.note}".strip()
    to = Destination.VILLAGE if sale.send else Destination.PICKUP
    return Terms(
        name=sale.name or NOBODY,
        phone=phone,
        email="",
        address=Address(to, street=sale.send.village if sale.send else ""),
        expected_total=priced.total,
        checkout_token=_reference(entry),
        note=note,
        channel=Channel.FAIR,
    )


def _reference(entry: StallEntry) -> str:
    """The entry's name; each further order of it has a number too."""
    return entry.client_id if not entry.sales else f"{entry.client_id}:{len(entry.sales) + 1}"


def _too_late(counter: Counter, entry: StallEntry, sale: Sale, lines: list[SaleLine]) -> Order:
    """An order for a piece that is not there: its money is believed, and waits for somebody to decide."""
    priced = _quote(counter, entry, sale, lines)
    order = place_without_pieces(priced, _terms(entry, sale, priced), by=counter.by)
    till.take(order, sale.method.value, reference=_reference(entry), by=counter.by)
    return order


def _sold(counter: Counter, entry: StallEntry, sale: Sale, order: Order) -> StallSale:
    listed = Money.total(counter.variants[line.variant_id].price * line.quantity for line in order.lines)
    rival = None if order.is_paid else _rival(order)
    return StallSale(
        exhibition_id=counter.fair.id,
        officer_id=counter.officer.id,
        order=order,
        rival=rival,
        conflict=not order.is_paid,
        method=sale.method,
        on_day=clock.shop_day(entry.at),
        taken=order.goods,
        listed=listed,
        total=order.total,
    )


def _rival(order: Order) -> Order | None:
    """Who has the piece; the task about the money names both."""
    rival = queries.owner_of(order.lines[0].variant_id)
    parties = " / ".join(f"{each.number} ({each.name})" for each in (order, rival) if each)
    for task in db.session.scalars(tasks_of(order)):
        till.call_sold_twice(task, parties)
    return rival


def give_to_stall(sold: StallSale, *, by: str) -> None:
    """The buyer at the stand has the piece and keeps it: the other order is called off, and its money is to go back."""
    if not sold.conflict or sold.order.is_paid:
        raise orders.NotNow(_l("Ini sudah diputuskan."))
    if sold.rival is not None:
        payments.cancel_order(sold.rival, by=by, reason=str(_l("Kain ini sudah dibeli di pameran.")))
    _hand_over_piece(sold, by)
    orders.pay(sold.order, by=by)
    if sold.order.destination is Destination.PICKUP:
        hand_over(sold.order, by=by)
    sold.conflict = False
    for task in db.session.scalars(tasks_of(sold.order)):
        payments.close_task(task, by=by, resolution=str(_l("Kain untuk pembeli di stan.")))


def _hand_over_piece(sold: StallSale, by: str) -> None:
    """Where the piece is still counted as being at the fair, it was sold there."""
    line = sold.order.lines[0]
    piece: Any = db.session.scalar(
        sa.select(ExhibitionPiece).where(
            ExhibitionPiece.exhibition_id == sold.exhibition_id, ExhibitionPiece.variant_id == line.variant_id
        )
    )
    if piece is not None and piece.out >= line.quantity:
        exhibitions.give_to_order(piece, line.quantity, by=by)
