"""Texts in both languages, and amounts, dates and numbers as each writes them."""

from datetime import UTC, date, datetime

import pytest
from flask_babel import force_locale

from app import texts
from app.cart import actions as cart
from app.catalog.models import StockModel
from app.db import db
from app.inventory import actions as inventory
from app.languages import in_language, in_words
from app.money import Money
from tests.factories import a_product

MOMENT = datetime(2026, 5, 23, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(("language", "title"), [("id", "Kabut pagi"), ("en", "Morning mist")])
def test_a_thing_is_called_as_the_page_speaks(language: str, title: str) -> None:
    product = a_product(title_id="Kabut pagi", title_en="Morning mist")
    with force_locale(language):
        assert in_language(product, "title") == title


def test_what_has_no_english_is_told_in_indonesian() -> None:
    product = a_product(title_id="Kabut pagi", title_en="")
    with force_locale("en"):
        assert (in_language(product, "title"), str(in_words(product, "title"))) == ("Kabut pagi",) * 2


def test_words_for_later_speak_the_language_of_whoever_reads_them_though_the_thing_is_gone() -> None:
    product = a_product(title_id="Kabut pagi", title_en="Morning mist")
    title = in_words(product, "title")
    db.session.rollback()
    read = []
    for language in ("id", "en"):
        with force_locale(language):
            read.append(str(title))
    assert read == ["Kabut pagi", "Morning mist"]


def test_a_refusal_names_the_cloth_in_the_language_of_the_page() -> None:
    only = a_product(StockModel.ONE, stock=0, title_id="Kabut pagi", title_en="Morning mist")
    several = a_product(stock=2, title_id="Sulur laut", title_en="Sea vine")
    basket = cart.open_basket()
    with pytest.raises(cart.NotForSale) as gone:
        cart.put(basket, only.variants[0].id, 1)
    with pytest.raises(cart.TooMany) as few:
        cart.put(basket, several.variants[0].id, 3)
    with force_locale("en"):
        assert [str(refused.value) for refused in (gone, few)] == [
            "Sorry, “Morning mist” is sold.",
            "Only 2 of “Sea vine” left.",
        ]
        assert str(inventory.SoldOut(only.variants[0])) == (
            "Sorry, “Morning mist” has just been sold or is being paid for by another buyer."
        )


def test_a_refused_request_says_so_in_the_language_of_its_page(client) -> None:
    gone = a_product(StockModel.ONE, stock=0, title_id="Kabut pagi", title_en="Morning mist")
    wanted = {"variant": gone.variants[0].id, "quantity": "1"}
    said = {prefix: client.post(f"{prefix}/keranjang", data=wanted).text for prefix in ("", "/en")}
    assert "Maaf, “Kabut pagi” sudah terjual." in said[""]
    assert "Sorry, “Morning mist” is sold." in said["/en"]


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("id", ("Rp\u00a01.350.000", "3 Mei 2026", "23 Mei 2026, 14.05 WIB", "1.200", "-1,5", "2")),
        ("en", ("Rp\u00a01.350.000", "3 May 2026", "23 May 2026, 14:05 WIB", "1,200", "-1.5", "2")),
    ],
)
def test_each_language_writes_amounts_dates_and_numbers_its_own_way(language: str, written: tuple) -> None:
    with force_locale(language):
        assert (
            texts.money(Money(1_350_000)),
            texts.day(date(2026, 5, 3)),
            texts.moment(MOMENT),
            texts.number(1200),
            texts.number(-1.5),
            texts.number(2.0),
        ) == written
