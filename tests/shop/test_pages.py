import pytest

from app.languages import LANGUAGES
from app.pages import queries
from app.pages.models import Page
from tests.pages import page, select, words

PAGES = {
    "/tentang": "about",
    "/bantuan": "help",
    "/pengiriman": "shipping",
    "/privasi": "privacy",
    "/syarat": "terms",
}


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_each_page_is_there_in_both_languages(client, prefix, address):
    shown = page(client, prefix + address)

    assert shown.get("lang") == ("en" if prefix else "id")
    assert len(select(shown, "h2")) >= 3
    assert select(shown, "address") != []


@pytest.mark.parametrize("name", PAGES.values())
def test_both_languages_tell_as_much(name):
    shipped = queries.shipped(Page(name))
    told = [queries.parts(getattr(shipped, f"text_{language}")) for language in LANGUAGES]

    assert len({len(sections) for _, sections in told}) == 1
    assert all(opening and all(text for _, text in sections) for opening, sections in told)


@pytest.mark.parametrize("address", ["/", "/batik", "/keranjang", "/syarat"])
def test_every_page_says_who_sells_and_where_else_to_complain(app, client, monkeypatch, address):
    told = {
        "SHOP_REGISTRATION": "9120001234567",
        "SHOP_PHONE": "0812-0000-1111",
        "SHOP_MAIL": "halo@desa.test",
    }
    for name, value in told.items():
        monkeypatch.setitem(app.config, name, value)

    foot = words(select(page(client, address), "footer.bottom")[0])

    for said in (app.config["SHOP_NAME"], app.config["SHOP_ADDRESS"], *told.values()):
        assert said in foot
    assert "Kementerian Perdagangan RI" in foot
    assert "+62 853 1111 1010" in foot
