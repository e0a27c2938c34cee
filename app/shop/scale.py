"""How large a cloth is, drawn beside what everybody knows the size of: a person who stands, or a table from above."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.catalog.cloth import Size
from app.catalog.models import Kind
from app.texts import number

# All in centimetres, which are the units of the drawing too.
PERSON = 160
TABLE = (120, 75)
SHOULDER = 132
STANDS = 46
GAP = 14
ROOM = 26


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing to scale: the cloth and, where it lies on one, the table; `said` is the same in words."""

    width: float
    height: float
    cloth: Box
    table: Box | None
    long: int
    short: int
    said: Any

    @property
    def letters(self) -> float:
        """As large on every screen, however much there is to be drawn."""
        return round(self.width / 24, 1)


def figure(kind: Kind, variant: Size | None) -> Figure | None:
    """The size of a variant to look at, where it is known. A cloth is spread out with its longer side across."""
    if variant is None or not variant.length_cm or not variant.width_cm:
        return None
    short, long = sorted((variant.length_cm, variant.width_cm))
    return _on_a_table(long, short) if kind is Kind.TAPLAK else _beside_a_person(long, short)


def _beside_a_person(long: int, short: int) -> Figure:
    height = max(PERSON, short + GAP)
    # Held by its upper edge at the shoulder; what is too large for that hangs higher.
    top = min(height - SHOULDER, height - GAP - short)
    said = _(
        "Kain %(long)s × %(short)s cm terbentang di samping orang setinggi %(person)s cm.",
        **_numbers(long, short),
        person=PERSON,
    )
    cloth = Box(STANDS + GAP, max(0, top), long, short)
    return Figure(cloth.right + ROOM, height + ROOM, cloth, None, long, short, said)


def _on_a_table(long: int, short: int) -> Figure:
    width, height = max(long, TABLE[0]), max(short, TABLE[1])
    cloth, table = (Box((width - w) / 2, (height - h) / 2, w, h) for w, h in ((long, short), TABLE))
    said = _(
        "Taplak %(long)s × %(short)s cm di atas meja %(length)s × %(width)s cm, dilihat dari atas.",
        **_numbers(long, short),
        length=TABLE[0],
        width=TABLE[1],
    )
    return Figure(width + ROOM, height + ROOM, cloth, table, long, short, said)


def _numbers(long: int, short: int) -> dict[str, str]:
    return {"long": number(long), "short": number(short)}
