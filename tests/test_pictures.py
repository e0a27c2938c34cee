import io
import resource
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from app import pictures
from app.pictures import BadPicture


def file_of(image, form, **options):
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def cloth(size=(2000, 2500), mode="RGB", colour=(20, 40, 90)):
    return Image.new(mode, size, colour)


def keep(content, **options):
    return pictures.keep(io.BytesIO(content), "photos", **options)


def opened(kept, width):
    return Image.open(io.BytesIO(pictures.path(kept.key, width).read_bytes()))


def files_in_store(app):
    return sorted(path for path in Path(app.config["MEDIA_URL"]).rglob("*") if path.is_file())


def png_header(width, height):
    """A PNG whose header promises a size that nobody wants to decode."""

    def chunk(kind, data):
        body = kind + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    rows = zlib.compress(b"\x00" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_in_each_width_as_webp(form):
    kept = keep(file_of(cloth(), form))

    assert (kept.width, kept.height) == (1600, 2000)
    sizes = {width: (opened(kept, width).format, opened(kept, width).size) for width in pictures.WIDTHS}
    assert sizes == {480: ("WEBP", (480, 600)), 960: ("WEBP", (960, 1200)), 1600: ("WEBP", (1600, 2000))}


def test_a_small_picture_is_never_blown_up_but_found_under_each_width():
    kept = keep(file_of(cloth((600, 300)), "PNG"))

    assert (kept.width, kept.height) == (600, 300)
    assert [opened(kept, width).size for width in pictures.WIDTHS] == [(480, 240), (600, 300), (600, 300)]


def test_a_thin_picture_keeps_a_line():
    kept = keep(file_of(cloth((16_000, 2)), "PNG"))

    assert [opened(kept, width).size for width in pictures.WIDTHS] == [(480, 1), (960, 1), (1600, 1)]


def test_what_a_camera_noted_is_gone_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "canary-description"
    exif.get_ifd(0x8825)[2] = (7.0, 40.0, 12.0)
    content = file_of(cloth((400, 200)), "JPEG", exif=exif, comment=b"canary-comment") + b"canary-tail" * 100

    kept = keep(content)

    assert (kept.width, kept.height) == (200, 400)
    for width in pictures.WIDTHS:
        picture = opened(kept, width)
        assert "exif" not in picture.info
        assert dict(picture.getexif()) == {}
        assert b"canary" not in pictures.path(kept.key, width).read_bytes()


def test_transparency_becomes_paper():
    image = Image.new("RGBA", (10, 10), (0, 0, 0, 0))

    assert opened(keep(file_of(image, "PNG")), 480).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "RGBA"])
def test_every_kind_of_png_becomes_colour(mode):
    kept = keep(file_of(cloth((50, 50)).convert(mode), "PNG"))

    assert opened(kept, 480).mode == "RGB"


def test_print_colours_become_screen_colours():
    kept = keep(file_of(Image.new("CMYK", (50, 50), (0, 255, 255, 0)), "JPEG"))

    red, green, blue = opened(kept, 480).convert("RGB").getpixel((25, 25))
    assert (red > 200, green < 60, blue < 60) == (True, True, True)


def test_a_colour_profile_is_applied_and_left_behind():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    kept = keep(file_of(cloth((50, 50)), "PNG", icc_profile=profile))

    assert "icc_profile" not in opened(kept, 480).info


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_of_a_moving_picture_the_first_is_kept(form):
    frames = [cloth((60, 60), colour=colour) for colour in [(200, 0, 0), (0, 200, 0)]]
    content = file_of(frames[0], form, save_all=True, append_images=frames[1:], duration=100)

    kept = keep(content)

    red, green, _ = opened(kept, 480).convert("RGB").getpixel((30, 30))
    assert (red > 150, green < 50) == (True, True)
    assert getattr(opened(kept, 480), "n_frames", 1) == 1


def _jpeg_and_zip():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as box:
        box.writestr("shell.php", "<?php")
    return file_of(cloth((20, 20)), "JPEG") + archive.getvalue()


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
    "heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
    "avif": b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf",
    "program for windows": b"MZ\x90\x00" + b"\x00" * 200,
    "program": b"\x7fELF\x02\x01\x01" + b"\x00" * 200,
    "zip": b"PK\x05\x06" + b"\x00" * 18,
    "jpeg and zip": _jpeg_and_zip(),
    "half a jpeg": file_of(Image.effect_noise((400, 400), 80), "JPEG")[:9000],
    "half a png": file_of(Image.effect_noise((400, 400), 80), "PNG")[:9000],
    "half a webp": file_of(Image.effect_noise((400, 400), 80), "WEBP")[:900],
    "png of the wrong sums": file_of(cloth((9, 9)), "PNG").replace(b"IDAT", b"IDAT\x00"),
    "too large a png": png_header(13_300, 13_300),
    "far too large a png": png_header(14_000, 14_000),
    "just too large a png": png_header(5001, 5000),
    "too long a png": png_header(16_384, 1),
    "too many bytes": b"\xff\xd8\xff" + b"\x00" * pictures.MOST_BYTES,
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_what_is_no_picture_is_refused_and_nothing_is_stored(app, content):
    before = files_in_store(app)

    with pytest.raises(BadPicture) as refused:
        keep(content)

    assert refused.value.status == 422
    assert files_in_store(app) == before


@pytest.mark.parametrize("side", [13_300, 14_000])
def test_a_bomb_is_refused_at_once_and_without_memory(side):
    content = png_header(side, side)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()

    with pytest.raises(BadPicture):
        keep(content)

    assert time.perf_counter() - started < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_a_removed_picture_leaves_no_file(app):
    before = files_in_store(app)
    kept = keep(file_of(cloth((50, 50)), "PNG"))

    pictures.remove(kept.key)

    assert files_in_store(app) == before


def test_a_key_never_leads_out_of_the_store():
    with pytest.raises(ValueError, match="not a key of the store"):
        pictures.path("../../etc/passwd", 480)
