"""What a basket costs. The one place where a total is computed; it reads what it is given and changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.catalog.models import Variant
from app.money import Money


@dataclass(frozen=True, slots=True)
class QuoteLine:
    variant: Variant
    quantity: int
    price: Money

    @property
    def total(self) -> Money:
        return self.price * self.quantity


@dataclass(frozen=True, slots=True)
class Quote:
    """The price of everything now. `shipping` is None while it is not known (nothing chosen, or quoted later by
    hand)."""

    lines: tuple[QuoteLine, ...]
    goods: Money
    shipping: Money | None
    discount: Money
    total: Money
    weight_g: int

    @property
    def making_days(self) -> int:
        """How long it takes until the last piece is made; 0 when all are there."""
        return max((line.variant.product.lead_days or 0 for line in self.lines), default=0)


def quote(wanted: Iterable[tuple[Variant, int]], shipping: Money | None) -> Quote:
    """Price the wanted variants, with this much for sending them. Weight is in grams, as the pieces are packed."""
    lines = tuple(QuoteLine(variant, quantity, variant.price) for variant, quantity in wanted)
    goods = Money.total(line.total for line in lines)
    return Quote(
        lines=lines,
        goods=goods,
        shipping=shipping,
        discount=Money(0),
        total=goods + (shipping or Money(0)),
        weight_g=sum(line.variant.weight_g * line.quantity for line in lines),
    )
