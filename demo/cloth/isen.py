"""Isen-isen, the fillings: cecek (dots), sawut (strokes), ukel (curls), rows and rosettes of them."""

import numpy as np

from . import curves
from .hand import spindle, tail

DOT = 0.085
FINE = 0.075


def cecek_row(sheet, role, spots, *, on, count, radius=DOT, margin=0.05):
    """A row of drops along a curve of the unit drawing."""
    sheet.dots(role, spots.points(curves.along(on, count, margin)), radius)


def cecek_pitu(sheet, role, spots, *, spread=1.0, radius=DOT):
    """Seven drops: one in the middle, six around it."""
    around, _ = curves.ring(6, spread)
    sheet.dots(role, spots.points(np.concatenate([[[0, 0]], around])), radius)


def sawut(sheet, role, spots, *, root, tip, count, width=FINE):
    """Fine strokes from one curve of the unit drawing towards another."""
    sheet.line(role, spots.put_many(curves.hatch(root, tip, count)), width, tail)


def rosette(sheet, roles, spots, *, petals=8, inner=0.18, petal=None, width=0.12):
    """A flower seen from above: petals round a middle. roles is (fill, outline)."""
    petal = curves.leaf(0.5, 0.6) if petal is None else petal
    at, angle = curves.ring(petals, inner)
    for i in range(petals):
        sheet.shape(roles, spots.within(at[i], angle[i], 1 - inner).put(petal), width)


def scatter(sheet, role, rng, *, step=1.6, radius=DOT, keep=None):
    """Cecek strewn over the whole ground, as close as a patient hand sets them."""
    at, _, _ = curves.lattice(sheet.width, sheet.height, (step, step * 0.9), half_drop=True)
    at = at + rng.normal(0, step * 0.17, at.shape)
    sheet.dots(role, at if keep is None else at[keep(at)], radius)


def veins(sheet, role, spots, *, bend=0.0, breadth=0.4, pairs=5, width=FINE):
    """The middle and side veins of a leaf."""
    sheet.line(role, spots.put(curves.spine(bend, 0.02, 0.9, k=10)), width, tail)
    t = np.linspace(0.2, 0.78, pairs)
    centre = np.stack([t, bend * np.sin(np.pi * t) + bend * 0.5 * t**2], axis=-1)
    reach = np.sin(np.pi * t**0.85) * breadth * 0.36
    for side in (-1, 1):
        tip = centre + np.stack([reach * 0.75, side * reach], axis=-1)
        strokes = centre[:, None] + (tip - centre)[:, None] * np.linspace(0, 1, 4)[None, :, None]
        sheet.line(role, spots.put_many(strokes), width, spindle)
