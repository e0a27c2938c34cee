"""Kawung: four palm-fruit lobes round a small cross; a court motif that villages draw as "kawung jenggot",
bearded with fine strokes, which is the version Kebumen's makers name."""

import numpy as np

from .. import curves, isen
from ..hand import TAU, by_hand, spots
from ..sheet import ACCENT, BODY, CECEK, GROUND, INK, ISEN, LINE, SECOND


def draw(sheet, rng):
    step = rng.uniform(11.5, 14.0)
    at, col, row = curves.lattice(sheet.width, sheet.height, (step, step))
    crossings = np.concatenate([at, at + step / 2])
    lobes = np.concatenate([crossings + np.array(d) * step / 4 for d in ((1, 1), (-1, 1))])
    lean = np.repeat([TAU / 8, -TAU / 8], len(crossings))
    edge = step / np.sqrt(2)
    _between(sheet, rng, at + (step / 2, 0), edge)
    _between(sheet, rng, at + (0, step / 2), edge)
    _lobes(sheet, by_hand(rng, spots(lobes, lean, edge), 0.008, 0.02, 0.012))
    _crossing(sheet, by_hand(rng, spots(crossings, 0, edge), 0.01))


def _lobes(sheet, lobe):
    whole, inner, seed = (curves.oval(a, b, 0.86) for a, b in ((0.87, 0.62), (0.70, 0.45), (0.40, 0.17)))
    sheet.shape((BODY, LINE), lobe.put(whole), 0.24)
    sheet.line(INK, lobe.put(inner), 0.1)
    isen.sawut(
        sheet, INK, lobe, root=curves.oval(0.68, 0.43, 0.86), tip=curves.oval(0.54, 0.28, 0.86), count=34
    )
    sheet.shape((SECOND, INK), lobe.put(seed), 0.12)
    isen.cecek_row(sheet, ISEN, lobe, on=np.array([[-0.14, 0], [0.14, 0]]), count=4, radius=0.1)


def _crossing(sheet, cross):
    diamond = curves.oval(0.2, 0.2, 1.0, k=4)
    sheet.shape((ACCENT, CECEK), cross.put(curves.oval(0.17, 0.17)), 0.14)
    sheet.dots(CECEK, cross.points(np.zeros((1, 2))), 0.16)
    around, _ = curves.ring(4, 0.17)
    sheet.dots(CECEK, cross.points(around), 0.11)
    del diamond


def _between(sheet, rng, at, edge):
    """The star of ground between lobes: a small flower with its beard of fine strokes and drops."""
    star = by_hand(rng, spots(at, 0, edge), 0.01, 0.05)
    for angle in np.arange(4) * TAU / 4:
        arm = star.within([0, 0], angle)
        sheet.line(CECEK, arm.put(np.linspace((0.2, 0), (0.46, 0), 6)), 0.12)
        isen.cecek_row(sheet, CECEK, arm, on=np.array([[0.22, 0.06], [0.4, 0.035]]), count=4)
        isen.cecek_row(sheet, CECEK, arm, on=np.array([[0.22, -0.06], [0.4, -0.035]]), count=4)
    isen.rosette(sheet, (SECOND, CECEK), star.within([0, 0], TAU / 8, 0.2), petals=8, width=0.11)
    sheet.shape((GROUND, CECEK), star.put(curves.oval(0.1, 0.1, k=14)), 0.1)
    sheet.dots(CECEK, star.at, 0.1)
