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
from app.catalog.models import Photo, Product, ProductStatus, StockModel
from app.db import db
from app.makers import actions as makers
from app.makers.models import Maker, Use
from app.posters import queries
from tests.factories import a_product
from tests.images import a_printed, cloth
from tests.people import a_maker, allow


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
    assert (drawn, after.status_code, after.mimetype) == (2, 200, "image/jpeg")
    with Image.open(io.BytesIO(after.data)) as poster:
        assert (poster.format, poster.size) == ("JPEG", (1200, 630))
        # The cloth at the left, mori at the right, and something written between.
        assert max(abs(a - b) for a, b in zip(poster.getpixel((40, 40)), (20, 40, 90), strict=True)) < 8
        assert min(poster.getpixel((1190, 10))) > 220
        written = poster.crop((600, 60, 1140, 220)).convert("L")
        assert written.getextrema()[0] < 80
    assert darkroom.draw_posters() == 0


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
    assert (len(kept), len(files())) == (2, 1)
    assert not set(files()) & set(kept)


def test_a_price_is_on_it_only_while_the_piece_can_be_bought(app: Flask) -> None:
    for price, stock in ((1_250_000, 1), (450_000, 0)):
        with_photo(stock_model=StockModel.ONE, price=price, stock=stock, title_id=str(stock))

    lines = {design.title: design.line for design in queries.wanted().values()}

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

    assert [darkroom.draw_posters(most=2) for _ in range(3)] == [4, 2, 0]
    assert len(files()) == 6


def test_a_photo_that_is_lost_keeps_no_other_poster_from_being_drawn(app: Flask) -> None:
    with_photo((20, 40, 90))
    lost = with_photo((90, 40, 20))
    storage.remove([f"{lost.photos[0].key}-600.jpg"])

    assert [darkroom.draw_posters(most=1) for _ in range(2)] == [2, 0]


def test_the_sweep_leaves_what_is_shown(app: Flask) -> None:
    with_photo()
    darkroom.draw_posters()

    assert darkroom.sweep() == 0
    assert len(files()) == 2
