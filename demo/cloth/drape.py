"""Folds: how hanging or lying cloth bends, what that does to its drawing and to the light on it."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

GRID = 49


@dataclass(frozen=True)
class Folds:
    """Soft ridges across a piece of cloth, as heights on a small grid over it."""

    height: np.ndarray

    def light(self, size, strength):
        """A factor on the colour for every pixel: light falls from the upper left."""
        across = np.gradient(self.height, axis=1) * GRID
        down = np.gradient(self.height, axis=0) * GRID
        slope = 0.9 * across + 0.35 * down
        bright = 1 - strength * np.tanh(slope * 0.55) + strength * 0.35 * self.height
        return enlarge(bright, size)

    def shift(self):
        """How far the drawing slides sideways on each fold, as a share of the width."""
        return np.gradient(self.height, axis=1) * GRID


def enlarge(grid, size):
    """A small grid of values spread smoothly over a picture of `size` (w, h)."""
    picture = Image.fromarray(grid.astype(np.float32)).resize(size, Image.Resampling.BICUBIC)
    return np.asarray(picture)


def hanging(rng, count=5, fullness=1.0):
    """Folds that fall from the upper edge and open towards the lower one."""
    v, u = np.mgrid[0 : 1 : GRID * 1j, 0 : 1 : GRID * 1j]
    height = np.zeros_like(u)
    centres = (np.arange(count) + 0.5 + rng.normal(0, 0.2, count)) / count
    for centre in centres:
        drift = rng.normal(0, 0.06) * v + 0.012 * np.sin(v * rng.uniform(3, 7) + rng.uniform(0, 6))
        breadth = rng.uniform(0.035, 0.07) * (1 + 0.7 * v)
        tall = rng.uniform(0.5, 1.0) * (0.35 + 0.65 * v ** rng.uniform(0.4, 1.2))
        height += tall * np.exp(-(((u - centre - drift) / breadth) ** 2))
    return Folds(height * fullness * 0.12)


def sweeping(rng, count=4):
    """Long folds across cloth that lies loosely spread."""
    v, u = np.mgrid[0 : 1 : GRID * 1j, 0 : 1 : GRID * 1j]
    lean = rng.uniform(0.3, 0.6) * rng.choice([-1, 1])
    height = np.zeros_like(u)
    for centre in (np.arange(count) + rng.uniform(0.25, 0.75, count)) / count * 1.4 - 0.2:
        bow = lean * (v - 0.5) + rng.normal(0, 0.08) * (v - 0.5) ** 2 * 4
        breadth = rng.uniform(0.06, 0.11) * (1 + rng.uniform(-0.4, 0.6) * (v - 0.5))
        height += rng.uniform(0.5, 1.0) * np.exp(-(((u - centre - bow) / breadth) ** 2))
    return Folds(height * 0.12)


def creased(rng):
    """Cloth that lay folded in a cupboard: two pressed lines and hardly any waves."""
    v, u = np.mgrid[0 : 1 : GRID * 1j, 0 : 1 : GRID * 1j]
    height = 0.10 * np.sin(u * 3 + v * 1.5 + rng.uniform(0, 6)) + 0.07 * np.sin(v * 4 - u + rng.uniform(0, 6))
    for where, along in ((rng.uniform(0.3, 0.7), u), (rng.uniform(0.25, 0.75), v)):
        height += 0.035 * np.exp(-np.abs(along - where) / 0.05)
    return Folds(height)


def bend(image, grid_x, grid_y, size):
    """Redraw an image so that the point (u, v) of a `size` picture shows its (grid_x, grid_y) pixel."""
    w, h = size
    # Folds fall mostly straight: fewer steps are needed down than across.
    grid_x, grid_y = grid_x[::4], grid_y[::4]
    m, n = grid_x.shape[0] - 1, grid_x.shape[1] - 1
    xs, ys = np.linspace(0, w, n + 1).round().astype(int), np.linspace(0, h, m + 1).round().astype(int)
    corners = np.stack([grid_x, grid_y], axis=-1).tolist()
    mesh = [
        (
            (int(xs[i]), int(ys[j]), int(xs[i + 1]), int(ys[j + 1])),
            (*corners[j][i], *corners[j + 1][i], *corners[j + 1][i + 1], *corners[j][i + 1]),
        )
        for j in range(m)
        for i in range(n)
        # A small picture has fewer pixels than the grid has cells.
        if xs[i] < xs[i + 1] and ys[j] < ys[j + 1]
    ]
    return image.transform(size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC)
