"""Cloth as JSON, beside what the pages say."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from app.catalog.models import Photo, StockModel, Technique
from app.db import db
from app.exhibitions import actions as exhibitions
from app.inventory import actions as inventory
from app.makers import actions as makers
from app.makers.models import Step, Use
from tests.exhibitions.test_actions import a_fair
from tests.factories import a_motif, a_picture, a_product
from tests.people import a_maker, statements


def ask(client: FlaskClient, path: str) -> dict[str, Any]:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return answer.json


def slugs(client: FlaskClient, words: str = "") -> list[str]:
    return [product["slug"] for product in ask(client, f"/api/products{words}")["products"]]


def test_a_product_on_a_shelf(client: FlaskClient) -> None:
    motif, maker = (
        a_motif(slug="kawung", name="Kawung"),
        a_maker(*Use, pseudonym="Melati", name="Siti Aminah"),
    )
    piece = a_product(
        slug="malam", title_en="Night", motif_id=motif.id, maker_id=maker.id, colours=["soga"],
        photos=[Photo(picture=a_picture(key=f"photos/{'a' * 32}"), alt_en="Waves", drawn=True)],
    )  # fmt: skip
    a_product(published=False)
    small = ", ".join(f"http://localhost/media/{'a' * 32}-{width}.webp {width}w" for width in (320, 720))

    assert ask(client, "/en/api/products") == {
        "products": [
            {
                "slug": "malam",
                "url": "http://localhost/en/batik/malam",
                "title": "Night",
                "kind": "kain",
                "technique": "tulis",
                "dye": "natural",
                "colours": ["soga"],
                "motif": {
                    "slug": "kawung",
                    "name": "Kawung",
                    "url": "http://localhost/en/batik?motif=kawung",
                },
                "maker": {
                    "slug": maker.slug,
                    "name": "Siti Aminah",
                    "url": f"http://localhost/en/perajin/{maker.slug}",
                },
                "stock": "stocked",
                "available": True,
                "price": {"amount": 450000, "currency": "IDR", "text": "Rp\xa0450.000"},
                "picture": {
                    "url": f"http://localhost/media/{'a' * 32}-1080.jpg",
                    "srcset": small,
                    "width": 1600,
                    "height": 2000,
                    "alt": "Waves",
                    "drawn": True,
                },
                "published_at": f"{piece.published_at:%Y-%m-%dT%H:%M:%S.%fZ}",
            }
        ],
        "next": None,
    }


def test_what_went_along_to_a_fair_is_a_shelf_while_the_fair_may_be_seen(client: FlaskClient) -> None:
    fair, products = a_fair(), [a_product(slug=slug, stock=2) for slug in ("a", "b", "c")]
    exhibitions.publish(fair, True, by="pengurus")
    for product in products[:2]:
        exhibitions.take_along(fair, product.variants[0], 1, online=True, by="petugas")
    shelf = f"?fair={fair.slug}"

    assert slugs(client, shelf) == ["b", "a"]
    following = urlsplit(ask(client, f"/api/products{shelf}&limit=1")["next"])
    assert slugs(client, f"?{following.query}") == ["a"]
    assert slugs(client, "?fair=tidak-ada") == []
    fair.published = False
    assert slugs(client, shelf) == []


def test_it_is_chosen_by_maker_motif_technique_and_availability(client: FlaskClient) -> None:
    maker, motif = a_maker(*Use), a_motif(slug="parang")
    a_product(slug="a", maker_id=maker.id)
    a_product(slug="b", motif_id=motif.id, technique=Technique.CAP)
    a_product(slug="c", stock=0)
    a_product(slug="d", stock_model=StockModel.MADE_TO_ORDER, technique=Technique.CAP)

    assert slugs(client) == ["d", "c", "b", "a"]
    assert slugs(client, f"?maker={maker.slug}") == ["a"]
    assert slugs(client, "?motif=parang") == ["b"]
    assert slugs(client, "?technique=cap") == ["d", "b"]
    assert slugs(client, "?technique=cap&motif=parang&available=true") == ["b"]
    assert slugs(client, "?available=true") == ["d", "b", "a"]
    assert slugs(client, "?available=false") == ["c"]
    assert slugs(client, "?motif=tidak-ada") == []


def test_pages_follow_each_other_and_a_new_piece_moves_none_of_them(client: FlaskClient) -> None:
    for name in "abcde":
        a_product(slug=name)

    first = client.get("/api/products?limit=2&available=true")
    a_product(slug="f")
    second = client.get(first.json["next"])
    third = client.get(second.json["next"])

    assert first.headers["Link"] == f'<{first.json["next"]}>; rel="next"'
    assert [[one["slug"] for one in page.json["products"]] for page in (first, second, third)] == [
        ["e", "d"],
        ["c", "b"],
        ["a"],
    ]
    assert third.json["next"] is None


def test_one_piece_with_all_that_its_page_says(client: FlaskClient) -> None:
    maker = a_maker(*Use, pseudonym="Melati")
    piece = a_product(slug="malam", story_id="Dicanting **pelan**.", stock=0)
    makers_step = {"step": Step.NGLOWONG, "maker_id": maker.id}
    db.session.execute(db.insert(db.metadata.tables["credit"]).values(product_id=piece.id, **makers_step))

    told = ask(client, "/api/products/malam")

    assert (told["story"], told["available"], told["lead_days"]) == ("Dicanting pelan.", False, None)
    assert told["pictures"] == [told["picture"]]
    assert told["work"] == [{"step": "nglowong", "maker": {**told["work"][0]["maker"], "slug": maker.slug}}]
    assert told["variants"] == [
        {
            "sku": piece.variants[0].sku,
            "label": "240 × 115 cm",
            "price": told["price"],
            "available": False,
            "length_cm": 240,
            "width_cm": 115,
            "weight_g": 300,
        }
    ]


def test_who_takes_back_her_yes_to_other_sites_is_told_of_nowhere_at_the_next_request(
    client: FlaskClient,
) -> None:
    maker = a_maker(*Use, pseudonym="Melati", name="Siti Aminah")
    a_product(slug="malam", maker_id=maker.id)
    everywhere = ("/api/products", "/api/products/malam", "/api/makers", f"/api/makers/{maker.slug}")
    assert ["Siti Aminah" in client.get(path).text for path in everywhere] == [True] * 4

    makers.withdraw(maker, Use.SOCIAL_MEDIA, by="tests")
    db.session.commit()

    assert ["Siti Aminah" in client.get(path).text for path in everywhere] == [False] * 4
    assert client.get(f"/perajin/{maker.slug}").status_code == 200
    assert client.get(f"/api/products?maker={maker.slug}").status_code == 404
    assert slugs(client) == ["malam"]


def test_what_is_sold_is_sold_at_the_next_request(client: FlaskClient) -> None:
    piece = a_product(slug="malam", stock_model=StockModel.ONE)
    inventory.adjust(piece.variants[0], -1, reason="Terjual.", by="tests")
    db.session.commit()

    assert ask(client, "/api/products")["products"][0]["available"] is False
    assert ask(client, "/api/products/malam")["available"] is False


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/products?limit=0", 400),
        ("/api/products?limit=1.0", 400),
        ("/api/products?limit=1&limit=2", 400),
        ("/api/products?maker=DROP%20TABLE", 400),
        ("/api/products?warna=soga", 400),
        ("/api/products?cursor=99999999999", 400),
        ("/api/products?maker=tidak-ada", 404),
        ("/api/products/tidak-ada", 404),
        ("/api/tidak-ada", 404),
    ],
)
def test_a_refusal_is_a_problem_that_says_why(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert (answer.json["status"], answer.json["type"]) == (status, "about:blank")
    assert answer.json["detail"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_cursor_from_elsewhere_costs_nothing(client: FlaskClient) -> None:
    a_product(slug="a")

    assert slugs(client, "?cursor=2147483647") == ["a"]


def test_it_takes_as_many_statements_for_one_product_as_for_thirty(client: FlaskClient) -> None:
    a_product(maker_id=a_maker(*Use).id)
    with statements() as for_one:
        slugs(client)
    for _ in range(29):
        a_product(motif_id=a_motif().id, maker_id=a_maker(*Use).id)
    with statements() as for_thirty:
        slugs(client, "?limit=100")

    assert len(for_one) == len(for_thirty) <= 6
