"""Lung-lungan ukel: vines that climb, curl and flower over strewn drops; the pelataran family of Kebumen,
leaf and flower on a worked ground."""

import numpy as np

from .. import curves, flora, isen
from ..hand import TAU, by_hand, spots
from ..sheet import ACCENT, BODY, CECEK, SECOND


def draw(sheet, rng):
    wave = rng.uniform(33, 38)
    step = wave * 0.60
    isen.scatter(sheet, CECEK, rng, step=0.98, radius=0.085)
    vines = np.arange(-1, int(sheet.width / step) + 3) * step - step * 0.2
    bays = np.arange(-1, int(sheet.height / wave * 2) + 3)
    x, bay = (grid.ravel() for grid in np.meshgrid(vines, bays, indexing="ij"))
    # A stem crosses its own middle at every bay, leaning to one side and then to the other.
    side = np.where(bay % 2 == 0, 1.0, -1.0)
    root = np.stack([x, bay * wave / 2], axis=-1)
    where = spots(root + (0, wave * 0.05), np.pi / 2 - side * 0.62, wave * 0.215, side)
    branch = by_hand(rng, where, 0.03, 0.05, swell=0.03)
    _leaves(sheet, branch)
    flora.stem(sheet, branch.put(curves.spiral(1.35, k=56)), width=0.42)
    y = np.linspace(bays[0], bays[-1], len(bays) * 24) * wave / 2
    sway = wave * 0.12 * np.sin(TAU * y / wave)
    flora.stem(
        sheet,
        np.stack([vines[:, None] + sway, np.broadcast_to(y, (len(vines), len(y)))], axis=-1),
        width=0.55,
    )
    bend = root + np.stack([side * wave * 0.12, np.full(len(x), wave / 4)], axis=-1)
    _beside(sheet, by_hand(rng, spots(bend, np.pi / 2, wave * 0.15, -side), 0.02, 0.05))
    _heart(sheet, branch)


def _beside(sheet, place):
    """On the outer side of every bend: two leaves and a bud."""
    for y, turn, scale, role in ((-0.4, 0.75, 0.95, SECOND), (0.25, 0.9, 1.0, ACCENT)):
        flora.leaf(sheet, place.within([y, 0], turn, scale), role, breadth=0.44, bend=-0.1, gap=0.12)
    flora.bud(sheet, place.within([-0.1, 0.0], 1.35, 0.9), (BODY, SECOND))


def _leaves(sheet, branch):
    """Leaves along the outside of a curl, growing smaller towards its heart."""
    curl = curves.spiral(1.35, k=56)
    for share, size, out, role in (
        (0.06, 0.66, -0.95, SECOND), (0.15, 0.78, -0.8, ACCENT), (0.25, 0.80, -0.75, SECOND),
        (0.34, 0.74, -0.7, SECOND), (0.42, 0.70, -0.7, ACCENT), (0.50, 0.60, -0.7, SECOND), (0.58, 0.46, -0.7, ACCENT),
    ):  # fmt: skip
        flora.leaf(
            sheet, _on(branch, curl, share, out=out, size=size), role, breadth=0.46, bend=0.16, gap=0.14
        )
    for share, out in ((0.10, 0.9), (0.20, 0.8), (0.30, 0.7), (0.40, 0.7)):
        twig = _on(branch, curl, share, out=out, size=0.15)
        flora.stem(sheet, twig.put(curves.spiral(1.25, k=26) * (1.5, 1.0)), width=0.15)


def _on(branch, curl, share, *, out, size):
    """Spots on the curl of every branch, turned `out` from where the curl is heading."""
    i = round(share * (len(curl) - 1))
    dx, dy = curl[i + 1] - curl[i - 1]
    return branch.within(curl[i], np.arctan2(dy, dx) + out, size)


def _heart(sheet, branch):
    """The flower in the middle of a curl, and two buds beyond it."""
    for turn in (-2.2, 2.5):
        flora.bud(sheet, branch.within([0.02, 0.98], turn, 0.72), (BODY, SECOND))
    flora.blossom(sheet, branch.within([0, 0.98], 0.2, 1.18), (BODY, ACCENT), width=0.17)
