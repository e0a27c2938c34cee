from datetime import timedelta
from itertools import product as combined
from random import Random

import pytest
from werkzeug.datastructures import MultiDict

from app import clock
from app.catalog import cards, queries, register
from app.catalog.facets import PRICES, Facet, Filters, tag, tags_of
from app.catalog.models import Colour, Credit, Dye, Kind, StockModel, Technique
from app.catalog.register import READY_TAG, is_ready
from app.db import db
from app.makers.models import Step, Use
from tests.factories import a_maker, a_motif, a_product
from tests.people import a_maker as a_public_maker


def titles(products):
    return [product.title_id for product in products]


def browse(query=""):
    known = queries.names()
    words = MultiDict([tuple(pair.split("=")) for pair in query.split("&") if pair])
    return queries.page(Filters.read(words, known), known)


def browsed(query=""):
    return titles(browse(query).products)


def test_visitors_see_what_is_published_newest_first_and_sold_pieces_too():
    a_product(title_id="lama")
    a_product(title_id="terjual", stock_model=StockModel.ONE, stock=0)
    a_product(title_id="konsep", published=False)
    a_product(title_id="pesanan", stock_model=StockModel.MADE_TO_ORDER)

    assert browsed() == ["pesanan", "terjual", "lama"]
    assert browsed("tersedia=siap") == ["lama"]
    assert browsed("tersedia=pesan&tersedia=siap") == ["pesanan", "lama"]


def test_values_of_a_facet_widen_each_other_and_facets_narrow():
    motif = a_motif(slug="kawung")
    a_product(title_id="a", motif_id=motif.id, technique=Technique.CAP, kind=Kind.SYAL, colours=[Colour.SOGA])
    a_product(title_id="b", technique=Technique.TULIS, kind=Kind.KAIN, colours=[Colour.SOGA, Colour.INDIGO])
    a_product(title_id="c", technique=Technique.KOMBINASI, kind=Kind.KAIN, price=90_000)

    assert browsed("motif=kawung") == ["a"]
    assert browsed("teknik=tulis&teknik=cap") == ["b", "a"]
    assert browsed("warna=soga&jenis=kain") == ["b"]
    assert browsed("warna=indigo&warna=soga") == ["b", "a"]
    assert browsed("harga=0-100") == ["c"]
    assert browsed("jenis=syal&teknik=tulis") == []


def many():
    """Some of everything, the same every time, with the tags that each should have."""
    chance, motifs = Random(7), [a_motif(slug=f"motif-{number}") for number in range(3)]
    makers = [a_public_maker(Use.NAME) for _ in range(3)]
    made = []
    for number in range(30):
        product = a_product(
            title_id=str(number),
            stock_model=chance.choice(list(StockModel)),
            price=chance.choice([45_000, 120_000, 262_500, 262_500, 700_000, 1_250_000]),
            stock=chance.choice([0, 1]),
            published=chance.random() < 0.9,
            technique=chance.choice(list(Technique)),
            kind=chance.choice(list(Kind)),
            dye=chance.choice(list(Dye)),
            colours=chance.sample(list(Colour), 2),
            motif_id=chance.choice(motifs).id,
            maker_id=chance.choice(makers).id,
        )
        made.append((product, {*tags_of(product), *([READY_TAG] if is_ready(product) else [])}))
    return [(product, tags) for product, tags in made if product.published_at]


def fits(tags, chosen):
    return all(tags & {tag(facet, value) for value in values} for facet, values in chosen.items())


@pytest.mark.parametrize("folded", [False, True])
def test_counts_say_what_choosing_one_more_would_show(folded):
    everything = many()
    if folded:
        register.fold()
    known = queries.names()
    choices = combined(
        ["", "teknik=cap&teknik=tulis"], ["", "warna=soga&warna=indigo"], ["", "tersedia=siap"]
    )
    for query in ("&".join(filter(None, choice)) for choice in choices):
        filters = Filters.read(
            MultiDict([tuple(pair.split("=")) for pair in query.split("&") if pair]), known
        )
        page = queries.page(filters, known)
        expected = {
            tag(facet, value): sum(
                tag(facet, value) in tags
                and fits(tags, {other: said for other, said in filters.chosen.items() if other is not facet})
                for _, tags in everything
            )
            for facet in Facet
            for value in known.values(facet)
        }
        found = {name: page.counts.get(name, 0) for name in expected}
        assert (query, found) == (query, expected)
        assert page.total == sum(fits(tags, filters.chosen) for _, tags in everything)


def test_prices_sort_both_ways_over_all_pages_and_of_equals_the_newest_comes_first():
    everything = many()
    for sort, sign in (("termurah", 1), ("termahal", -1)):
        ranked = sorted(
            everything, key=lambda one: (sign * one[0].price_from.rupiah, -one[0].published_at.timestamp())
        )
        found = [title for page in (1, 2) for title in browsed(f"urut={sort}&hal={page}")]
        assert found == [product.title_id for product, _ in ranked]
        few = [product.title_id for product, tags in ranked if "teknik=cap" in tags]
        assert browsed(f"urut={sort}&teknik=cap") == few


def test_a_page_has_24_and_the_last_is_shown_when_there_are_not_so_many():
    for number in range(25):
        a_product(title_id=str(number))

    first, second, beyond = (browse(query) for query in ("", "hal=2", "hal=99"))

    assert [len(first.products), first.total, first.pages] == [24, 25, 2]
    assert [titles(second.products), second.number] == [["0"], 2]
    assert [titles(beyond.products), beyond.number] == [["0"], 2]
    nothing = browse("q=tidakada")
    assert [nothing.pages, nothing.products] == [1, []]


def test_the_best_answers_come_first_on_every_page():
    for number in range(30):
        a_product(title_id=f"Kawung {number}" if number % 2 else str(number), story_id="Seperti kawung.")

    found = [title for page in (1, 2) for title in browsed(f"q=kawung&hal={page}")]

    assert found == [f"Kawung {n}" for n in range(29, 0, -2)] + [str(n) for n in range(28, -1, -2)]


def test_cards_are_joined_one_after_another():
    """Joins within joins are made of whole tables by SQLite, and then cost more the larger the shop is."""
    assert [" JOIN (" in str(select) for select in (cards.STANDING, cards.FOR_SALE)] == [False, False]


def test_only_makers_who_have_a_page_can_be_chosen():
    public, private = a_public_maker(Use.NAME), a_maker(slug="melati")
    a_product(title_id="a", maker_id=public.id)
    a_product(title_id="b", credits=[Credit(step=Step.NYOGA, maker_id=public.id)], maker_id=private.id)
    a_product(title_id="c", maker_id=private.id)

    assert browsed(f"perajin={public.slug}") == ["b", "a"]
    assert browsed("perajin=melati") == ["c", "b", "a"]


def test_the_bands_of_prices_have_no_gap():
    edges = [band.split("-") for band in PRICES]

    assert [upper for _, upper in edges[:-1]] == [lower for lower, _ in edges[1:]]


def test_a_makers_products_are_those_she_made_or_worked_on():
    sari, dewi = a_maker(), a_maker()
    a_product(title_id="buatan", maker_id=sari.id)
    a_product(title_id="bantuan", credits=[Credit(step=Step.NYOGA, maker_id=sari.id)])
    a_product(title_id="lain", maker_id=dewi.id)

    assert sorted(titles(cards.newest(cards.BY_MAKER, 24, maker=sari.id))) == ["bantuan", "buatan"]


def test_kin_are_of_the_same_hands_or_motif_can_be_bought_and_are_told_of_once():
    motif, sari, dewi = a_motif(), a_public_maker(Use.NAME), a_public_maker(Use.NAME)
    hers = {"motif_id": motif.id, "maker_id": sari.id}
    product = a_product(title_id="ini", credits=[Credit(step=Step.NYOGA, maker_id=dewi.id)], **hers)
    a_product(title_id="semotif lama", motif_id=motif.id)
    a_product(title_id="semotif", motif_id=motif.id)
    a_product(title_id="habis", stock=0, **hers)
    a_product(title_id="keduanya", **hers)
    a_product(title_id="tangan kedua", maker_id=dewi.id)
    a_product(title_id="konsep", published=False, **hers)
    a_product(title_id="lain")

    kin = queries.kin(product, queries.names().makers.values(), 4)
    assert (titles(kin.hands), titles(kin.motif)) == (
        ["tangan kedua", "keduanya"],
        ["semotif", "semotif lama"],
    )

    unnamed = queries.kin(product, [], 2)
    assert (titles(unnamed.hands), titles(unnamed.motif)) == ([], ["keduanya", "semotif"])
    alone = queries.kin(a_product(), [], 4)
    assert alone == queries.Kin([], [])


def test_the_front_page_has_what_can_be_bought_newest_first():
    a_product(title_id="lama", published_at=clock.now() - timedelta(days=9))
    a_product(title_id="baru")
    a_product(title_id="habis", stock=0)

    assert titles(cards.newest(cards.FOR_SALE, 9)) == ["baru", "lama"]


def test_staff_find_by_words_and_by_stock_number():
    product = a_product(title_id="Kawung", published=False)
    a_product(title_id="Parang")

    def listed(q):
        return titles(db.session.scalars(queries.listed(q=q)))

    assert listed("kawung") == ["Kawung"]
    assert listed(product.variants[0].sku.lower()) == ["Kawung"]
    assert listed("%") == []
