"""The sheet: cloth on which roles are drawn, later turned into colour by the dye baths.

One picture holds one role number per point. Later drawing lies over earlier drawing, as wax over wax.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from .hand import TAU, even, normals, ribbon, smooth, tremble

# Roles: what a place on the cloth is for. A palette says which baths reach each of them.
GROUND, BODY, SECOND, ACCENT, LINE, ISEN, INK, CECEK, EDGE, VEIN = range(10)
ROLES = ("ground", "body", "second", "accent", "line", "isen", "ink", "cecek", "edge", "vein")
OVERSAMPLE = 3


@dataclass(frozen=True)
class Window:
    """The part of a cloth that is looked at: its middle and width in centimetres, turned by radians."""

    x: float
    y: float
    width: float
    turn: float = 0.0


class Sheet:
    """A cloth of `width` x `height` centimetres, drawn as far as the window shows it."""

    def __init__(self, cloth, window, pixels, rng):
        self.width, self.height = cloth
        self.window = window
        self.rng = rng
        self.pixels = pixels
        self.density = pixels[0] / window.width
        self._px = self.density * OVERSAMPLE
        self.image = Image.new("L", (pixels[0] * OVERSAMPLE, pixels[1] * OVERSAMPLE), GROUND)
        self._pen = ImageDraw.Draw(self.image)
        self._sway = rng.uniform(0, TAU, 6)
        self._scratch = None
        self._view = (0, 0, *self.image.size)

    def fill(self, role, shapes):
        """Fill closed shapes (n, k, 2)."""
        self._polygons(role, tremble(self.rng, shapes, 0.05), closed=True)

    def line(self, role, curves, width, profile=even):
        """Draw open curves with a canting of the given width."""
        self._polygons(role, ribbon(self.rng, tremble(self.rng, curves, 0.05), width, profile))

    def shape(self, roles, shapes, width, gap=0.0):
        """Outline and fill closed shapes one after the other, so that later ones lie over earlier ones.

        roles is (fill, outline); a gap leaves that much bare ground around each shape.
        """
        shapes = tremble(self.rng, shapes, 0.05)
        n, k, _ = shapes.shape
        out = normals(shapes, closed=True)
        turn = np.sign(_area(shapes))[:, None, None]
        pulse = 1 + 0.12 * np.sin(np.linspace(0, TAU, k)[None, :] * 2 + self.rng.uniform(0, TAU, (n, 1)))
        half = (width * 0.5 * pulse * (1 + self.rng.normal(0, 0.06, (n, 1))))[..., None] * turn
        rings = [(roles[1], shapes - out * half), (roles[0], shapes + out * half)]
        if gap:
            rings.insert(0, (GROUND, shapes - out * (half + gap * turn)))
        self._stack(rings)

    def dots(self, role, points, radius):
        """Cecek: drops of wax, no two the same size."""
        size = radius * (1 + self.rng.normal(0, 0.13, len(points)))
        at = self.to_pixels(points + self.rng.normal(0, radius * 0.22, points.shape))
        r = np.maximum(size * self._px, 0.6)
        keep = self._seen(at[:, None], r)
        oval = self.rng.normal(1, 0.07, len(points))
        boxes = np.stack([at[:, 0] - r * oval, at[:, 1] - r, at[:, 0] + r * oval, at[:, 1] + r], axis=-1)
        for box in boxes[keep].tolist():
            self._pen.ellipse(box, fill=role)

    def to_pixels(self, points):
        """Cloth centimetres to picture pixels, with the slow sway of cloth that is never quite straight."""
        x, y = points[..., 0], points[..., 1]
        s = self._sway
        dx = (
            0.3 * np.sin(y / 17 + s[0])
            + 0.22 * np.sin(y / 7.3 + x / 23 + s[1])
            + 0.1 * np.sin(x / 4.1 + s[2])
        )
        dy = (
            0.3 * np.sin(x / 19 + s[3])
            + 0.22 * np.sin(x / 8.1 - y / 21 + s[4])
            + 0.1 * np.sin(y / 3.7 + s[5])
        )
        x, y = x + dx - self.window.x, y + dy - self.window.y
        cos, sin = np.cos(self.window.turn), np.sin(self.window.turn)
        w, h = self.image.size
        return np.stack(
            [(x * cos - y * sin) * self._px + w / 2, (x * sin + y * cos) * self._px + h / 2], axis=-1
        )

    def inside(self, outline, draw):
        """Call `draw()` on a fresh piece and keep only what falls inside one closed outline (k, 2)."""
        edge = self.to_pixels(outline)
        low, high = np.maximum(np.floor(edge.min(0)), 0), np.minimum(np.ceil(edge.max(0)), self.image.size)
        if (high <= low).any():
            return
        box = (int(low[0]), int(low[1]), int(high[0]), int(high[1]))
        whole, self.image = self.image, self._scratch or Image.new("L", self.image.size)
        self._scratch, self._pen, self._view = self.image, ImageDraw.Draw(self.image), box
        self.image.paste(GROUND, box)
        draw()
        mask = Image.new("1", (box[2] - box[0], box[3] - box[1]))
        ImageDraw.Draw(mask).polygon((edge - low).ravel().tolist(), fill=1)
        whole.paste(self.image.crop(box), box[:2], mask)
        self.image, self._pen, self._view = whole, ImageDraw.Draw(whole), (0, 0, *whole.size)

    def _stack(self, rings):
        keep = self._seen(self.to_pixels(rings[0][1]))
        laid = [(role, self._flat(shapes[keep])) for role, shapes in rings]
        for i in range(int(keep.sum())):
            for role, flat in laid:
                self._pen.polygon(flat[i], fill=role)

    def _polygons(self, role, shapes, closed=False):
        keep = self._seen(self.to_pixels(shapes))
        for flat in self._flat(shapes[keep]):
            self._pen.polygon(flat, fill=role)

    def _flat(self, shapes):
        """Pixel coordinates as Pillow takes them, made smoother the closer the cloth is seen."""
        if not len(shapes):
            return []
        px = self.to_pixels(shapes)
        reach = np.abs(np.diff(px, axis=1)).max()
        if reach > 12 and px.shape[1] > 4:
            px = smooth(px, int(min(6, 1 + reach // 12)))
        return px.reshape(len(px), -1).tolist()

    def _seen(self, px, margin=0.0):
        left, top, right, bottom = self._view
        low, high = px.min(axis=1), px.max(axis=1)
        across = (high[:, 0] + margin >= left) & (low[:, 0] - margin <= right)
        return across & (high[:, 1] + margin >= top) & (low[:, 1] - margin <= bottom)


def _area(shapes):
    x, y = shapes[..., 0], shapes[..., 1]
    return (x * np.roll(y, -1, axis=1) - y * np.roll(x, -1, axis=1)).sum(axis=1)
