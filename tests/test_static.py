"""The static files: addresses inside stylesheets name the content that they mean, and the dress stays small."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest

from config import ROOT

CSS = sorted((ROOT / "static/css").glob("*.css"))
ADDRESS = re.compile(r'url\("(?!data:)([^"]+)"\)')


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def packed(*names: str) -> int:
    return sum(len(gzip.compress((ROOT / "static/css" / name).read_bytes())) for name in names)


@pytest.mark.parametrize("sheet", CSS, ids=lambda path: path.name)
def test_an_address_in_a_stylesheet_carries_the_fingerprint_of_its_file(sheet: Path) -> None:
    written = set(ADDRESS.findall(sheet.read_text()))
    files = {address: sheet.parent / address.partition("?")[0] for address in written}
    assert written == {
        f"{address.partition('?')[0]}?v={fingerprint(file)}" for address, file in files.items()
    }


@pytest.mark.parametrize("face", ["shop.css", "admin.css"])
def test_the_dress_of_a_face_weighs_at_most_14_kilobytes(face: str) -> None:
    assert packed("base.css", face) <= 14 * 1024


def test_every_icon_that_a_template_names_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/img/icons.svg").read_text()))
    named = {
        name
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'icon\("([^"]+)"\)', path.read_text())
    }
    assert named - drawn == set()
