"""Parang: diagonal bands of blades that lean into each other like surf on rocks, with a chain of mlinjon
diamonds between the bands; a court motif of Central Java, drawn in every village since."""

import numpy as np

from .. import curves, isen
from ..hand import TAU, by_hand, spots
from ..sheet import ACCENT, BODY, CECEK, INK, ISEN, LINE, SECOND, VEIN

LEAN = -TAU / 8
SWAY = 0.105


def draw(sheet, rng):
    band = rng.uniform(13.0, 16.5)
    strip = band * 0.30
    reach = np.hypot(sheet.width, sheet.height)
    rows = np.arange(-reach / 2, reach / 2 + band, band + strip)
    middle = spots([sheet.width / 2, sheet.height / 2], LEAN)
    period = band * 0.44
    for i, v in enumerate(rows):
        u = np.arange(-reach / 2 - period, reach / 2 + period, period) + (i % 2) * period * 0.37
        at = middle.within(np.stack([u, np.full_like(u, v)], axis=-1), 0, band)
        _blades(sheet, by_hand(rng, at, 0.006, 0.012, swell=0.012))
        _mlinjon(sheet, rng, middle, v=v + (band + strip) / 2, strip=strip, reach=reach)


def _blade(grow=1.0, k=44):
    """One blade, standing in the middle of a band one unit high."""
    t = np.linspace(0, 1, k // 2 + 1)
    rise = t - 0.5
    sway = SWAY * np.sin(TAU * t) + 0.22 * rise
    half = 0.188 * np.sin(np.pi * t) ** 0.5 * (1 - 0.30 * np.exp(-(((t - 0.5) / 0.15) ** 2)))
    half = np.maximum(half - (1 - grow) * 0.13, 0.004)
    rise = rise * (1 - (1 - grow) * 0.22)
    up = np.stack([sway + half, rise], axis=-1)
    down = np.stack([sway - half, rise], axis=-1)[::-1]
    return np.concatenate([up, down[1:], up[:1]])


def _spine(start, end, k=14):
    t = np.linspace(start, end, k)
    return np.stack([SWAY * np.sin(TAU * t) + 0.22 * (t - 0.5), t - 0.5], axis=-1)


def _blades(sheet, blade):
    sheet.line(CECEK, blade.put(_blade(1.16)), 0.09)
    sheet.shape((BODY, LINE), blade.put(_blade()), 0.26)
    sheet.line(INK, blade.put(_blade(0.74)), 0.10)
    isen.sawut(sheet, INK, blade, root=_blade(0.72), tip=_blade(0.42), count=52, width=0.075)
    sheet.shape((SECOND, INK), blade.put(_blade(0.36)), 0.12)
    isen.cecek_row(sheet, ISEN, blade, on=_spine(0.16, 0.84, 20), count=11, radius=0.1)
    _gap(sheet, blade)


def _gap(sheet, blade):
    """Between blades: the drop with its eye (mata gareng), and rows of cecek above and below it."""
    eye = blade.within([0.22, 0.0], np.pi / 2 + 0.55, 0.21)
    sheet.shape((ACCENT, CECEK), eye.put(curves.drop(0.62) - (0.5, 0)), 0.12)
    sheet.dots(VEIN, eye.points(np.array([[0.17, 0.0], [-0.12, 0.0]])), 0.1)
    for start, end in ((0.06, 0.30), (0.70, 0.94)):
        hollow = _spine(start, end, 8) + (0.22, 0)
        isen.cecek_row(sheet, CECEK, blade, on=hollow, count=5, radius=0.085)


def _mlinjon(sheet, rng, middle, *, v, strip, reach):
    """The strip between two bands: a chain of diamonds between double lines."""
    u = np.arange(-reach / 2, reach / 2, strip * 0.98)
    for side in (-1, 1):
        y = v + side * strip * 0.46
        run = np.linspace((-reach / 2, y), (reach / 2, y), 160)
        sheet.line(LINE, middle.put(run), 0.26)
        isen.cecek_row(
            sheet, CECEK, middle, on=run - (0, side * strip * 0.12), count=int(reach / 0.55), radius=0.075
        )
    at = middle.within(np.stack([u, np.full_like(u, v)], axis=-1), 0, strip)
    each = by_hand(rng, at, 0.02, 0.05)
    diamond = curves.oval(0.86, 0.5, 1.9, k=24)
    sheet.shape((BODY, LINE), each.put(diamond), 0.14)
    sheet.shape((SECOND, INK), each.put(diamond * 0.52), 0.09)
    sheet.dots(ISEN, each.at, 0.09)
