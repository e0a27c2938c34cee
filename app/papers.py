"""What is printed: codes that telephones read, and pages as PDF.

What is typed by people reaches a page as data and is never read as a part of it.
"""

import io
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import segno

from config import ROOT

PAGES = ROOT / "templates" / "papers"
# A quarter of a code may be torn or smudged.
MENDED = "q"
# Around it four modules stay white, as the standard asks.
BORDER = 4


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


def pdf(page: str, told: Mapping[str, object], pictures: Mapping[str, bytes] | None = None) -> bytes:
    """A page of templates/papers as PDF, with what it is told, and the pictures that it has by these names."""
    # Only who prints pays for the press.
    import typst  # noqa: PLC0415

    # The press reads no file but those that lie beside its page.
    with tempfile.TemporaryDirectory(prefix="canting-") as folder:
        for source in PAGES.glob("*.typ"):
            shutil.copy(source, folder)
        for name, content in (pictures or {}).items():
            Path(folder, name).write_bytes(content)
        made: bytes = typst.compile(
            str(Path(folder, f"{page}.typ")),
            root=folder,
            ignore_system_fonts=True,
            font_paths=[str(PAGES / "fonts")],
            sys_inputs={"told": json.dumps(told)},
        )
    return made
