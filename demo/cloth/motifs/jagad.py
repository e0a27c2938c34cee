"""Sekar jagad (jagatan in Kebumen): a map of islands, every one with a flowering pattern of its own,
parted by pale channels edged with drops."""

import numpy as np

from .. import curves
from ..hand import TAU, smooth
from ..patches import PATCHES
from ..sheet import EDGE, ISEN


def draw(sheet, rng):
    sheet.fill(EDGE, curves.oval(900, 900)[None])
    step = rng.uniform(20, 24)
    at, col, row = curves.lattice(sheet.width, sheet.height, (step, step * 1.08), half_drop=True)
    at = at + rng.uniform(-0.27, 0.27, at.shape) * step
    patch = _spread(rng, at, step)
    for i, (x, y) in enumerate(at):
        if -step < x < sheet.width + step and -step < y < sheet.height + step:
            _island(sheet, rng, _cell(at, i, step), PATCHES[patch[i]])


def _spread(rng, at, step):
    """A pattern for every island, not the same as any neighbour's, the rarest so far first."""
    patch = np.full(len(at), -1)
    for i, here in enumerate(at):
        near = patch[np.hypot(*(at - here).T) < step * 1.75]
        used = np.bincount(patch[:i], minlength=len(PATCHES)) + rng.random(len(PATCHES))
        used[near[near >= 0]] += 1000
        patch[i] = used.argmin()
    return patch


def _cell(at, i, step):
    """The land nearer to point i than to any other: a polygon, cut side by side."""
    me = at[i]
    land = me + np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * step * 1.5
    for other in at[np.argsort(((at - me) ** 2).sum(1))[1:14]]:
        middle, away = (me + other) / 2, other - me
        side = (land - middle) @ away
        kept = []
        for a, b, sa, sb in zip(land, np.roll(land, -1, 0), side, np.roll(side, -1), strict=True):
            if sa <= 0:
                kept.append(a)
            if (sa < 0) != (sb < 0):
                kept.append(a + (b - a) * sa / (sa - sb))
        land = np.array(kept)
    return land


def _island(sheet, rng, land, patch):
    middle = land.mean(0)
    ring = curves.along(np.concatenate([land, land[:1]]), 25)[:-1]
    ring = 0.5 * ring + 0.25 * (np.roll(ring, 1, 0) + np.roll(ring, -1, 0))
    angle = np.arctan2(*(ring - middle).T[::-1])
    bay = (
        1 + 0.045 * np.sin(angle * 3 + rng.uniform(0, TAU)) + 0.035 * np.sin(angle * 5 + rng.uniform(0, TAU))
    )
    shore = middle + (ring - middle) * (bay * 0.955)[:, None]
    wrapped = np.concatenate([shore[-2:], shore, shore[:3]])[None]
    shore = smooth(wrapped, 5)[0][10 : 10 + 121]
    reach = np.hypot(*(shore - middle).T).max()
    sheet.inside(shore, lambda own: patch(sheet, own, middle, reach))
    _shore(sheet, shore, middle)


def _shore(sheet, shore, middle):
    """The coast of an island: a wax line, a fine line outside it, and drops between islands."""
    sheet.line(ISEN, shore[None], 0.42)
    out = (shore - middle) / np.hypot(*(shore - middle).T)[:, None]
    sheet.dots(ISEN, curves.along(shore + out * 0.62, int(len(shore) * 0.75)), 0.11)
