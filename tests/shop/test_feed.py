"""The feed of new pieces, held against the rules of RFC 4287."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree, html

from app.makers.models import Use
from tests.factories import a_product
from tests.people import a_maker

ATOM = "{http://www.w3.org/2005/Atom}"
DAY = datetime(2026, 5, 23, 7, 5, tzinfo=UTC)
# What a person construct, an entry and a feed must have, once each (sections 3.2, 4.1.1 and 4.1.2).
ONCE = {f"{ATOM}{name}" for name in ("id", "title", "updated")}


def feed_of(client: FlaskClient, address: str = "/baru.atom") -> Any:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    return etree.fromstring(answer.data)


def texts(feed: Any, path: str) -> list[str]:
    return [found.text for found in feed.findall(path.replace("a:", ATOM))]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_it_keeps_the_rules_of_atom(client: FlaskClient, prefix: str) -> None:
    for days in range(3):
        a_product(published_at=DAY + timedelta(days=days))

    feed = feed_of(client, f"{prefix}/baru.atom")

    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == ("en" if prefix else "id")
    entries = feed.findall(f"{ATOM}entry")
    for one in (feed, *entries):
        assert {name: len(one.findall(name)) for name in ONCE} == dict.fromkeys(ONCE, 1)
        for moment in one.iter(f"{ATOM}updated", f"{ATOM}published"):
            assert datetime.fromisoformat(moment.text).tzinfo is not None
    ids = texts(feed, "a:id") + texts(feed, "a:entry/a:id")
    assert len(set(ids)) == len(ids) == 4
    assert all(one.startswith(f"http://localhost{prefix}/") for one in ids)
    # An author stands above all entries, so none of them needs one (4.2.1).
    assert texts(feed, "a:author/a:name") == ["Batik Kalibangkang"]
    (own,) = feed.findall(f"{ATOM}link[@rel='self']")
    assert own.get("href") == f"http://localhost{prefix}/baru.atom"
    # One alternate of a kind and language at most (4.1.1, 4.1.2), and it is a page that answers.
    for one in (feed, *entries):
        (link,) = one.findall(f"{ATOM}link[@rel='alternate']")
        assert client.get(link.get("href")).status_code == 200


def test_the_newest_stand_first_with_their_stories_and_the_last_says_when_it_changed(
    client: FlaskClient,
) -> None:
    a_product(title_id="Lama & baik", published_at=DAY)
    a_product(title_id="Baru", story_id="Dicanting **pelan**.", published_at=DAY + timedelta(days=1))
    a_product(title_id="Konsep", published=False)

    feed = feed_of(client)

    assert texts(feed, "a:entry/a:title") == ["Baru", "Lama & baik"]
    assert texts(feed, "a:updated") == ["2026-05-24T07:05:00+00:00"]
    content = feed.find(f"{ATOM}entry/{ATOM}content")
    assert content.get("type") == "html"
    told = html.fromstring(content.text)
    assert told.xpath("//strong/text()") == ["pelan"]
    assert told.xpath("//img/@src")[0].startswith("http://localhost/media/")


def test_a_feed_is_copied_so_it_names_no_maker(client: FlaskClient) -> None:
    maker = a_maker(*Use, name="Siti Terang", pseudonym="Melati Terang")
    a_product(maker_id=maker.id)

    assert "Terang" in client.get("/batik").text
    assert "Terang" not in client.get("/baru.atom").text


def test_a_shop_without_cloth_has_an_empty_feed(client: FlaskClient) -> None:
    feed = feed_of(client)

    assert feed.findall(f"{ATOM}entry") == []
    assert len(feed.findall(f"{ATOM}updated")) == 1
    (page,) = html.fromstring(client.get("/en/").text).xpath("//link[@type='application/atom+xml']/@href")
    assert page == "http://localhost/en/baru.atom"
