"""Bars of amounts, measured here so that the page only draws them."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, GAP = 720, 220, 0.28


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    minus: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """`base` is where zero lies; `lines` are the amounts marked on the left, with their heights."""

    width: int
    height: int
    base: float
    bars: list[Bar]
    lines: list[tuple[int, float]]


def chart(amounts: Sequence[int]) -> Chart:
    top, bottom = max([0, *amounts]), min([0, *amounts])
    step = nice_step(max(top - bottom, 1))
    top, bottom = -(-top // step) * step or step, bottom // step * step
    scale = HEIGHT / (top - bottom)
    base = top * scale
    room = WIDTH / max(len(amounts), 1)
    bars = [
        Bar(
            x=round((i + GAP / 2) * room, 2),
            y=round(base - max(amount, 0) * scale, 2),
            width=round((1 - GAP) * room, 2),
            height=round(abs(amount) * scale, 2),
            minus=amount < 0,
        )
        for i, amount in enumerate(amounts)
    ]
    lines = [(amount, round(base - amount * scale, 2)) for amount in range(bottom, top + 1, step)]
    return Chart(WIDTH, HEIGHT, round(base, 2), bars, lines)


def nice_step(span: int) -> int:
    """1, 2 or 5 and zeros: so that there are about four lines."""
    rough = max(span // 4, 1)
    power: int = 10 ** (len(str(rough)) - 1)
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
