"""The hand that holds the canting: curves that tremble, swell and never repeat exactly.

Curves are arrays of shape (n, k, 2): n drawings of k points each, in centimetres of cloth.
"""

from dataclasses import dataclass

import numpy as np

TAU = 2 * np.pi


@dataclass(frozen=True)
class Spots:
    """Where a motif is drawn again and again: each time a little shifted, turned and sized by the hand."""

    at: np.ndarray  # (n, 2)
    turn: np.ndarray  # (n,) radians
    size: np.ndarray  # (n,) centimetres for one unit of the drawing
    flip: np.ndarray  # (n,) 1 or -1: mirrored across its own axis

    def __len__(self):
        return len(self.at)

    def put(self, drawing):
        """Return the unit drawing (k, 2) set down at every spot: (n, k, 2)."""
        x, y = drawing[:, 0][None, :], drawing[:, 1][None, :] * self.flip[:, None]
        cos, sin = np.cos(self.turn)[:, None], np.sin(self.turn)[:, None]
        turned = np.stack([x * cos - y * sin, x * sin + y * cos], axis=-1)
        return turned * self.size[:, None, None] + self.at[:, None, :]

    def put_many(self, drawings):
        """Set several drawings (m, k, 2) down at every spot: (n * m, k, 2)."""
        m, k, _ = drawings.shape
        return self.put(drawings.reshape(m * k, 2)).reshape(-1, k, 2)

    def points(self, points):
        """Set loose points (m, 2) down at every spot: (n * m, 2)."""
        return self.put(points).reshape(-1, 2)

    def within(self, drawings_at, turn=0.0, size=1.0):
        """Spots inside these spots: a smaller ornament that keeps its place on a bigger one."""
        at = np.atleast_2d(np.asarray(drawings_at, float))
        m = len(at)
        turns = self.flip[:, None] * np.broadcast_to(turn, m)[None, :] + self.turn[:, None]
        sizes = self.size[:, None] * np.broadcast_to(size, m)[None, :]
        flips = np.repeat(self.flip, m)
        return Spots(self.put(at).reshape(-1, 2), turns.ravel(), sizes.ravel(), flips)

    def pick(self, which):
        return Spots(self.at[which], self.turn[which], self.size[which], self.flip[which])


def spots(at, turn=0.0, size=1.0, flip=1.0):
    """Spots exactly where they are asked for."""
    at = np.atleast_2d(np.asarray(at, float))
    wide = (np.broadcast_to(np.asarray(v, float), len(at)).copy() for v in (turn, size, flip))
    return Spots(at, *wide)


def join(*several):
    """Several spots as one, in their order."""
    parts = zip(*((s.at, s.turn, s.size, s.flip) for s in several), strict=True)
    return Spots(*(np.concatenate(part) for part in parts))


def by_hand(rng, where, slip=0.02, tilt=0.03, *, swell=0.03):
    """The same spots as a hand finds them: slip is a share of the size, tilt is in radians."""
    n = len(where)
    return Spots(
        where.at + rng.normal(0, slip, (n, 2)) * where.size[:, None],
        where.turn + rng.normal(0, tilt, n),
        where.size * (1 + rng.normal(0, swell, n)),
        where.flip,
    )


def tremble(curves, chance, amount):
    """Let each curve wander smoothly; the waves are whole, so that closed shapes stay closed."""
    k = curves.shape[1]
    length = np.abs(np.diff(curves, axis=1)).sum(axis=(1, 2))
    reach = np.minimum(amount, length * 0.009)[:, None, None]
    t = np.linspace(0, TAU, k, dtype=np.float32)[None, :, None]
    phase = TAU * chance[:, None, :8]
    wander = np.zeros_like(curves)
    for i, (waves, share) in enumerate(((1, 1.0), (2, 0.8), (4, 0.5), (7, 0.3))):
        wander += share * np.sin(waves * t + phase[..., 2 * i : 2 * i + 2])
    return curves + wander * reach


def normals(curves, closed=False):
    """Unit normals along curves."""
    if closed:
        ahead, behind = np.roll(curves, -1, axis=1), np.roll(curves, 1, axis=1)
        # A closed drawing names its first point twice; step over the double.
        ahead[:, -1], behind[:, 0] = curves[:, 1], curves[:, -2]
        along = ahead - behind
    else:
        along = np.gradient(curves, axis=1)
    length = np.hypot(along[..., 0], along[..., 1])[..., None] + 1e-9
    return np.stack([-along[..., 1], along[..., 0]], axis=-1) / length


# How wax leaves the spout along a line: the share of its full width from start to end.
def even(t):
    """A canting line: it starts with a small drop, runs evenly and lifts off."""
    lift = np.minimum(1, np.minimum(t / 0.03 + 0.45, (1 - t) / 0.06 + 0.35))
    return lift + 0.18 * np.exp(-(((t - 0.03) / 0.03) ** 2))


def tail(t):
    """A stroke of sawut: full at its root, fine at its tip."""
    return (1 - t) ** 0.7 * 0.9 + 0.1


def spindle(t):
    """Fine at both ends, full in the middle."""
    return np.sin(np.pi * np.clip(t, 0.02, 0.98)) ** 0.7


def ribbon(curves, chance, width, profile=even):
    """Give curves a breadth: closed outlines (n, 2k, 2) of strokes with a living width."""
    t = np.linspace(0, 1, curves.shape[1], dtype=np.float32)
    pulse = 1 + 0.1 * np.sin(TAU * (t[None, :] * (1 + 2 * chance[:, 8:9]) + chance[:, 9:10]))
    half = 0.5 * width * profile(t)[None, :] * (pulse + 0.25 * (chance[:, 10:11] - 0.5))
    side = normals(curves) * half[..., None]
    return np.concatenate([curves + side, (curves - side)[:, ::-1]], axis=1)


def smooth(curves, times=2):
    """Put `times` - 1 Catmull-Rom points between neighbours, so that no corner shows when seen close."""
    before = np.concatenate([curves[:, :1], curves[:, :-1]], axis=1)
    after = np.concatenate([curves[:, 1:], curves[:, -1:]], axis=1)
    last = np.concatenate([after[:, 1:], after[:, -1:]], axis=1)
    parts = []
    for t in np.arange(times) / times:
        a, b = -0.5 * t**3 + t**2 - 0.5 * t, 1.5 * t**3 - 2.5 * t**2 + 1
        c, d = -1.5 * t**3 + 2 * t**2 + 0.5 * t, 0.5 * t**3 - 0.5 * t**2
        parts.append(a * before + b * curves + c * after + d * last)
    n, k, _ = curves.shape
    woven = np.stack(parts, axis=2).reshape(n, k * times, 2)
    return woven[:, : (k - 1) * times + 1]
