"""Orders over a counter: paid where they are written, and mostly taken along at once."""

from app import clock
from app.cart.quote import Quote
from app.db import db
from app.inventory.models import Hold, HoldState

from .actions import write
from .models import EventKind, FulfilmentStatus, Order, OrderEvent, OrderStatus
from .terms import Terms


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
    order.events.append(OrderEvent(kind=EventKind.DELIVERED, at=clock.now(), by=by))
    for event in order.events:
        event.notified_at = event.notified_at or event.at
