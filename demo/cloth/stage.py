"""What stands behind the cloth: a warm plain wall, the soft shadow on it, and a wooden rod."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from .drape import enlarge
from .weave import noise

WALL = np.array([0xF5, 0xEC, 0xDD], np.float32) / 255
WOOD = np.array([0x8A, 0x5F, 0x3A], np.float32) / 255
SHADE = np.array([0.52, 0.44, 0.36], np.float32)


def wall(rng, size):
    """Limewash in daylight from the upper left: float32 (h, w, 3)."""
    w, h = size
    v, u = np.mgrid[0:1:24j, 0:1:24j]
    light = 1.025 - 0.055 * u - 0.06 * v + 0.003 * rng.normal(0, 1, u.shape)
    grain = rng.normal(1, 0.005, (256, 256)).astype(np.float32)
    fine = np.tile(grain, (h // 256 + 1, w // 256 + 1))[:h, :w]
    return (enlarge(light, size) * fine)[..., None] * WALL


def cast(scene, mask, *shadows):
    """Let a mask (L image as large as the scene) throw soft shadows on the scene, in place.

    Each shadow is (how far right, how far down, how soft, how strong), the first three in pixels.
    """
    w, h = mask.size
    by = 4
    small = mask.reduce(by)
    light = np.ones((small.size[1], small.size[0]), np.float32)
    for right, down, soft, strength in shadows:
        moved = Image.new("L", small.size)
        moved.paste(small, (round(right / by), round(down / by)))
        blurred = moved.filter(ImageFilter.GaussianBlur(soft / by))
        light *= 1 - np.asarray(blurred, np.float32) * np.float32(strength / 255)
    dark = 1 - np.asarray(Image.fromarray(light).resize((w, h), Image.Resampling.BILINEAR))
    rows, columns = np.flatnonzero(dark.max(axis=1) > 0.002), np.flatnonzero(dark.max(axis=0) > 0.002)
    if len(rows):
        part = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        for channel in range(3):
            scene[part][..., channel] *= 1 - dark[part] * (1 - SHADE[channel])


def lay_over(scene, rgba, at=(0, 0), light=None):
    """Put an RGBA picture on the scene, in place, with its own light on it."""
    w, h = rgba.size
    x, y = at
    alpha = np.asarray(rgba.getchannel("A"), np.float32) / 255
    shine = 1 / 255 if light is None else light / 255
    for channel in range(3):
        under = scene[y : y + h, x : x + w, channel]
        colour = np.asarray(rgba.getchannel(channel), np.float32) * shine
        under += (colour - under) * alpha


def mask_of(rgba, at, size):
    """The outline of a placed picture, as large as the scene."""
    mask = Image.new("L", size)
    mask.paste(rgba.getchannel("A"), at)
    return mask


def rod(scene, rng, *, x0, x1, y, thick):
    """A turned wooden rod with its own shadow, in place."""
    h, w = scene.shape[:2]
    mask = Image.new("L", (w, h))
    ImageDraw.Draw(mask).rounded_rectangle((x0, y - thick / 2, x1, y + thick / 2), thick / 2.2, fill=255)
    cast(scene, mask, (thick * 0.4, thick * 0.9, thick * 0.5, 0.55))
    top, bottom = int(y - thick / 2), int(y + thick / 2) + 1
    across = np.linspace(-1, 1, bottom - top)[:, None]
    round_ = 0.55 + 0.75 * np.exp(-(((across + 0.4) / 0.55) ** 2))
    grain = 1 + 0.05 * noise(rng, (bottom - top, w), max(2, thick / 3))
    wood = (round_ * grain)[..., None] * WOOD
    alpha = np.asarray(mask.filter(ImageFilter.GaussianBlur(0.7)), np.float32)[top:bottom, :, None] / 255
    scene[top:bottom] += (wood - scene[top:bottom]) * alpha
