import io

import pytest
from PIL import Image

from app import pictures


@pytest.fixture
def kept(app):
    return pictures.keep_image(Image.new("RGB", (600, 750), (20, 40, 90)), "photos")


def name(kept):
    return kept.key.split("/")[1]


def test_a_photo_is_for_everybody_and_for_good(client, kept):
    response = client.get(f"/media/{name(kept)}-480.webp", buffered=True)

    assert response.status_code == 200
    assert response.mimetype == "image/webp"
    assert Image.open(io.BytesIO(response.data)).size == (480, 600)
    cache = response.cache_control
    assert (cache.public, cache.immutable, cache.max_age, cache.private) == (
        True,
        True,
        365 * 24 * 3600,
        None,
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert ("Set-Cookie" in response.headers, "Vary" in response.headers) == (False, False)


def test_it_is_sent_once_to_who_has_it(client, kept):
    address = f"/media/{name(kept)}-480.webp"
    etag = client.get(address, buffered=True).headers["ETag"]

    again = client.get(address, headers={"If-None-Match": etag}, buffered=True)

    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("room", ["portraits", "proofs"])
def test_no_other_room_of_the_store_is_open(client, room):
    kept = pictures.keep_image(Image.new("RGB", (60, 75)), room)

    for wish in (
        name(kept),
        f"{room}/{name(kept)}",
        f"../{room}/{name(kept)}",
        f"..%2F{room}%2F{name(kept)}",
    ):
        assert client.get(f"/media/{wish}-480.webp").status_code == 404


@pytest.mark.parametrize(
    "wish",
    [
        "{}-481.webp",
        "{}-0.webp",
        "{}-99999999999999999999.webp",
        "{}-480.png",
        "{}.webp",
        "x-480.webp",
        "-480.webp",
    ],
)
def test_what_is_not_there_is_not_found(client, kept, wish):
    assert client.get("/media/" + wish.format(name(kept))).status_code == 404
