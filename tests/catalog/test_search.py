"""Finding by words. Each test runs on both databases, so both find the same."""

import pytest
from werkzeug.datastructures import MultiDict

from app.catalog import actions, queries
from app.catalog.facets import Filters
from app.catalog.models import Colour, Credit, Dye, Kind, StockModel, Technique
from app.makers import actions as makers
from app.makers.models import Step, Use
from tests.catalog.test_actions import BY
from tests.factories import a_motif, a_product
from tests.people import a_maker, allow


def answer(q, **words):
    known = queries.names()
    return queries.page(Filters.read(MultiDict({"q": q, **words}), known), known)


def found(q, **words):
    return [product.title_id for product in answer(q, **words).products]


@pytest.mark.parametrize(
    "q",
    [
        "kawung",
        "KAWÚNG",
        "kawung malam",
        "malam kaw",
        "  night-time ",
        "selendang",
        "shawls",
        "Kawung, malam!",
    ],
)
def test_words_are_found_whatever_their_signs_and_order(q):
    a_product(title_id="Kawung Malam", title_en="Night time", kind=Kind.SELENDANG)
    a_product(title_id="Parang")

    assert found(q) == ["Kawung Malam"]


@pytest.mark.parametrize(
    ("q", "story"),
    [
        ("pencelupan", "Lima celupan biru."),
        ("celup", "Dicelupkan dua kali."),
        ("dots", "Dotted by hand."),
        ("washing", "It washes well."),
    ],
)
def test_words_are_found_by_their_stems_in_both_languages(q, story):
    a_product(title_id="A", story_id=story, technique=Technique.CAP, dye=Dye.SYNTHETIC)
    a_product(title_id="B", story_id="Lain.", technique=Technique.CAP, dye=Dye.SYNTHETIC)

    assert found(q) == ["A"]


@pytest.mark.parametrize(
    "q",
    [
        "jagatan",
        "sekar jagad",
        "kain tulis",
        "alami",
        "hand drawn",
        "cokelat",
        "brown",
        "soga",
        "kulit mahoni",
    ],
)
def test_a_product_is_found_by_motif_kind_technique_dye_and_colour(q):
    motif = a_motif(name="Sekar Jagad", aliases="jagatan, jagadan")
    a_product(
        title_id="A", motif_id=motif.id, colours=[Colour.SOGA], dye_detail_id="kulit mahoni", dye=Dye.NATURAL
    )
    a_product(title_id="B", kind=Kind.SYAL, technique=Technique.CAP, dye=Dye.SYNTHETIC)

    assert found(q) == ["A"]


def test_a_product_is_found_by_its_number():
    product, _ = a_product(title_id="A"), a_product(title_id="B")

    assert found(product.variants[0].sku) == ["A"]


def test_another_name_of_a_motif_finds_at_once():
    motif = a_motif(name="Truntum")
    a_product(title_id="Bintang", motif_id=motif.id)
    assert found("tumaruntum", persis="ya") == []

    actions.edit_motif(motif, actions.MotifFacts(name="Truntum", aliases="tumaruntum"), by=BY)
    assert found("tumaruntum", persis="ya") == ["Bintang"]


def test_a_maker_is_found_by_the_name_that_she_allows_and_by_none_after_her_no():
    maker = a_maker(pseudonym="Melati", name="Siti Aminah")
    a_product(title_id="Buatannya", maker_id=maker.id)
    a_product(title_id="Bantuannya", credits=[Credit(step=Step.NYOGA, maker_id=maker.id)])
    a_product(title_id="Lain")
    assert (found("melati"), found("siti aminah")) == ([], [])

    allow(maker, Use.VILLAGE)
    assert (found("melati"), found("siti")) == (["Bantuannya", "Buatannya"], [])

    allow(maker, Use.NAME)
    assert (found("melati"), found("siti aminah")) == ([], ["Bantuannya", "Buatannya"])

    makers.withdraw_all(maker, by=BY)
    assert (found("melati"), found("siti aminah"), found("amina")) == ([], [], [])


def test_titles_come_before_names_and_names_before_stories_each_the_newest_first():
    motif = a_motif(name="Kawung")
    for title, more in [
        ("Cerita", {"story_id": "Seperti kawung."}),
        ("Kawung Lama", {}),
        ("Bermotif", {"motif_id": motif.id}),
        ("Kawung Baru", {}),
    ]:
        a_product(title_id=title, **more)

    assert found("kawung") == ["Kawung Baru", "Kawung Lama", "Bermotif", "Cerita"]
    assert found("kawung", urut="terbaru") == ["Kawung Baru", "Bermotif", "Kawung Lama", "Cerita"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("sekr jagd", "sekar jagad"), ("wukirsri", "wukirsari"), ("kwung mrah", "kawung merah")],
)
def test_what_is_misspelt_is_taken_for_the_likest_word_and_said(typed, meant):
    motif = a_motif(name="Sekar Jagad")
    a_product(title_id="Kawung Merah", story_id="Dari Wukirsari.", motif_id=motif.id)

    shown = answer(typed)

    assert ([product.title_id for product in shown.products], shown.instead) == (["Kawung Merah"], meant)
    assert (found(typed, persis="ya"), answer(typed, persis="ya").instead) == ([], "")


def test_only_unknown_words_are_corrected():
    a_product(title_id="Parang Biru")
    a_product(title_id="Karang Biru", story_id="Spotted deer.")

    assert (answer("karang birru").instead, answer("spot").instead) == ("karang biru", "")
    assert (found("parang spots"), answer("parang spots").instead) == ([], "")


def test_nothing_of_what_visitors_do_not_see_is_found_or_suggested():
    a_product(title_id="Proyek Rahasia", published=False)
    a_product(title_id="Kawung", stock_model=StockModel.ONE, stock=0)

    assert (found("rahasia"), found("rahasja"), answer("rahasja").instead) == ([], [], "")
    assert found("kawung") == ["Kawung"]


@pytest.mark.parametrize(
    "q",
    [
        "%",
        "_",
        "*",
        '"',
        "'; drop table product; --",
        "' or 1=1 --",
        "ka%ung",
        "🧵",
        "!!",
        "t=kawung",
        "teknik=tulis",
        "NEAR(kawung parang)",
        "kawung OR parang",
        "kawung & !parang",
        "ꦧꦠꦶꦏ꧀",
        "a" * 10_000,
        "kawung " * 2_000 + "tidakada",
        "yang dan the",
        "\ud800",
    ],
)
def test_signs_and_commands_find_nothing_of_themselves(q):
    a_product(title_id="Kawung")
    a_product(title_id="Parang")

    assert found(q) == (["Kawung"] if q.startswith("kawung kawung") else [])


def test_words_of_other_scripts_are_found():
    a_product(title_id="ꦧꦠꦶꦏ꧀ 蠟染")
    a_product(title_id="Parang")

    assert (found("蠟染"), found("ꦧꦠꦶꦏ꧀"), found("蠟")) == (["ꦧꦠꦶꦏ꧀ 蠟染"], ["ꦧꦠꦶꦏ꧀ 蠟染"], [])


def test_what_is_typed_is_completed_by_names_and_titles_that_visitors_see():
    motif, unworn = a_motif(slug="kawung", name="Kawung"), a_motif(slug="kawitan", name="Kawitan")
    maker = a_maker(Use.VILLAGE, pseudonym="Kawi")
    for title, more in [
        ("Kawung Lama", {"motif_id": motif.id, "maker_id": maker.id}),
        ("Kawah", {}),
        ("Kawasan", {"published": False, "motif_id": unworn.id}),
        ("Lain", {"story_id": "kawung", "motif_id": motif.id}),
    ]:
        a_product(title_id=title, **more)

    suggested = queries.suggested("kaw", queries.names(), 5)

    assert [product.title_id for product in suggested.products] == ["Kawah", "Kawung Lama"]
    assert suggested.tags == {"motif=kawung": 2, "perajin=kawi": 1}
    makers.withdraw_all(maker, by=BY)
    assert queries.suggested("kawi", queries.names(), 5) == queries.Suggestions([], {})
    assert queries.suggested("  ", queries.names(), 5) == queries.Suggestions([], {})
