"""The sample village's pictures, drawn and kept by all cores."""

import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from app import pictures
from app.pictures import Kept
from demo import cloth


@dataclass(frozen=True, slots=True)
class Sketch:
    """What to draw: a view of a cloth, or a maker's emblem (no motif)."""

    room: str
    motif: str
    palette: str
    seed: int
    view: str
    width: int


def draw_all(sketches: Iterable[Sketch]) -> list[Kept]:
    """Draw and keep each; the answers come in the order asked."""
    # A forked process knows the store already, and need not read the whole shop again.
    with ProcessPoolExecutor(max_workers=os.cpu_count(), mp_context=get_context("fork")) as pool:
        return list(pool.map(_draw, sketches, chunksize=2))


def _draw(sketch: Sketch) -> Kept:
    if not sketch.motif:
        return pictures.keep_image(cloth.emblem(sketch.seed, sketch.palette, sketch.width), sketch.room)
    image = cloth.draw(sketch.motif, sketch.palette, seed=sketch.seed, view=sketch.view, width=sketch.width)
    return pictures.keep_image(image, sketch.room)
