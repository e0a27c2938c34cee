"""The cloth drawn by code: the same every time, different for every seed, and never blank."""

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from demo.cloth import MOTIFS, PALETTES, VIEWS, Pattern, draw, emblem
from demo.cloth.dye import bathe
from demo.cloth.sheet import Sheet, Window
from demo.cloth.views import SHEET, lay

ROOT = Path(__file__).parents[2]
KEBUMEN = {"kawung", "parang", "truntum", "sekar-jagad", "merakan", "gringsing", "ukel", "menganti"}


@pytest.fixture(autouse=True)
def rollback():
    """Nothing here touches a database, so once is enough."""


def fingerprint(picture):
    return hashlib.sha256(picture.tobytes()).hexdigest()


def test_the_eight_motifs_and_at_least_six_palettes_are_there():
    assert set(MOTIFS) >= KEBUMEN
    assert len(PALETTES) >= 6


def test_palettes_are_both_natural_and_synthetic():
    assert {palette.natural for palette in PALETTES.values()} == {True, False}


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_has_its_proportion(view):
    picture = draw("truntum", "wengi", seed=1, view=view, width=160)
    assert (picture.mode, picture.size) == ("RGB", (160, 90 if view == "wide" else 200))


@pytest.mark.parametrize("motif", MOTIFS)
def test_every_motif_takes_every_palette_and_shows_a_drawing(motif):
    pattern = Pattern(motif, PALETTES["sogan"], 3)
    sheet = Sheet(SHEET, Window(52, 70, 40), (64, 80), pattern.rng("hand"))
    pattern.draw(sheet, pattern.rng("layout"))
    dyed = {name: bathe(sheet, palette, pattern.rng("dye")) for name, palette in PALETTES.items()}
    assert {name for name, rgb in dyed.items() if rgb.mean(axis=2).std() < 0.05} == set()


@pytest.mark.parametrize("motif", MOTIFS)
def test_a_drawing_reaches_every_quarter_of_the_cloth(motif):
    grey = np.asarray(draw(motif, "sogan", seed=5, view="flat", width=96), float).mean(axis=2)
    h, w = grey.shape
    quarters = [grey[y : y + h // 2, x : x + w // 2] for y in (0, h // 2) for x in (0, w // 2)]
    assert min(quarter.std() for quarter in quarters) > 14


@pytest.mark.parametrize("view", VIEWS)
def test_the_same_cloth_is_the_same_picture(view):
    first, again = (draw("kawung", "sogan", seed=7, view=view, width=80) for _ in range(2))
    assert fingerprint(first) == fingerprint(again)


def test_another_process_draws_the_same_picture():
    code = (
        "import hashlib; from demo.cloth import draw, emblem;"
        "print(*(hashlib.sha256(p.tobytes()).hexdigest() for p in"
        " (draw('merakan', 'kunir', seed=11, view='hung', width=80), emblem(4, 'sogan', 48))))"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    here = draw("merakan", "kunir", seed=11, view="hung", width=80), emblem(4, "sogan", 48)
    assert told.stdout.split() == [fingerprint(picture) for picture in here]


@pytest.mark.parametrize("motif", MOTIFS)
def test_another_seed_is_another_cloth(motif):
    one, other = (draw(motif, "wengi", seed=seed, view="detail", width=48) for seed in (1, 2))
    assert fingerprint(one) != fingerprint(other)


def test_every_maker_has_an_emblem_of_her_own():
    emblems = [emblem(seed, "sogan", 48) for seed in range(12)]
    assert {picture.size for picture in emblems} == {(48, 48)}
    assert len({fingerprint(picture) for picture in emblems}) == 12


@pytest.mark.parametrize("motif", MOTIFS)
def test_a_closer_view_shows_the_same_cloth(motif):
    pattern = Pattern(motif, PALETTES["wengi"], 9)
    far = lay(pattern, Window(52, 70, 60), (120, 120))[30:90, 30:90]
    near = lay(pattern, Window(52, 70, 30), (120, 120)).reshape(60, 2, 60, 2, 3).mean(axis=(1, 3))
    assert np.abs(far - near).mean() < 0.1
