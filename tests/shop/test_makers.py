import json

import pytest
from flask.testing import FlaskClient
from lxml import html

from app.db import db
from app.makers import actions
from app.makers.models import Maker, Use
from tests.images import a_printed
from tests.people import a_maker, allow, statements

# What is hers; the pseudonym is for everybody.
HERS = {
    Use.NAME: "Siti Aminah",
    Use.VILLAGE: "Kalibangkang Wetan",
    Use.WORK_COUNTRY: "Hong Kong",
    Use.STORY: "Cerita milik saya",
}
FACTS = {
    "pseudonym": "Melati",
    "name": "Siti Aminah",
    "village": "Kalibangkang Wetan",
    "work_country": "Hong Kong",
}
FACTS |= {
    "story_id": "Cerita milik saya",
    "story_en": "My own story",
    "quote_id": "Kutipan saya",
    "quote_en": "My words",
}
PRIVATE = [*HERS.values(), "My own story", "Kutipan saya", "My words"]


def with_portrait(*uses: Use, drawn: bool = False) -> Maker:
    maker = a_maker(**FACTS)
    actions.set_portrait(maker, a_printed(room="portraits"), drawn=drawn, by="test")
    for use in uses:
        allow(maker, use)
    db.session.commit()
    return maker


def linked(page: str) -> dict[str, object]:
    scripts = html.fromstring(page).iterfind('.//script[@type="application/ld+json"]')
    told: list[dict[str, object]] = [json.loads(script.text) for script in scripts]
    return next(facts for facts in told if facts["@type"] == "Person")


def test_a_page_says_what_she_allows_and_nothing_else(client: FlaskClient) -> None:
    for use, text in HERS.items():
        maker = a_maker(use, **FACTS | {"pseudonym": f"Melati {use}"})
        page = client.get(f"/perajin/{maker.slug}").text
        assert [one for one in HERS.values() if one in page] == [text]


def test_a_page_in_english_has_the_english_story(client: FlaskClient) -> None:
    maker = a_maker(Use.STORY, **FACTS)
    page = client.get(f"/en/perajin/{maker.slug}").text
    assert "My own story" in page
    assert "My words" in page
    assert "Cerita milik saya" not in page


def test_after_withdrawal_nothing_of_her_is_public_at_the_next_request(client: FlaskClient) -> None:
    maker = with_portrait(*Use)
    picture = f"/perajin/{maker.slug}/potret-320.webp"
    assert all(text in client.get(f"/perajin/{maker.slug}").text for text in ("Siti Aminah", "Kutipan saya"))
    assert client.get(picture).status_code == 200
    actions.withdraw_all(maker, by="siti@contoh.id")
    db.session.commit()
    assert client.get(f"/perajin/{maker.slug}").status_code == 404
    assert client.get(picture).status_code == 404
    assert [text for text in [*PRIVATE, "Melati", maker.slug] if text in client.get("/perajin").text] == []


def test_a_portrait_is_there_only_while_she_allows_it_and_is_asked_for_each_time(client: FlaskClient) -> None:
    maker = with_portrait(Use.PHOTO, Use.NAME)
    address = f"/perajin/{maker.slug}/potret-320.webp"
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.headers["Cache-Control"] == "no-cache"
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    actions.withdraw(maker, Use.PHOTO, by="test")
    db.session.commit()
    assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 404
    assert "potret-" not in client.get(f"/perajin/{maker.slug}").text


def test_a_drawn_emblem_hangs_with_the_page(client: FlaskClient) -> None:
    maker = with_portrait(Use.VILLAGE, drawn=True)
    assert client.get(f"/perajin/{maker.slug}/potret-320.webp").status_code == 200
    actions.withdraw_all(maker, by="test")
    db.session.commit()
    assert client.get(f"/perajin/{maker.slug}/potret-320.webp").status_code == 404


@pytest.mark.parametrize("width", [0, 1, 481, 99999])
def test_a_portrait_comes_in_the_shops_widths_only(client: FlaskClient, width: int) -> None:
    maker = with_portrait(Use.PHOTO)
    assert client.get(f"/perajin/{maker.slug}/potret-{width}.webp").status_code == 404


def test_structured_data_say_what_the_page_may_say(client: FlaskClient) -> None:
    maker = with_portrait(Use.STORY)
    about = {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": "Melati",
        "url": "http://localhost/perajin/melati",
        "memberOf": {"@type": "Organization", "name": "Batik Kalibangkang"},
    }
    assert linked(client.get(f"/perajin/{maker.slug}").text) == about
    for use in (Use.NAME, Use.VILLAGE, Use.PHOTO):
        allow(maker, use)
    assert linked(client.get(f"/perajin/{maker.slug}").text) == about | {
        "name": "Siti Aminah",
        "image": "http://localhost/perajin/melati/potret-600.jpg",
        "homeLocation": {"@type": "Place", "name": "Kalibangkang Wetan"},
    }


def test_structured_data_cannot_break_out_of_their_script(client: FlaskClient) -> None:
    maker = a_maker(Use.NAME, pseudonym="Melati", name="</script><script>alert(1)</script>")
    page = client.get(f"/perajin/{maker.slug}").text
    assert "<script>alert(1)" not in page
    assert linked(page)["name"] == "</script><script>alert(1)</script>"


def test_other_sites_get_a_preview_only_with_her_consent_to_it(client: FlaskClient) -> None:
    maker = with_portrait(Use.PHOTO, Use.STORY)
    assert "og:" not in client.get(f"/perajin/{maker.slug}").text
    allow(maker, Use.SOCIAL_MEDIA)
    page = client.get(f"/perajin/{maker.slug}").text
    assert '<meta property="og:image" content="http://localhost/perajin/melati/poster-' in page
    assert '<meta property="og:title" content="Melati">' in page
    assert "Melati, perajin batik di Batik Kalibangkang. Kutipan saya" in page


def test_a_sample_is_called_a_sample(client: FlaskClient) -> None:
    maker = a_maker(Use.VILLAGE)
    maker.sample = True
    db.session.commit()
    for path in ("/perajin", f"/perajin/{maker.slug}"):
        assert "bukan orang sungguhan" in client.get(path).text


def test_a_page_of_makers_is_the_same_for_every_visitor(client: FlaskClient) -> None:
    maker = a_maker(Use.NAME)
    for path in ("/perajin", f"/perajin/{maker.slug}"):
        answer = client.get(path)
        assert answer.headers.getlist("Set-Cookie") == []
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_an_unknown_maker_is_not_there(client: FlaskClient) -> None:
    assert client.get("/perajin/tidak-ada").status_code == 404
    assert client.get("/perajin/tidak-ada/potret-320.webp").status_code == 404


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_of_makers_takes_two_statements_however_many(client: FlaskClient, count: int) -> None:
    for _ in range(count):
        a_maker(Use.NAME)
    with statements() as asked:
        assert client.get("/perajin").status_code == 200
    assert len(asked) == 2
