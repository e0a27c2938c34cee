"""What is printed: codes that telephones read, and pages as PDF.

What is typed by people reaches a page as data and is never read as a part of it.
"""

import io
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import segno
import structlog
from flask_babel import lazy_gettext as _l

from app.errors import ShopError
from config import ROOT

log = structlog.get_logger()

PAGES = ROOT / "templates" / "papers"
PRESS = Path(__file__).with_name("press.py")
# How many seconds printing may take where somebody's request waits for it.
PATIENCE = 8
# A quarter of a code may be torn or smudged.
MENDED = "q"
# Around it four modules stay white, as the standard asks.
BORDER = 4


class NotMade(ShopError):
    """The press was ended: by its own mistake, by the time it took, or by a machine that has no memory left."""

    status = 503


def qr_svg(address: str) -> str:
    """A code as SVG that grows to the place it is put in."""
    file = io.BytesIO()
    code = segno.make_qr(address, error=MENDED)
    code.save(file, kind="svg", omitsize=True, xmldecl=False, border=BORDER, light="#fff")
    return file.getvalue().decode()


def qr_png(address: str, scale: int = 20) -> bytes:
    """A code as PNG, each module so many pixels wide."""
    file = io.BytesIO()
    segno.make_qr(address, error=MENDED).save(file, kind="png", scale=scale, border=BORDER)
    return file.getvalue()


def pdf(
    page: str,
    told: Mapping[str, object],
    pictures: Mapping[str, bytes] | None = None,
    patience: float | None = None,
) -> bytes:
    """A page of templates/papers as PDF, with what it is told, and the pictures that it has by these names.

    It is made in a program of its own: a long book takes half a gigabyte, which a process of the shop would keep.
    Raises NotMade after so many seconds, PATIENCE where none are said.
    """
    # The press reads no file but those that lie beside its page.
    with tempfile.TemporaryDirectory(prefix="canting-") as folder:
        for source in PAGES.glob("*.typ"):
            shutil.copy(source, folder)
        for name, content in (pictures or {}).items():
            Path(folder, name).write_bytes(content)
        _press(page, json.dumps(told).encode(), folder, patience or PATIENCE)
        return Path(folder, "made.pdf").read_bytes()


def _press(page: str, told: bytes, folder: str, patience: float) -> None:
    command = [sys.executable, "-I", str(PRESS), page, str(PAGES / "fonts")]
    try:
        subprocess.run(
            command, input=told, cwd=folder, env={}, capture_output=True, timeout=patience, check=True
        )
    except subprocess.SubprocessError as error:
        said = getattr(error, "stderr", b"") or b""
        log.warning("not pressed", page=page, why=str(error), said=said[-500:].decode(errors="replace"))
        raise NotMade(_l("Berkas ini tidak selesai dibuat. Coba lagi, atau pilih lebih sedikit.")) from None
