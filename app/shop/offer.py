"""Whether a product can be bought now, in the words of its page."""

import enum
from dataclasses import dataclass

from app.cart.actions import MOST
from app.catalog.cloth import Cloth, Size
from app.catalog.models import StockModel
from app.inventory import queries as inventory


class State(enum.StrEnum):
    ONLY = "only"
    STOCKED = "stocked"
    TO_ORDER = "to_order"
    RESERVED = "reserved"
    SOLD = "sold"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Choice:
    """A variant, and how many of it can be bought now (None: as many as wanted)."""

    variant: Size
    free: int | None

    @property
    def can_buy(self) -> bool:
        return self.free is None or self.free > 0


@dataclass(frozen=True, slots=True)
class Offer:
    state: State
    choices: list[Choice]
    # The variant whose hang-tag led here.
    wanted: int | None = None

    @property
    def can_buy(self) -> bool:
        return any(choice.can_buy for choice in self.choices)

    @property
    def preferred(self) -> Choice | None:
        """What is chosen for a buyer who has not chosen yet: what hung on the cloth she held, while it can be had."""
        there = [choice for choice in self.choices if choice.can_buy]
        wanted = (choice for choice in there if choice.variant.id == self.wanted)
        return next(wanted, next(iter(there), None))

    @property
    def shown(self) -> Choice | None:
        """The choice whose price and number stand on the page."""
        return self.preferred or next(iter(self.choices), None)

    @property
    def most(self) -> int:
        """How many a buyer may ask for of one choice."""
        return max((choice.free or MOST for choice in self.choices if choice.can_buy), default=1)

    @property
    def few_left(self) -> int | None:
        free = [choice.free for choice in self.choices if choice.can_buy]
        return free[0] if len(free) == 1 and free[0] is not None and free[0] <= inventory.FEW else None


def offer_of(product: Cloth, wanted: int | None = None) -> Offer:
    """What of a product can be bought now; counted from the shelf, not from what the catalogue remembers. `wanted` is
    the id of the variant that is chosen if it can be had."""
    if product.stock_model is StockModel.MADE_TO_ORDER:
        return Offer(State.TO_ORDER, [Choice(size, None) for size in product.sizes], wanted)
    ids = [size.id for size in product.sizes]
    free = inventory.available(ids)
    choices = [Choice(size, free.get(size.id, 0)) for size in product.sizes]
    one = product.stock_model is StockModel.ONE
    if any(choice.can_buy for choice in choices):
        state = State.ONLY if one else State.STOCKED
    elif inventory.reserved(ids):
        state = State.RESERVED
    else:
        state = State.SOLD if one else State.OUT
    return Offer(state, choices, wanted)
