import sys

from flask import Flask

from app.catalog.models import Product, StockModel
from app.db import db
from app.fragments import OF_A_KEY, Fragments
from app.makers import actions as makers
from app.makers.models import Use
from app.money import Money
from tests.factories import a_maker, a_product
from tests.pages import page, select, words
from tests.people import allow


class Pieces:
    """Pieces of pages that say a value, and what was made of them."""

    def __init__(self, most: int) -> None:
        self.fragments, self.made = Fragments(most * (sys.getsizeof("<1>") + OF_A_KEY)), list[object]()

    def __call__(self, shown: object) -> str:
        def say() -> str:
            self.made.append(shown)
            return f"<{shown}>"

        return self.fragments.kept("piece", shown, caller=say)


def test_a_piece_is_made_once_for_each_thing_that_it_shows(app: Flask) -> None:
    pieces = Pieces(9)
    with app.test_request_context():
        assert [pieces(shown) for shown in (1, 2, 1, (1,), 1)] == ["<1>", "<2>", "<1>", "<(1,)>", "<1>"]

    assert pieces.made == [1, 2, (1,)]


def test_a_piece_is_another_in_another_language_and_below_another_root(app: Flask) -> None:
    pieces = Pieces(9)
    for root, language in (("", "id"), ("/en", "en"), ("/toko", "id"), ("/toko/en", "en")):
        for _ in range(2):
            environ = {"canting.locale": language}
            with app.test_request_context(base_url=f"http://localhost{root}", environ_overrides=environ):
                pieces(1)
    assert pieces.made == [1] * 4


def test_outside_of_a_request_nothing_is_kept(app: Flask) -> None:
    pieces = Pieces(9)
    with app.app_context():
        assert [pieces(1), pieces(1)] == ["<1>", "<1>"]

    assert pieces.made == [1, 1]


def test_what_is_asked_for_again_outlives_what_is_not(app: Flask) -> None:
    pieces = Pieces(2)
    with app.test_request_context():
        for shown in (1, 2, 1, 3, 1, 4, 5, 1, 2):
            pieces(shown)

    assert pieces.made == [1, 2, 3, 4, 5, 2]


def card(client, address="/batik"):
    return words(select(page(client, address), ".cloth")[0])


def test_a_card_shows_what_is_so_at_the_next_request(client):
    maker = a_maker(name="Siti", pseudonym="Melati")
    allow(maker, Use.NAME)
    texts = {"title_id": "Kawung", "title_en": "Kawung cloth"}
    product_id = a_product(maker_id=maker.id, stock_model=StockModel.ONE, price=350_000, **texts).id
    first = "Kawung Siti Rp 350.000 Satu-satunya"
    assert [card(client), card(client), card(client, "/en/batik")] == [
        first,
        first,
        "Kawung cloth Siti Rp 350.000 One of a kind",
    ]

    makers.withdraw(maker, Use.NAME, by="tests")
    assert card(client) == "Kawung Rp 350.000 Satu-satunya"
    product = db.session.get_one(Product, product_id)
    product.price_from = Money(340_000)
    assert card(client) == "Kawung Rp 340.000 Satu-satunya"
    product.available = False
    assert card(client) == "Kawung Rp 340.000 Terjual"
    assert card(client, "/en/batik") == "Kawung cloth Rp 340.000 Sold"
