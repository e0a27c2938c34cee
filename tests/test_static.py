"""The static files: addresses inside stylesheets name the content that they mean, and the dress stays small."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.sheets import sewn
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


@pytest.mark.parametrize("face", ["shop", "admin"])
def test_a_page_waits_for_one_stylesheet_which_has_in_it_what_it_imports(
    client: FlaskClient, face: str
) -> None:
    base, own = ((ROOT / f"static/css/{name}.css").read_text() for name in ("base", face))
    answer = client.get(f"/static/css/{face}.css")
    assert answer.text == own.replace('@import "base.css";\n', base)
    assert "@import" not in answer.text
    assert answer.mimetype == "text/css"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000"
    assert (
        client.get(f"/static/css/{face}.css", headers={"If-None-Match": answer.headers["ETag"]}).status_code
        == 304
    )


def test_the_address_of_a_sheet_changes_with_those_that_it_imports(tmp_path: Path) -> None:
    (tmp_path / "outer.css").write_text('/* Outer. */\n@import "inner.css";\na {}\n')
    (tmp_path / "inner.css").write_text("b {}\n")
    assert sewn(tmp_path / "outer.css") == b"/* Outer. */\nb {}\na {}\n"


@pytest.mark.parametrize("script", ["catalog", "zoom", "basket", "checkout"])
def test_a_page_waits_for_one_script_in_which_the_names_of_each_stay_its_own(
    client: FlaskClient, script: str
) -> None:
    combobox, shop, own = (
        (ROOT / f"static/js/{name}.js").read_text() for name in ("combobox", "shop", script)
    )
    shop = shop.replace('import "./combobox.js";\n', f"{{\n{combobox}}}\n")
    answer = client.get(f"/static/js/{script}.js")
    assert answer.text == own.replace('import "./shop.js";\n', f"{{\n{shop}}}\n")
    assert answer.mimetype == "text/javascript"


def test_what_is_only_a_piece_of_a_page_is_told_no_more_than_what_it_is(client: FlaskClient) -> None:
    with (
        client.get("/static/fonts/fraunces-basic.woff2") as font,
        client.get("/static/img/kawung.svg") as drawing,
    ):
        assert (
            font.headers["X-Content-Type-Options"] == drawing.headers["X-Content-Type-Options"] == "nosniff"
        )
        assert "Content-Security-Policy" not in font.headers
        assert "Content-Security-Policy" in drawing.headers  # it can be opened as a page
