"""Batik cloth drawn by code: motif, wax, dye baths, crackle, weave and folds; the same every time.

draw() shows one cloth in one view; emblem() is a maker's drawn mark. Both depend on nothing but their arguments.
"""

import zlib
from dataclasses import dataclass

import numpy as np

from . import border, goods, views
from .emblem import medallion
from .motifs import MOTIFS
from .palettes import PALETTES, Palette

VIEWS = {
    "hung": views.hung,
    "flat": views.flat,
    "detail": views.detail,
    "wide": views.wide,
    "scarf": goods.scarf,
    "folded": goods.folded,
}


@dataclass(frozen=True)
class Pattern:
    """One design: what is drawn, in which colours, by which hand."""

    motif: str
    palette: Palette
    seed: int

    def rng(self, purpose):
        """Chance of its own for each purpose, so that every view sees the same cloth."""
        return np.random.default_rng([self.seed, zlib.crc32(f"{self.motif}/{purpose}".encode())])

    def draw(self, sheet, rng):
        MOTIFS[self.motif](sheet, rng)
        border.draw(sheet, self.rng("border"), self.rng("style").choice(border.STYLES))


def draw(motif, palette, *, seed, view, width):
    """Draw one cloth as an RGB picture: 4:5, or 16:9 for the view "wide"."""
    return VIEWS[view](Pattern(motif, PALETTES[palette], seed), width)


def emblem(seed, palette, width):
    """Draw a maker's emblem as a square RGB picture: a medallion of her own."""
    rng = np.random.default_rng([seed, zlib.crc32(b"emblem")])
    return views.picture(medallion(PALETTES[palette], rng, width))


__all__ = ["MOTIFS", "PALETTES", "VIEWS", "Pattern", "draw", "emblem"]
