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
        self._sway = rng.uniform(0, TAU, 6).astype(np.float32)
        self._scratch = None
        self._look(*self._corners())

    def fill(self, role, shapes):
        """Fill closed shapes (n, k, 2)."""
        shapes, chance = self._near(shapes)
        if not len(shapes):
            return
        for flat in self._flat(tremble(shapes, chance, 0.05)):
            self._pen.polygon(flat, fill=role)

    def line(self, role, curves, width, profile=even):
        """Draw open curves with a canting of the given width."""
        curves, chance = self._near(curves)
        if not len(curves):
            return
        for flat in self._flat(ribbon(tremble(curves, chance, 0.05), chance, width, profile)):
            self._pen.polygon(flat, fill=role)

    def shape(self, roles, shapes, width, gap=0.0):
        """Outline and fill closed shapes one after the other, so that later ones lie over earlier ones.

        roles is (fill, outline); a gap leaves that much bare ground around each shape.
        """
        shapes, chance = self._near(shapes)
        if not len(shapes):
            return
        shapes = tremble(shapes, chance, 0.05)
        out = normals(shapes, closed=True) * np.sign(area(shapes))[:, None, None]
        along = np.linspace(0, 2 * TAU, shapes.shape[1], dtype=np.float32)
        pulse = 1 + 0.12 * np.sin(along[None, :] + TAU * chance[:, 8:9]) + 0.2 * (chance[:, 9:10] - 0.5)
        half = (width * 0.5 * pulse)[..., None]
        rings = [(roles[1], shapes - out * half), (roles[0], shapes + out * half)]
        if gap:
            rings.insert(0, (GROUND, shapes - out * (half + gap)))
        laid = [[(flat, role) for flat in self._flat(ring)] for role, ring in rings]
        for one in zip(*laid, strict=True):
            for flat, role in one:
                self._pen.polygon(flat, fill=role)

    def dots(self, role, points, radius):
        """Cecek: drops of wax, no two the same size."""
        points, chance = self._near(points[:, None])
        if not len(points):
            return
        stray = np.sqrt(12) * (chance[:, :4] - 0.5)
        at = self.to_pixels(points[:, 0] + stray[:, :2] * radius * 0.22)
        r = np.maximum(radius * (1 + 0.13 * stray[:, 2]) * self._px, 0.6)
        oval = 1 + 0.07 * stray[:, 3]
        boxes = np.stack([at[:, 0] - r * oval, at[:, 1] - r, at[:, 0] + r * oval, at[:, 1] + r], axis=-1)
        for box in boxes.tolist():
            self._pen.ellipse(box, fill=role)

    def to_pixels(self, points):
        """Cloth centimetres to picture pixels, with the slow sway of cloth that is never quite straight."""
        points = points.astype(np.float32)
        x, y = points[..., 0], points[..., 1]
        a, b, c, d, e, f = self._sway
        dx = 0.3 * np.sin(y / 17 + a) + 0.22 * np.sin(y / 7.3 + x / 23 + b) + 0.1 * np.sin(x / 4.1 + c)
        dy = 0.3 * np.sin(x / 19 + d) + 0.22 * np.sin(x / 8.1 - y / 21 + e) + 0.1 * np.sin(y / 3.7 + f)
        x, y = x + dx - self.window.x, y + dy - self.window.y
        cos, sin = np.float32(np.cos(self.window.turn)), np.float32(np.sin(self.window.turn))
        w, h = self.image.size
        turned = np.stack([x * cos - y * sin, x * sin + y * cos], axis=-1)
        return turned * np.float32(self._px) + np.array([w / 2, h / 2], np.float32)

    def inside(self, outline, draw):
        """Call `draw(rng)` on a fresh piece and keep only what falls inside one closed outline (k, 2)."""
        # Its own chance, so that what is out of view leaves the rest of the cloth as it was.
        own = np.random.default_rng(self.rng.integers(2**62))
        edge = self.to_pixels(outline)
        low, high = np.maximum(np.floor(edge.min(0)), 0), np.minimum(np.ceil(edge.max(0)), self.image.size)
        if (high <= low).any():
            return
        box = (int(low[0]), int(low[1]), int(high[0]), int(high[1]))
        whole, self.image = self.image, self._scratch or Image.new("L", self.image.size)
        before, self.rng = self.rng, own
        self._scratch, self._pen = self.image, ImageDraw.Draw(self.image)
        self._look(outline.min(0), outline.max(0))
        self.image.paste(GROUND, box)
        draw(own)
        mask = Image.new("1", (box[2] - box[0], box[3] - box[1]))
        ImageDraw.Draw(mask).polygon((edge - low).ravel().tolist(), fill=1)
        whole.paste(self.image.crop(box), box[:2], mask)
        self.image, self._pen, self.rng = whole, ImageDraw.Draw(whole), before
        self._look(*self._corners())

    def _corners(self):
        """The upper left and lower right of what the window may show, in centimetres."""
        cos, sin = abs(np.cos(self.window.turn)), abs(np.sin(self.window.turn))
        w, h = self.window.width / 2, self.window.width / 2 * self.pixels[1] / self.pixels[0]
        reach = np.array([w * cos + h * sin, w * sin + h * cos])
        middle = np.array([self.window.x, self.window.y])
        return middle - reach, middle + reach

    def _look(self, low, high):
        """Draw only what comes near this part of the cloth: 1.5 cm allow for sway and for broad lines."""
        self._low, self._high = low - 1.5, high + 1.5

    def _near(self, curves):
        """The curves that may be seen, each with its own chance: numbers drawn for seen and unseen alike."""
        chance = self.rng.random((len(curves), 12), dtype=np.float32)
        # One axis at a time: NumPy is ten times slower over both.
        x, y = curves[..., 0], curves[..., 1]
        across = (x.max(axis=1) >= self._low[0]) & (x.min(axis=1) <= self._high[0])
        near = across & (y.max(axis=1) >= self._low[1]) & (y.min(axis=1) <= self._high[1])
        return curves[near].astype(np.float32), chance[near]

    def _flat(self, shapes):
        """Pixel coordinates as Pillow takes them, made smoother the closer the cloth is seen."""
        px = self.to_pixels(shapes)
        reach = np.abs(np.diff(px, axis=1)).max()
        if reach > 12 and px.shape[1] > 4:
            px = smooth(px, int(min(6, 1 + reach // 12)))
        return px.reshape(len(px), -1).tolist()


def area(shapes):
    """Twice the signed area of closed shapes: its sign says which way round they are drawn."""
    x, y = shapes[..., 0], shapes[..., 1]
    return (x * np.roll(y, -1, axis=1) - y * np.roll(x, -1, axis=1)).sum(axis=1)
