"""All of Indonesia's villages, from the package, found by their codes."""

from app.shipping.regions import (
    PROVINCES,
    Region,
    Village,
    atlas,
    children,
    fold,
    provinces,
    region_name,
    village,
)


def test_every_village_is_there_with_its_postcode() -> None:
    known = atlas()
    lengths = [len(code) for code in known.names]
    assert [lengths.count(length) for length in (2, 5, 8)] == [38, 514, 7285]
    assert [len(known.numbers), len(known.postcodes), len(known.folded.starts) - 1, known.starts[-1]] == [
        83_762
    ] * 4
    assert min(known.postcodes) >= 10_000


def test_villages_stand_in_the_order_of_their_codes() -> None:
    known = atlas()
    codes = [known.code(index) for index in range(0, 83_762, 97)]
    assert codes == sorted(codes)
    assert [known.index(code) for code in codes] == list(range(0, 83_762, 97))


def test_a_village_has_all_that_it_belongs_to() -> None:
    assert village("33.05.01.2009") == Village(
        "33.05.01.2009", "Kalibangkang", "Ayah", "Kabupaten Kebumen", "Jawa Tengah", "54473"
    )


def test_karangbolong_is_not_in_ayah() -> None:
    found = village("33.05.02.2001")
    assert found
    assert (found.name, found.district, found.province_code, found.regency_code, found.district_code) == (
        "Karangbolong",
        "Buayan",
        "33",
        "33.05",
        "33.05.02",
    )


def test_a_village_of_the_same_name_is_another_one() -> None:
    found = [village("33.05.01.2001"), village("33.05.12.2008")]
    assert len({each.district for each in found if each}) == 2


def test_there_is_nothing_where_nothing_is() -> None:
    wrong = [
        "",
        "33",
        "33.05",
        "33.05.01",
        "33.05.01.9999",
        "99.99.99.2009",
        "33.05.01.２００９",
        "33-05-01-2009",
        "x" * 13,
    ]
    assert [village(code) for code in wrong] == [None] * len(wrong)
    assert [children(code) for code in ("99", "99.01.01", "33.05.01.2009", "3", "33.", "x", "３３")] == [
        []
    ] * 7


def test_regions_lead_down_to_the_villages_in_the_order_of_the_alphabet() -> None:
    assert len(provinces()) == PROVINCES == 38
    assert provinces()[0] == Region("11", "Aceh")
    assert Region("33.05", "Kabupaten Kebumen") in children("33")
    assert len(children("33.05")) == 26
    names = [region.name for region in children("33.05.01")]
    assert (len(names), names == sorted(names)) == (18, True)
    assert Region("33.05.01.2009", "Kalibangkang") in children("33.05.01")


def test_every_village_can_be_reached_from_above() -> None:
    known = atlas()
    assert sum(len(known.inside(code)) for code in known.names if len(code) == 8) == 83_762


def test_a_code_says_what_it_is_called() -> None:
    assert [region_name(code) for code in ("33", "33.05", "33.05.01", "99")] == [
        "Jawa Tengah",
        "Kabupaten Kebumen",
        "Ayah",
        None,
    ]


def test_names_are_compared_without_their_marks() -> None:
    assert fold("Sa'dan\nPulau-Pulau Batu") == " sadan\n pulau pulau batu"
