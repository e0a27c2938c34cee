"""Draw posters of one photo; run by itself, as a program, so that who serves visitors carries no drawing tools.

    python drawing.py '{"fonts": "static/fonts", "posters": {"a.jpg": {"title": "Kawung", ...}}}' < photo

writes each poster into the working folder. It knows nothing of the shop.
"""

import io
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
# The cloth hangs at the left, and the words stand on mori.
CLOTH, MARGIN, EDGE = 540, 64, 66
MORI, INK, SOGA, COPPER = "#faf6ec", "#1c2547", "#744723", "#b4652f"
LARGEST, SMALLEST, MOST_LINES = 76, 40, 4
Font = ImageFont.FreeTypeFont


def main(recipe: Mapping[str, Any]) -> None:
    with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=("JPEG",)) as photo:
        cloth = photo.convert("RGB")
    for name, told in recipe["posters"].items():
        poster = draw(cloth, Path(recipe["fonts"]), **told)
        poster.save(name, "JPEG", quality=86, progressive=True, optimize=True)
    sys.stdout.write("{}")


def draw(
    cloth: Image.Image, fonts: Path, *, title: str, line: str, shop: str, focus: list[int]
) -> Image.Image:
    """The cloth, and beside it the title, a line below it, and at the foot the shop's name above a row of isen."""
    poster = Image.new("RGB", SIZE, MORI)
    poster.paste(cut(cloth, (CLOTH, SIZE[1]), focus))
    pen, left, width = ImageDraw.Draw(poster), CLOTH + MARGIN, SIZE[0] - CLOTH - 2 * MARGIN
    serif, sans = str(fonts / "fraunces.woff2"), str(fonts / "plus-jakarta-sans.woff2")
    font, lines = fitted(title, serif, width)
    top = EDGE - 8
    for words in lines:
        pen.text((left, top), words, INK, font)
        top += round(font.size * 1.14)
    top += 26
    smaller = ImageFont.truetype(sans, 34)
    for words in cut_off(wrapped(line, smaller, width), (SIZE[1] - 170 - top) // 46):
        pen.text((left, top), words, SOGA, smaller)
        top += 46
    for step in range(12):
        isen(pen, left + 6 + step * 18, SIZE[1] - EDGE - 64)
    name = ImageFont.truetype(serif, 34)
    pen.text((left, SIZE[1] - EDGE), cut_off(wrapped(shop, name, width), 1)[0], INK, name, anchor="ls")
    return poster


def cut(cloth: Image.Image, size: tuple[int, int], focus: list[int]) -> Image.Image:
    """As much of the picture as fills the size, with its focus in sight."""
    scale = max(size[0] / cloth.width, size[1] / cloth.height)
    width, height = size[0] / scale, size[1] / scale
    left, top = ((cloth.width - width) * focus[0] / 100, (cloth.height - height) * focus[1] / 100)
    box = (left, top, left + width, top + height)
    return cloth.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3)


def fitted(title: str, file: str, width: int) -> tuple[Font, list[str]]:
    """The largest type in which the title fits, and its lines."""
    for size in range(LARGEST, SMALLEST, -4):
        font = ImageFont.truetype(file, size)
        lines = wrapped(title, font, width)
        if len(lines) <= (3 if size > 56 else MOST_LINES) and all(
            font.getlength(one) <= width for one in lines
        ):
            return font, lines
    font = ImageFont.truetype(file, SMALLEST)
    return font, cut_off(wrapped(title, font, width), MOST_LINES)


def wrapped(text: str, font: Font, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def cut_off(lines: list[str], most: int) -> list[str]:
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1].rstrip(' ,.;:')}…"]


def isen(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
    pen.ellipse((x - 3, y - 3, x + 3, y + 3), COPPER)


if __name__ == "__main__":
    os.nice(10)
    main(json.loads(sys.argv[1]))
