"""Orders over a counter: paid where they are written, and mostly taken along at once."""

from app import clock
from app.cart.quote import Quote
from app.db import db
from app.inventory.models import Hold, HoldState

from .actions import drawn_up, tell, write
from .models import EventKind, FulfilmentStatus, Order, OrderStatus, PaymentStatus
from .terms import Terms


def sell(quote: Quote, terms: Terms, *, by: str) -> Order:
    """An order that is paid as it is placed. Its money and its pieces are kept with it, in one go."""
    now = clock.now()
    order = drawn_up(quote, terms, {}, until=now, by=by)
    order.payment_status = PaymentStatus.PAID
    order.paid_at, order.paid_on = now, clock.shop_day(now)
    tell(order, EventKind.PAID, by=by)
    db.session.add(order)
    return order


def place_without_pieces(quote: Quote, terms: Terms, *, by: str) -> Order:
    """Write down what was sold though its pieces were somebody else's: an order past its deadline. Money for it takes
    the pieces if they are free after all, and is late otherwise."""
    now = clock.now()
    holds = {
        line.variant.id: Hold(
            variant_id=line.variant.id, quantity=line.quantity, state=HoldState.RELEASED, expires_at=now
        )
        for line in quote.lines
    }
    db.session.add_all(holds.values())
    order = write(quote, terms, holds, until=now, by=by)
    order.status = OrderStatus.EXPIRED
    return order


def hand_over(order: Order, *, by: str) -> None:
    """The buyer takes along what was paid in this transaction. Nobody is told by mail what happened before them."""
    order.fulfilment_status = FulfilmentStatus.PACKED
    order.fulfilment_status = FulfilmentStatus.DELIVERED
    order.status = OrderStatus.COMPLETED
    tell(order, EventKind.DELIVERED, by=by)
    for event in order.events:
        event.notified_at = event.notified_at or event.at
