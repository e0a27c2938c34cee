"""Makers and motifs as JSON: what they allow, what they mean, and how much cloth there is of each."""

from flask.testing import FlaskClient

from app.makers.models import Use
from tests.factories import a_motif, a_product
from tests.people import a_maker


def test_a_maker_is_told_as_far_as_she_allows_beyond_the_shop(client: FlaskClient) -> None:
    shown = a_maker(*set(Use) - {Use.NAME}, pseudonym="Melati", name="Siti Aminah")
    # A page in the shop is no yes to other sites, and a yes to other sites alone is no page.
    for uses in ((Use.NAME, Use.STORY), (Use.SOCIAL_MEDIA,), ()):
        a_maker(*uses)
    a_product(maker_id=shown.id)
    told = {
        "slug": shown.slug,
        "name": "Melati",
        "url": f"http://localhost/en/perajin/{shown.slug}",
        "quote": "Hot wax, patient hands.",
        "steps": ["nglowong", "ngiseni"],
        "portrait": f"http://localhost/perajin/{shown.slug}/potret-720.jpg",
        "products": 1,
    }

    assert client.get("/en/api/makers").json == {"makers": [told]}
    assert client.get(f"/en/api/makers/{shown.slug}").json == told


def test_without_her_story_and_photo_there_is_no_quote_and_no_portrait(client: FlaskClient) -> None:
    maker = a_maker(Use.VILLAGE, Use.SOCIAL_MEDIA, pseudonym="Melati")

    told = client.get(f"/api/makers/{maker.slug}").json

    assert (told["name"], told["quote"], told["portrait"]) == ("Melati", "", None)
    assert "Kalibangkang" not in client.get("/api/makers").text


def test_a_motif_is_told_with_its_meaning(client: FlaskClient) -> None:
    motif = a_motif(slug="kawung", name="Kawung", aliases="Kawungan")
    a_product(motif_id=motif.id)
    told = {
        "slug": "kawung",
        "name": "Kawung",
        "url": "http://localhost/batik?motif=kawung",
        "aliases": "Kawungan",
        "meaning": "Arti motif ini.",
        "source": "Museum Batik Contoh, 2020",
        "products": 1,
    }

    assert client.get("/api/motifs").json == {"motifs": [told]}
    assert client.get("/api/motifs/kawung").json == told
    assert client.get("/api/motifs/parang").status_code == 404


def test_nothing_is_written_and_whoever_tries_is_told_what_is_allowed(client: FlaskClient) -> None:
    answer = client.post("/api/products")

    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
    assert {method.strip() for method in answer.headers["Allow"].split(",")} == {"GET", "HEAD", "OPTIONS"}
