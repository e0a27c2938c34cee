import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from app.catalog.models import Kind, Variant
from app.shop.scale import Box, figure
from tests.factories import a_picture, a_product


def drawn(client: FlaskClient, address: str) -> tuple[str, dict[str, tuple[str, ...]]]:
    """What the figure on a page says, and where its boxes are."""
    (svg,) = html.fromstring(client.get(address).text).xpath("//figure[@class='scale']/svg")
    boxes = {
        box.get("class"): tuple(box.get(side) for side in ("x", "y", "width", "height"))
        for box in svg.xpath(".//rect")
    }
    return svg.get("aria-label"), boxes


def test_a_cloth_is_drawn_in_centimetres_beside_a_person(client: FlaskClient) -> None:
    said, boxes = drawn(client, f"/batik/{a_product().slug}")
    assert said == "Kain 240 × 115 cm terbentang di samping orang setinggi 160 cm."
    assert boxes == {"spread": ("60", "28", "240", "115")}


def test_a_tablecloth_lies_in_the_middle_of_a_table(client: FlaskClient) -> None:
    product = a_product(kind=Kind.TAPLAK)
    product.variants[0].length_cm, product.variants[0].width_cm = 150, 150
    said, boxes = drawn(client, f"/en/batik/{product.slug}")
    assert said == "A tablecloth of 150 × 150 cm on a table of 120 × 75 cm, seen from above."
    assert boxes["spread"] == ("0.0", "0.0", "150", "150")
    assert boxes["under"] == boxes["table"] == ("15.0", "37.5", "120", "75")


@pytest.mark.parametrize(("length", "width"), [(None, 115), (240, None), (None, None)])
def test_what_has_no_size_is_not_drawn(client: FlaskClient, length: int | None, width: int | None) -> None:
    product = a_product()
    product.variants[0].length_cm, product.variants[0].width_cm = length, width
    assert 'class="scale"' not in client.get(f"/batik/{product.slug}").text


def test_a_cloth_is_held_at_the_shoulder_and_what_is_too_large_for_that_hangs_higher(app: Flask) -> None:
    with app.test_request_context():
        places = [
            figure(Kind.KAIN, Variant(length_cm=length, width_cm=width))
            for length, width in ((30, 30), (200, 140), (200, 300))
        ]
    assert [place and place.cloth for place in places] == [
        Box(60, 28, 30, 30),
        Box(60, 6, 200, 140),
        Box(60, 0, 300, 200),
    ]


def test_each_photo_leads_to_its_largest_file_without_a_script(client: FlaskClient) -> None:
    product = a_product()
    product.photos[0].picture = a_picture(width=2400, height=3000)
    page = html.fromstring(client.get(f"/batik/{product.slug}").text)
    (link,) = page.xpath("//*[@class='strip']//a")
    assert link.get("href").endswith("-2400.webp")
    assert link.get("data-place") == "Foto 1 dari 1"
    (dialog,) = page.xpath("//dialog")
    assert (dialog.get("open"), dialog.get("aria-label")) == (None, "Foto kain dari dekat")
    # One photo has none before or after it.
    assert [" ".join(button.text_content().split()) for button in dialog.xpath(".//button")] == [
        "Lebih dekat",
        "Tutup foto",
    ]
