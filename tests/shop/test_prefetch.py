"""What a browser may fetch before it is asked for."""

import pytest
from flask.testing import FlaskClient

RULES = '"/prefetch.json"'


def test_public_pages_and_no_others_may_be_fetched_ahead(client: FlaskClient) -> None:
    answer = client.get("/en/prefetch.json")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == (
        "application/speculationrules+json",
        "public, max-age=86400",
    )
    (rule,) = answer.json["prefetch"]  # type: ignore[index]
    pages, but = rule["where"]["and"]
    there = [
        "/",
        "/bantuan",
        "/batik",
        "/batik/:slug",
        "/pameran",
        "/pameran/:slug",
        "/pasang",
        "/pengiriman",
        "/perajin",
        "/perajin/:slug",
        "/privasi",
        "/q/:code/selamat-datang",
    ]
    wanted = [*there, "/syarat", "/tentang"]
    assert pages == {"href_matches": wanted + [f"/en{page}" for page in wanted]}
    assert (rule["eagerness"], "data-swap" in but["not"]["selector_matches"]) == ("moderate", True)


@pytest.mark.parametrize(
    ("address", "told"),
    [("/", RULES), ("/en/batik", RULES), ("/keranjang", None), ("/masuk", None)],
)
def test_only_public_pages_tell_where_the_rules_are(
    client: FlaskClient, address: str, told: str | None
) -> None:
    assert client.get(address).headers.get("Speculation-Rules") == told
