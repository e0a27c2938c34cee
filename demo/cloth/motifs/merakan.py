"""Merakan: the peacock among flowers, one of Kebumen's three families; drawn by eye, never from a stencil,
so no two birds are alike."""

import numpy as np

from .. import curves, flora, isen
from ..hand import by_hand, spindle, spots, tail
from ..sheet import ACCENT, BODY, CECEK, GROUND, INK, ISEN, LINE, SECOND

BODY_LINE = curves.blob(
    (-0.265, -0.335), (-0.228, -0.362), (-0.190, -0.335), (-0.172, -0.255), (-0.125, -0.165), (-0.030, -0.105),
    (0.080, -0.060), (0.165, 0.020), (0.085, 0.070), (-0.030, 0.095), (-0.135, 0.060), (-0.200, -0.035),
    (-0.216, -0.135), (-0.226, -0.225), (-0.252, -0.292),
)  # fmt: skip
BEAK = curves.blob(
    (-0.258, -0.338), (-0.285, -0.322), (-0.318, -0.288), (-0.272, -0.298), (-0.250, -0.305), k=3
)
WING = curves.blob(
    (-0.145, -0.070), (-0.075, -0.115), (0.030, -0.075), (0.150, 0.010), (0.245, 0.085), (0.120, 0.065), (-0.020, 0.055), (-0.115, 0.010),
)  # fmt: skip
PLUMES = (
    ((0.08, -0.06), (0.20, -0.30), (0.42, -0.46), (0.60, -0.36)),
    ((0.11, -0.05), (0.28, -0.22), (0.50, -0.30), (0.72, -0.16)),
    ((0.08, 0.06), (0.16, 0.26), (0.16, 0.44), (0.08, 0.58)),
    ((0.10, 0.05), (0.26, 0.20), (0.32, 0.38), (0.27, 0.56)),
    ((0.13, -0.02), (0.36, -0.06), (0.56, -0.06), (0.74, 0.08)),
    ((0.12, 0.03), (0.34, 0.12), (0.44, 0.28), (0.46, 0.48)),
    ((0.13, 0.01), (0.38, 0.04), (0.54, 0.14), (0.64, 0.32)),
)


def draw(sheet, rng):
    isen.scatter(sheet, CECEK, rng, step=1.35, radius=0.085)
    size = rng.uniform(36, 40)
    step = (size * 1.12, size * 1.10)
    at, col, row = curves.lattice(sheet.width, sheet.height, step, half_drop=True)
    face = np.where(col % 2 == 0, 1.0, -1.0)
    at = at + (step[0] * 0.3, step[1] * 0.4)
    bird = by_hand(rng, spots(at, rng.normal(0, 0.05, len(at)), size, face), 0.012, 0.04, 0.03)
    # A bird that looks the other way is its mirror across the upright axis: turned round, then flipped.
    bird.turn[face < 0] += np.pi
    _garden(sheet, rng, bird)
    for plume in PLUMES:
        _plume(sheet, bird, curves.bezier(*plume, k=30))
    _bird(sheet, bird)


def _garden(sheet, rng, bird):
    """Branches that fill the room around each bird."""
    for at, turn, size in (
        ((-0.18, 0.30), 2.35, 0.40), ((-0.30, 0.02), -2.5, 0.34), ((0.02, -0.34), -1.35, 0.36),
        ((-0.10, 0.42), 0.95, 0.30), ((0.66, 0.42), 0.75, 0.28),
    ):  # fmt: skip
        flora.sprig(sheet, by_hand(rng, bird.within(at, turn, size), 0.03, 0.1, 0.06), blossoms=0.5)


def _plume(sheet, bird, shaft):
    """One tail feather: shaft, barbs, drops, and its eye."""
    sheet.line(GROUND, bird.put(shaft[4:]), 2.9, _broad)
    along = curves.along(shaft[5:], 17)
    heading = curves.headings(shaft[5:], 17)
    for side in (-1, 1):
        lift = heading + side * 0.62
        reach = 0.036 * np.linspace(0.7, 1.15, 17)[:, None]
        tip = along + np.stack([np.cos(lift), np.sin(lift)], axis=-1) * reach
        barbs = along[:, None] + (tip - along)[:, None] * np.linspace(0, 1, 5)[None, :, None]
        sheet.line(CECEK, bird.put_many(barbs), 0.15, tail)
        sheet.dots(CECEK, bird.points(tip + (tip - along) * 0.22), 0.1)
    sheet.line(LINE, bird.put(shaft), 0.34)
    sheet.line(SECOND, bird.put(shaft), 0.14)
    eye = bird.within(shaft[-1], heading[-1], 0.135)
    whole = curves.drop(0.86) - (0.42, 0)
    sheet.shape((BODY, LINE), eye.put(whole), 0.2, 0.25)
    isen.sawut(sheet, INK, eye, root=whole * 0.92, tip=whole * 0.74, count=20, width=0.09)
    sheet.shape((SECOND, LINE), eye.put(whole * 0.66 + (0.06, 0)), 0.15)
    sheet.shape((ACCENT, LINE), eye.put(whole * 0.38 + (0.1, 0)), 0.12)
    sheet.dots(INK, eye.points(np.array([[0.14, 0.0]])), 0.2)


def _broad(t):
    return 0.25 + 0.75 * spindle(t * 0.8 + 0.1)


def _bird(sheet, bird):
    for foot in ((-0.02, 0.2), (-0.1, 0.19)):
        leg = curves.bezier((-0.04, 0.06), (foot[0] + 0.02, 0.13), foot, k=8)
        sheet.line(LINE, bird.put(leg), 0.36)
        for toe in (-0.035, 0.0, 0.03):
            sheet.line(
                LINE, bird.put(np.linspace(foot, (foot[0] - 0.02 + toe, foot[1] + 0.022), 5)), 0.22, tail
            )
    for lean in (-0.5, 0.0, 0.5):
        crest = bird.within([-0.222, -0.352], -1.45 + lean, 0.095)
        sheet.line(LINE, crest.put(curves.spine(0.12 * np.sign(lean))), 0.16)
        sheet.shape((ACCENT, LINE), crest.within([0.95, 0], 0, 0.5).put(curves.drop(0.6) - (0.2, 0)), 0.12)
    sheet.shape((ACCENT, LINE), bird.put(BEAK), 0.16)
    sheet.shape((SECOND, LINE), bird.put(BODY_LINE), 0.26, 0.25)
    _feathers(sheet, bird)
    sheet.dots(ISEN, bird.points(np.array([[-0.232, -0.328]])), 0.34)
    sheet.dots(INK, bird.points(np.array([[-0.234, -0.328]])), 0.17)
    sheet.shape((BODY, LINE), bird.put(WING), 0.24)
    _wing(sheet, bird)


def _feathers(sheet, bird):
    """Small scales down the neck and breast."""
    for i, (x, y) in enumerate(np.linspace((-0.205, -0.285), (-0.135, 0.03), 11)):
        for j in range(-2, 3):
            place = np.array([[x + 0.012 * i * 0.25 + j * 0.023 + 0.006 * (i % 2), y]])
            if abs(j) <= 0 + i / 4:
                bow = curves.arc(0.2, np.pi - 0.2, 0.0125, k=7) + place
                sheet.line(ISEN, bird.put(bow), 0.1)
    belly = np.array([[-0.08, 0.072], [0.06, 0.068]])
    isen.cecek_row(sheet, ISEN, bird, on=belly, count=8, radius=0.1)


def _wing(sheet, bird):
    """The wing: scales at the shoulder, long quills behind, between them rows of drops."""
    bar = curves.bezier((-0.035, -0.105), (0.01, -0.02), (-0.03, 0.05), k=10)
    sheet.shape((ACCENT, INK), bird.put(np.concatenate([bar, WING[[-8, -5, -1]], bar[:1]])), 0.1)
    quills = [curves.bezier(a, b, k=10) for a, b in (
        ((0.0, -0.075), (0.13, 0.005)), ((0.0, -0.045), (0.18, 0.045)), ((0.0, -0.015), (0.19, 0.066)), ((-0.01, 0.018), (0.13, 0.055)),
    )]  # fmt: skip
    sheet.line(INK, bird.put_many(np.stack(quills)), 0.13, tail)
    for quill in quills[:3]:
        isen.cecek_row(sheet, INK, bird, on=quill + (0.012, 0.016), count=9, radius=0.085)
    for x in (-0.11, -0.08, -0.05):
        column = np.linspace((x, -0.075 + (x + 0.11) * 0.1), (x + 0.012, 0.02 + (x + 0.11) * 0.3), 5)
        sheet.dots(ISEN, bird.points(column), 0.13)
