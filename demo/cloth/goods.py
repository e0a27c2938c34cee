"""How smaller goods are shown: a scarf folded over a rod, and napkins in a folded stack."""

import numpy as np
from PIL import Image, ImageDraw

from . import drape, stage
from .sheet import Window
from .views import hang, lay, picture, rolled, shadow

SCARF = (48.0, 170.0)
NAPKIN = (48.0, 48.0)


def scarf(pattern, width):
    """A selendang folded once over a rod: its two ends hang side by side, one a little longer."""
    size = (width, width * 5 // 4)
    rng = pattern.rng("scarf")
    scene = stage.wall(rng, size)
    stage.rod(scene, rng, x0=width * 0.13, x1=width * 0.87, y=width * 0.102, thick=width * 0.019)
    top = round(width * 0.095)
    _end(
        scene,
        pattern,
        rng,
        at=(round(width * 0.40), top),
        size=(round(width * 0.36), round(width * 0.90)),
        dim=0.80,
    )
    _end(
        scene,
        pattern,
        rng,
        at=(round(width * 0.24), top),
        size=(round(width * 0.38), round(width * 1.02)),
        dim=1.0,
    )
    return picture(scene)


def _end(scene, pattern, rng, *, at, size, dim):
    """One end of the scarf with its fringe."""
    w, h = size
    seen = SCARF[0] * h / w
    window = Window(SCARF[0] / 2, SCARF[1] - seen / 2, SCARF[0])
    cloth = fringe(picture(lay(pattern, window, size, cloth=SCARF)), rng)
    folds = drape.hanging(rng, count=3, fullness=1.25)
    rgba, pad = hang(cloth, folds, sag=0.06)
    place = (at[0] - pad, at[1] - pad)
    shadow(scene, rgba, place, scene.shape[1])
    light = folds.light(rgba.size, 0.32) * rolled(rgba.size, pad, scene.shape[1] * 0.03) * dim
    stage.lay_over(scene, rgba, place, light)


def fringe(cloth, rng):
    """The warp ends, twisted into tassels below the hem."""
    w, h = cloth.size
    length = round(w * 0.11)
    colours = np.asarray(cloth.crop((0, h - 4, w, h)).resize((40, 1), Image.Resampling.BOX))[0]
    scale = 3
    whole = Image.new("RGBA", (w * scale, length * scale), (0, 0, 0, 0))
    pen = ImageDraw.Draw(whole)
    for i, x in enumerate((np.arange(40) + 0.5) * w / 40):
        colour = tuple(int(c) for c in colours[i] * 0.9 + 12)
        for _ in range(4):
            foot = x + rng.normal(0, w * 0.004)
            sway = foot + rng.normal(0, w * 0.006)
            drop = length * rng.uniform(0.82, 0.98)
            thick = max(2, round(w * 0.0042 * scale))
            knot = (x * scale, length * 0.22 * scale)
            pen.line(
                [(foot * scale, 0), knot, (sway * scale, drop * scale)],
                fill=(*colour, 255),
                width=thick,
                joint="curve",
            )
        r = w * 0.006 * scale
        pen.ellipse((knot[0] - r, knot[1] - r, knot[0] + r, knot[1] + r), fill=(*colour, 255))
    longer = Image.new("RGBA", (w, h + length))
    longer.paste(cloth, (0, 0))
    longer.paste(whole.reduce(scale), (0, h))
    return longer


def folded(pattern, width):
    """A stack of folded napkins seen from the front and a little above."""
    size = (width, width * 5 // 4)
    rng = pattern.rng("folded")
    scene = stage.wall(rng, size)
    side = round(width * 0.9)
    quarter = Window(NAPKIN[0] * 0.74, NAPKIN[1] * 0.743, NAPKIN[0] * 0.5)
    cloth = picture(lay(pattern, quarter, (side, side), cloth=NAPKIN))
    layers, thick = 5, width * 0.045
    front, back = width * 0.80, width * 0.30
    mask = Image.new("L", size)
    outline = [
        (width * 0.17, back),
        (width * 0.83, back),
        (width * 0.90, front),
        (width * 0.90, front + layers * thick),
        (width * 0.10, front + layers * thick),
        (width * 0.10, front),
    ]
    ImageDraw.Draw(mask).polygon(outline, fill=255)
    wide = (width * 0.03, width * 0.02, width * 0.03, 0.6)
    close = (width * 0.006, width * 0.012, width * 0.008, 0.6)
    stage.cast(scene, mask, wide, close)
    for layer in reversed(range(layers)):
        _fold_edge(scene, cloth, rng, y=front + layer * thick, thick=thick)
    _top(scene, cloth, rng, front=front, back=back)
    return picture(scene)


def _top(scene, cloth, rng, *, front, back):
    """The upper face, narrower at the back."""
    width = scene.shape[1]
    n = drape.GRID
    w, h = round(width * 0.82), round(front - back + width * 0.012)
    v, u = np.mgrid[0 : 1 : n * 1j, 0 : 1 : n * 1j]
    half = 0.5 * (0.815 + (0.985 - 0.815) * v) + 0.003 * np.sin(v * 5 + rng.uniform(0, 6))
    depth = v / (1.18 - 0.18 * v) * 1.02 - 0.01 + 0.004 * np.sin(u * 6 + rng.uniform(0, 6))
    pad = 6
    source = Image.new("RGBA", (cloth.size[0] + 2 * pad, cloth.size[1] + 2 * pad))
    source.paste(cloth, (pad, pad))
    x = ((u - 0.5) / (2 * half) + 0.5) * cloth.size[0] + pad
    y = depth * cloth.size[1] + pad
    rgba = drape.bend(source, x, y, (w, h))
    folds = drape.creased(rng)
    roll = 1 + 0.10 * np.exp(-(((1 - v) / 0.03) ** 2)) - 0.25 * np.exp(-(((1 - v) / 0.008) ** 2))
    light = folds.light((w, h), 0.2) * drape.enlarge(roll * (1.06 - 0.08 * u), (w, h))
    stage.lay_over(scene, rgba, (round(width * 0.09), round(back)), light)


def _fold_edge(scene, cloth, rng, *, y, thick):
    """One folded edge of the stack: a strip of the cloth turning under."""
    width = scene.shape[1]
    inset = rng.uniform(0, 0.008) * width
    w, h = round(width * 0.80 - inset), round(thick * 1.06)
    start = int(rng.integers(0, cloth.size[1] - h * 2))
    strip = cloth.crop((0, start, cloth.size[0], start + h * 2)).resize((w, h), Image.Resampling.BICUBIC)
    mask = Image.new("L", (w * 3, h * 3))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, w * 3 - 1, h * 3 - 1), h * 1.2, fill=255)
    strip.putalpha(mask.reduce(3))
    v = np.linspace(0, 1, h)[:, None]
    bright = 0.42 + 0.62 * np.exp(-(((v - 0.36) / 0.36) ** 2)) + 0 * np.zeros((1, w))
    sway = 1 + 0.05 * np.sin(np.linspace(0, 9, w) + rng.uniform(0, 6))[None, :]
    stage.lay_over(
        scene,
        strip,
        (round(width * 0.10 + inset * rng.uniform(0, 1)), round(y)),
        (bright * sway).astype(np.float32),
    )
