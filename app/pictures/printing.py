"""Decode a picture and make its prints; run by itself, as a program that may fail, hang or be killed.

    python printing.py '{"avif": [320], "webp": [320]}' < original

writes each print into the working folder (`320.avif`), and to standard output, as JSON, the size of the widest and the
picture's ground, or what the trouble is. Decoders meet hostile bytes here, so it has little memory and time, no
settings, and knows nothing of the shop.
"""

import base64
import io
import json
import os
import resource
import sys
import warnings
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps

MEMORY = 1280 * 1024 * 1024
SECONDS = 60
MOST_PIXELS = 25_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
PAPER = (255, 255, 255)
# Measured on cloth: AVIF at 55 has 60% of the bytes of WebP at 80, and looks the same. At 40 it has 36%; that is seen
# only by who looks close, and for looking close there are the wide prints.
HOW: dict[str, tuple[str, dict[str, Any]]] = {
    "avif": ("AVIF", {"quality": 40, "speed": 8, "max_threads": 2}),
    "wide avif": ("AVIF", {"quality": 55, "speed": 8, "max_threads": 2}),
    "webp": ("WEBP", {"quality": 80, "method": 2}),
    "jpg": ("JPEG", {"quality": 80, "progressive": True}),
}
WIDE = 1600
GROUND = 8  # dots wide


def main(recipe: Mapping[str, Sequence[int]]) -> dict[str, Any]:
    """Read the original, print it into the working folder; what there is to tell about it."""
    try:
        image = decode(sys.stdin.buffer.read(), max(map(max, recipe.values())))
        for name, content in prints(image, recipe):
            Path(name).write_bytes(content)
        return {"size": size(image, recipe), "ground": ground(image)}
    except MemoryError:
        return {"trouble": "heavy"}
    except Exception:  # decoders raise what they like
        return {"trouble": "broken"}


def limit() -> None:
    """Take little, and give way to those who serve visitors."""
    os.nice(10)
    for what, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 32 * 1024 * 1024),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, MEMORY),
    ):
        # Not every system can limit everything.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def decode(content: bytes, width: int) -> Image.Image:
    """The picture upright and in colour, not much wider than wanted."""
    with suppress(ImportError):
        import pi_heif  # noqa: PLC0415  (there is no wheel of it on every system)

        pi_heif.register_heif_opener()
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    image = Image.open(io.BytesIO(content), formats=FORMATS)
    if image.width * image.height > MOST_PIXELS:
        raise MemoryError
    # A JPEG far wider than what is printed is decoded at a half or a quarter: the same picture in less memory.
    image.draft(None, (width, width))
    image.load()
    return _plain(ImageOps.exif_transpose(image))


def _plain(image: Image.Image) -> Image.Image:
    """The picture as the screen will show it: sRGB, nothing transparent, nothing attached."""
    profile = image.info.get("icc_profile")
    if image.has_transparency_data:
        above = image.convert("RGBA")
        image = Image.new("RGB", above.size, PAPER)
        image.paste(above, mask=above)
    elif image.mode not in {"RGB", "CMYK", "L"}:
        image = image.convert("RGB")
    if profile and image.mode != "L":
        image = _to_srgb(image, profile)
    image = image.convert("RGB")
    image.info.clear()
    return image


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Keep the colours of the cloth when the profile goes; a profile that cannot be read is left out."""
    try:
        meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return (
            ImageCms.profileToProfile(image, meant, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
        )
    except (ImageCms.PyCMSError, OSError):
        return image


def steps(wanted: Sequence[int], width: int) -> list[int]:
    """The widths to print in: see prints.widths, which says the same to the pages."""
    most = min(width, max(wanted))
    return [*(step for step in wanted if step * 1.1 < most), most]


def prints(image: Image.Image, recipe: Mapping[str, Sequence[int]]) -> Iterable[tuple[str, bytes]]:
    """Each print with its name, widest first: each is made smaller from the one before."""
    by_width: dict[int, list[str]] = {
        step: [] for wanted in recipe.values() for step in steps(wanted, image.width)
    }
    for form, wanted in recipe.items():
        for step in steps(wanted, image.width):
            by_width[step].append(form)
    for width in sorted(by_width, reverse=True):
        image = _narrowed(image, width)
        for form in by_width[width]:
            yield f"{width}.{form}", _encoded(image, form)


def size(image: Image.Image, recipe: Mapping[str, Sequence[int]]) -> tuple[int, int]:
    """The size of the widest print."""
    most = min(image.width, max(map(max, recipe.values())))
    return most, _height(image, most)


def ground(image: Image.Image) -> str:
    """The picture in a few dots, as a data: address of about a hundred letters; browsers smooth it."""
    dots = image.resize((GROUND, max(1, min(4 * GROUND, _height(image, GROUND)))), Image.Resampling.BOX)
    return "data:image/webp;base64," + base64.b64encode(_saved(dots, "WEBP", quality=20, method=6)).decode()


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    if image.width == width:
        return image
    return image.resize((width, _height(image, width)), Image.Resampling.LANCZOS, reducing_gap=3)


def _height(image: Image.Image, width: int) -> int:
    return max(1, round(image.height * width / image.width))


def _encoded(image: Image.Image, form: str) -> bytes:
    name, how = HOW["wide avif" if form == "avif" and image.width >= WIDE else form]
    return _saved(image, name, **how)


def _saved(image: Image.Image, name: str, **how: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, name, **how)
    return file.getvalue()


if __name__ == "__main__":
    limit()
    sys.stdout.write(json.dumps(main(json.loads(sys.argv[1]))))
