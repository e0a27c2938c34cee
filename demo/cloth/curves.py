"""Unit drawings that motifs are built from: (k, 2) points along the x axis, or around the origin."""

from functools import cache, wraps

import numpy as np

from .hand import TAU, smooth


def once(curve):
    """Work a drawing out only the first time; it is then shared, and so can no longer be written to."""

    @cache
    def worked(*args, **kwargs):
        points = curve(*args, **kwargs)
        points.setflags(write=False)
        return points

    return wraps(curve)(worked)


@once
def oval(length=1.0, breadth=0.5, full=1.0, k=32):
    """A closed oval around the origin; `full` below 1 squares it, above 1 points its ends."""
    t = np.linspace(0, TAU, k + 1)
    x, y = np.cos(t), np.sin(t)
    lean = np.sign(y) * np.abs(y) ** full
    return np.stack([x * length / 2, lean * breadth / 2], axis=-1)


@once
def leaf(breadth=0.4, belly=0.42, bend=0.0, k=28):
    """A closed leaf from (0, 0) to (1, 0), widest at `belly`, its spine bent sideways by `bend`."""
    t = np.linspace(0, 1, k // 2 + 1)
    power = np.log(0.5) / np.log(belly)
    half = np.sin(np.pi * t**power) ** 0.9 * breadth / 2
    spine = bend * np.sin(np.pi * t) + bend * 0.5 * t**2
    upper = np.stack([t, spine + half], axis=-1)
    lower = np.stack([t, spine - half], axis=-1)[::-1]
    return np.concatenate([upper, lower[1:]])


@once
def drop(breadth=0.4, k=28):
    """A closed drop: a point at (0, 0), round at (1, 0)."""
    return leaf(breadth, belly=0.66, k=k)


@once
def spine(bend=0.0, start=0.0, end=1.0, k=10):
    """The middle line of a leaf with the same bend."""
    t = np.linspace(start, end, k)
    return np.stack([t, bend * np.sin(np.pi * t) + bend * 0.5 * t**2], axis=-1)


@once
def spiral(turns=1.6, open_=0.0, k=48):
    """An ukel: it leaves (0, 0) along x, swings round and closes on itself in a curl."""
    t = np.linspace(0, 1, k)
    radius = (1 - t) ** 0.8 * (1 - open_) + 0.04
    angle = -np.pi / 2 + t * turns * TAU
    x = radius * np.cos(angle)
    y = radius * np.sin(angle) + 1.0 - open_
    curl = np.stack([x, y], axis=-1)
    return curl - curl[0]


@once
def arc(start, end, radius=1.0, k=16):
    """Part of a circle around the origin."""
    t = np.linspace(start, end, k)
    return np.stack([np.cos(t), np.sin(t)], axis=-1) * radius


def bezier(*points, k=24):
    """One Bezier curve of any degree through its control points."""
    at = np.asarray(points, float)
    t = np.linspace(0, 1, k)[:, None]
    line = at[:, None, :] * np.ones((1, k, 1))
    while len(line) > 1:
        line = line[:-1] * (1 - t) + line[1:] * t
    return line[0]


def blob(*points, k=6):
    """A smooth closed curve through the points."""
    ring = np.asarray(points, float)
    wrapped = np.concatenate([ring[-2:], ring, ring[:3]])
    curve = smooth(wrapped[None], k)[0]
    return curve[2 * k : 2 * k + len(ring) * k + 1]


def hatch(outline_from, outline_to, count, k=4):
    """Straight strokes (count, k, 2) between matching places on two curves."""
    a = along(outline_from, count)
    b = along(outline_to, count)
    t = np.linspace(0, 1, k)[None, :, None]
    return a[:, None] * (1 - t) + b[:, None] * t


def along(curve, count, margin=0.0):
    """`count` points evenly spaced on a curve."""
    step = np.hypot(*np.diff(curve, axis=0).T)
    walked = np.concatenate([[0], np.cumsum(step)])
    want = np.linspace(margin, 1 - margin, count) * walked[-1]
    return np.stack([np.interp(want, walked, curve[:, i]) for i in (0, 1)], axis=-1)


def headings(curve, count, margin=0.0):
    """The direction of a curve at the places that `along` returns."""
    d = np.gradient(curve, axis=0)
    angle = np.unwrap(np.arctan2(d[:, 1], d[:, 0]))
    step = np.hypot(*np.diff(curve, axis=0).T)
    walked = np.concatenate([[0], np.cumsum(step)])
    want = np.linspace(margin, 1 - margin, count) * walked[-1]
    return np.interp(want, walked, angle)


def ring(count, radius=1.0, start=0.0):
    """`count` points on a circle, and the angle of each."""
    angle = start + np.arange(count) * TAU / count
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1) * radius, angle


def lattice(width, height, step, half_drop=False):
    """Points of a grid that covers a cloth with a margin; every other column drops half a step."""
    dx, dy = step
    cols = np.arange(-1, int(width / dx) + 3)
    rows = np.arange(-1, int(height / dy) + 3)
    x, y = np.meshgrid(cols, rows, indexing="ij")
    drop_ = (x % 2) * 0.5 if half_drop else 0.0
    at = np.stack([x * dx, (y + drop_) * dy], axis=-1).reshape(-1, 2)
    return at, x.ravel(), y.ravel()
