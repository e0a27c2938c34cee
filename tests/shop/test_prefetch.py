"""What a browser may fetch before it is asked for."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html


def rules_on(client: FlaskClient, address: str) -> list[Any]:
    page = html.fromstring(client.get(address).text)
    return [json.loads(script.text) for script in page.iterfind(".//script[@type='speculationrules']")]


def test_public_pages_and_no_others_may_be_fetched_ahead(client: FlaskClient) -> None:
    (told,) = rules_on(client, "/")
    (rule,) = told["prefetch"]
    pages, but = rule["where"]["and"]
    wanted = [
        "/",
        "/bantuan",
        "/batik",
        "/batik/:slug",
        "/batik/:slug/ulasan",
        "/pameran",
        "/pameran/:slug",
        "/pasang",
        "/pengiriman",
        "/perajin",
        "/perajin/:slug",
        "/perajin/:slug/ulasan",
        "/privasi",
        "/q/:code/selamat-datang",
        "/syarat",
        "/tentang",
    ]
    assert pages == {"href_matches": [f"{{/en}}?{page}" for page in wanted]}
    assert (rule["eagerness"], "data-swap" in but["not"]["selector_matches"]) == ("moderate", True)


@pytest.mark.parametrize(
    ("address", "told"), [("/en/", 1), ("/en/batik", 1), ("/keranjang", 0), ("/masuk", 0)]
)
def test_only_public_pages_tell_what_may_be_fetched_ahead(
    client: FlaskClient, address: str, told: int
) -> None:
    answer = client.get(address)
    assert len(rules_on(client, address)) == told
    assert ("'inline-speculation-rules'" in answer.headers["Content-Security-Policy"]) == bool(told)
