"""Gringsing buketan: fish scales, an old Javanese field said to keep illness away, with sprigs laid over it
as the north coast and Kebumen do."""

import numpy as np

from .. import curves, flora, isen
from ..hand import TAU, by_hand, spots
from ..sheet import ACCENT, CECEK, GROUND, ISEN, LINE, SECOND


def draw(sheet, rng):
    scale = rng.uniform(3.6, 4.4)
    at, col, row = curves.lattice(sheet.width, sheet.height, (scale, scale * 0.98), half_drop=True)
    order = np.argsort(-at[:, 1], kind="stable")
    at, col, row = at[order], col[order], row[order]
    _scales(sheet, by_hand(rng, spots(at, 0, scale), 0.02, 0.03, 0.02))
    step = rng.uniform(33, 38)
    where, col, row = curves.lattice(sheet.width, sheet.height, (step, step * 0.92), half_drop=True)
    up = np.where((col + row) % 2 == 0, -TAU / 8, -TAU * 3 / 8) + rng.normal(0, 0.1, len(where))
    along = np.stack([np.cos(up), np.sin(up)], axis=-1)
    length = step * 0.56
    at = where - along * length * 0.5 + (step * 0.25, step * 0.25)
    sprigs = by_hand(rng, spots(at, up, length, np.where(col % 2, 1, -1)), 0.01, 0.04, 0.04)
    flora.sprig(sheet, sprigs, gap=0.1, blossoms=0.52)
    isen.rosette(
        sheet, (ACCENT, LINE), spots(where + (step * 0.25, -step * 0.22), 0, 2.6), petals=8, width=0.15
    )
    sheet.dots(ISEN, where + (step * 0.25, -step * 0.22), 0.3)


def _scales(sheet, scale):
    bowl = curves.oval(1.06, 1.5, 0.92, k=28)
    inner = curves.arc(0.12 * np.pi, 0.88 * np.pi, 1.0, k=14) * (0.40, 0.56)
    sheet.shape((GROUND, CECEK), scale.put(bowl), 0.15)
    sheet.line(CECEK, scale.put(inner), 0.085)
    isen.cecek_row(sheet, CECEK, scale, on=inner * 0.68, count=5, radius=0.07)
    sheet.shape((SECOND, CECEK), scale.put(curves.oval(0.26, 0.34, k=14) + (0, 0.12)), 0.09)
