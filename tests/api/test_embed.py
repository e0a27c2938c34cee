"""Cloth on other people's pages: the script, the frame, and what a pasted address becomes."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html

from app.catalog.models import StockModel
from app.db import db
from app.exhibitions import actions as exhibitions
from app.makers import actions as makers
from app.makers.models import Use
from config import ROOT
from tests.exhibitions.test_actions import a_fair
from tests.factories import a_motif, a_product
from tests.people import a_maker
from tests.trade import an_order


def test_the_script_is_small_and_every_page_may_load_it(client: FlaskClient) -> None:
    answer = client.get("/embed.js")

    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    assert answer.data == Path(ROOT, "static/js/embed.js").read_bytes()
    assert len(answer.data) < 8_000
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    again = client.get("/embed.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "Set-Cookie" not in answer.headers


def test_a_frame_shows_a_shelf_runs_nothing_and_leads_out_by_way_of_its_site(client: FlaskClient) -> None:
    maker, motif = a_maker(*Use, pseudonym="Melati"), a_motif(slug="kawung")
    a_product(slug="malam", title_en="Night", maker_id=maker.id, motif_id=motif.id)
    a_product(slug="pagi", title_en="Morning", stock_model=StockModel.ONE, stock=0)

    answer = client.get("/en/embed/baru?situs=desa.example")
    page = html.fromstring(answer.text)

    assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors *")
    assert page.xpath("//script | //@style | //@onclick") == []
    assert page.xpath("//base/@target") == ["_top"]
    assert page.xpath("//a/@href") == [
        f"http://localhost/en/dari/desa.example/batik{path}" for path in ("/pagi", "/malam", "")
    ]
    assert page.xpath("//li[@class='sold']//a/text()") == ["Morning"]
    assert len(page.xpath("//img[@width][@height][@loading='lazy']")) == 2
    shelves = {f"perajin/{maker.slug}": ["Kain"], "motif/kawung": ["Kain"], "kain/pagi": ["Kain"]}
    for shelf in shelves:
        assert len(html.fromstring(client.get(f"/embed/{shelf}").text).xpath("//li")) == 1
    # No other page may stand in a frame.
    assert "frame-ancestors 'none'" in client.get("/batik").headers["Content-Security-Policy"]


def test_who_takes_back_her_yes_is_in_no_frame_at_the_next_request(client: FlaskClient) -> None:
    maker = a_maker(*Use, name="Siti Aminah")
    a_product(slug="malam", maker_id=maker.id)
    frames = (
        f"/embed/perajin/{maker.slug}",
        "/embed/baru",
        f"/oembed?url=http://localhost/perajin/{maker.slug}",
    )
    assert ["Siti Aminah" in client.get(path).text for path in frames] == [True] * 3

    makers.withdraw(maker, Use.SOCIAL_MEDIA, by="tests")
    db.session.commit()

    assert ["Siti Aminah" in client.get(path).text for path in frames] == [False] * 3
    assert [client.get(path).status_code for path in frames] == [404, 200, 404]


def test_the_shelf_of_a_fair_says_at_once_what_is_sold_and_who_is_not_named(client: FlaskClient) -> None:
    fair, maker = a_fair(), a_maker(*Use, name="Siti Aminah")
    exhibitions.publish(fair, True, by="pengurus")
    piece = a_product(slug="malam", title_id="Malam", stock=1, maker_id=maker.id)
    exhibitions.take_along(fair, piece.variants[0], 1, online=True, by="petugas")
    a_product(slug="pagi")
    address = f"/embed/pameran/{fair.slug}"
    frame = client.get(f"{address}?situs=desa.example")
    page = html.fromstring(frame.text)

    assert page.xpath("//li//a/text()") == ["Malam"]
    assert page.xpath("//p[@class='all']/a/@href") == [
        f"http://localhost/dari/desa.example/pameran/{fair.slug}"
    ]
    assert (page.xpath("//li[@class='sold']"), "Siti Aminah" in frame.text) == ([], True)
    told = client.get(f"/oembed?url=http://localhost/pameran/{fair.slug}").json
    assert (told["title"], address in told["html"]) == (fair.name, True)

    an_order(piece)
    makers.withdraw(maker, Use.SOCIAL_MEDIA, by="tests")
    later = client.get(address).text

    assert html.fromstring(later).xpath("//li[@class='sold']//a/text()") == ["Malam"]
    assert "Siti Aminah" not in later
    fair.published = False
    assert client.get(address).status_code == 404


def test_a_pasted_address_becomes_a_frame(client: FlaskClient) -> None:
    a_product(slug="malam", title_en='Night "& day"')
    page = html.fromstring(client.get("/en/batik/malam").text)
    (discovered,) = page.xpath("//link[@type='application/json+oembed']/@href")

    answer = client.get(discovered + "&maxwidth=250")

    assert answer.mimetype == "application/json"
    told = answer.json
    (frame,) = html.fragments_fromstring(told.pop("html"))
    assert told == {
        "version": "1.0",
        "type": "rich",
        "title": 'Night "& day"',
        "provider_name": "Batik Kalibangkang",
        "provider_url": "http://localhost/en/",
        "width": 250,
        "height": 500,
    }
    assert frame.get("src") == "http://localhost/en/embed/kain/malam"
    assert (frame.get("title"), frame.get("width")) == ('Night "& day"', "250")
    assert client.get(frame.get("src")).status_code == 200


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("", 404),
        ("?url=https://other.example/batik/malam", 404),
        ("?url=http://localhost.evil.example/batik/malam", 404),
        ("?url=http://localhost/admin/", 404),
        ("?url=http://localhost/batik/tidak-ada", 404),
        ("?url=http://localhost/batik/malam&format=xml", 501),
    ],
)
def test_what_is_no_page_of_ours_becomes_nothing(client: FlaskClient, words: str, status: int) -> None:
    a_product(slug="malam")

    answer = client.get(f"/oembed{words}")

    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
