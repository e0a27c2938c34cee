"""Small fields of other patterns, as sekar jagad gathers them: each fills one island of the map."""

import numpy as np

from . import curves, flora, isen
from .hand import TAU, by_hand, spindle, spots
from .sheet import ACCENT, BODY, CECEK, GROUND, INK, ISEN, LINE, SECOND, VEIN


def _grid(rng, middle, reach, step, *, half_drop=True):
    n = int(reach / step) + 2
    x, y = np.meshgrid(np.arange(-n, n + 1), np.arange(-n, n + 1), indexing="ij")
    at = np.stack([x * step, (y + 0.5 * (x % 2) * half_drop) * step], axis=-1).reshape(-1, 2)
    return by_hand(rng, spots(at + middle, 0, step), 0.02, 0.03, swell=0.03)


def _turned(where, middle, angle):
    cos, sin = np.cos(angle), np.sin(angle)
    at = (where.at - middle) @ np.array([[cos, sin], [-sin, cos]]) + middle
    return spots(at, where.turn + angle, where.size)


def kawung(sheet, rng, middle, reach):
    sheet.fill(GROUND, _all(middle, reach))
    cell = _grid(rng, middle, reach, 4.4, half_drop=False)
    for i in range(4):
        lobe = cell.within([0, 0], TAU / 8 + i * TAU / 4).within([0.33, 0], 0, 0.56)
        sheet.shape((BODY, LINE), lobe.put(curves.oval(0.92, 0.6)), 0.14)
        sheet.line(INK, lobe.put(np.linspace((-0.25, 0), (0.25, 0), 6)), 0.16, spindle)
    sheet.dots(CECEK, cell.at, 0.16)
    sheet.dots(CECEK, cell.points(np.array([[0.5, 0.0], [0, 0.5]])), 0.14)


def scales(sheet, rng, middle, reach):
    sheet.fill(SECOND, _all(middle, reach))
    where = _grid(rng, middle, reach, 2.6)
    where = where.pick(np.argsort(-where.at[:, 1], kind="stable"))
    sheet.shape((SECOND, ISEN), where.put(curves.oval(1.06, 1.5, 0.92, k=22)), 0.12)
    sheet.line(ISEN, where.put(curves.arc(0.2 * np.pi, 0.8 * np.pi, 1.0, k=9) * (0.34, 0.5)), 0.08)
    sheet.dots(ISEN, where.points(np.array([[0.0, 0.2]])), 0.18)


def stars(sheet, rng, middle, reach):
    sheet.fill(GROUND, _all(middle, reach))
    where = _grid(rng, middle, reach, 4.0)
    at, angle = curves.ring(8, 0.06)
    for i in range(8):
        petal = where.within(at[i], angle[i], 0.34 if i % 2 else 0.40)
        sheet.shape((BODY if i % 2 else ACCENT, CECEK), petal.put(curves.leaf(0.42, 0.55, k=18)), 0.1)
    sheet.dots(SECOND, where.at, 0.32)
    isen.cecek_pitu(sheet, CECEK, where.within([0.5, 0.25], 0, 1), spread=0.07, radius=0.075)


def blades(sheet, rng, middle, reach):
    """Stripes of parang: wavy bands with strokes."""
    sheet.fill(BODY, _all(middle, reach))
    angle = rng.choice([-1, 1]) * TAU / 8
    frame = spots(middle, angle)
    x, y = np.meshgrid(np.linspace(-reach, reach, 90), np.arange(-reach, reach, 2.4))
    wave = np.where(np.arange(len(y)) % 2, -1, 1)[:, None] * np.sin(x * 2.1)
    runs = np.stack([x, y + 0.42 * wave], axis=-1)
    for half, role in ((0, SECOND), (1, INK)):
        sheet.line(role, frame.put_many(runs[half::2]), 1.05)
    for side in (-1, 1):
        sheet.line(INK, frame.put_many(runs + (0, side * 0.85)), 0.09)
    on = np.concatenate([curves.along(run, int(reach * 3.2), 0.02) for run in runs])
    sheet.dots(ISEN, frame.points(on), 0.11)
    sheet.dots(INK, frame.points(on[::2] + (0, 1.2)), 0.08)


def bouquet(sheet, rng, middle, reach):
    """One open flower with leaves, on drops."""
    sheet.fill(BODY, _all(middle, reach))
    dots = _grid(rng, middle, reach, 1.2)
    sheet.dots(INK, dots.at + rng.normal(0, 0.15, dots.at.shape), 0.085)
    for turn in rng.uniform(0, TAU) + np.arange(6) * TAU / 6:
        stalk = spots(middle, turn, reach * 0.74).within([0.25, 0], rng.normal(0, 0.15))
        sheet.shape((SECOND, INK), stalk.put(curves.leaf(0.42, 0.45, 0.1)), 0.16)
        isen.veins(sheet, ISEN, stalk, bend=0.1, breadth=0.42, pairs=5, width=0.09)
    flower = spots(middle, rng.uniform(0, TAU), reach * 0.92)
    sheet.fill(INK, flower.put(curves.oval(0.98, 0.98)))
    flora.blossom(sheet, flower, (ACCENT, SECOND), width=0.2)


def curls(sheet, rng, middle, reach):
    """Ukel, close-set, with drops in every gap."""
    sheet.fill(ACCENT, _all(middle, reach))
    where = _grid(rng, middle, reach, 2.15)
    turned = spots(where.at, rng.uniform(0, TAU, len(where)), 0.72, rng.choice([-1, 1], len(where)))
    sheet.line(VEIN, turned.put(curves.spiral(1.4, k=26) - (0, 1)), 0.15)
    sheet.dots(
        VEIN, turned.points(np.array([[-1.3, 0.2], [-1.1, 1.0], [1.4, 0.9], [0.2, 1.5], [1.3, -0.8]])), 0.085
    )


def weave(sheet, rng, middle, reach):
    """Nitik: squares of strokes and drops, as on woven double ikat."""
    sheet.fill(SECOND, _all(middle, reach))
    where = _turned(_grid(rng, middle, reach * 1.3, 2.5, half_drop=False), middle, TAU / 8)
    for d in ((0.2, 0.2), (-0.2, -0.2), (0.2, -0.2), (-0.2, 0.2)):
        sheet.dots(ISEN, where.points(np.array([d]) * 0.8), 0.19)
    for turn in (0, TAU / 4):
        bar = where.within([0, 0], turn)
        sheet.line(ISEN, bar.put(np.linspace((0.5, -0.5), (0.5, 0.5), 6)), 0.11)
    sheet.shape((ACCENT, ISEN), where.within([0.5, 0.5]).put(curves.oval(0.5, 0.5, k=12)), 0.1)


def vines(sheet, rng, middle, reach):
    """Leaves along bowed stalks on a dark ground."""
    sheet.fill(GROUND, _all(middle, reach))
    frame = spots(middle, rng.uniform(0, TAU))
    x, y = np.meshgrid(np.linspace(-reach, reach, 50), np.arange(-reach, reach + 1, 4.6))
    runs = np.stack([x, y + 0.7 * np.sin(x * 0.7 + 2 * np.arange(len(y))[:, None])], axis=-1)
    sheet.line(LINE, frame.put_many(runs), 0.2)
    count = int(reach * 0.9)
    for side, role in ((-1, SECOND), (1, ACCENT)):
        margin = 0.03 + 0.01 * side
        at = np.concatenate([curves.along(run, count, margin) for run in runs])
        lean = np.concatenate([curves.headings(run, count, margin) for run in runs])
        leaves = frame.within(at, side * 0.95 + lean, 2.2)
        sheet.shape((role, LINE), leaves.put(curves.leaf(0.46, 0.45)), 0.12)
        sheet.line(flora.MARK[role], leaves.put(curves.spine(0, 0.1, 0.8, k=5)), 0.08)


def _all(middle, reach):
    return (curves.oval(reach * 3, reach * 3, k=24) + middle)[None]


PATCHES = (kawung, scales, bouquet, stars, blades, curls, vines, weave)
