"""Gringsing buketan: fish scales, an old Javanese field said to keep illness away, with sprigs laid over it
as the north coast and Kebumen do."""

import numpy as np

from .. import curves, flora, isen
from ..hand import TAU, by_hand, spots
from ..sheet import CECEK, GROUND, ISEN, SECOND


def draw(sheet, rng):
    scale = rng.uniform(3.6, 4.4)
    at, col, row = curves.lattice(sheet.width, sheet.height, (scale, scale * 0.98), half_drop=True)
    order = np.argsort(-at[:, 1], kind="stable")
    at, col, row = at[order], col[order], row[order]
    _scales(sheet, by_hand(rng, spots(at, 0, scale), 0.02, 0.03, swell=0.02))
    step = rng.uniform(29, 33)
    where, col, row = curves.lattice(sheet.width, sheet.height, (step, step * 0.98), half_drop=True)
    face = np.where(col % 2, 1.0, -1.0)
    up = -TAU / 4 + face * 0.55 + rng.normal(0, 0.08, len(where))
    along = np.stack([np.cos(up), np.sin(up)], axis=-1)
    length = step * 0.80
    at = where - along * length * 0.52 + (sheet.width / 2 % step, step * 0.25)
    flora.sprig(
        sheet, by_hand(rng, spots(at, up, length, face), 0.01, 0.04, swell=0.04), gap=0.3, blossoms=0.52
    )


def _scales(sheet, scale):
    bowl = curves.oval(1.06, 1.5, 0.92, k=28)
    fan = curves.arc(0.14 * np.pi, 0.86 * np.pi, 1.0, k=14)
    sheet.shape((GROUND, CECEK), scale.put(bowl), 0.15)
    sheet.line(CECEK, scale.put(fan * (0.43, 0.63)), 0.075)
    isen.sawut(sheet, CECEK, scale, root=fan * (0.40, 0.58), tip=fan * (0.25, 0.38), count=9, width=0.075)
    sheet.shape((SECOND, CECEK), scale.put(curves.oval(0.30, 0.36, k=16) + (0, 0.10)), 0.1)
    sheet.dots(ISEN, scale.points(np.array([[0.0, 0.12]])), 0.1)
