"""Merakan: the peacock among flowers, one of Kebumen's three families; drawn by eye, never from a stencil,
so no two birds are alike."""

import numpy as np

from .. import curves, flora, isen
from ..hand import TAU, by_hand, join, spindle, spots, tail
from ..sheet import ACCENT, BODY, CECEK, GROUND, INK, ISEN, LINE, SECOND, VEIN

BODY_LINE = curves.blob(
    (-0.262, -0.345), (-0.235, -0.372), (-0.205, -0.352), (-0.192, -0.292), (-0.176, -0.222), (-0.130, -0.150),
    (-0.035, -0.108), (0.080, -0.060), (0.165, 0.020), (0.085, 0.070), (-0.030, 0.092), (-0.130, 0.060),
    (-0.192, -0.020), (-0.215, -0.110), (-0.226, -0.200), (-0.236, -0.275), (-0.252, -0.318),
)  # fmt: skip
BEAK = curves.blob(
    (-0.258, -0.338), (-0.285, -0.322), (-0.318, -0.288), (-0.272, -0.298), (-0.250, -0.305), k=3
)
WING = curves.blob(
    (-0.145, -0.070), (-0.075, -0.115), (0.030, -0.075), (0.150, 0.010), (0.245, 0.085), (0.120, 0.065),
    (-0.020, 0.055), (-0.115, 0.010),
)  # fmt: skip
# Where the feathers of the train end; they leave the rump together and part on the way down.
TIPS = ((0.27, 0.66), (0.37, 0.66), (0.47, 0.62), (0.56, 0.55), (0.64, 0.46), (0.70, 0.35), (0.73, 0.22))


def draw(sheet, rng):
    isen.scatter(sheet, CECEK, rng, step=1.0, radius=0.085)
    size = rng.uniform(27, 31)
    wide, tall = size * 2.12, size * 1.12
    at, col, row = curves.lattice(sheet.width, sheet.height, (wide, tall))
    at = at + np.stack([(row % 2) * 0.5 * wide + sheet.width / 2, 0 * row + tall * 0.35], axis=-1) - (wide, 0)
    pair = by_hand(rng, spots(at, 0, size), 0.01, 0.02, swell=0.02)
    _tree(sheet, rng, pair)
    shafts = [_shaft(i / (len(TIPS) - 1), tip) for i, tip in enumerate(TIPS)]
    for face in (1.0, -1.0):
        bird = by_hand(rng, pair.within([face * 0.36, 0.0]), 0.008, 0.025, swell=0.015)
        # A bird that looks the other way is its mirror across the upright axis: turned round, then flipped.
        bird = bird if face > 0 else spots(bird.at, bird.turn + np.pi, bird.size, -1.0)
        _train(sheet, bird, shafts)
        _bird(sheet, bird)


def _shaft(share, tip):
    """One feather of the train: the outer ones fall steeply, the upper ones reach back."""
    leave = np.array([0.18, 0.20]) * (1 - share) + np.array([0.36, -0.06]) * share
    fall = np.array([-0.03, 0.24]) * (1 - share) + np.array([0.20, 0.08]) * share
    return curves.bezier((0.11, 0.03), leave, np.array(tip) - fall, tip, k=30)


def _train(sheet, bird, shafts):
    for shaft in shafts:
        sheet.line(GROUND, bird.put(shaft[3:]), 3.2, _broad)
    for shaft in shafts:
        _plume(sheet, bird, shaft)
    for share, size in ((0.66, 0.085), (1.0, 0.14)):
        for shaft in shafts[:: 1 if share == 1 else 2]:
            i = round(share * 29)
            dx, dy = shaft[i] - shaft[i - 1]
            _eye(sheet, bird.within(shaft[i], np.arctan2(dy, dx), size))


def _tree(sheet, rng, pair):
    """The flowering tree between two birds, and bushes that fill the room below and above them."""
    sprigs = []
    for at, turn, size in (
        ((0.0, 0.34), -TAU / 4, 0.64), ((0.15, 0.38), 0.98, 0.58), ((-0.15, 0.38), TAU / 2 - 0.98, 0.58),
        ((0.0, 1.06), -TAU / 4, 0.44),
    ):  # fmt: skip
        place = pair.within(at, turn, size)
        place.flip[:] = 1.0 if at[0] >= 0 else -1.0
        sprigs.append(by_hand(rng, place, 0.02, 0.06, swell=0.04))
    flora.sprig(sheet, join(*sprigs), gap=0.2, blossoms=0.42)
    flower = by_hand(rng, pair.within([[0.63, -0.14], [-0.63, -0.14]], 0.0, 0.13), 0.05, 0.3, swell=0.08)
    flora.leaf(sheet, flower.within(np.zeros((3, 2)), [0.4, 2.5, 4.6], 0.95), SECOND, gap=0.15, pairs=4)
    isen.rosette(sheet, (BODY, LINE), flower.within([0, 0], 0, 0.62), petals=7, width=0.13)
    sheet.shape((ACCENT, LINE), flower.put(curves.oval(0.34, 0.34, k=18)), 0.12)


def _plume(sheet, bird, shaft):
    """One tail feather: its shaft and barbs, fine as sawut."""
    along = curves.along(shaft[3:], 26)
    heading = curves.headings(shaft[3:], 26)
    for side in (-1, 1):
        lift = heading + side * 0.55
        reach = 0.052 * np.linspace(0.6, 1.1, 26)[:, None]
        tip = along + np.stack([np.cos(lift), np.sin(lift)], axis=-1) * reach
        barbs = along[:, None] + (tip - along)[:, None] * np.linspace(0, 1, 5)[None, :, None]
        sheet.line(CECEK, bird.put_many(barbs), 0.14, tail)
        sheet.dots(CECEK, bird.points((tip + (tip - along) * 0.16)[::2]), 0.085)
    sheet.line(LINE, bird.put(shaft), 0.36)
    sheet.line(SECOND, bird.put(shaft), 0.16)


def _eye(sheet, eye):
    """The eye of a feather: drop within drop."""
    whole = curves.drop(0.92) - (0.42, 0)
    sheet.shape((BODY, LINE), eye.put(whole), 0.2, 0.28)
    isen.sawut(sheet, INK, eye, root=whole * 0.92, tip=whole * 0.74, count=22, width=0.085)
    sheet.shape((SECOND, LINE), eye.put(whole * 0.66 + (0.05, 0)), 0.15)
    sheet.shape((ACCENT, LINE), eye.put(whole * 0.38 + (0.09, 0)), 0.12)
    sheet.dots(INK, eye.points(np.array([[0.13, 0.0]])), 0.22)


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
    sheet.shape((SECOND, LINE), bird.put(BEAK), 0.18, 0.4)
    sheet.shape((ACCENT, LINE), bird.put(BODY_LINE), 0.28, 0.5)
    _feathers(sheet, bird)
    for lean in (-0.55, -0.18, 0.18, 0.55):
        crest = bird.within([-0.226, -0.366], -1.4 + lean, 0.085)
        sheet.line(LINE, crest.put(curves.spine(0.12 * np.sign(lean))), 0.18)
        sheet.shape(
            (SECOND, LINE), crest.within([0.95, 0], 0, 0.5).put(curves.drop(0.6) - (0.2, 0)), 0.13, 0.2
        )
    sheet.dots(ISEN, bird.points(np.array([[-0.232, -0.328]])), 0.34)
    sheet.dots(INK, bird.points(np.array([[-0.234, -0.328]])), 0.17)
    sheet.shape((BODY, LINE), bird.put(WING), 0.24)
    _wing(sheet, bird)


def _feathers(sheet, bird):
    """Small scales down the neck and breast."""
    bow = curves.arc(0.2, np.pi - 0.2, 0.0125, k=7)
    down = np.linspace((-0.205, -0.285), (-0.135, 0.03), 11)
    rows = [
        bow + (x + 0.003 * i + j * 0.023 + 0.006 * (i % 2), y)
        for i, (x, y) in enumerate(down)
        for j in range(-2, 3)
        if abs(j) <= i / 4
    ]
    sheet.line(VEIN, bird.put_many(np.stack(rows)), 0.1)
    belly = np.array([[-0.08, 0.072], [0.06, 0.068]])
    isen.cecek_row(sheet, VEIN, bird, on=belly, count=8, radius=0.1)


def _wing(sheet, bird):
    """The wing: scales at the shoulder, long quills behind, between them rows of drops."""
    bar = curves.bezier((-0.035, -0.105), (0.01, -0.02), (-0.03, 0.05), k=10)
    sheet.shape((SECOND, INK), bird.put(np.concatenate([bar, WING[[-8, -5, -1]], bar[:1]])), 0.1)
    quills = [curves.bezier(a, b, k=10) for a, b in (
        ((0.0, -0.075), (0.13, 0.005)), ((0.0, -0.045), (0.18, 0.045)), ((0.0, -0.015), (0.19, 0.066)),
        ((-0.01, 0.018), (0.13, 0.055)),
    )]  # fmt: skip
    sheet.line(INK, bird.put_many(np.stack(quills)), 0.13, tail)
    for quill in quills[:3]:
        isen.cecek_row(sheet, INK, bird, on=quill + (0.012, 0.016), count=9, radius=0.085)
    for x in (-0.11, -0.08, -0.05):
        column = np.linspace((x, -0.075 + (x + 0.11) * 0.1), (x + 0.012, 0.02 + (x + 0.11) * 0.3), 5)
        sheet.dots(ISEN, bird.points(column), 0.13)
