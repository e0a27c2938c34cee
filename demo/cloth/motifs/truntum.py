"""Truntum: stars of blossom on a dark sky, love that blooms again; from the Surakarta court, worn by
the parents at weddings."""

import numpy as np

from .. import curves, isen
from ..hand import TAU, by_hand, spots
from ..sheet import ACCENT, BODY, CECEK, INK, LINE, SECOND


def draw(sheet, rng):
    step = rng.uniform(8.2, 10.0)
    at, col, row = curves.lattice(sheet.width, sheet.height, (step, step))
    big = by_hand(rng, spots(at, rng.uniform(-0.06, 0.06, len(at)), step), 0.012, 0.04, swell=0.03)
    small = by_hand(rng, spots(at + step / 2, 0, step), 0.012, 0.08, swell=0.03)
    _net(sheet, rng, at, step)
    odd = (col + row) % 2 == 0
    _star(sheet, big.pick(odd), (BODY, SECOND))
    _star(sheet, big.pick(~odd), (BODY, ACCENT))
    _starlet(sheet, small)


def _net(sheet, rng, at, step):
    """Arcs of drops from star to star."""
    link = spots(at, 0, step)
    for angle in (0, TAU / 4):
        for bow in (0.13, -0.13):
            arc = curves.bezier((0.34, bow * 0.4), (0.5, bow * 1.5), (0.66, bow * 0.4), k=12)
            isen.cecek_row(sheet, CECEK, link.within([0, 0], angle), on=arc, count=6, radius=0.085)
        middle = link.within([0.0, 0.0], angle).within([0.5, 0], 0, 0.1)
        sheet.shape((SECOND, CECEK), by_hand(rng, middle, 0.05, 0.1).put(curves.oval(1.0, 0.62, 1.6)), 0.1)


def _star(sheet, star, roles):
    petal = curves.leaf(0.40, 0.52)
    at, angle = curves.ring(8, 0.075)
    for i in range(8):
        one = star.within(at[i], angle[i], 0.27 if i % 2 else 0.31)
        sheet.shape((roles[i % 2], LINE), one.put(petal), 0.15)
        sheet.line(INK if i % 2 == 0 else CECEK, one.put(curves.spine(0, 0.12, 0.72, k=6)), 0.08)
        ray = star.within([0, 0], angle[i] + TAU / 16)
        sheet.line(CECEK, ray.put(np.linspace((0.15, 0), (0.30, 0), 6)), 0.085)
        sheet.dots(CECEK, ray.points(np.array([[0.345, 0.0]])), 0.13)
        sheet.dots(CECEK, ray.points(np.array([[0.40, 0.0]])), 0.08)
    sheet.shape((SECOND, LINE), star.put(curves.oval(0.15, 0.15, k=18)), 0.13)
    isen.cecek_pitu(sheet, CECEK, star, spread=0.036, radius=0.075)


def _starlet(sheet, star):
    """The small star in every hollow: four petals, four strokes, drops."""
    at, angle = curves.ring(4, 0.035, TAU / 8)
    for i in range(4):
        one = star.within(at[i], angle[i], 0.15)
        sheet.shape((BODY, LINE), one.put(curves.leaf(0.5, 0.58)), 0.12)
        sheet.line(INK, one.put(curves.spine(0, 0.15, 0.7, k=5)), 0.07)
        ray = star.within([0, 0], angle[i] + TAU / 8)
        sheet.line(CECEK, ray.put(np.linspace((0.05, 0), (0.13, 0), 5)), 0.09)
        isen.cecek_row(
            sheet, CECEK, ray, on=np.array([[0.165, 0], [0.235, 0]]), count=3, radius=0.09, margin=0
        )
        side = np.array([[0.16, 0.075], [0.16, -0.075]])
        sheet.dots(CECEK, ray.points(side), 0.075)
    sheet.dots(SECOND, star.at, 0.26)
    sheet.dots(CECEK, star.at, 0.12)
