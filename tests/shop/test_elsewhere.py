"""The page that says how to put the shop's cloth on another site."""

from flask.testing import FlaskClient
from lxml import html

from app.exhibitions import actions as exhibitions
from app.makers.models import Use
from tests.exhibitions.test_actions import a_fair
from tests.factories import a_motif, a_product
from tests.people import a_maker


def test_what_is_copied_is_what_is_shown(client: FlaskClient) -> None:
    maker = a_maker(*Use, pseudonym="Melati")
    a_maker(Use.NAME, name="Siti Rahasia")
    a_motif(slug="kawung", name="Kawung")
    a_product(maker_id=maker.id)

    answer = client.get(f"/en/pasang?rak=perajin:{maker.slug}&jumlah=3")
    page = html.fromstring(answer.text)
    (snippet,), (frame,) = (page.xpath(f"//textarea[@id='{name}']/text()") for name in ("skrip", "bingkai"))
    pasted = html.fromstring(f"<div>{snippet}</div>")

    (element,), (live,) = (where.xpath("//canting-shelf") for where in (pasted, page))
    assert dict(element.attrib) == dict(live.attrib)
    assert dict(element.attrib) == {"data-maker": maker.slug, "data-limit": "3", "data-language": "en"}
    assert element.xpath("a/@href") == [f"http://localhost/en/perajin/{maker.slug}"]
    assert pasted.xpath("//script/@src") == ["http://localhost/embed.js"]
    assert "/en/embed.js" in page.xpath("//script/@src")
    src = f"http://localhost/en/embed/perajin/{maker.slug}?limit=3"
    assert page.xpath("//iframe/@src") == [src]
    assert html.fromstring(frame).get("src") == f"{src}&situs=situs-anda.id"
    assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "Rahasia" not in answer.text


def test_a_fair_has_a_shelf_and_a_frame_is_as_wide_as_the_smallest_telephone(client: FlaskClient) -> None:
    fair = a_fair()
    exhibitions.publish(fair, True, by="pengurus")
    a_fair(name="Pekan Rahasia")

    page = html.fromstring(client.get(f"/pasang?rak=pameran:{fair.slug}&jumlah=3").text)
    (frame,) = page.xpath("//iframe")

    assert page.xpath("//canting-shelf/@data-fair") == [fair.slug]
    assert page.xpath("//canting-shelf/a/@href") == [f"http://localhost/pameran/{fair.slug}"]
    assert frame.get("src") == f"http://localhost/embed/pameran/{fair.slug}?limit=3"
    assert (frame.get("width"), frame.get("height")) == ("320", "655")
    assert "Rahasia" not in page.text_content()


def test_a_shelf_that_is_not_there_is_the_newest(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/pasang?rak=perajin:tidak-ada&jumlah=999").text)

    assert [dict(shelf.attrib) for shelf in page.xpath("//canting-shelf")] == [
        {"data-limit": "4", "data-language": "id"}
    ]
