"""Pinggiran: what closes a cloth: edge bands, saw teeth (untu walang) and rows of tumpal at the ends."""

import numpy as np

from . import curves, isen
from .hand import by_hand, spots
from .sheet import ACCENT, BODY, EDGE, INK, ISEN, LINE, SECOND, VEIN

STYLES = ("bands", "teeth", "tumpal")


def draw(sheet, rng, style):
    """Draw the border over the field: narrow bands down the sides, the chosen style across the ends."""
    w, h = sheet.width, sheet.height
    small = min(w, h) < 60
    side = 2.2 if small else 3.2
    deep = {"bands": side * 1.3, "teeth": side * 1.6, "tumpal": (9 if small else 15)}[style]
    for end in (1, -1):
        middle = spots([w / 2, h / 2], 0 if end == 1 else np.pi, 1.0).within([0, h / 2])
        _end(sheet, rng, middle, length=w, deep=deep, style=style)
    for end in (1, -1):
        middle = spots([w / 2, h / 2], -end * np.pi / 2, 1.0).within([0, w / 2])
        _band(sheet, rng, middle, length=h, deep=side)


def _bar(*, x0, x1, y0, y1, k=40):
    top, bottom = np.linspace((x0, y0), (x1, y0), k), np.linspace((x1, y1), (x0, y1), k)
    return np.concatenate([top, bottom, top[:1]])


def _band(sheet, rng, edge, *, length, deep):
    """A band along one edge; `edge` stands in the middle of the edge and looks into the cloth."""
    half = length / 2 + 1
    sheet.fill(EDGE, edge.put(_bar(x0=-half, x1=half, y0=-deep, y1=2)))
    for y, width in ((-deep, 0.22), (-deep * 0.86, 0.09), (-deep * 0.26, 0.14)):
        sheet.line(ISEN, edge.put(np.linspace((-half, y), (half, y), 120)), width)
    step = deep * 0.62
    x = np.arange(-half, half, step)
    at = edge.within(np.stack([x, np.full_like(x, -deep * 0.56)], axis=-1), 0, step)
    each = by_hand(rng, at, 0.03, 0.06)
    sheet.shape((BODY, ISEN), each.put(curves.oval(0.62, 0.44)), 0.07)
    sheet.line(SECOND, each.put(np.linspace((-0.2, 0), (0.2, 0), 6)), 0.14)
    sheet.dots(ISEN, each.points(np.array([[0.5, 0.16], [0.5, -0.16], [0.5, 0]])), 0.075)


def _end(sheet, rng, edge, *, length, deep, style):
    if style == "bands":
        return _band(sheet, rng, edge, length=length, deep=deep)
    base = deep * 0.30
    if style == "teeth":
        step = 2.6
        _teeth(sheet, rng, edge, length=length, root=deep - step * 0.95, tall=step * 0.95, step=step)
        return _band(sheet, rng, edge, length=length, deep=deep - step * 0.95)
    step = length / max(4, round(length / (deep * 0.56)))
    _tumpal(sheet, rng, edge, length=length, root=base, tall=deep - base, step=step)
    return _band(sheet, rng, edge, length=length, deep=base)


def _row(length, step, y):
    x = np.arange(-length / 2 - step / 2, length / 2 + step, step)
    return np.stack([x, np.full_like(x, y)], axis=-1)


def _teeth(sheet, rng, edge, *, length, root, tall, step):
    tooth = by_hand(rng, edge.within(_row(length, step, -root), 0, 1.0), 0.03, 0.02)
    half = step / 2
    sheet.shape((EDGE, ISEN), tooth.put(_triangle(half, tall)), 0.13)
    sheet.line(ISEN, tooth.put(np.linspace((0, -0.1), (0, -tall * 0.6), 6)), 0.1)
    sheet.dots(ISEN, tooth.points(np.array([[-half * 0.4, -tall * 0.22], [half * 0.4, -tall * 0.22]])), 0.08)
    sheet.dots(LINE, tooth.points(np.array([[0, -tall * 1.22]])), 0.12)


def _triangle(half, tall, k=8):
    a, b, c = (-half, 0.0), (0.0, -tall), (half, 0.0)
    sides = [np.linspace(p, q, k, endpoint=False) for p, q in ((a, b), (b, c), (c, a))]
    return np.concatenate([*sides, sides[0][:1]])


def _tumpal(sheet, rng, edge, *, length, root, tall, step):
    """A row of tall triangles, each with a bud, rows of drops and its inner line."""
    sheet.fill(BODY, edge.put(_bar(x0=-length, x1=length, y0=-root - tall - 1.2, y1=-root + 1)))
    sheet.line(
        ISEN, edge.put(np.linspace((-length, -root - tall - 1.2), (length, -root - tall - 1.2), 120)), 0.22
    )
    each = by_hand(rng, edge.within(_row(length, step, -root), 0, 1.0), 0.02, 0.008, swell=0.01)
    between = edge.within(_row(length, step, -root) + (step / 2, 0), 0, 1.0)
    half = step / 2
    _between(sheet, between, half, tall)
    sheet.shape((EDGE, ISEN), each.put(_triangle(half * 0.97, tall)), 0.2)
    sheet.line(ISEN, each.put(_triangle(half * 0.76, tall * 0.80) - (0, tall * 0.045)), 0.09)
    up = each.within([0, -tall * 0.10], -np.pi / 2, tall * 0.46)
    for side in (-1, 1):
        low = each.within([side * half * 0.06, -tall * 0.09], -np.pi / 2 + side * 0.85, tall * 0.25)
        sheet.shape((ACCENT, ISEN), low.put(curves.leaf(0.40, 0.45)), 0.1)
        sheet.line(VEIN, low.put(curves.spine(0, 0.15, 0.8, k=6)), 0.07)
    sheet.shape((SECOND, ISEN), up.put(curves.leaf(0.36, 0.42)), 0.13)
    isen.veins(sheet, ISEN, up, breadth=0.36, pairs=4, width=0.08)
    rise = np.array([[0, -tall * 0.60], [0, -tall * 0.76]])
    isen.cecek_row(sheet, ISEN, each, on=rise, count=4, radius=0.1)
    for side in (-1, 1):
        slope = np.array([[side * half * 0.5, -tall * 0.12], [side * half * 0.16, -tall * 0.56]])
        isen.cecek_row(sheet, ISEN, each, on=slope, count=9, radius=0.09)


def _between(sheet, between, half, tall):
    """On the pale ground between two triangles: a hanging flower on a string of dyed drops."""
    isen.cecek_row(
        sheet, INK, between, on=np.array([[0, -tall * 0.12], [0, -tall * 0.42]]), count=5, radius=0.1
    )
    flower = between.within([0, -tall * 0.74], 0, half * 0.52)
    isen.rosette(sheet, (SECOND, INK), flower, petals=6, width=0.1)
    sheet.dots(ISEN, flower.at, 0.2)
    for side in (-1, 1):
        low = between.within([0, -tall * 0.44], -np.pi / 2 + side * 0.6, half * 0.5)
        sheet.shape((ACCENT, INK), low.put(curves.leaf(0.4, 0.5)), 0.09)
    strewn = np.array(
        [
            [x * half, -tall * y]
            for x, y in ((-0.62, 0.86), (0.62, 0.86), (-0.34, 0.62), (0.34, 0.62), (0, 0.95))
        ]
    )
    sheet.dots(INK, between.points(strewn), 0.1)
