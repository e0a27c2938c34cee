import pytest

from app.languages import LANGUAGES
from app.shop.pages import read
from config import ROOT
from tests.pages import page, select

PAGES = {"/tentang": "about", "/bantuan": "help", "/privasi": "privacy", "/syarat": "terms"}


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_each_page_is_there_in_both_languages(client, prefix, address):
    shown = page(client, prefix + address)

    assert shown.get("lang") == ("en" if prefix else "id")
    assert len(select(shown, "h2")) >= 3
    assert select(shown, "address") != []


@pytest.mark.parametrize("name", PAGES.values())
def test_both_languages_tell_as_much(name):
    folder = ROOT / "templates/shop/pages"
    told = [read(folder / f"{name}.{language}.md") for language in LANGUAGES]

    assert len({len(sections) for _, sections in told}) == 1
    assert all(opening and all(text for _, text in sections) for opening, sections in told)
