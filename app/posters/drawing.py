"""Draw posters of one photo; run by itself, as a program, so that who serves visitors carries no drawing tools.

    python drawing.py '{"fonts": "static/fonts", "posters": {"a.jpg": {"title": "Kawung", ...}}}' < photo

writes each poster into the working folder. `rows` (of several cloths), `uprights` (for social media) and `cuts` (for
paper) are drawn of photos that lie there already. It knows nothing of the shop.
"""

import io
import json
import os
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
# The cloth hangs at the left, and the words stand on mori.
CLOTH, MARGIN, EDGE = 540, 64, 66
# Where a row of cloths ends.
HEM = 410
MORI, INK, SOGA, COPPER = "#faf6ec", "#1c2547", "#744723", "#b4652f"
LARGEST, SMALLEST, MOST_LINES, MOST_LETTERS = 76, 40, 4, 600
Font = ImageFont.FreeTypeFont


def main(recipe: Mapping[str, Any]) -> None:
    fonts = Path(recipe["fonts"])
    if posters := recipe.get("posters"):
        cloth = opened(io.BytesIO(sys.stdin.buffer.read()))
        for name, told in posters.items():
            saved(draw(cloth, fonts, **told), name)
    for name, told in recipe.get("rows", {}).items():
        saved(row(fonts, **told), name)
    for name, told in recipe.get("uprights", {}).items():
        saved(upright(fonts, **told), name)
    # Somebody waits for these, two hundred of a catalogue: where one is read, cut or written others go on.
    with ThreadPoolExecutor(os.cpu_count()) as cutters:
        cuts = [cutters.submit(trim, name, *told) for name, told in recipe.get("cuts", {}).items()]
    for one in cuts:
        one.result()
    sys.stdout.write("{}")


def trim(name: str, file: str, size: list[int], focus: list[int]) -> None:
    """Cut a photo for paper: never made larger than it came, which the press does as well, and written the quick way,
    for a tenth more bytes. One that cannot be read is left out."""
    try:
        photo = opened(file)
    except OSError:
        return
    scale = min(1, max(photo.width / size[0], photo.height / size[1]))
    cut(photo, (max(1, round(size[0] * scale)), max(1, round(size[1] * scale))), focus).save(
        name, "JPEG", quality=86
    )


def opened(file: Any) -> Image.Image:
    with Image.open(file, formats=("JPEG", "WEBP")) as photo:
        return photo.convert("RGB")


def saved(picture: Image.Image, name: str) -> None:
    picture.save(name, "JPEG", quality=86, progressive=True, optimize=True)


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


def row(fonts: Path, *, photos: list[Any], title: str, line: str, shop: str) -> Image.Image:
    """Cloths hung side by side, below them the title, and at the foot the shop's name and a line."""
    poster = Image.new("RGB", SIZE, MORI)
    hang(poster, photos, (SIZE[0], HEM))
    pen, width, foot = ImageDraw.Draw(poster), SIZE[0] - 2 * MARGIN, SIZE[1] - 46
    serif, sans = (
        str(fonts / "fraunces.woff2"),
        ImageFont.truetype(str(fonts / "plus-jakarta-sans.woff2"), 30),
    )
    name = ImageFont.truetype(serif, 34)
    for size in (60, 54, 48, 42):
        large = ImageFont.truetype(serif, size)
        if len(lines := wrapped(title, large, width)) == 1:
            break
    pen.text((MARGIN, (HEM + foot - 34) // 2), cut_off(lines, 1)[0], INK, large, anchor="lm")
    said = cut_off(wrapped(shop, name, width // 2), 1)[0]
    pen.text((MARGIN, foot), said, INK, name, anchor="ls")
    beside = width - round(name.getlength(said)) - MARGIN
    pen.text((SIZE[0] - MARGIN, foot), cut_off(wrapped(line, sans, beside), 1)[0], SOGA, sans, anchor="rs")
    return poster


def upright(
    fonts: Path,
    *,
    size: list[int],
    photos: list[Any],
    title: str,
    facts: str,
    words: str,
    by: str,
    shop: str,
    site: str,
) -> Image.Image:
    """Cloth hung side by side down to the words, which stand on mori. What social media lay over the foot and the head
    of a tall picture covers no words."""
    width, height = size
    tall = height > 1.5 * width
    foot = height - (270 if tall else EDGE)
    # What stands below the cloth takes as much as it needs, and the cloth has the rest.
    room = (foot - 80) - round(height * (0.5 if tall else 0.46))
    lines = set_in(fonts, room, width - 2 * EDGE, title=title, facts=facts, words=words, by=by)
    top = foot - 80 - sum(step for *_, step in lines)
    picture = Image.new("RGB", (width, height), MORI)
    hang(picture, photos, (width, top - 56))
    pen = ImageDraw.Draw(picture)
    for text, font, colour, step in lines:
        pen.text((EDGE, top), text, colour, font)
        top += step
    for step in range(12):
        isen(pen, EDGE + 6 + step * 18, foot - 58)
    name = ImageFont.truetype(str(fonts / "fraunces.woff2"), 36)
    sans = ImageFont.truetype(str(fonts / "plus-jakarta-sans.woff2"), 28)
    pen.text((width - EDGE, foot), cut_off(wrapped(site, sans, 420), 1)[0], SOGA, sans, anchor="rs")
    room_for_name = width - 2 * EDGE - 460
    pen.text((EDGE, foot), cut_off(wrapped(shop, name, room_for_name), 1)[0], INK, name, anchor="ls")
    return picture


def hang(picture: Image.Image, photos: list[Any], size: tuple[int, int]) -> None:
    """Cloth beside cloth across the head of a picture; without any, a ground of dye."""
    pen, gap = ImageDraw.Draw(picture), 8
    pen.rectangle((0, 0, size[0], size[1] - 1), MORI if photos else INK)
    for place, (file, focus) in enumerate(photos):
        left, right = (round(size[0] * edge / len(photos)) for edge in (place, place + 1))
        right -= gap if place < len(photos) - 1 else 0
        picture.paste(cut(opened(file), (right - left, size[1]), focus), (left, 0))
    for row in range(0 if photos else size[1] // 54):
        for step in range(size[0] // 54 + 1):
            isen(pen, step * 54 + 27 * (row % 2), row * 54 + 40)


def set_in(fonts: Path, room: int, width: int, **said: str) -> list[tuple[str, Font, str, int]]:
    """The lines of a title, facts, somebody's words and her name in the largest type that leaves them room; each with
    its type, its colour and how far below it the next one stands."""
    serif, italic, sans = (
        str(fonts / f"{name}.woff2") for name in ("fraunces", "fraunces-italic", "plus-jakarta-sans")
    )
    dress = {
        "title": (serif, 84, INK, 3),
        "facts": (sans, 36, SOGA, 2),
        "words": (italic, 46, INK, 5),
        "by": (sans, 34, SOGA, 2),
    }
    lines: list[tuple[str, Font, str, int]] = []
    for percent in (100, 90, 80, 70, 60, 50):
        lines = []
        for part, (file, size, colour, most) in dress.items():
            font = ImageFont.truetype(file, round(size * percent / 100))
            found = [line for line in cut_off(wrapped(said[part], font, width), most) if line]
            below = [round(font.size * 1.25)] * (len(found) - 1) + [round(font.size * 1.25) + 18]
            lines += [(text, font, colour, step) for text, step in zip(found, below, strict=False)]
        if sum(step for *_, step in lines) <= room:
            break
    return lines


def cut(cloth: Image.Image, size: tuple[int, int], focus: list[int]) -> Image.Image:
    """As much of the picture as fills the size, with its focus in sight."""
    scale = max(size[0] / cloth.width, size[1] / cloth.height)
    width, height = size[0] / scale, size[1] / scale
    left, top = ((cloth.width - width) * focus[0] / 100, (cloth.height - height) * focus[1] / 100)
    # What a float misses by a hair is none of the picture.
    box = (max(0, left), max(0, top), min(cloth.width, left + width), min(cloth.height, top + height))
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
    """The text in lines; a word that is wider than its line goes on in the next."""
    lines: list[str] = []
    for word in drawable(text, font).split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
            continue
        lines.append("")
        for letter in word:
            if lines[-1] and font.getlength(lines[-1] + letter) > width:
                lines.append("")
            lines[-1] += letter
    return lines


def drawable(text: str, font: Font) -> str:
    """The text without what the type has no letter for (emoji, say), as far as anybody would read it."""
    empty = bytes(font.getmask("\U0010ffff"))
    plain = text[:MOST_LETTERS]
    known = {one: one.isspace() or bytes(font.getmask(one)) != empty for one in set(plain)}
    return "".join(one for one in plain if known[one])


def cut_off(lines: list[str], most: int) -> list[str]:
    """So many of the lines, at least an empty one; where there were more, the last one says so."""
    if len(lines) <= most:
        return lines or [""]
    return [*lines[: most - 1], f"{lines[most - 1].rstrip(' ,.;:')}…"]


def isen(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
    pen.ellipse((x - 3, y - 3, x + 3, y + 3), COPPER)


if __name__ == "__main__":
    os.nice(10)
    main(json.loads(sys.argv[1]))
