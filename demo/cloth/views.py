"""How one whole cloth is shown: hung from a rod, laid flat, close, or spread wide."""

import numpy as np
from PIL import Image

from . import drape, stage
from .dye import bathe
from .sheet import Sheet, Window

SHEET = (105.0, 142.0)


def lay(pattern, window, pixels, *, cloth=SHEET):
    """One piece of dyed cloth as the window shows it: float32 (h, w, 3)."""
    sheet = Sheet(cloth, window, pixels, pattern.rng("hand"))
    pattern.draw(sheet, pattern.rng("layout"))
    return bathe(sheet, pattern.palette, pattern.rng("dye"))


def picture(rgb):
    """Reflectance to an RGB picture; the reflectance is used up."""
    np.clip(rgb, 0, 1, out=rgb)
    rgb *= 255
    rgb += 0.5
    return Image.fromarray(rgb.astype(np.uint8))


def framed(image, pad):
    """The cloth with a transparent margin, so that its edge stays soft when it is bent."""
    w, h = image.size
    whole = Image.new("RGBA", (w + 2 * pad, h + 2 * pad))
    whole.paste(image, (pad, pad))
    return whole


def hang(cloth, folds, *, sag):
    """Bend a picture of cloth by its folds: RGBA, a little larger than the cloth itself."""
    w, h = cloth.size
    pad = max(4, round(w * 0.03))
    size = (w + 2 * pad, h + 2 * pad)
    n = folds.height.shape[0]
    v, u = np.mgrid[0 : 1 : n * 1j, 0 : 1 : n * 1j]
    inward = 0.012 * np.sin(v * 4.2 + 1) * (u - 0.5) * v
    x = u * size[0] + (folds.shift() * 0.006 + inward) * w
    y = v * size[1] - (folds.height * sag - 0.01 * np.cos((u - 0.5) * 3)) * v * h
    return drape.bend(framed(cloth, pad), x, y, size), pad


def hung(pattern, width):
    """The whole cloth over a rod before a plain wall."""
    size = (width, width * 5 // 4)
    w, h = round(width * 0.80), round(width * 0.80 * SHEET[1] / SHEET[0])
    cloth = picture(lay(pattern, Window(SHEET[0] / 2, SHEET[1] / 2, SHEET[0]), (w, h)))
    rng = pattern.rng("drape")
    folds = drape.hanging(rng, count=int(rng.integers(4, 7)))
    rgba, pad = hang(cloth, folds, sag=0.10)
    at = (round(width * 0.10) - pad, round(width * 0.075) - pad)
    scene = stage.wall(rng, size)
    y = round(width * 0.082)
    stage.rod(scene, rng, x0=width * 0.055, x1=width * 0.945, y=y, thick=width * 0.019)
    shadow(scene, rgba, at, width)
    light = folds.light(rgba.size, 0.30) * rolled(rgba.size, pad, width * 0.03)
    stage.lay_over(scene, rgba, at, light)
    return picture(scene)


def shadow(scene, rgba, at, width):
    """The two shadows of hanging cloth: a wide one on the wall and a narrow one where it touches."""
    mask = stage.mask_of(rgba, at, (scene.shape[1], scene.shape[0]))
    wide = (width * 0.022, width * 0.03, width * 0.022, 0.42)
    close = (width * 0.005, width * 0.008, width * 0.006, 0.40)
    stage.cast(scene, mask, wide, close)


def rolled(size, pad, reach):
    """Light on cloth that turns over a rod: dark at the back, bright on top, then falling straight."""
    y = (np.arange(size[1]) - pad) / reach
    behind = 0.55 + 0.62 * _bump(y, 0.42, 0.36)
    falling = 0.97 + 0.20 * _bump(y, 0.42, 0.5) - 0.09 * _bump(y, 1.3, 0.45)
    bright = np.where(y < 0.42, behind, falling)
    return np.broadcast_to(bright.astype(np.float32)[:, None], (size[1], size[0]))


def _bump(y, middle, breadth):
    return np.exp(-(((y - middle) / breadth) ** 2))


def flat(pattern, width):
    """Laid flat, close enough for a few repeats to fill the frame."""
    rng = pattern.rng("flat")
    window = Window(
        52 + rng.uniform(-8, 8), 62 + rng.uniform(-8, 8), 46, rng.uniform(0.02, 0.05) * rng.choice([-1, 1])
    )
    return spread(pattern, window, (width, width * 5 // 4), drape.creased(rng), strength=0.20)


def detail(pattern, width):
    """Close enough to see the wax line, the cecek and the weave."""
    rng = pattern.rng("detail")
    window = Window(
        50 + rng.uniform(-9, 9), 66 + rng.uniform(-9, 9), 14.5, rng.uniform(0.05, 0.12) * rng.choice([-1, 1])
    )
    return spread(pattern, window, (width, width * 5 // 4), drape.creased(rng), strength=0.26)


def wide(pattern, width):
    """A banner: cloth spread wide, with long soft folds."""
    rng = pattern.rng("wide")
    size = (width, width * 9 // 16)
    rgb = lay(pattern, Window(52.5, 64, 96), (round(width * 1.04), round(size[1] * 1.06)))
    folds = drape.sweeping(rng)
    source = picture(rgb)
    n = folds.height.shape[0]
    v, u = np.mgrid[0 : 1 : n * 1j, 0 : 1 : n * 1j]
    x = (0.02 + 0.96 * u + np.clip(0.11 * (folds.height - 0.06), -0.019, 0.019)) * source.size[0]
    y = (0.03 + 0.94 * v + np.clip(-0.14 * (folds.height - 0.06), -0.028, 0.028)) * source.size[1]
    bent = np.asarray(drape.bend(source, x, y, size), np.float32) / 255
    return picture(bent * folds.light(size, 0.36)[..., None] * daylight(size)[..., None])


def spread(pattern, window, size, folds, *, strength):
    """Cloth that fills the frame."""
    rgb = lay(pattern, window, size)
    return picture(rgb * (folds.light(size, strength) * daylight(size))[..., None])


def daylight(size):
    """Light from the upper left, a little less in the far corner."""
    v, u = np.mgrid[0:1:16j, 0:1:16j]
    return drape.enlarge(1.05 - 0.06 * u - 0.08 * v - 0.05 * (u * v) ** 2, size)
