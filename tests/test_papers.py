"""What is printed: what people typed is data there, and never code."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from app import papers
from config import ROOT


@pytest.fixture(autouse=True)
def rollback() -> None:
    """Nothing here touches a database."""


def test_what_was_typed_cannot_become_a_part_of_the_page() -> None:
    wild = '#panic("x") *tebal* "] #eval("1+1")'
    address = "https://toko.example/q/expo"
    told = dict.fromkeys(("title", "line", "shop", "address", "call", "call_en"), wild)
    assert papers.pdf("campaign", told | {"qr": papers.qr_svg(address)}).startswith(b"%PDF-")
    assert "width=" not in papers.qr_svg(address).partition(">")[0]


TOLD = dict.fromkeys(("title", "line", "shop", "address", "call", "call_en"), "Kain") | {
    "qr": papers.qr_svg("https://toko.example/q/expo")
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files lie for a while."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_the_press_runs_outside_and_leaves_nothing_behind(folder: Path) -> None:
    program = (
        "import sys; from app import papers; from tests.test_papers import TOLD;"
        "papers.pdf('campaign', TOLD); print('typst' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (said.stdout, papers.pdf("campaign", TOLD)[:5]) == ("False\n", b"%PDF-")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(("page", "patience"), [("campaign", 0.01), ("no such page", papers.PATIENCE)])
def test_what_is_not_finished_is_said_and_leaves_nothing_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch, page: str, patience: float
) -> None:
    monkeypatch.setattr(papers, "PATIENCE", patience)
    began = time.monotonic()
    with pytest.raises(papers.NotMade):
        papers.pdf(page, TOLD)
    assert (time.monotonic() - began < 10, list(folder.iterdir())) == (True, [])
