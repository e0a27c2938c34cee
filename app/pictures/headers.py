"""What a file is, by its content alone, before anything decodes it: a picture of a size that the shop takes, or not.

Its name and the type that its sender claims are never looked at.
"""

import io
import re
import zipfile

import imagesize
from flask_babel import lazy_gettext as _l

from app.errors import ShopError

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 16_383  # of a WebP file
# What a file chooser offers.
ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/heif"
STARTS = {
    "jpeg": re.compile(rb"\xff\xd8\xff"),
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "webp": re.compile(rb"RIFF....WEBPVP8[ LX]", re.DOTALL),
    "heic": re.compile(rb"....ftyp(?:heic|heix|heim|heis|mif1|msf1)", re.DOTALL),
}


class BadPicture(ShopError):
    """The file is not a picture that the shop can keep."""

    status = 422


def look(content: bytes) -> None:
    """Raise BadPicture, with the reason, unless this can be a picture that the shop keeps."""
    if len(content) > MOST_BYTES:
        raise BadPicture(_l("Foto terlalu besar: paling banyak 10 MB."))
    form = next((form for form, start in STARTS.items() if start.match(content)), None)
    # A file that is a picture from its front and an archive from its back was made to deceive.
    if form is None or zipfile.is_zipfile(io.BytesIO(content)):
        raise BadPicture(_l("Berkas ini bukan foto JPEG, PNG, WebP, atau HEIC."))
    width, height = _size(content)
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise BadPicture(_l("Ukuran foto terlalu besar: paling banyak 25 megapiksel."))
    if width < 1 or height < 1 or not _whole(form, content):
        raise BadPicture(_l("Foto ini rusak dan tidak bisa dibaca. Coba simpan ulang, lalu kirim lagi."))


def _size(content: bytes) -> tuple[int, int]:
    try:
        width, height = imagesize.get(io.BytesIO(content))
    except Exception:  # what it meets was made to be met
        return 0, 0
    return int(width), int(height)


def _whole(form: str, content: bytes) -> bool:
    """Did all of it arrive? What comes after its end does not matter: it is left behind."""
    if form == "jpeg":
        return content.find(b"\xff\xd9", _first_scan(content)) > 0
    if form == "png":
        return b"IEND" in content
    return form != "webp" or len(content) >= int.from_bytes(content[4:8], "little") + 8


def _first_scan(content: bytes) -> int:
    """Where a JPEG's head ends, which can have a thumbnail in it with an end of its own."""
    at = 2
    while content[at : at + 1] == b"\xff" and content[at + 1 : at + 2] != b"\xda":
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return at
