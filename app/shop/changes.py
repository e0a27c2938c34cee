"""What became different between the page that a buyer sent off and the shop as it is now, to be shown again."""

import re
from dataclasses import dataclass

from app.catalog.models import Product
from app.draft import Draft
from app.money import Money

# What the page noted of each line: variant, price, pieces. It only serves to say what changed; nothing is computed
# from it.
SEEN = re.compile(r"([0-9]{1,18}):([0-9]{1,12}):([0-9]{1,2})", re.ASCII)
AMOUNT = re.compile(r"[0-9]{1,12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Change:
    """A product (or, for None, the shipping) that costs something else now; `now` is None when it cannot be had."""

    product: Product | None
    was: Money | None
    now: Money | None


def changes(draft: Draft, seen: list[str], seen_shipping: str) -> list[Change]:
    noted = [SEEN.fullmatch(text) for text in seen]
    before = {int(note[1]): Money(int(note[2])) * int(note[3]) for note in noted if note}
    found = []
    for content in draft.contents:
        was = before.get(content.variant.id)
        now = content.total if content.quantity else None
        if was != now:
            found.append(Change(content.variant.product, was, now))
    shipping = Money(int(seen_shipping)) if AMOUNT.fullmatch(seen_shipping) else None
    if shipping != draft.quote.shipping and draft.quote.lines:
        found.append(Change(None, shipping, draft.quote.shipping))
    return found
