"""What telephones send, as shapes: whatever does not fit is refused, and stays where it was written."""

import math
import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from .models import EntryKind, Method

MOST_RUPIAH = 999_999_999_999
Rupiah = Annotated[int, Field(strict=True, ge=0, le=MOST_RUPIAH)]
Price = Annotated[int, Field(strict=True, ge=1, le=MOST_RUPIAH)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]
Uuid = Annotated[
    str,
    StringConstraints(to_lower=True, pattern=r"^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$"),
]
# A telephone that has lost its clock begins in 1970.
Moment = Annotated[
    AwareDatetime, Field(ge=datetime(1970, 1, 1, tzinfo=UTC), lt=datetime(2090, 1, 1, tzinfo=UTC))
]
MOST_ENTRIES = 100
# No buyer carries more away; each piece that is gone is an order of its own.
MOST_PIECES = 200
# Nothing that a telephone of ours sends is nested as deep.
DEEPEST = 8
SEEN = re.compile(r"\w")


def seen(text: str) -> str:
    """A text that has a letter or a digit, and not only marks that nobody sees. Raises ValueError."""
    if not SEEN.search(text):
        raise ValueError("nothing to be seen")
    return text


class Shape(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Envelope(Shape):
    """What each entry says of itself."""

    id: Uuid
    kind: EntryKind
    at: Moment


class Batch(Shape):
    """Several entries of one telephone, with its own time as it sends them."""

    device: Uuid
    sent_at: Moment
    entries: Annotated[list[Any], Field(min_length=1, max_length=MOST_ENTRIES)]


class SaleLine(Shape):
    variant: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
    quantity: Annotated[int, Field(strict=True, ge=1, le=1000)]
    price: Price


class Sending(Shape):
    """Where a piece is to be sent that its buyer did not take along."""

    village: Annotated[Text, StringConstraints(min_length=1), AfterValidator(seen)]
    shipping: Rupiah = 0


class Sale(Shape):
    lines: Annotated[list[SaleLine], Field(min_length=1, max_length=50)]
    method: Method
    name: Word = ""
    phone: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""
    note: Text = ""
    send: Sending | None = None

    @model_validator(mode="after")
    def can_be_carried(self) -> Self:
        if sum(line.quantity for line in self.lines) > MOST_PIECES:
            raise ValueError("too many pieces")
        if sum(line.quantity * line.price for line in self.lines) > MOST_RUPIAH:
            raise ValueError("too much money")
        return self


class Lead(Shape):
    """Somebody who wants to hear from us, and said so."""

    name: Annotated[Word, StringConstraints(min_length=1), AfterValidator(seen)]
    contact: Annotated[Word, StringConstraints(min_length=3), AfterValidator(seen)]
    interest: Text = ""
    note: Text = ""
    language: Annotated[str, StringConstraints(pattern="^(id|en)$")] = "id"
    consent: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=1000)]


class Visitors(Shape):
    visitors: Annotated[int, Field(strict=True, ge=-1000, le=10_000)]


class Closing(Shape):
    day: date
    expected: Rupiah
    counted: Rupiah
    note: Text = ""


def cleaned(value: Any, deep: int = 0) -> Any:
    """Without what no database keeps: NUL, halves of characters, numbers that are none, and what lies too deep."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, (list, dict)) and deep > DEEPEST:
        return None
    if isinstance(value, list):
        return [cleaned(item, deep + 1) for item in value]
    if isinstance(value, dict):
        return {cleaned(name): cleaned(item, deep + 1) for name, item in value.items()}
    return value
