"""What a basket costs. The one place where a total is computed; it reads what it is given and changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.catalog.models import Variant
from app.money import Money
from app.promotions.models import Voucher


@dataclass(frozen=True, slots=True)
class QuoteLine:
    variant: Variant
    quantity: int
    price: Money
    # Its part of the discount.
    reduction: Money = Money()
    # What was agreed upon, where that is not what the product is called.
    title: str = ""

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
    voucher: Voucher | None = None

    @property
    def making_days(self) -> int:
        """How long it takes until the last piece is made; 0 when all are there."""
        return max((line.variant.product.lead_days or 0 for line in self.lines), default=0)


def quote(
    wanted: Iterable[tuple[Variant, int]], shipping: Money | None, voucher: Voucher | None = None
) -> Quote:
    """Price the wanted variants, with this much for sending them, and what a voucher takes off. Whether it can be used
    is not asked here. Weight is in grams, as the pieces are packed."""
    lines = [QuoteLine(variant, quantity, variant.price) for variant, quantity in wanted]
    goods = Money.total(line.total for line in lines)
    discount = voucher.off(goods) if voucher else Money()
    parts = discount.split([line.total.rupiah for line in lines]) if discount else []
    for number, part in enumerate(parts):
        lines[number] = replace(lines[number], reduction=part)
    return Quote(
        lines=tuple(lines),
        goods=goods,
        shipping=shipping,
        discount=discount,
        total=goods + (shipping or Money()) - discount,
        weight_g=sum(line.variant.weight_g * line.quantity for line in lines),
        voucher=voucher if discount else None,
    )


def agreed(lines: Iterable[QuoteLine], shipping: Money | None) -> Quote:
    """At prices that people have agreed upon, which need not be the shop's."""
    priced = tuple(lines)
    goods = Money.total(line.total for line in priced)
    weight_g = sum(line.variant.weight_g * line.quantity for line in priced)
    return Quote(priced, goods, shipping, Money(), goods + (shipping or Money()), weight_g)
