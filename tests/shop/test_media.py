"""U04: a stored photo as the world fetches it."""

import io

import pytest
from PIL import Image

from app import storage
from app.pictures import prints
from tests.images import a_printed, cloth


@pytest.fixture
def kept(app):
    return a_printed()


def name(kept):
    return kept.key.split("/")[1]


@pytest.mark.parametrize(("form", "kind"), [("avif", "AVIF"), ("webp", "WEBP")])
def test_a_photo_is_for_everybody_and_for_good(client, kept, form, kind):
    response = client.get(f"/media/{name(kept)}-320.{form}")

    assert (response.status_code, response.mimetype) == (200, f"image/{form}")
    image = Image.open(io.BytesIO(response.data))
    assert (image.format, image.size) == (kind, (320, 400))
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert ("Set-Cookie" in response.headers, "Vary" in response.headers) == (False, False)


def test_it_is_sent_once_to_who_has_it(client, kept):
    address = f"/media/{name(kept)}-320.webp"
    etag = client.get(address).headers["ETag"]

    again = client.get(address, headers={"If-None-Match": etag})

    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("room", ["portraits", "proofs"])
def test_no_other_room_of_the_store_is_open(client, room):
    other = a_printed(cloth(colour=(90, 0, 0)), room)
    original = storage.new_key("originals")
    storage.save(original, b"as it came")

    for wish in (
        name(other),
        f"{room}/{name(other)}",
        f"../{room}/{name(other)}",
        f"..%2F{room}%2F{name(other)}",
    ):
        assert client.get(f"/media/{wish}-320.webp").status_code == 404
    assert client.get(f"/media/{original.partition('/')[2]}").status_code == 404
    assert storage.read(prints.file_of(other.key, "webp", 320))


@pytest.mark.parametrize(
    "wish",
    [
        "{}-321.webp",
        "{}-0.webp",
        "{}-99999999999999999999.webp",
        "{}-320.png",
        "{}.webp",
        "x-320.webp",
        "-320.webp",
    ],
)
def test_what_is_not_there_is_not_found(client, kept, wish):
    assert client.get("/media/" + wish.format(name(kept))).status_code == 404
