"""A maker's emblem: one ceplok medallion, ring upon ring, each maker's own; it stands where a face would."""

import numpy as np

from . import curves, flora, isen
from .dye import bathe
from .hand import TAU, by_hand, spindle, spots
from .sheet import ACCENT, BODY, CECEK, EDGE, GROUND, INK, ISEN, LINE, SECOND, Sheet, Window

SIZE = 13.0


def medallion(palette, rng, width):
    """Reflectance (width, width, 3) of a square of cloth with one medallion in its middle."""
    sheet = Sheet((SIZE, SIZE), Window(SIZE / 2, SIZE / 2, SIZE), (width, width), rng)
    heart = spots([SIZE / 2, SIZE / 2], rng.choice([0, TAU / 16]), 1.0)
    fold = int(rng.choice([6, 8, 8, 10, 12]))
    isen.scatter(sheet, CECEK, rng, step=0.8, radius=0.07)
    sheet.shape((EDGE, ISEN), heart.put(curves.oval(11.0, 11.0, k=60)), 0.2)
    isen.cecek_row(
        sheet, ISEN, heart, on=curves.oval(10.2, 10.2, k=60), count=fold * 6 + 1, radius=0.075, margin=0
    )
    outer, inner = int(rng.integers(len(WREATHS))), int(rng.integers(len(RINGS) - 1))
    RINGS[outer](sheet, rng, heart, fold=fold, radius=4.0)
    RINGS[inner + (inner >= outer)](sheet, rng, heart, fold=fold, radius=2.7)
    HEARTS[int(rng.integers(len(HEARTS)))](sheet, heart, fold)
    return bathe(sheet, palette, rng)


def _around(rng, heart, fold, *, radius, size, half=0.0):
    at, angle = curves.ring(fold, radius, half * TAU / fold / 2)
    return by_hand(rng, heart.within(at, angle, size), 0.008, 0.02, swell=0.015)


def _petals(sheet, rng, heart, *, fold, radius):
    """Long petals outside, short ones between them."""
    width = TAU * radius / fold
    for half, role, reach in ((1, SECOND, 2.1), (0, BODY, 2.4)):
        each = _around(rng, heart, fold, radius=radius - 1.3, size=reach, half=half)
        sheet.shape((role, LINE), each.put(curves.leaf(min(0.9, width / reach * 1.0), 0.55)), 0.15, 0.05)
        mark = flora.MARK[role]
        sheet.line(mark, each.put(curves.spine(0, 0.2, 0.78, k=8)), 0.1)
        for side in (-1, 1):
            slant = np.array([[0.42, side * 0.13], [0.74, side * 0.11]])
            isen.cecek_row(sheet, mark, each, on=slant, count=3, radius=0.06)
    sheet.dots(ISEN, _around(rng, heart, fold, radius=radius + 0.95, size=1, half=1).at, 0.12)


def _lobes(sheet, rng, heart, *, fold, radius):
    """Kawung lobes set in a wreath."""
    each = _around(rng, heart, fold, radius=radius, size=min(2.3, TAU * radius / fold * 1.25))
    sheet.shape((BODY, LINE), each.put(curves.oval(0.98, 0.72)), 0.15)
    sheet.line(INK, each.put(curves.oval(0.74, 0.50)), 0.075)
    sheet.shape((ACCENT, INK), each.put(curves.oval(0.46, 0.22)), 0.09)
    outer = _around(rng, heart, fold, radius=radius + 0.85, size=1, half=1)
    isen.cecek_pitu(sheet, ISEN, outer, spread=0.2, radius=0.06)


def _leaves(sheet, rng, heart, *, fold, radius):
    """Leaves that all lean one way, as if the wreath were turning."""
    each = _around(rng, heart, fold, radius=radius - 0.9, size=2.5)
    leaning = each.within([0, 0], 0.62)
    flora.leaf(sheet, leaning, SECOND, breadth=0.46, bend=0.12, width=0.14, gap=0.05, pairs=4)
    tips = _around(rng, heart, fold, radius=radius + 0.35, size=0.8, half=0.7)
    sheet.shape((ACCENT, LINE), tips.put(curves.drop(0.7) - (0.5, 0)), 0.11)
    sheet.dots(ISEN, _around(rng, heart, fold, radius=radius + 1.05, size=1, half=0.55).at, 0.1)


def _scallops(sheet, rng, heart, *, fold, radius):
    """Half circles side by side, hatched, with a drop over each joint."""
    size = TAU * radius / fold * 0.5
    each = _around(rng, heart, fold, radius=radius - 0.1, size=size)
    sheet.shape((ACCENT, LINE), each.put(curves.oval(2.05, 2.0, k=30)), 0.15)
    fan = curves.arc(-1.2, 1.2, 0.86, k=18)
    isen.sawut(sheet, flora.MARK[ACCENT], each, root=fan, tip=fan * 0.66, count=9, width=0.085)
    sheet.shape((BODY, LINE), each.put(curves.oval(0.9, 0.9, k=20)), 0.12)
    sheet.dots(INK, each.at, 0.12)
    sheet.dots(ISEN, _around(rng, heart, fold, radius=radius + size * 0.9, size=1, half=1).at, 0.13)


def _curls(sheet, rng, heart, *, fold, radius):
    """Pairs of ukel, back to back, with a bud between."""
    for flip in (1, -1):
        each = _around(rng, heart, fold, radius=radius - 1.1, size=0.60)
        each.flip[:] = flip
        sheet.line(LINE, each.put(curves.spiral(1.3, k=34) * (1.35, 1.0)), 0.17)
    buds = _around(rng, heart, fold, radius=radius - 0.5, size=1.55)
    sheet.shape((SECOND, LINE), buds.put(curves.leaf(0.46, 0.5)), 0.13, 0.04)
    sheet.line(ISEN, buds.put(curves.spine(0, 0.15, 0.75, k=6)), 0.09)


def _star(sheet, heart, fold):
    flora.blossom(sheet, heart.within([0, 0], 0, 4.0), (BODY, ACCENT), petals=fold, width=0.14, gap=0.02)


def _seed(sheet, heart, fold):
    sheet.shape((GROUND, ISEN), heart.put(curves.oval(3.7, 3.7, k=40)), 0.17)
    isen.cecek_row(sheet, CECEK, heart, on=curves.oval(3.1, 3.1), count=fold * 3 + 1, radius=0.075, margin=0)
    cross = heart.within([0, 0], 0, 1.0)
    for i in range(4):
        lobe = cross.within([0, 0], TAU / 8 + i * TAU / 4).within([0.68, 0], 0, 1.15)
        sheet.shape((BODY, LINE), lobe.put(curves.oval(0.95, 0.62)), 0.12)
        sheet.line(INK, lobe.put(np.linspace((-0.25, 0), (0.25, 0), 6)), 0.14, spindle)
    sheet.dots(CECEK, heart.at, 0.14)


def _wheel(sheet, heart, fold):
    sheet.shape((SECOND, ISEN), heart.put(curves.oval(3.6, 3.6, k=40)), 0.17)
    rim, hub = curves.oval(3.2, 3.2, k=48), curves.oval(1.9, 1.9, k=48)
    isen.sawut(sheet, ISEN, heart, root=rim, tip=hub, count=fold * 3 + 1, width=0.11)
    sheet.shape((BODY, ISEN), heart.put(curves.oval(1.5, 1.5, k=30)), 0.14)
    isen.cecek_pitu(sheet, INK, heart, spread=0.38, radius=0.11)


# Any ring may lie inside; these also fill the room outside.
WREATHS = (_petals, _lobes, _leaves, _scallops)
RINGS = (*WREATHS, _curls)
HEARTS = (_star, _seed, _wheel)
