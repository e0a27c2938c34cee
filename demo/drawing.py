"""The sample village's pictures, drawn and printed by all cores; AVIF is the worker's, when the shop is open."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from app import storage
from app.pictures import actions as pictures
from app.pictures import printing, prints
from app.pictures.models import Picture
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


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing's key, its prints by name, the size of the widest, and its ground."""

    key: str
    files: dict[str, bytes]
    size: tuple[int, int]
    ground: str


def draw_all(sketches: Iterable[Sketch]) -> Iterator[Picture]:
    """Draw and keep each; the answers come in the order asked."""
    # A forked process need not read the whole shop again.
    with ProcessPoolExecutor(max_workers=os.cpu_count(), mp_context=get_context("fork")) as pool:
        for drawn in pool.map(draw, sketches, chunksize=2):
            yield keep(drawn)


def draw(sketch: Sketch) -> Drawn:
    if sketch.motif:
        image = cloth.draw(
            sketch.motif, sketch.palette, seed=sketch.seed, view=sketch.view, width=sketch.width
        )
    else:
        image = cloth.emblem(sketch.seed, sketch.palette, sketch.width)
    quick = {form: widths for form, widths in prints.RECIPES[sketch.room].items() if form != "avif"}
    files = dict(printing.prints(image, quick))
    key = prints.key_of(sketch.room, image.tobytes())
    return Drawn(key, files, printing.size(image, quick), printing.ground(image))


def keep(drawn: Drawn) -> Picture:
    for name, content in drawn.files.items():
        storage.save(f"{drawn.key}-{name}", content, prints.KINDS[name.rpartition(".")[2]])
    width, height = drawn.size
    original = prints.file_of(drawn.key, "webp", width)
    return pictures.keep(drawn.key, width=width, height=height, ground=drawn.ground, original=original)
