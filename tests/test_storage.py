"""Files in a folder, and in an S3-compatible store over HTTP: the same promises."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from urllib.request import Request, urlopen

import obstore
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from moto.moto_server.threaded_moto_server import ThreadedMotoServer
from obstore.store import S3Store

from app import clock, darkroom, storage
from app.accounts.models import Role
from app.catalog import photos
from app.db import db
from app.pictures import actions as pictures
from app.pictures.models import Picture
from app.storage import StoreDown
from tests.factories import a_product, a_user, sign_in
from tests.images import cloth, file_of
from tools.processes import free_port


class Endpoint:
    """A real S3 endpoint on this machine, with a bucket; it can be down for a while."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()
        urlopen(Request(f"{self.url}/kain", method="PUT")).close()

    def start(self) -> None:
        self.server = ThreadedMotoServer(ip_address="127.0.0.1", port=self.port, verbose=False)
        self.server.start()

    def stop(self) -> None:
        self.server.stop()

    def told(self, key: str) -> dict[str, str]:
        """What the store says of a file to whom it hands it out."""
        known = {"access_key_id": "kunci", "secret_access_key": "rahasia", "region": "ap-southeast-3"}
        plain = S3Store("kain", endpoint=self.url, client_options={"allow_http": True}, **known)
        return dict(obstore.get(plain, f"toko/{key}").attributes)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    # The server's access log is no news.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    endpoint = Endpoint()
    yield endpoint
    endpoint.stop()


@pytest.fixture
def bucket(app: Flask, endpoint: Endpoint) -> Iterator[Endpoint]:
    """The shop keeps its files there."""
    mine = {
        "MEDIA_URL": f"s3://kain/toko?endpoint={endpoint.url}&region=ap-southeast-3",
        "MEDIA_KEY_ID": "kunci",
        "MEDIA_KEY_SECRET": "rahasia",
    }
    before = {name: app.config[name] for name in mine}
    app.config.update(mine)
    yield endpoint
    app.config.update(before)


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest) -> None:
    if request.param == "bucket":
        request.getfixturevalue("bucket")


def keys(room: str) -> set[str]:
    return {key for key, _ in storage.find(room)}


def test_what_is_saved_is_there_until_it_is_removed(store: None) -> None:
    first, second = storage.new_key("originals"), storage.new_key("originals")
    before = keys("originals")
    storage.save(first, b"kain")
    storage.save(second, b"lain")
    storage.save(first, b"kain batik")
    assert (storage.read(first), keys("originals") - before) == (b"kain batik", {first, second})
    saved = dict(storage.find("originals"))[first]
    assert abs(datetime.now(UTC) - saved) < timedelta(minutes=1)
    storage.remove([first, second, storage.new_key("originals")])
    storage.remove([])
    assert keys("originals") == before
    with pytest.raises(FileNotFoundError):
        storage.read(first)


def test_a_key_never_leads_out_of_the_folder() -> None:
    for verb in (storage.read, lambda key: storage.save(key, b""), lambda key: storage.remove([key])):
        with pytest.raises(ValueError, match="not a key of the store"):
            verb("../../etc/passwd")


def test_a_folder_that_takes_nothing_says_so_and_keeps_nothing(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    before = app.config["MEDIA_URL"]
    app.config["MEDIA_URL"] = str(tmp_path / "file")
    with pytest.raises(StoreDown):
        storage.save("originals/a", b"kain")
    app.config["MEDIA_URL"] = before
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_public_files_tell_what_they_are_and_that_they_stay(bucket: Endpoint) -> None:
    """The store hands them out itself, where MEDIA_PUBLIC_URL says so."""
    storage.save("photos/a-320.avif", b"kain", "image/avif")
    storage.save("proofs/a-320.webp", b"bukti", "image/webp")
    told = [bucket.told(key) for key in ("photos/a-320.avif", "proofs/a-320.webp")]
    storage.remove(["photos/a-320.avif", "proofs/a-320.webp"])
    assert told == [
        {"Content-Type": "image/avif", "Cache-Control": "public, max-age=31536000, immutable"},
        {"Content-Type": "image/webp"},
    ]


def test_while_the_store_is_down_nothing_is_written_and_nothing_is_lost(
    app: Flask, client: FlaskClient, bucket: Endpoint
) -> None:
    sign_in(client, a_user(Role.ADMIN))
    product = a_product(photos=[], published=False)
    (sent,) = darkroom.keep("photos", [("", BytesIO(file_of(cloth())))])
    photos.add(product, pictures.receive(sent), by="test")
    db.session.commit()
    before = (len(product.photos), db.session.scalar(sa.select(sa.func.count(Picture.key))))
    bucket.stop()

    refused = client.post(
        f"/admin/products/{product.id}/photos",
        data={"files": (BytesIO(file_of(cloth((50, 60)))), "kain.jpg")},
    )
    with pytest.raises(StoreDown):
        darkroom.develop()
    db.session.rollback()
    shown = client.get(f"/media/{sent.key.partition('/')[2]}-320.webp")
    db.session.expire_all()
    now = (len(product.photos), db.session.scalar(sa.select(sa.func.count(Picture.key))))
    bucket.start()

    assert (refused.status_code, shown.status_code, now) == (503, 503, before)
    assert "Berkas sedang tidak bisa disimpan atau dibuka." in refused.text
    with clock.pretend(clock.now() + pictures.LEASE * 2):
        assert darkroom.develop() == 1
    assert client.get(f"/media/{sent.key.partition('/')[2]}-320.webp").status_code == 200
    assert keys("originals") == set()


def test_pages_lead_to_the_stores_public_address_and_allow_it_alone(app: Flask, client: FlaskClient) -> None:
    product = a_product()
    app.config["MEDIA_PUBLIC_URL"] = "https://gambar.contoh.id/kain/"
    answer = client.get(f"/batik/{product.slug}")
    app.config["MEDIA_PUBLIC_URL"] = ""
    page = html.fromstring(answer.text)
    name = product.photos[0].key.partition("/")[2]
    address = f"https://gambar.contoh.id/kain/photos/{name}"
    assert page.xpath("//source/@srcset")[0].split(", ")[0] == f"{address}-160.avif 160w"
    assert (
        "img-src 'self' data: https://gambar.contoh.id; font-src" in answer.headers["Content-Security-Policy"]
    )
