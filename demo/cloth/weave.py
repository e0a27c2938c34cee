"""Mori: plain-woven cotton, threads of uneven thickness, seen only when the cloth is close."""

import numpy as np
from PIL import Image

THREADS_PER_CM = 26


def noise(rng, shape, cell):
    """Soft noise around 0 with standard deviation about 1; `cell` is the size of its waves in pixels."""
    h, w = shape
    small = rng.normal(0, 1, (max(2, int(h / cell) + 3), max(2, int(w / cell) + 3))).astype(np.float32)
    picture = Image.fromarray(small).resize((w, h), Image.Resampling.BICUBIC)
    return np.asarray(picture) * 1.35


def threads(rng, shape, density):
    """Light on the weave as a factor around 1; `density` is pixels per centimetre."""
    h, w = shape
    pitch = density / THREADS_PER_CM
    seen = float(np.clip((pitch - 1.1) / 1.6, 0, 1))
    down, across = _slubs(rng, h, density), _slubs(rng, w, density)
    cloth = 1 + 0.016 * (down[:, None] + across[None, :])
    if seen == 0:
        return cloth.astype(np.float32)
    pitch = max(pitch, 2.2)
    y = np.arange(h, dtype=np.float32) / pitch + 0.12 * across_wander(rng, h, density)
    x = np.arange(w, dtype=np.float32) / pitch + 0.12 * across_wander(rng, w, density)
    warp, weft = np.sin(np.pi * x), np.sin(np.pi * y)
    over = warp[None, :] * weft[:, None]
    hollow = (1 - np.abs(np.cos(np.pi * x)) ** 6 * 0.5)[None, :] * (1 - np.abs(np.cos(np.pi * y)) ** 6 * 0.5)[
        :, None
    ]
    return (cloth * (1 + seen * (0.10 * over + 0.22 * (hollow - 0.72)))).astype(np.float32)


def across_wander(rng, length, density):
    """How far threads stray sideways, in threads."""
    knots = rng.normal(0, 1, int(length / density * 2) + 4)
    return np.interp(np.linspace(0, len(knots) - 1, length), np.arange(len(knots)), knots).astype(np.float32)


def _slubs(rng, length, density):
    """Thick and thin threads along one edge of the cloth."""
    count = int(length / density * THREADS_PER_CM) + 2
    each = rng.normal(0, 1, count) + 2.2 * (rng.random(count) < 0.02)
    if count > length:
        each = each[: count // (count // length) * (count // length)].reshape(-1, count // length).mean(1)
    return np.interp(np.linspace(0, len(each) - 1, length), np.arange(len(each)), each).astype(np.float32)
