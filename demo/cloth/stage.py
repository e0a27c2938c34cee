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
    light = 1.025 - 0.055 * u - 0.06 * v + 0.008 * rng.normal(0, 1, u.shape)
    fine = 1 + 0.006 * noise(rng, (h, w), 2) + 0.0035 * noise(rng, (h, w), w / 7)
    return (enlarge(light, size) * fine)[..., None] * WALL


def cast(scene, mask, *, away, soft, strength):
    """Let a mask (L image as large as the scene) throw a soft shadow on the scene, in place."""
    w, h = mask.size
    small = mask.resize((w // 4, h // 4), Image.Resampling.BILINEAR)
    moved = Image.new("L", small.size)
    moved.paste(small, (round(away[0] / 4), round(away[1] / 4)))
    blurred = moved.filter(ImageFilter.GaussianBlur(soft / 4)).resize((w, h), Image.Resampling.BICUBIC)
    box = blurred.getbbox()
    if box:
        x0, y0, x1, y1 = box
        dark = np.asarray(blurred.crop(box), np.float32)[..., None] * (strength / 255)
        scene[y0:y1, x0:x1] *= 1 - dark * (1 - SHADE)


def lay_over(scene, rgba, at=(0, 0), light=None):
    """Put an RGBA picture on the scene, in place, with its own light on it."""
    w, h = rgba.size
    x, y = at
    part = np.asarray(rgba, np.float32) / 255
    colour = part[..., :3] if light is None else part[..., :3] * light[..., None]
    alpha = part[..., 3:]
    under = scene[y : y + h, x : x + w]
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
    cast(scene, mask, away=(thick * 0.4, thick * 0.9), soft=thick * 0.5, strength=0.55)
    top, bottom = int(y - thick / 2), int(y + thick / 2) + 1
    across = np.linspace(-1, 1, bottom - top)[:, None]
    round_ = 0.55 + 0.75 * np.exp(-(((across + 0.4) / 0.55) ** 2))
    grain = 1 + 0.05 * noise(rng, (bottom - top, w), max(2, thick / 3))[:, :]
    grain = np.asarray(Image.fromarray(grain.astype(np.float32)).filter(ImageFilter.BoxBlur(0)))
    wood = (round_ * grain)[..., None] * WOOD
    alpha = np.asarray(mask.filter(ImageFilter.GaussianBlur(0.7)), np.float32)[top:bottom, :, None] / 255
    scene[top:bottom] += (wood - scene[top:bottom]) * alpha
