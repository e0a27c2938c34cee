"""Lung-lungan ukel: vines that climb, curl and flower over strewn drops; the pelataran family of Kebumen,
leaf and flower on a worked ground."""

import numpy as np

from .. import curves, flora, isen
from ..hand import TAU, by_hand, spots
from ..sheet import ACCENT, BODY, CECEK, LINE, SECOND


def draw(sheet, rng):
    wave = rng.uniform(33, 38)
    step = wave * 0.62
    isen.scatter(sheet, CECEK, rng, step=1.15, radius=0.085)
    vines = np.arange(-1, int(sheet.width / step) + 2)
    for k in vines:
        _vine(sheet, rng, x=k * step + step * 0.3, wave=wave, phase=(k % 2) * np.pi)


def _vine(sheet, rng, *, x, wave, phase):
    """One wavy stem with a curling branch, a flower and leaves in each of its bays."""
    bays = np.arange(-1, int(sheet.height / wave * 2) + 3)
    y = np.linspace(bays[0] * wave / 2, bays[-1] * wave / 2, len(bays) * 24)
    stem = np.stack([x + wave * 0.12 * np.sin(TAU * y / wave + phase), y], axis=-1)
    # The stem passes its own middle here, leaning to one side and then to the other.
    side = np.where(np.cos(TAU * bays / 2 + phase) > 0, 1.0, -1.0)
    lean = np.pi / 2 - side * 0.62
    root = np.stack([np.full(len(bays), x), bays * wave / 2], axis=-1)
    branch = by_hand(rng, spots(root, lean, wave * 0.19, side), 0.03, 0.05, 0.03)
    _leaves(sheet, branch)
    curl = curves.spiral(1.35, k=56)
    flora.stem(sheet, branch.put(curl), width=0.42)
    flora.stem(sheet, stem[None], width=0.55)
    _heart(sheet, branch)


def _leaves(sheet, branch):
    """Leaves along the outside of a curl, growing smaller towards its heart."""
    curl = curves.spiral(1.35, k=56)
    for share, size, out, role in (
        (0.10, 0.62, -0.75, SECOND), (0.22, 0.66, -0.7, ACCENT), (0.33, 0.58, -0.65, SECOND),
        (0.43, 0.52, -0.6, SECOND), (0.53, 0.44, -0.6, ACCENT),
    ):  # fmt: skip
        i = round(share * 55)
        heading = np.arctan2(*(curl[i + 1] - curl[i - 1])[::-1])
        place = branch.within(curl[i], heading + out, size)
        flora.leaf(sheet, place, role, breadth=0.5, bend=0.16, gap=0.12)
    for share, out in ((0.16, 0.9), (0.30, 0.8)):
        i = round(share * 55)
        heading = np.arctan2(*(curl[i + 1] - curl[i - 1])[::-1])
        twig = branch.within(curl[i], heading + out, 0.16)
        sheet.line(LINE, twig.put(curves.spiral(1.2, k=24)), 0.13)


def _heart(sheet, branch):
    """The flower in the middle of a curl, and two buds beyond it."""
    for turn in (-2.2, 2.5):
        flora.bud(sheet, branch.within([0.02, 0.98], turn, 0.62), (BODY, SECOND))
    flora.blossom(sheet, branch.within([0, 0.98], 0.2, 1.0), (BODY, ACCENT), width=0.17)
