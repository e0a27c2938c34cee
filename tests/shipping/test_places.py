"""A village is found by what people type of it."""

import pytest

from app.shipping.places import find


def found(text: str, limit: int = 3) -> list[str]:
    return [f"{each.name}, {each.district}, {each.regency}" for each in find(text, limit)]


def test_a_village_is_found_by_its_name() -> None:
    assert found("Kalibangkang") == ["Kalibangkang, Ayah, Kabupaten Kebumen"]


@pytest.mark.parametrize(
    "typed",
    [
        "kalib",
        "KALIBANGKANG",
        "  kalibangkang  ayah ",
        "ayah kalibang",
        "desa kalibangkang kec. ayah kab. kebumen prov. jawa tengah",
        "Kali Bangkang",
        "kalibangkang 54473",
    ],
)
def test_a_village_is_found_however_it_is_typed(typed: str) -> None:
    assert "Kalibangkang, Ayah, Kabupaten Kebumen" in found(typed, 20)


def test_a_name_that_several_districts_have_finds_all_of_them_the_near_ones_first() -> None:
    assert found("Argopeni") == [
        "Argopeni, Ayah, Kabupaten Kebumen",
        "Argopeni, Kebumen, Kabupaten Kebumen",
        "Argopeni, Sumberejo, Kabupaten Tanggamus",
    ]


def test_a_village_called_just_so_comes_before_the_others_in_a_place_called_so() -> None:
    names = found("ayah kebumen", 30)
    assert names[0] == "Ayah, Ayah, Kabupaten Kebumen"
    assert len(names) == 18


def test_a_village_called_just_so_comes_before_a_nearer_one_that_only_begins_so() -> None:
    assert found("gambir", 2) == [
        "Gambir, Gambir, Kota Administrasi Jakarta Pusat",
        "Gambiran, Pamotan, Kabupaten Rembang",
    ]


def test_a_postcode_finds_all_its_villages_in_the_order_of_the_alphabet() -> None:
    villages = find("54473", 8)
    assert {(each.district, each.postcode) for each in villages} == {("Ayah", "54473")}
    names = [each.name for each in villages]
    assert (len(names), names == sorted(names), "Kalibangkang" in names) == (18, True, True)
    assert len(find("99085", 8)) == 108


def test_a_name_wins_over_the_others_of_its_postcode() -> None:
    assert found("54473 kalibangkang", 8) == ["Kalibangkang, Ayah, Kabupaten Kebumen"]
    assert found("ayah 54473", 8)[0] == "Ayah, Ayah, Kabupaten Kebumen"


def test_the_beginning_of_a_postcode_is_enough() -> None:
    assert {each.postcode[:3] for each in find("544", 20)} == {"544"}


def test_marks_in_a_name_need_not_be_typed() -> None:
    assert found("marang marang pangkajene", 1) == ["Ma'rang, Marang, Kabupaten Pangkajene dan Kepulauan"]


@pytest.mark.parametrize(
    "typed", ["", " ", "k", "zzzzzz", "()[]*\\", "%", "_", "\0", "ꦧꦠꦶꦏ꧀", "x" * 10_000, "kalibangkang zzz"]
)
def test_what_nobody_is_called_finds_nothing(typed: str) -> None:
    assert find(typed) == []


def test_no_more_are_found_than_asked_for() -> None:
    assert len(find("su", 7)) == 7
