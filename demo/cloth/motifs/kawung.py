"""Kawung: four palm-fruit lobes round a small cross; a court motif that villages draw as "kawung jenggot",
bearded with fine strokes, which is the version Kebumen's makers name."""

import numpy as np

from .. import curves, isen
from ..hand import TAU, by_hand, spots
from ..sheet import ACCENT, BODY, CECEK, INK, ISEN, LINE, SECOND, VEIN


def draw(sheet, rng):
    step = rng.uniform(14.0, 17.0)
    at, col, row = curves.lattice(sheet.width, sheet.height, (step, step))
    crossings = np.concatenate([at, at + step / 2])
    lobes = np.concatenate([crossings + np.array(d) * step / 4 for d in ((1, 1), (-1, 1))])
    lean = np.repeat([TAU / 8, -TAU / 8], len(crossings))
    edge = step / np.sqrt(2)
    _between(sheet, rng, at + (step / 2, 0), edge)
    _between(sheet, rng, at + (0, step / 2), edge)
    _lobes(sheet, by_hand(rng, spots(lobes, lean, edge), 0.008, 0.02, swell=0.012))
    _crossing(sheet, by_hand(rng, spots(crossings, 0, edge), 0.01))


def _lobes(sheet, lobe):
    whole, inner, seed = (curves.oval(a, b, 0.95) for a, b in ((0.82, 0.49), (0.67, 0.355), (0.42, 0.155)))
    # Drops around every lobe; its neighbours cover those that have no ground of their own.
    isen.cecek_row(sheet, CECEK, lobe, on=curves.oval(0.92, 0.605), count=44, radius=0.085, margin=0)
    sheet.shape((BODY, LINE), lobe.put(whole), 0.26)
    sheet.line(INK, lobe.put(inner), 0.1)
    isen.sawut(sheet, INK, lobe, root=inner * 0.98, tip=curves.oval(0.53, 0.24), count=36, width=0.08)
    sheet.shape((SECOND, INK), lobe.put(seed), 0.12)
    isen.cecek_row(sheet, ISEN, lobe, on=np.array([[-0.15, 0], [0.15, 0]]), count=5, radius=0.095)


def _crossing(sheet, cross):
    """Where four lobes meet: a blue or red knot with its drops."""
    sheet.shape((ACCENT, CECEK), cross.put(curves.oval(0.19, 0.19, k=20)), 0.13)
    sheet.dots(VEIN, cross.at, 0.13)
    around, _ = curves.ring(8, 0.055)
    sheet.dots(VEIN, cross.points(around), 0.07)


def _between(sheet, rng, at, edge):
    """The star of ground between lobes: a small flower with its beard of fine strokes and drops."""
    star = by_hand(rng, spots(at, 0, edge), 0.01, 0.05)
    for angle in np.arange(4) * TAU / 4:
        arm = star.within([0, 0], angle)
        sheet.line(CECEK, arm.put(np.linspace((0.24, 0), (0.54, 0), 6)), 0.13)
        for side in (-1, 1):
            beard = np.array(
                [[(x, side * 0.008), (x - 0.03, side * (0.075 - x * 0.05))] for x in (0.32, 0.36, 0.40, 0.44)]
            )
            strokes = beard[:, :1] + (beard[:, 1:] - beard[:, :1]) * np.linspace(0, 1, 4)[None, :, None]
            sheet.line(CECEK, arm.put_many(strokes), 0.07)
        leaf = star.within([0, 0], angle + TAU / 8, 0.27)
        sheet.shape((ACCENT, CECEK), leaf.put(curves.leaf(0.42, 0.55)), 0.11)
        isen.cecek_row(sheet, CECEK, leaf, on=np.array([[1.16, 0], [1.5, 0]]), count=3, radius=0.09)
    isen.rosette(sheet, (SECOND, CECEK), star.within([0, 0], 0, 0.175), petals=8, width=0.11)
    sheet.shape((SECOND, CECEK), star.put(curves.oval(0.12, 0.12, k=14)), 0.1)
    sheet.dots(ISEN, star.at, 0.1)
