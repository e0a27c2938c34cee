"""What chats show of a link: drawn by the worker, and gone as soon as it shows what is not so any more."""

import io
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from PIL import Image

from app import darkroom, storage
from app.catalog.actions import withdraw
from app.catalog.models import Colour, Kind, Photo, Product, ProductStatus, StockModel, Technique
from app.db import db
from app.makers import actions as makers
from app.makers.models import Maker, Use
from app.posters import queries
from app.posters.queries import HUNG, Design, Row
from tests.admin.conftest import statements
from tests.factories import a_motif, a_product
from tests.images import a_printed, cloth
from tests.people import a_maker, allow

# The front page, the catalogue, and the kind and the technique of the cloth have one in each language, which are drawn
# together where they hang the same cloth.
SHELVES = 8
# Of five cloths, one more than hang in a row.
SHADES = [(20, 40, 90), (90, 20, 40), (40, 90, 20), (90, 90, 20), (150, 90, 60)]


@pytest.fixture(autouse=True)
def an_empty_store(app: Flask, tmp_path: Path) -> Any:
    before = app.config["MEDIA_URL"]
    app.config["MEDIA_URL"] = str(tmp_path)
    yield
    app.config["MEDIA_URL"] = before


def with_photo(colour: tuple[int, ...] = (20, 40, 90), **over: Any) -> Product:
    product: Product = a_product(photos=[Photo(picture=a_printed(cloth(colour=colour)))], **over)
    db.session.commit()
    return product


def poster_on(client: FlaskClient, address: str) -> str:
    found = html.fromstring(client.get(address).text).xpath("//meta[@property='og:image']/@content")
    return str(found[0]) if found else ""


def files() -> list[str]:
    return [key for key, _ in storage.find("posters")]


def seller(*uses: Use) -> Maker:
    maker = a_maker(*uses, pseudonym="Melati", name="Siti Aminah")
    with_photo(maker_id=maker.id)
    return maker


def test_a_piece_is_shown_by_its_photo_until_its_poster_is_drawn(client: FlaskClient) -> None:
    product = with_photo(slug="kain", title_id="Kawung Malam")
    address = poster_on(client, "/batik/kain")

    before = client.get(address)
    drawn = darkroom.draw_posters()
    after = client.get(address)

    photo = f"http://localhost/media/{product.photos[0].key.partition('/')[2]}-600.jpg"
    assert (before.status_code, before.location) == (302, photo)
    assert (drawn, after.status_code, after.mimetype) == (2 + SHELVES, 200, "image/jpeg")
    with Image.open(io.BytesIO(after.data)) as poster:
        assert (poster.format, poster.size) == ("JPEG", (1200, 630))
        # The cloth at the left, mori at the right, and something written between.
        assert max(abs(a - b) for a, b in zip(poster.getpixel((40, 40)), (20, 40, 90), strict=True)) < 8
        assert min(poster.getpixel((1190, 10))) > 220
        written = poster.crop((600, 60, 1140, 220)).convert("L")
        assert written.getextrema()[0] < 80
    assert darkroom.draw_posters() == 0


@pytest.mark.one_database
def test_each_language_has_its_own(client: FlaskClient) -> None:
    with_photo(slug="kain", title_id="Malam", title_en="Night")
    darkroom.draw_posters()

    indonesian, english = (poster_on(client, address) for address in ("/batik/kain", "/en/batik/kain"))

    assert english.startswith("http://localhost/en/batik/kain/poster-")
    assert client.get(indonesian).data != client.get(english).data


def test_what_changes_is_drawn_anew_and_the_former_one_is_gone(client: FlaskClient) -> None:
    product = with_photo(slug="kain")
    darkroom.draw_posters()
    former, kept = poster_on(client, "/batik/kain"), files()

    product.title_id = product.title_en = "Nama lain"
    db.session.commit()
    darkroom.draw_posters()
    darkroom.clear()

    address = poster_on(client, "/batik/kain")
    assert (client.get(former).status_code, client.get(address).status_code) == (404, 200)
    of_shelves = set(files()) & set(kept)
    assert (len(kept), len(files()), len(of_shelves)) == (2 + SHELVES, 1 + SHELVES, SHELVES)


def test_a_price_is_on_it_only_while_the_piece_can_be_bought(app: Flask) -> None:
    for price, stock in ((1_250_000, 1), (450_000, 0)):
        with_photo(stock_model=StockModel.ONE, price=price, stock=stock, title_id=str(stock))

    lines = {one.title: one.line for one in queries.wanted().values() if isinstance(one, Design)}

    assert (lines["1"], lines["0"]) == ("Rp 1.250.000", "")


def test_a_piece_that_is_not_for_visitors_has_none(client: FlaskClient) -> None:
    product = with_photo(slug="kain")
    darkroom.draw_posters()
    address = poster_on(client, "/batik/kain")
    product.status = ProductStatus.DRAFT
    db.session.commit()

    assert client.get(address).status_code == 404
    assert queries.wanted() == {}


def test_a_maker_has_one_only_while_she_says_yes_to_all_that_is_on_it(client: FlaskClient) -> None:
    maker = seller(Use.NAME, Use.STORY)
    assert poster_on(client, "/perajin/melati") == ""
    allow(maker, Use.SOCIAL_MEDIA)
    darkroom.draw_posters()
    address = poster_on(client, "/perajin/melati")
    assert client.get(address).status_code == 200
    (design,) = [
        one for one in queries.wanted().values() if one.title == "Siti Aminah" and "Malam" in one.line
    ]
    kept = f"{design.key}-1200.jpg"
    assert kept in files()

    makers.withdraw(maker, Use.NAME, by="tests")
    db.session.commit()

    # At the next request nobody sees it, and within seconds it is nowhere.
    assert client.get(address).status_code == 404
    darkroom.draw_posters()
    darkroom.clear()
    assert kept not in files()
    assert client.get(poster_on(client, "/perajin/melati")).status_code == 200

    makers.withdraw_all(maker, by="tests")
    db.session.commit()
    darkroom.draw_posters()
    darkroom.clear()
    assert {design.title for design in queries.wanted().values()}.isdisjoint({"Siti Aminah", "Melati"})
    assert len(files()) == len(queries.wanted())


def test_many_are_drawn_a_few_at_a_time_so_that_other_work_goes_on(app: Flask) -> None:
    for shade in range(3):
        with_photo((shade * 50, 40, 90))

    assert [darkroom.draw_posters(most=2) for _ in range(3)] == [2 + SHELVES, 4, 0]
    assert len(files()) == 6 + SHELVES


def test_a_photo_that_is_lost_keeps_no_other_poster_from_being_drawn(app: Flask) -> None:
    with_photo((20, 40, 90))
    lost = with_photo((90, 40, 20))
    storage.remove([f"{lost.photos[0].key}-600.jpg"])

    assert [darkroom.draw_posters(most=1) for _ in range(2)] == [2, 0]


def test_the_sweep_leaves_what_is_shown(app: Flask) -> None:
    with_photo()
    darkroom.draw_posters()

    assert darkroom.sweep() == 0
    assert len(files()) == 2 + SHELVES


def rows() -> dict[str, int]:
    """The title of each row that there should be, and how many cloths hang in it."""
    return {one.title: len(one.photos) for one in queries.wanted().values() if isinstance(one, Row)}


def colours(content: bytes) -> list[tuple[int, ...]]:
    """What is to be seen at the middle of each of four cloths side by side."""
    with Image.open(io.BytesIO(content)) as poster:
        assert (poster.format, poster.size) == ("JPEG", (1200, 630))
        # Below them, something is written on mori.
        assert min(poster.getpixel((1190, 620))) > 220
        assert poster.crop((60, 430, 700, 540)).convert("L").getextrema()[0] < 80
        return [poster.getpixel((150 + 300 * place, 200)) for place in range(HUNG)]


def alike(seen: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return max(abs(a - b) for a, b in zip(seen, wanted, strict=True)) < 10


def told_of(client: FlaskClient, address: str) -> dict[str, str]:
    page = html.fromstring(client.get(address).text)
    names = ("width", "height", "alt")
    return {name: page.xpath(f"//meta[@property='og:image:{name}']/@content")[0] for name in names}


def _is_shown_by_its_newest(client: FlaskClient, address: str, pieces: list[Product]) -> None:
    """Pieces in SHADES: at first by the last one, and then by a row of the newest, which the page tells of."""
    poster = poster_on(client, address)
    before = client.get(poster)
    darkroom.draw_posters()
    after = client.get(poster)

    first = f"http://localhost/media/{pieces[-1].photos[0].key.partition('/')[2]}-600.jpg"
    assert (before.status_code, before.location) == (302, first)
    assert (after.status_code, after.mimetype) == (200, "image/jpeg")
    newest = reversed(SHADES[1:])
    assert [alike(*pair) for pair in zip(colours(after.data), newest, strict=True)] == [True] * HUNG
    titles = ", ".join(piece.title_en if "/en" in address else piece.title_id for piece in pieces[:0:-1])
    assert told_of(client, address) == {"width": "1200", "height": "630", "alt": titles}


@pytest.mark.one_database
@pytest.mark.parametrize("address", ["/", "/en/", "/batik", "/en/batik"])
def test_the_front_page_and_the_catalogue_are_shown_by_their_newest_cloths(
    client: FlaskClient, address: str
) -> None:
    pieces = [with_photo(shade) for shade in SHADES]

    _is_shown_by_its_newest(client, address, pieces)

    page = html.fromstring(client.get(address).text)
    assert page.xpath("//meta[@name='twitter:card']/@content") == ["summary_large_image"]


def test_what_a_shelf_shows_changes_with_what_is_on_it(client: FlaskClient) -> None:
    with_photo((20, 40, 90))
    sold = with_photo((90, 20, 40), stock_model=StockModel.ONE, stock=0, price=100_000)
    darkroom.draw_posters()
    home, catalogue = poster_on(client, "/"), poster_on(client, "/batik")
    assert (rows()["Dulu kami merantau. Kini kami membatik."], rows()["Batik tulis, cap, dan kombinasi"]) == (
        1,
        2,
    )
    assert len({client.get(address).data for address in (home, catalogue)}) == 2

    withdraw(sold, by="tests")
    db.session.commit()

    # At once nobody is shown it any more, and what still shows what is so stays.
    assert (client.get(home).status_code, client.get(catalogue).status_code) == (200, 404)
    darkroom.draw_posters()
    darkroom.clear()
    assert client.get(poster_on(client, "/batik")).status_code == 200
    assert (len(files()), set(rows().values())) == (2 + SHELVES, {1})


def test_a_motif_chosen_alone_has_one_by_its_name_and_other_choices_show_a_cloth(client: FlaskClient) -> None:
    kawung = with_photo((20, 40, 90), motif=a_motif(slug="kawung", name="Kawung"))
    with_photo((90, 20, 40))
    darkroom.draw_posters()
    poster = poster_on(client, "/batik?motif=kawung")

    assert (client.get(poster).status_code, rows()["Kawung"]) == (200, 1)
    photo = f"http://localhost/media/{kawung.photos[0].key.partition('/')[2]}-600.jpg"
    for address in ("/batik?motif=kawung&urut=termurah", "/batik?motif=kawung&teknik=tulis"):
        assert poster_on(client, address) == photo


NAMED = {
    "/batik?jenis=syal": "Syal",
    "/en/batik?jenis=syal": "Scarf",
    "/batik?teknik=cap": "Batik cap",
    "/en/batik?teknik=cap": "Hand-stamped batik (cap)",
}


@pytest.mark.parametrize("address", NAMED)
def test_a_kind_and_a_technique_are_shown_by_their_name_and_their_newest_cloths(
    client: FlaskClient, address: str
) -> None:
    pieces = [with_photo(shade, kind=Kind.SYAL, technique=Technique.CAP) for shade in SHADES]
    with_photo(kind=Kind.SARUNG, technique=Technique.TULIS)

    _is_shown_by_its_newest(client, address, pieces)

    assert rows()[NAMED[address]] == HUNG


def test_a_kind_and_a_technique_are_drawn_anew_once_a_cloth_of_theirs_is_withdrawn(
    client: FlaskClient,
) -> None:
    with_photo((20, 40, 90), kind=Kind.SYAL, technique=Technique.CAP)
    gone = with_photo((90, 20, 40), kind=Kind.SYAL, technique=Technique.CAP)
    only = with_photo((40, 90, 20), kind=Kind.SARUNG, technique=Technique.TULIS)
    darkroom.draw_posters(most=9)
    former = {address: poster_on(client, address) for address in ("/batik?jenis=syal", "/batik?teknik=cap")}
    assert [client.get(poster).status_code for poster in former.values()] == [200, 200]

    withdraw(gone, by="tests")
    withdraw(only, by="tests")
    db.session.commit()

    # At once nobody is shown it any more, and within seconds it is nowhere.
    assert [client.get(poster).status_code for poster in former.values()] == [404, 404]
    darkroom.draw_posters(most=9)
    darkroom.clear()
    assert [client.get(poster_on(client, address)).status_code for address in former] == [200, 200]
    assert (rows()["Syal"], rows()["Batik cap"]) == (1, 1)
    assert {"Sarung", "Batik tulis"}.isdisjoint(rows())
    assert poster_on(client, "/batik?jenis=sarung") == ""
    assert len(files()) == len(queries.wanted())


def test_a_maker_who_takes_back_her_yes_leaves_nothing_of_herself_on_a_kind_or_a_technique(
    client: FlaskClient,
) -> None:
    maker = seller(Use.NAME, Use.STORY, Use.SOCIAL_MEDIA)
    before = rows()

    makers.withdraw_all(maker, by="tests")
    db.session.commit()

    # Cloth alone hangs there, and the cloth is still for sale.
    assert rows() == before
    said = " ".join(f"{one.title} {one.line}" for one in queries.wanted().values())
    assert [name in said for name in ("Melati", "Siti Aminah")] == [False, False]


def test_what_search_engines_do_not_know_has_none_of_its_own(client: FlaskClient) -> None:
    product = with_photo(kind=Kind.SYAL, technique=Technique.CAP, colours=[Colour.INDIGO])
    photo = f"http://localhost/media/{product.photos[0].key.partition('/')[2]}-600.jpg"
    for choice in ("warna=indigo", "jenis=syal&teknik=cap", "jenis=syal&urut=termurah"):
        assert poster_on(client, f"/batik?{choice}") == photo


def test_an_empty_shop_is_shown_by_words_alone(client: FlaskClient) -> None:
    assert [poster_on(client, address) for address in ("/", "/batik")] == ["", ""]
    assert (queries.wanted(), client.get(f"/poster-{'0' * 32}.jpg").status_code) == ({}, 404)


def test_no_person_is_named_on_a_shelf(client: FlaskClient) -> None:
    seller(Use.NAME, Use.STORY, Use.SOCIAL_MEDIA)
    told = " ".join(f"{one.title} {one.line}" for one in queries.wanted().values() if isinstance(one, Row))
    assert [name in told for name in ("Melati", "Siti Aminah")] == [False, False]


def test_as_much_is_asked_for_three_motifs_as_for_one(client: FlaskClient) -> None:
    counted = []
    for number in range(3):
        with_photo((number * 50, 40, 90), motif=a_motif())
        db.session.expire_all()
        with statements() as sent:
            queries.shelves()
        counted.append(len(sent))
    assert len(set(counted)) == 1, counted
