"""Sales at a stand become orders like any other: paid, handed over or to be sent, each piece out of the stock once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app import clock
from app.accounts.models import User
from app.cart.quote import Quote, QuoteLine, agreed
from app.catalog.models import StockModel, Variant
from app.db import db
from app.errors import ShopError
from app.exhibitions import actions as exhibitions
from app.exhibitions.models import Exhibition, ExhibitionPiece, ExhibitionStatus
from app.inventory import actions as inventory
from app.inventory.counter import sell as sell_piece
from app.inventory.models import Stock
from app.money import Money
from app.orders import actions as orders
from app.orders import counter
from app.orders.models import Channel, Destination, Order
from app.orders.terms import Address, Terms
from app.payments import actions as payments
from app.payments import counter as till
from app.payments.queries import tasks_of
from app.phones import BadPhone, read_phone

from . import queries
from .entries import Sale, SaleLine
from .models import StallEntry, StallSale

NOBODY = "–"


@dataclass(slots=True)
class Counter:
    """A fair's pieces, locked, as one officer brings in what she sold of them. `fewer` are the products of which
    visitors may see fewer."""

    fair: Exhibition
    officer: User
    variants: dict[int, Variant]
    pieces: dict[int, ExhibitionPiece]
    stocks: dict[int, Stock]
    fewer: set[int] = field(default_factory=set)

    @classmethod
    def open(cls, fair: Exhibition, officer: User, variant_ids: Iterable[int]) -> "Counter":
        ids = set(variant_ids)
        pieces, stocks = queries.lock_pieces(fair.id, ids)
        return cls(fair, officer, queries.variants(ids), pieces, stocks)

    @property
    def by(self) -> str:
        return self.officer.email

    def unknown(self, shape: object) -> int | None:
        """The first piece of a sale that is none of ours."""
        lines = shape.lines if isinstance(shape, Sale) else []
        return next((line.variant for line in lines if line.variant not in self.variants), None)

    def has(self, variant_id: int, quantity: int) -> bool:
        """Are so many of them there, and nobody else's? What was sold there had been taken there, though nobody may
        have scanned it."""
        if self.variants[variant_id].product.stock_model is StockModel.MADE_TO_ORDER:
            return True
        if self.fair.status is ExhibitionStatus.CLOSED:
            return False
        piece = self.pieces.get(variant_id)
        if piece is None or piece.out < quantity:
            piece = self._pack(variant_id, quantity - (piece.out if piece else 0))
        return piece is not None and (not piece.online or self._free(variant_id, quantity))

    def _pack(self, variant_id: int, quantity: int) -> ExhibitionPiece | None:
        variant = self.variants[variant_id]
        try:
            with db.session.begin_nested():
                piece = exhibitions.take_along(self.fair, variant, quantity, by=self.by, online=True)
                self.pieces[variant_id] = piece
        except ShopError:
            self.pieces, self.stocks = queries.lock_pieces(self.fair.id, self.variants)
            return None
        return piece

    def _free(self, variant_id: int, quantity: int) -> bool:
        stock = self.stocks.get(variant_id)
        if stock is not None and stock.on_hand - stock.held < quantity:
            db.session.flush()
            inventory.tidy(variant_id)
            db.session.refresh(stock)
        return stock is not None and stock.on_hand - stock.held >= quantity

    def hand(self, order: Order) -> None:
        """Take the pieces of an order off the counter."""
        for line in order.lines:
            piece = self.pieces.get(line.variant_id)
            if piece is None or line.product.stock_model is StockModel.MADE_TO_ORDER:
                continue
            piece.sold += line.quantity
            away = "" if piece.online else self.fair.name
            stock = self.stocks[line.variant_id]
            line.hold = sell_piece(stock, line.quantity, by=self.by, reason=order.number, back_from=away)
            if piece.online:
                self.fewer.add(line.product_id)

    def close(self) -> None:
        """Keep all of it, and let visitors see it."""
        db.session.flush()
        inventory.tell_catalog(self.fewer)
        self.fewer.clear()


def sell(at: Counter, entry: StallEntry, sale: Sale) -> None:
    """Bring a sale in."""
    wanted: dict[int, int] = {}
    for line in sale.lines:
        wanted[line.variant] = wanted.get(line.variant, 0) + line.quantity
    if len(wanted) == len(sale.lines) and all(at.has(*each) for each in wanted.items()):
        _sold(at, entry, sale, sale.lines)
        return
    # One that is gone keeps nobody from the others: each piece is an order of its own.
    for line in sale.lines:
        for _ in range(line.quantity):
            single = line.model_copy(update={"quantity": 1})
            if at.has(line.variant, 1):
                _sold(at, entry, sale, [single])
            else:
                _too_late(at, entry, sale, [single])


def _sold(at: Counter, entry: StallEntry, sale: Sale, lines: list[SaleLine]) -> None:
    priced = _quote(at, entry, sale, lines)
    # All of it happened when it was said, and counts on that day; it is kept at the end, with what else came.
    with db.session.no_autoflush, clock.pretend(entry.at):
        order = counter.sell(priced, _terms(at, entry, sale, priced), by=at.by)
        for line, quoted in zip(order.lines, priced.lines, strict=True):
            line.variant, line.product = quoted.variant, quoted.variant.product
        at.hand(order)
        till.keep(order, sale.method.value, reference=_reference(entry))
        if sale.send is None:
            counter.hand_over(order, by=at.by)
    _keep(at, entry, sale, order)


def _too_late(at: Counter, entry: StallEntry, sale: Sale, lines: list[SaleLine]) -> None:
    """An order for a piece that is not there: its money is believed, and waits for somebody to decide."""
    at.close()
    priced = _quote(at, entry, sale, lines)
    order = counter.place_without_pieces(priced, _terms(at, entry, sale, priced), by=at.by)
    till.take(order, sale.method.value, reference=_reference(entry), by=at.by)
    if order.is_paid and sale.send is None:
        counter.hand_over(order, by=at.by)
    sold = _keep(at, entry, sale, order)
    if not order.is_paid:
        sold.conflict, sold.rival = True, queries.owner_of(lines[0].variant)
        parties = " / ".join(f"{each.number} ({each.name})" for each in (order, sold.rival) if each)
        for task in db.session.scalars(tasks_of(order)):
            till.call_sold_twice(task, parties)
    db.session.flush()


def _quote(at: Counter, entry: StallEntry, sale: Sale, lines: list[SaleLine]) -> Quote:
    """At the prices that were taken. Sending is paid with the first order of a sale."""
    priced = (QuoteLine(at.variants[line.variant], line.quantity, Money(line.price)) for line in lines)
    return agreed(priced, Money(sale.send.shipping if sale.send and not entry.sales else 0))


def _terms(at: Counter, entry: StallEntry, sale: Sale, priced: Quote) -> Terms:
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
        exhibition_id=at.fair.id,
    )


def _reference(entry: StallEntry) -> str:
    """The entry's name; each further order of it has a number too."""
    return entry.client_id if not entry.sales else f"{entry.client_id}:{len(entry.sales) + 1}"


def _keep(at: Counter, entry: StallEntry, sale: Sale, order: Order) -> StallSale:
    listed = Money.total(at.variants[line.variant_id].price * line.quantity for line in order.lines)
    sold = StallSale(
        exhibition_id=at.fair.id,
        officer_id=at.officer.id,
        order=order,
        conflict=False,
        method=sale.method,
        on_day=clock.shop_day(entry.at),
        taken=order.goods,
        listed=listed,
        total=order.total,
    )
    entry.sales.append(sold)
    return sold


def give_to_stall(sold: StallSale, *, by: str) -> None:
    """The buyer at the stand has the piece and keeps it: the other order is called off, and its money is to go back."""
    if not sold.conflict or sold.order.is_paid:
        raise orders.NotNow(_l("Ini sudah diputuskan."))
    if sold.rival is not None:
        payments.cancel_order(sold.rival, by=by, reason=str(_l("Kain ini sudah dibeli di pameran.")))
    _hand_over_piece(sold, by)
    orders.pay(sold.order, by=by)
    if sold.order.destination is Destination.PICKUP:
        counter.hand_over(sold.order, by=by)
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
