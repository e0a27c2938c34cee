"""Sekaran: leaves, blossoms and sprigs as Kebumen's pelataran cloths carry them."""

import numpy as np

from . import curves, isen
from .hand import TAU, even
from .sheet import ACCENT, BODY, CECEK, GROUND, INK, ISEN, LINE, SECOND, VEIN

# The line that shows on each fill.
MARK = {BODY: INK, SECOND: ISEN, ACCENT: VEIN, GROUND: CECEK}


def leaf(sheet, spots, role=SECOND, *, breadth=0.42, bend=0.1, width=0.16, gap=0.0, pairs=5):
    """A leaf with its veins, from its stalk outwards."""
    sheet.shape((role, LINE), spots.put(curves.leaf(breadth, 0.42, bend)), width, gap)
    isen.veins(sheet, MARK[role], spots, bend=bend, breadth=breadth, pairs=pairs, width=width * 0.5)
    inner = curves.leaf(breadth * 0.74, 0.42, bend) * (0.80, 1.0) + (0.07, 0.0)
    isen.cecek_row(sheet, MARK[role], spots, on=inner, count=20, radius=width * 0.27, margin=0.06)


def blossom(sheet, spots, roles=(BODY, ACCENT), *, petals=8, width=0.16, gap=0.0):
    """An open flower one unit across: two rings of petals round a seeded middle."""
    outer = curves.leaf(0.72, 0.62)
    at, angle = curves.ring(petals, 0.14)
    for i in range(petals if gap else 0):
        around = spots.within(at[i] * 0.6, angle[i], 0.37 * (1.16 + gap))
        sheet.fill(GROUND, around.put(outer * (1, 1.2)))
    for i in range(petals):
        one = spots.within(at[i], angle[i], 0.37)
        sheet.shape((roles[0], LINE), one.put(outer), width)
        rim = curves.leaf(0.58, 0.62) * (0.84, 1.0) + (0.08, 0.0)
        sheet.line(MARK[roles[0]], one.put(rim), width * 0.45)
        fan = curves.arc(-0.36, 0.36, 0.72, k=6)
        isen.sawut(
            sheet,
            MARK[roles[0]],
            one,
            root=fan * (0.34, 0.5) + (0.1, 0),
            tip=fan,
            count=5,
            width=width * 0.42,
        )
    at, angle = curves.ring(petals, 0.06, TAU / petals / 2)
    for i in range(petals):
        one = spots.within(at[i], angle[i], 0.20)
        sheet.shape((roles[1], LINE), one.put(curves.leaf(0.66, 0.6)), width * 0.75)
    sheet.shape((SECOND, LINE), spots.put(curves.oval(0.20, 0.20, k=20)), width * 0.8)
    isen.cecek_pitu(sheet, ISEN, spots, spread=0.052, radius=width * 0.42)


def bud(sheet, spots, roles=(BODY, SECOND), *, width=0.14):
    """A closed flower along x: three petals held by a cup."""
    for turn in (-0.42, 0.42, 0.0):
        one = spots.within([0.05, 0], turn)
        sheet.shape((roles[0], LINE), one.put(curves.leaf(0.42, 0.55)), width)
        sheet.line(MARK[roles[0]], one.put(curves.leaf(0.32, 0.55) * (0.86, 1) + (0.06, 0)), width * 0.4)
        sheet.line(MARK[roles[0]], one.put(curves.spine(0, 0.3, 0.8, k=6)), width * 0.45)
    sheet.shape((roles[1], LINE), spots.put(curves.oval(0.46, 0.34) + (0.16, 0)), width)
    isen.cecek_row(
        sheet, MARK[roles[1]], spots, on=np.array([[0.2, -0.1], [0.2, 0.1]]), count=3, radius=width * 0.45
    )


def stem(sheet, curves_, *, width=0.3):
    """A stalk: a wax line with a dyed one inside it, so that it reads as a double line."""
    sheet.line(LINE, curves_, width, even)
    sheet.line(SECOND, curves_, width * 0.4, even)


def sprig(sheet, spots, *, gap=0.0, roles=(BODY, ACCENT), blossoms=0.46):
    """A branch one unit long: a bowed stalk, curls, paired leaves, buds and a flower at its tip."""
    bow = curves.bezier((0, 0), (0.3, 0.16), (0.62, -0.08), (0.86, 0.02), k=22)
    for share, side in ((0.10, 1), (0.30, -1), (0.52, 1)):
        twig = spots.within(bow[round(share * 21)], side * 0.5, 0.085)
        twig.flip[:] *= side
        stem(sheet, twig.put(curves.spiral(1.25, k=26) * (1.5, 1.0)), width=0.15)
    stem(sheet, spots.put(bow), width=0.34)
    for share, side, size, role in (
        (0.10, -1, 0.34, SECOND), (0.22, 1, 0.40, ACCENT), (0.30, -1, 0.42, SECOND),
        (0.46, 1, 0.38, SECOND), (0.58, -1, 0.36, ACCENT), (0.70, 1, 0.30, SECOND),
    ):  # fmt: skip
        place = spots.within(bow[round(share * 21)], side * 0.85, size)
        leaf(sheet, place, role, bend=-side * 0.12, pairs=5, gap=gap)
    for share, side in ((0.40, -1), (0.66, 1)):
        twig = spots.within(bow[round(share * 21)], side * 1.0, 0.26)
        stem(sheet, twig.put(curves.spine(side * 0.1, 0, 0.7)), width=0.18)
        bud(sheet, twig.within([0.6, side * 0.1], 0, 0.8), (roles[0], SECOND))
    blossom(sheet, spots.within([0.92, 0.02], 0, blossoms), roles, gap=gap * 0.25)
