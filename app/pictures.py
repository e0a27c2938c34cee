"""Pictures that people send: looked at before they are decoded, then drawn anew, so that nothing but pixels is kept."""

import io
import threading
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from flask_babel import lazy_gettext as _l
from PIL import Image, ImageCms, ImageOps

from app import storage
from app.errors import ShopError

# The widths in which each picture is kept. A picture that is narrower is kept as wide as it is, under each of them.
WIDTHS = (480, 960, 1600)
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 16_383  # of a WebP file
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 82
PAPER = (255, 255, 255)

# Decoding takes memory by the picture: in one process one picture at a time, however many are sent.
_one_at_a_time = threading.Lock()


class BadPicture(ShopError):
    """The file is not a picture that the shop can keep."""

    status = 422


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture in the store: its key, and the size of its widest file."""

    key: str
    width: int
    height: int


def keep(stream: IO[bytes], room: str, widths: Iterable[int] = WIDTHS) -> Kept:
    """Check, decode and keep a picture that somebody sent, in a room of the store. Raises BadPicture.

    What it is, is read from its content; its name and the type that its sender claims are never looked at.
    """
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise BadPicture(_l("Foto terlalu besar: paling banyak 10 MB."))
    with _one_at_a_time:
        return keep_image(_decode(content, max(widths)), room, widths)


def keep_image(image: Image.Image, room: str, widths: Iterable[int] = WIDTHS) -> Kept:
    """Keep an upright RGB picture in each width, never wider than it is."""
    # Widths that the picture does not have are all the same file.
    files = {width: _encode(image, width) for width in {min(width, image.width) for width in widths}}
    key = storage.new_key(room)
    for width in widths:
        storage.save(_name(key, width), files[min(width, image.width)][0])
    _, size = files[max(files)]
    return Kept(key, *size)


def path(key: str, width: int) -> Path:
    """The file of a kept picture in one of its widths."""
    return storage.path_of(_name(key, width))


def remove(key: str, widths: Iterable[int] = WIDTHS) -> None:
    for width in widths:
        storage.remove(_name(key, width))


def _name(key: str, width: int) -> str:
    return f"{key}-{width}.webp"


def _decode(content: bytes, width: int) -> Image.Image:
    # A file that is a picture from its front and an archive from its back was made to deceive.
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise BadPicture(_l("Berkas ini bukan foto JPEG, PNG, atau WebP."))
    # Decoders meet hostile bytes here, and raise what they like.
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadPicture(_l("Ukuran foto terlalu besar: paling banyak 25 megapiksel.")) from None
    except Exception:
        raise BadPicture(_l("Berkas ini bukan foto JPEG, PNG, atau WebP.")) from None
    if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_SIDE:
        raise BadPicture(_l("Ukuran foto terlalu besar: paling banyak 25 megapiksel."))
    try:
        # A JPEG far wider than what is kept is decoded at a half or a quarter: the same picture in less memory.
        image.draft(None, (width, width))
        image.load()
        return _plain(ImageOps.exif_transpose(image))
    except Exception:
        raise BadPicture(
            _l("Foto ini rusak dan tidak bisa dibaca. Coba simpan ulang, lalu kirim lagi.")
        ) from None


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


def _encode(image: Image.Image, width: int) -> tuple[bytes, tuple[int, int]]:
    if image.width > width:
        height = max(1, round(image.height * width / image.width))
        image = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
    file = io.BytesIO()
    image.save(file, "WEBP", quality=QUALITY, method=4)
    return file.getvalue(), image.size
