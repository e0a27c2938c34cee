from datetime import timedelta

import pytest

from app import clock
from app.catalog import queries
from app.catalog.models import Credit, Kind, StockModel, Technique
from app.catalog.queries import Filters, Sort
from app.db import db
from app.makers.models import Step
from tests.factories import a_maker, a_motif, a_product


def titles(select):
    return [product.title_id for product in db.session.scalars(select)]


def browsed(**words):
    return titles(queries.browse(Filters.read(words)))


def test_visitors_see_what_is_published_newest_first_and_sold_pieces_too():
    a_product(title_id="lama", published_at=clock.now() - timedelta(days=9))
    a_product(title_id="terjual", stock_model=StockModel.ONE, stock=0)
    a_product(title_id="konsep", published=False)

    assert browsed() == ["terjual", "lama"]
    assert browsed(tersedia="ya") == ["lama"]


def test_each_filter_narrows():
    motif = a_motif(slug="kawung")
    a_product(title_id="a", motif_id=motif.id, technique=Technique.CAP, kind=Kind.SYAL)
    a_product(title_id="b", technique=Technique.TULIS, kind=Kind.KAIN)

    assert browsed(motif="kawung") == ["a"]
    assert browsed(teknik="tulis") == ["b"]
    assert browsed(jenis="syal", teknik="cap") == ["a"]
    assert browsed(jenis="syal", teknik="tulis") == []
    assert browsed(motif="tidak-ada") == []


def test_prices_sort_both_ways():
    for price in (300_000, 100_000, 200_000):
        a_product(title_id=str(price), price=price)

    assert browsed(urut="termurah") == ["100000", "200000", "300000"]
    assert browsed(urut="termahal") == ["300000", "200000", "100000"]


@pytest.mark.parametrize("q", ["kawung", "KAWÚNG", "kawung malam", "malam kaw", "  night-time ", "selendang"])
def test_search_finds_words_whatever_their_signs_and_order(q):
    a_product(title_id="Kawung Malam", title_en="Night time", kind=Kind.SELENDANG)
    a_product(title_id="Parang")

    assert browsed(q=q) == ["Kawung Malam"]


@pytest.mark.parametrize("q", ["%", "_", "100%", "' or 1=1 --", "ka_ung", "ka%ung", "!!", "kawung parang"])
def test_wildcards_and_quotes_find_nothing_of_themselves(q):
    a_product(title_id="Kawung")
    a_product(title_id="Parang")

    assert browsed(q=q) == []


def test_a_wildcard_is_found_where_it_is_written():
    a_product(title_id="100% katun")
    a_product(title_id="100 lembar")

    assert browsed(q="100%") == ["100% katun"]


def test_absurd_words_are_as_if_they_were_not_there():
    a_product(title_id="a")
    words = {
        "q": "a" * 10_000,
        "teknik": "DROP TABLE",
        "jenis": "\x00",
        "tersedia": "1",
        "urut": "-",
        "hal": "9" * 400,
    }

    filters = Filters.read(words)

    assert filters == Filters(q="a" * 100)
    assert [Filters.read({"hal": page}).page for page in ["-1", "0", "1.5", "٣", "²", "", "2"]] == [
        1,
        1,
        1,
        1,
        1,
        1,
        2,
    ]


def test_filters_are_said_in_the_shortest_words_and_understood_again():
    filters = Filters(q="biru", technique=Technique.CAP, available=True, sort=Sort.CHEAPEST, page=3)

    assert Filters.read(filters.words()) == filters
    assert Filters().words() == {}
    assert filters.but(technique=None) == {"q": "biru", "tersedia": "ya", "urut": "termurah"}
    assert [filters.narrowed, Filters(sort=Sort.DEAREST, page=2).narrowed] == [True, False]


def test_a_page_has_24_and_the_last_is_shown_when_there_are_not_so_many():
    for _ in range(25):
        a_product()

    first, second, beyond = (queries.page(Filters(page=number)) for number in (1, 2, 99))

    assert [len(first.products), first.total, first.pages] == [24, 25, 2]
    assert [len(second.products), second.number] == [1, 2]
    assert beyond == second
    assert [queries.page(Filters(q="tidakada")).pages, queries.page(Filters(q="tidakada")).products] == [
        1,
        [],
    ]


def test_only_motifs_that_a_visitor_can_find_are_offered():
    worn, drafted, _ = a_motif(name="Dipakai"), a_motif(), a_motif()
    a_product(motif_id=worn.id)
    a_product(motif_id=drafted.id, published=False)

    assert db.session.scalars(queries.motifs_shown()).all() == [worn]


def test_a_makers_products_are_those_she_made_or_worked_on():
    sari, dewi = a_maker(), a_maker()
    a_product(title_id="buatan", maker_id=sari.id)
    a_product(title_id="bantuan", credits=[Credit(step=Step.NYOGA, maker_id=sari.id)])
    a_product(title_id="lain", maker_id=dewi.id)

    assert sorted(titles(queries.by_maker(sari.id))) == ["bantuan", "buatan"]


def test_related_products_share_motif_or_maker_and_can_be_bought():
    motif, maker = a_motif(), a_maker()
    product = a_product(title_id="ini", motif_id=motif.id, maker_id=maker.id)
    a_product(title_id="semotif", motif_id=motif.id, kind=Kind.SYAL)
    a_product(title_id="seperajin", maker_id=maker.id)
    a_product(title_id="habis", motif_id=motif.id, stock=0)
    a_product(title_id="lain")

    assert titles(queries.related(product)) == ["seperajin", "semotif"]
    assert titles(queries.related(a_product())) == []


def test_staff_find_by_words_and_by_stock_number():
    product = a_product(title_id="Kawung", published=False)
    a_product(title_id="Parang")

    assert titles(queries.listed(q="kawung")) == ["Kawung"]
    assert titles(queries.listed(q=product.variants[0].sku.lower())) == ["Kawung"]
    assert titles(queries.listed(q="%")) == []
