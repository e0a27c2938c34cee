"""The cloth drawn by code: the same every time, different for every seed, and never blank."""

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from demo.cloth import MOTIFS, PALETTES, VIEWS, draw, emblem

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
@pytest.mark.parametrize("palette", PALETTES)
def test_every_motif_takes_every_palette_and_shows_a_drawing(motif, palette):
    pixels = np.asarray(draw(motif, palette, seed=3, view="detail", width=48), float)
    assert pixels.mean(axis=2).std() > 10


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
