import pytest
from werkzeug.datastructures import MultiDict

from app.catalog.facets import Facet, Filters, MotifName, Names, Sort, said, tags_of
from app.catalog.models import Colour, Credit, Dye, Kind, StockModel, Technique, Variant
from app.makers.models import Step
from app.makers.queries import Named
from app.money import Money
from tests.factories import a_maker, a_motif, a_product

NAMES = Names((MotifName("kawung", "Kawung", ""),), {7: Named(7, "melati", "Melati")})


def read(query):
    pairs = [tuple(pair.split("=")) for pair in query.split("&")] if query else []
    return Filters.read(MultiDict(pairs), NAMES)


def test_every_choice_is_said_in_one_order_and_understood_again():
    filters = read(
        "warna=soga&teknik=tulis&motif=kawung&q=merah&warna=indigo&urut=termurah&hal=3&perajin=melati"
    )

    assert filters == Filters(
        q="merah",
        chosen={
            Facet.TECHNIQUE: ("tulis",),
            Facet.COLOUR: ("indigo", "soga"),
            Facet.MOTIF: ("kawung",),
            Facet.MAKER: ("melati",),
        },
        sort=Sort.CHEAPEST,
        page=3,
    )
    assert list(filters.words().items()) == [
        ("hal", ["3"]),
        ("motif", ["kawung"]),
        ("perajin", ["melati"]),
        ("q", ["merah"]),
        ("teknik", ["tulis"]),
        ("urut", ["termurah"]),
        ("warna", ["indigo", "soga"]),
    ]
    assert Filters.read(MultiDict(filters.words()), NAMES) == filters


@pytest.mark.parametrize(
    "query",
    [
        "teknik=lukis&jenis=mobil&warna=&harga=1-2&ukuran=x&pewarna=natural&motif=rahasia&perajin=tidak-ada",
        "urut=acak&hal=nol&tersedia=mungkin&persis=ya",
        "urut=cocok",
        "hal=٣",
        "hal=999999",
        "q=  ",
    ],
)
def test_what_makes_no_sense_is_as_if_it_were_not_there(query):
    assert read(query) == Filters()


def test_the_order_that_nobody_asked_for_is_not_said():
    assert (read("q=biru").sort, read("q=biru").words()) == (Sort.RELEVANT, {"q": ["biru"]})
    assert read("urut=terbaru").words() == {}
    assert read("q=biru&urut=terbaru").words() == {"q": ["biru"], "urut": ["terbaru"]}
    assert read("q=biru").but(q="") == {}


def test_one_value_is_taken_away_and_the_first_page_is_read_again():
    filters = read("teknik=cap&teknik=tulis&jenis=kain&hal=4")

    assert filters.without(Facet.TECHNIQUE, "cap") == {"jenis": ["kain"], "teknik": ["tulis"]}
    assert filters.without(Facet.KIND, "kain") == {"teknik": ["cap", "tulis"]}
    assert (filters.count, filters.narrowed, read("urut=termurah").narrowed) == (3, True, False)


def test_an_address_of_before_still_shows_what_can_be_bought():
    assert read("tersedia=ya").words() == {"tersedia": ["pesan", "siap"]}


def test_the_catalogue_listens_to_its_own_words_only():
    assert said(MultiDict([("utm", "x"), ("warna", "soga"), ("q", ""), ("warna", "merah")])) == {
        "warna": ["soga", "merah"],
        "q": [""],
    }


def test_a_product_is_chosen_by_all_that_it_is():
    sari, dewi, motif = a_maker(slug="sari"), a_maker(slug="dewi"), a_motif(slug="kawung")
    product = a_product(
        technique=Technique.CAP,
        kind=Kind.SAPU_TANGAN,
        dye=Dye.NATURAL,
        colours=[Colour.INDIGO, Colour.GADING],
        motif_id=motif.id,
        maker_id=sari.id,
        credits=[Credit(step=Step.NYOGA, maker_id=dewi.id), Credit(step=Step.NGECAP, maker_id=sari.id)],
        variants=[
            Variant(sku="A", price=Money(249_999), weight_g=30, length_cm=40, width_cm=40),
            Variant(sku="B", price=Money(500_000), weight_g=90, length_cm=115, width_cm=230),
            Variant(sku="C", price=Money(1), weight_g=90, length_cm=160, active=False),
        ],
    )

    assert tags_of(product) == [
        "harga=100-250",
        "jenis=sapu_tangan",
        "motif=kawung",
        "perajin=dewi",
        "perajin=sari",
        "pewarna=alami",
        "teknik=cap",
        "ukuran=0-100",
        "ukuran=230-",
        "warna=gading",
        "warna=indigo",
    ]


@pytest.mark.parametrize(
    ("rupiah", "band"),
    [
        (99_999, "0-100"),
        (100_000, "100-250"),
        (250_000, "250-500"),
        (999_999, "500-1000"),
        (1_000_000, "1000-"),
    ],
)
def test_a_price_is_in_one_band(rupiah, band):
    assert [name for name in tags_of(a_product(price=rupiah)) if name.startswith("harga")] == [
        f"harga={band}"
    ]


def test_what_is_made_when_ordered_is_chosen_by_that_while_it_is_sold():
    product = a_product(stock_model=StockModel.MADE_TO_ORDER)
    assert "tersedia=pesan" in tags_of(product)

    product.available = False
    assert "tersedia=pesan" not in tags_of(product)
