"""What is printed: what people typed is data there, and never code."""

import pytest

from app import papers


@pytest.fixture(autouse=True)
def rollback() -> None:
    """Nothing here touches a database."""


def test_what_was_typed_cannot_become_a_part_of_the_page() -> None:
    wild = '#panic("x") *tebal* "] #eval("1+1")'
    address = "https://toko.example/q/expo"
    told = dict.fromkeys(("title", "line", "shop", "address", "call", "call_en"), wild)
    assert papers.pdf("campaign", told | {"qr": papers.qr_svg(address)}).startswith(b"%PDF-")
    assert "width=" not in papers.qr_svg(address).partition(">")[0]
