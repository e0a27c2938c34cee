"""Pictures for the tests: files as people send them, and pictures whose prints are in the store."""

import base64
import io
import zipfile
import zlib
from typing import Any

from PIL import Image

from app import storage
from app.pictures import actions, printing, prints
from app.pictures.models import Picture


def cloth(
    size: tuple[int, int] = (600, 750), mode: str = "RGB", colour: tuple[int, ...] = (20, 40, 90)
) -> Image.Image:
    return Image.new(mode, size, colour)


def file_of(image: Image.Image, form: str = "JPEG", **how: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **how)
    return file.getvalue()


def a_printed(image: Image.Image | None = None, room: str = "photos") -> Picture:
    """A picture that is ready, with all its prints in the store; made here, as the worker's child makes them."""
    image = image or cloth()
    recipe = prints.RECIPES[room]
    key = prints.key_of(room, image.tobytes())
    for name, content in printing.prints(image, recipe):
        storage.save(f"{key}-{name}", content)
    width, height = printing.size(image, recipe)
    return actions.keep(key, width=width, height=height, ground=printing.ground(image))


def a_bomb(width: int, height: int) -> bytes:
    """A PNG whose header promises a size that nobody wants to decode."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    rows = zlib.compress(b"\x00" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _jpeg_and_zip() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as box:
        box.writestr("shell.php", "<?php")
    return file_of(cloth((20, 20))) + archive.getvalue()


_noise = Image.effect_noise((400, 400), 80)
# What is refused as soon as it is sent.
BAD = {
    "nothing": b"",
    "one byte": b"\xff",
    "text": b"kain",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "svg with a declaration": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "php": b"<?php system($_GET['c']); ?>",
    "jpeg's first bytes and php": b"\xff\xd8\xff\xe0\x00\x10JFIF<?php ?>",
    "gif": file_of(cloth((9, 9)), "GIF"),
    "gif that is a script": b"GIF89a/*" + b"\x00" * 20 + b"*/=1;alert(1)",
    "bmp": file_of(cloth((9, 9)), "BMP"),
    "tiff": file_of(cloth((9, 9)), "TIFF"),
    "ico": file_of(cloth((16, 16)), "ICO"),
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "pdf": file_of(cloth((9, 9)), "PDF"),
    "pdf and html": b"%PDF-1.7\n<html><script>alert(1)</script></html>",
    "heic without a picture": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
    "avif": file_of(cloth((9, 9)), "AVIF"),
    "program for windows": b"MZ\x90\x00" + b"\x00" * 200,
    "program": b"\x7fELF\x02\x01\x01" + b"\x00" * 200,
    "zip": b"PK\x05\x06" + b"\x00" * 18,
    "jpeg and zip": _jpeg_and_zip(),
    "half a jpeg": file_of(_noise)[:9000],
    "half a jpeg with a whole thumbnail": file_of(_noise, exif=b"Exif\0\0" + file_of(cloth((9, 9))))[:9000],
    "half a png": file_of(_noise, "PNG")[:9000],
    "half a webp": file_of(_noise, "WEBP")[:900],
    "too large a png": a_bomb(13_300, 13_300),
    "far too large a png": a_bomb(14_000, 14_000),
    "just too large a png": a_bomb(5001, 5000),
    "too long a png": a_bomb(16_384, 1),
    "too large a webp": b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\x3e\0\xff\x3e\0",
    "too many bytes": b"\xff\xd8\xff" + b"\x00" * 10 * 1024 * 1024,
}
# Two colours, 64 by 80, with a description: a telephone's format, which nothing here can write.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAZdtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ADRpbG9jAAAAAERAAAIAAQAAAAABuwABAAAAAAAAADcAAgAAAAAB8gABAAAAAAAAADgAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA1mlwcnAAAAC3aXBjbwAAAHhodmNDAQNwAAAA"
    "kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoCCBRZbq"
    "SSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAUAAAABBw"
    "aXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAd21kYXQAAAAzKAGv"
    "GYDdgDzfqvkfHF3/hIdLgcnf/+xjp3uTR/YFyzWJoT/1316JnZYyVJj6fpaWtqH4AAAABkV4aWYAAE1NACoAAAAIAAEBDgACAAAA"
    "EwAAABoAAAAAY2FuYXJ5LWRlc2NyaXB0aW9uAAA="
)
# What looks like a picture until it is decoded.
BROKEN = {
    "png of the wrong sums": file_of(cloth((9, 9)), "PNG").replace(b"IDAT", b"IDAT\x00"),
    "png of nothing": a_bomb(400, 400).replace(zlib.compress(b"\x00" * 1_000_000, 9), b""),
    "half a heic": HEIC[:-60],
}
