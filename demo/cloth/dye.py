"""The baths: from roles on a sheet to the colour of cloth, one dye after another."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from .palettes import MORI
from .sheet import OVERSAMPLE
from .weave import noise, threads


def bathe(sheet, palette, rng):
    """Dip the sheet in every bath of its palette: float32 (h, w, 3) reflectance, mori ivory at its lightest."""
    w, h = sheet.pixels
    cracks = _cracks(sheet, rng) * palette.crackle
    fibre = _fibre(rng, (h, w), sheet.density)
    weave = threads(rng, (h, w), sheet.density)
    depth = [np.zeros((h, w), np.float32) for _ in range(3)]
    for bath, colour in enumerate(palette.baths):
        taken = _taken(sheet, palette.share(bath), fibre, slip=bath)
        taken += cracks * (0.55 if bath == 0 else 0.3) * np.clip(1 - taken, 0, 1)
        taken *= _unevenness(rng, (h, w), sheet.density)
        for channel, absorbs in enumerate(_absorbance(colour)):
            depth[channel] += taken * absorbs
    worn = 1 + 0.02 * noise(rng, (h, w), sheet.density * 9 + 30)
    rgb = np.empty((h, w, 3), np.float32)
    for channel, ivory in enumerate(MORI):
        rgb[..., channel] = np.exp(-depth[channel]) * (ivory / 255) * weave * worn
    return rgb


def _absorbance(colour):
    return [-np.log(np.float32(max(c, 8) / m)) for c, m in zip(colour, MORI, strict=True)]


def _taken(sheet, share, fibre, slip):
    """How much of one bath each point takes: sharp wax edges, softened by dye that creeps along threads."""
    top = max(share)
    table = [round(255 * value / top) for value in share] + [0] * (256 - len(share))
    picture = sheet.image.point(table).reduce(OVERSAMPLE)
    if slip:
        # Each bath has its own waxing, never quite over the one before.
        step = max(1, round(sheet.density * 0.012)) if sheet.density > 20 else 0
        picture = picture.transform(picture.size, Image.Transform.AFFINE, (1, 0, step, 0, 1, -step))
    soft = picture.filter(ImageFilter.GaussianBlur(max(0.35, sheet.density * 0.012)))
    pool = soft.filter(ImageFilter.BoxBlur(max(2, sheet.density * 0.12)))
    taken = np.asarray(soft, np.float32) * np.float32(top / 255)
    # Dye gathers a little along the wax, where the cloth dries last.
    gathered = 1 + 0.16 * (taken - np.asarray(pool, np.float32) * np.float32(top / 255))
    return taken * gathered * fibre + 0.012 * top


def _fibre(rng, shape, density):
    """Every thread drinks differently; mottled when close, calm from afar."""
    h, w = shape
    down, across = rng.normal(0, 1, (h, 1)), rng.normal(0, 1, (1, w))
    strength = 0.012 + min(0.05, density * 0.0005)
    grain = noise(rng, shape, max(1.5, density * 0.035))
    return (1 + strength * (0.5 * down + 0.5 * across + grain)).astype(np.float32)


def _unevenness(rng, shape, density):
    """A bath is never stirred quite evenly: wide clouds and smaller ones."""
    return 1 + 0.055 * noise(rng, shape, density * 22 + 8) + 0.03 * noise(rng, shape, density * 3.5 + 4)


def _cracks(sheet, rng):
    """Remukan: veins where the wax broke when the cloth was folded into the bath."""
    w, h = sheet.pixels
    picture = Image.new("L", (w * 2, h * 2))
    pen = ImageDraw.Draw(picture)
    scale = 2 / OVERSAMPLE
    for veins, breadth, strength in _veins(sheet, rng):
        px = sheet.to_pixels(veins) * scale
        low, high = px.min(axis=1), px.max(axis=1)
        seen = ((high >= 0) & (low <= (w * 2, h * 2))).all(axis=1)
        width = max(1, round(breadth * sheet.density * 2))
        for vein in [vein.ravel().tolist() for vein in px[seen]]:
            pen.line(vein, fill=strength, width=width)
    soft = picture.reduce(2).filter(ImageFilter.GaussianBlur(max(0.4, sheet.density * 0.006)))
    return np.asarray(soft, np.float32) / 255


def _veins(sheet, rng):
    """Wandering lines (n, k, 2) with their breadth in centimetres: a few main ones, many side ones."""
    area = (sheet.width + 10) * (sheet.height + 10)
    trunk = _walk(rng, rng.uniform(-5, 5, (int(area / 130), 2)), sheet, step=0.55)
    sprout = trunk[:, ::5].reshape(-1, 2)
    twig = _walk(rng, sprout, sheet, step=0.22, steps=18)
    return [(twig, 0.016, 150), (trunk, 0.026, 235)]


def _walk(rng, start, sheet, *, step, steps=40):
    n = len(start)
    if step > 0.5:
        start = rng.uniform((-5, -5), (sheet.width + 5, sheet.height + 5), (n, 2))
    # Cloth is bunched mostly along its length, so veins run mostly down.
    first = rng.normal(np.pi / 2, 0.9, (n, 1))
    heading = first + np.cumsum(rng.normal(0, 0.22, (n, steps)), axis=1)
    heading += 0.35 * rng.normal(0, 1, (n, steps)) * (rng.random((n, steps)) < 0.3)
    stride = step * rng.uniform(0.4, 1.6, (n, steps))
    move = np.stack([np.cos(heading), np.sin(heading)], axis=-1) * stride[..., None]
    return start[:, None] + np.cumsum(move, axis=1)
