"""Menganti: swiftlets (lawet) over waves and the columnar basalt of the Ayah coast.

A sample motif made up for the demonstration village; it is no heritage pattern.
"""

import itertools

import numpy as np

from .. import curves, isen
from ..hand import by_hand, spindle, spots, tail
from ..sheet import ACCENT, BODY, CECEK, EDGE, GROUND, INK, ISEN, LINE, SECOND, VEIN

# Columns of one rock, back to front: place from its middle, height of its top, lean, and fill.
COLUMNS = (
    (-0.13, 0.56, -0.05, ACCENT), (-0.05, 0.63, -0.01, SECOND), (0.04, 0.6, 0.02, SECOND),
    (0.12, 0.51, 0.05, ACCENT), (-0.21, 0.46, -0.08, SECOND), (-0.1, 0.5, -0.04, SECOND),
    (0, 0.53, 0, ACCENT), (0.09, 0.46, 0.04, SECOND), (0.19, 0.43, 0.08, SECOND),
    (-0.3, 0.31, -0.12, SECOND), (-0.24, 0.36, -0.09, ACCENT), (-0.16, 0.39, -0.06, SECOND),
    (-0.07, 0.43, -0.02, SECOND), (0.03, 0.41, 0.01, SECOND), (0.13, 0.36, 0.05, ACCENT),
    (0.22, 0.32, 0.09, SECOND), (0.3, 0.27, 0.12, SECOND), (-0.36, 0.2, -0.15, ACCENT),
    (-0.29, 0.22, -0.11, SECOND), (-0.21, 0.28, -0.08, SECOND), (-0.12, 0.31, -0.04, ACCENT),
    (-0.03, 0.28, 0, SECOND), (0.07, 0.31, 0.03, SECOND), (0.17, 0.25, 0.07, SECOND),
    (0.26, 0.2, 0.1, ACCENT), (0.35, 0.16, 0.14, SECOND), (-0.41, 0.11, -0.17, SECOND),
    (-0.33, 0.13, -0.13, SECOND), (-0.25, 0.16, -0.09, ACCENT), (-0.17, 0.19, -0.06, SECOND),
    (-0.08, 0.17, -0.02, SECOND), (0.02, 0.19, 0.01, ACCENT), (0.12, 0.16, 0.05, SECOND),
    (0.22, 0.13, 0.08, SECOND), (0.31, 0.1, 0.12, ACCENT), (0.4, 0.09, 0.16, SECOND),
)  # fmt: skip
BIRDS = (
    (-0.30, -0.60, -0.6, 0.20), (0.30, -0.62, -0.35, 0.25), (-0.47, -0.36, -0.2, 0.21), (0.47, -0.30, -0.75, 0.22),
    (0.05, -0.80, -0.15, 0.18),
)  # fmt: skip


def draw(sheet, rng):
    size = rng.uniform(40, 46)
    step = (size * 1.02, size * 0.98)
    _wind(sheet, rng)
    at, col, row = curves.lattice(sheet.width, sheet.height, step, half_drop=True)
    order = np.argsort(at[:, 1], kind="stable")
    face = np.where((col + row) % 2 == 0, 1.0, -1.0)[order]
    at = at[order] + (sheet.width / 2 % step[0], step[1] * 0.55)
    tier = by_hand(rng, spots(at, 0, size), 0.008, 0.01, swell=0.01)
    rock = mirrored(tier, face)
    for x, tall, lean, role in COLUMNS:
        _column(sheet, rng, rock.within([x, 0], lean), tall=tall, role=role)
    _sea(sheet, rng, tier)
    for x, y, turn, span in BIRDS:
        _swiftlet(sheet, by_hand(rng, rock.within([x, y], turn, span), 0.06, 0.12, swell=0.06))


def mirrored(where, face):
    """The same spots, where `face` is -1 mirrored across the upright axis."""
    turn = np.where(face < 0, where.turn + np.pi, where.turn)
    return spots(where.at, turn, where.size, face)


def _wind(sheet, rng):
    """Long strokes and drops of wind, lying along the sky."""
    at, _, _ = curves.lattice(sheet.width, sheet.height, (5.6, 1.7), half_drop=True)
    at = at + rng.normal(0, 0.35, at.shape)
    breath = spots(at, rng.normal(0, 0.06, len(at)), rng.uniform(1.6, 2.7, len(at)))
    sheet.line(CECEK, breath.put(curves.spine(0.05, k=10) - (0.5, 0)), 0.10, spindle)
    isen.cecek_row(sheet, CECEK, breath, on=np.array([[0.62, 0.0], [1.15, 0.0]]), count=4, radius=0.085)


def _column(sheet, rng, foot, *, tall, role):
    """One basalt pillar: three faces under a six-sided top, broken into drums by the joints of the rock."""
    foot = by_hand(rng, foot, 0.004, 0.012, swell=0.01)
    wide, lid = 0.049, 0.019
    top = -tall + rng.normal(0, 0.012)
    skirt = ((-1, 0), (-1, None), (1, None), (1, 0), (0.5, 1), (-0.5, 1))
    side = np.array([(x * wide, 0.06 if y is None else top + y * lid) for x, y in skirt])
    sheet.shape((role, LINE), foot.put(_ring_of(side)), 0.2)
    mark = ISEN if role == SECOND else VEIN
    for x in (-0.5 * wide, 0.5 * wide):
        sheet.line(mark, foot.put(np.linspace((x, top + lid), (x, 0.05), 14)), 0.10)
    rungs = np.arange(top + 0.032, min(0.04, top + 0.30), 0.0125)
    left = np.stack([np.linspace((-0.96 * wide, y), (-0.60 * wide, y + 0.006), 4) for y in rungs])
    sheet.line(mark, foot.put_many(left), 0.08, tail)
    sheet.dots(mark, foot.points(np.stack([np.zeros_like(rungs), rungs + 0.006], axis=-1)[::2]), 0.085)
    for y in np.arange(top + rng.uniform(0.07, 0.11), 0.03, 0.115):
        joint = np.array([(-wide, y), (-0.5 * wide, y + lid), (0.5 * wide, y + lid), (wide, y)])
        sheet.line(
            LINE,
            foot.put(np.concatenate([np.linspace(*pair, 5) for pair in itertools.pairwise(joint)])),
            0.14,
        )
    cap = np.array([(-1, 0), (-0.5, -1), (0.5, -1), (1, 0), (0.5, 1), (-0.5, 1)]) * (wide, lid) + (0, top)
    sheet.shape((BODY, LINE), foot.put(_ring_of(cap)), 0.15)
    isen.cecek_row(
        sheet, INK, foot, on=np.array([(-0.4 * wide, top), (0.4 * wide, top)]), count=3, radius=0.07
    )


def _ring_of(corners):
    """A closed shape with straight sides, dense enough to tremble."""
    ends = np.roll(corners, -1, axis=0)
    sides = [np.linspace(a, b, 6, endpoint=False) for a, b in zip(corners, ends, strict=True)]
    return np.concatenate([*sides, corners[:1]])


def _sea(sheet, rng, tier):
    """Waves at the feet of the rock: rows of scallops, and crests that curl over."""
    for depth in range(4):
        x = np.arange(-0.56, 0.57, 0.112) + (depth % 2) * 0.056
        at = tier.within(np.stack([x, np.full_like(x, -0.012 + depth * 0.042)], axis=-1), 0, 0.064)
        wave = by_hand(rng, at, 0.04, 0.04, swell=0.04)
        whole = np.concatenate(
            [curves.arc(np.pi, 2 * np.pi, k=18), curves.arc(0, np.pi, k=14)[1:] * (1, 0.5)]
        )
        sheet.shape((EDGE if depth % 2 else GROUND, LINE), wave.put(whole), 0.2)
        sheet.line(CECEK, wave.put(curves.arc(np.pi * 1.08, np.pi * 1.92, 0.74, k=14)), 0.12)
        isen.cecek_row(
            sheet, CECEK, wave, on=curves.arc(np.pi * 1.15, np.pi * 1.85, 0.5, k=12), count=5, radius=0.09
        )
        sheet.line(CECEK, wave.put(curves.arc(np.pi * 1.2, np.pi * 1.8, 0.27, k=10)), 0.1)
    crests = tier.within([[-0.44, -0.03], [-0.19, -0.045], [0.10, -0.04], [0.36, -0.03]], -0.5, 0.062)
    curl = curves.spiral(1.25, k=34) * (1, -1)
    for role, width in ((GROUND, 1.3), (LINE, 0.62), (BODY, 0.34)):
        sheet.line(role, crests.put(curl), width)
    spray = tier.within([[-0.33, -0.13], [0.0, -0.14], [0.24, -0.13], [0.48, -0.12]], 0, 0.9)
    isen.cecek_pitu(sheet, CECEK, spray, spread=0.012, radius=0.11)


def _swiftlet(sheet, bird):
    """A lawet on the wing: two sickles, a short body, a forked tail."""
    for side in (-1, 1):
        wing = curves.bezier((0.16, 0), (0.20, side * 0.30), (-0.02, side * 0.52), (-0.34, side * 0.72), k=16)
        back = curves.bezier((-0.34, side * 0.72), (0.0, side * 0.36), (-0.06, side * 0.12), (-0.10, 0), k=16)
        sheet.shape((BODY, LINE), bird.put(np.concatenate([wing, back[1:], wing[:1]])), 0.2, 0.3)
        strokes = curves.hatch(back[3:14], wing[::-1][3:14], 9)
        sheet.line(INK, bird.put_many(strokes[:, :3]), 0.10, tail)
        fork = curves.leaf(0.22, 0.4)
        sheet.shape((BODY, LINE), bird.within([-0.16, 0], np.pi + side * 0.32, 0.36).put(fork), 0.16)
    sheet.shape((SECOND, LINE), bird.put(curves.leaf(0.30, 0.62) * (0.62, 0.72) - (0.24, 0)), 0.17, 0.2)
    sheet.dots(ISEN, bird.points(np.array([[0.26, 0.0]])), 0.16)
    isen.cecek_row(sheet, ISEN, bird, on=np.array([[-0.1, 0.0], [0.17, 0.0]]), count=4, radius=0.1)
