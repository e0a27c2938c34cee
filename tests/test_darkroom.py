"""From what somebody sent to what is shown, whatever happens in between: rows and files stay one to one."""

import io
import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image

from app import clock, darkroom, storage
from app.catalog import photos
from app.catalog.models import Product
from app.db import db
from app.pictures import actions as pictures
from app.pictures import prints, queries
from app.pictures.headers import BadPicture
from app.pictures.models import Picture, PictureState, Trouble
from tests.factories import a_product
from tests.images import BROKEN, a_printed, cloth, file_of


@pytest.fixture(autouse=True)
def an_empty_store(app: Flask, tmp_path: Path) -> Any:
    before = app.config["MEDIA_URL"]
    app.config["MEDIA_URL"] = str(tmp_path)
    yield
    app.config["MEDIA_URL"] = before


def sent(content: bytes, room: str = "photos") -> Picture:
    """A picture that somebody sent, waiting."""
    (one,) = darkroom.keep(room, [("kain.jpg", io.BytesIO(content))])
    picture = pictures.receive(one)
    db.session.commit()
    return picture


def shown(picture: Picture, **over: Any) -> Product:
    product = a_product(photos=[], **over)
    photos.add(product, picture, by="test")
    db.session.commit()
    return product


def files() -> set[str]:
    rooms = (darkroom.ORIGINALS, *prints.RECIPES)
    return {key for room in rooms for key, _ in storage.find(room)}


def age(app: Flask) -> None:
    """Let all files be older than the sweep's patience."""
    for path in Path(app.config["MEDIA_URL"]).rglob("*"):
        os.utime(path, (time.time() - 7200,) * 2)


def test_a_picture_is_developed_apart_and_nothing_but_its_prints_is_left() -> None:
    exif = Image.Exif()
    exif[0x010E] = "canary"
    picture = sent(file_of(cloth(), exif=exif, comment=b"canary") + b"canary" * 200)
    product = shown(picture, published=False)
    assert (picture.state, product.shown_photos) == (PictureState.WAITING, [])
    assert (darkroom.develop(), darkroom.develop()) == (1, 0)
    db.session.refresh(picture)
    assert (picture.state, picture.width, picture.height) == (PictureState.READY, 600, 750)
    assert (picture.original, picture.ground[:23]) == (None, "data:image/webp;base64,")
    assert files() == set(prints.files_of(picture.key, 600)) == queries.files()
    assert [key for key in files() if b"canary" in storage.read(key)] == []
    assert product.shown_photos[0].picture is picture


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_what_cannot_be_decoded_is_refused_with_its_reason_and_leaves_no_file(content: bytes) -> None:
    picture = sent(content)
    shown(picture, published=False)
    assert darkroom.develop() == 1
    db.session.refresh(picture)
    assert (picture.state, picture.trouble) == (PictureState.REFUSED, Trouble.BROKEN)
    assert files() == set()


def test_a_picture_that_takes_too_much_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = sent(file_of(Image.new("L", (5000, 5000)), "PNG"))
    shown(picture, published=False)
    monkeypatch.setattr(darkroom, "PATIENCE", 0.01)
    assert darkroom.develop() == 1
    db.session.refresh(picture)
    assert (picture.state, picture.trouble) == (PictureState.REFUSED, Trouble.HEAVY)


def test_one_bad_picture_keeps_all_out_and_is_named() -> None:
    several = [("baik.jpg", io.BytesIO(file_of(cloth()))), ("jahat.jpg", io.BytesIO(b"<svg/>"))]
    with pytest.raises(BadPicture, match=r"jahat\.jpg: Berkas ini bukan foto"):
        darkroom.keep("photos", several)
    assert files() == set()


def test_the_same_picture_is_kept_once_and_stays_as_long_as_somebody_shows_it() -> None:
    content = file_of(cloth())
    first, second = shown(sent(content), published=False), shown(sent(content), published=False)
    darkroom.develop()
    assert (first.photos[0].key, db.session.scalar(sa.select(sa.func.count(Picture.key)))) == (
        second.photos[0].key,
        1,
    )
    kept = set(prints.files_of(first.photos[0].key, 600))
    for product, cleared, left in ((first, 0, kept), (second, 1, set())):
        photos.remove(product.photos[0], by="test")
        db.session.commit()
        assert (darkroom.clear(), {key for key in files() if key.startswith("photos/")}) == (cleared, left)
    assert db.session.scalars(sa.select(Picture)).all() == []


def test_a_proof_or_a_portrait_with_the_same_content_is_another_picture() -> None:
    content = file_of(cloth())
    assert len({sent(content, room).key for room in prints.RECIPES}) == len(prints.RECIPES)


def test_a_picture_that_is_sent_again_while_it_goes_stays() -> None:
    content = file_of(cloth())
    picture = sent(content)
    darkroom.develop()
    going = pictures.begin_leaving()
    assert going is picture
    db.session.commit()
    again = sent(content)
    storage.remove(prints.files_of(picture.key, 600))
    pictures.left(picture.key)
    db.session.commit()
    shown(again, published=False)
    assert (darkroom.develop(), darkroom.clear()) == (1, 0)
    assert set(prints.files_of(again.key, 600)) <= files()


def test_one_that_somebody_just_began_to_show_does_not_go() -> None:
    picture = sent(file_of(cloth()))
    shown(picture, published=False)
    assert (pictures.begin_leaving(), darkroom.clear()) == (None, 0)


def test_covers_are_photos_that_can_be_seen() -> None:
    product = a_product(photos=[], published=False)
    for content in (BROKEN["png of the wrong sums"], file_of(cloth((50, 60))), file_of(cloth((60, 70)))):
        photos.add(product, sent(content), by="test")
        db.session.commit()
    for _ in product.photos:
        darkroom.develop()
    db.session.expire_all()
    assert [photo.picture.width for photo in product.photos] == [50, 60, 0]
    assert product.cover is product.photos[0]


def test_drawings_are_shown_at_once_and_get_their_avif_later() -> None:
    picture = a_printed()
    picture.original = prints.file_of(picture.key, "webp", 600)
    shown(picture, published=False)
    db.session.commit()
    others = {key: storage.read(key) for key in files() if not key.endswith(".avif")}
    storage.remove([key for key in files() if key.endswith(".avif")])
    assert (picture.ready, picture.has_avif, darkroom.develop()) == (True, False, 1)
    db.session.refresh(picture)
    assert (picture.has_avif, files()) == (True, set(prints.files_of(picture.key, 600)))
    assert {key: storage.read(key) for key in others} == others


def test_u09_after_any_accident_rows_and_files_are_one_to_one_again(app: Flask) -> None:
    """Killed between a file and its row, or in the middle of a row's files."""
    whole = shown(sent(file_of(cloth((80, 90)))), published=False)
    darkroom.develop()
    half = sent(file_of(cloth((90, 100))))
    shown(half, published=False)
    darkroom.keep("photos", [("x", io.BytesIO(file_of(cloth((40, 40)))))])  # and no row was written
    storage.save(f"{half.key}-20.avif", b"half of its prints")
    storage.save("photos/" + "0" * 32 + "-320.webp", b"prints of a row that is gone")
    storage.save("proofs/a.webp.part", b"half a file")
    pictures.claim()  # by a worker that dies now
    lost = sent(file_of(cloth((30, 30))))
    shown(lost, published=False)
    storage.remove([lost.original or ""])
    db.session.commit()
    assert darkroom.sweep() == 0  # all of it is young, and may belong to somebody
    age(app)
    assert darkroom.sweep() == 3
    with clock.pretend(clock.now() + pictures.LEASE * 2):
        assert [darkroom.develop() for _ in range(3)] == [1, 1, 0]
    age(app)
    darkroom.sweep()
    states = {picture.key: picture.state for picture in db.session.scalars(sa.select(Picture))}
    assert states == {
        whole.photos[0].key: PictureState.READY,
        half.key: PictureState.READY,
        lost.key: PictureState.REFUSED,
    }
    assert files() == {key for key in queries.files() if not key.endswith("*")}


def test_what_cannot_be_seen_yet_comes_first_in_the_order_it_was_sent() -> None:
    now = clock.now()
    old, new = (a_printed(cloth((20, n))) for n in (20, 30))
    first, second = sent(file_of(cloth((30, 30)))), sent(file_of(cloth((40, 40))))
    for seconds, picture in enumerate((old, new, first, second)):
        picture.created_at, picture.original = (
            now + timedelta(seconds=seconds),
            picture.original or "photos/x",
        )
    db.session.commit()
    assert [pictures.claim() for _ in range(5)] == [first, second, new, old, None]


def test_two_workers_never_develop_the_same_picture() -> None:
    first, second = sent(file_of(cloth((30, 30)))), sent(file_of(cloth((40, 40))))
    assert [pictures.claim(), pictures.claim(), pictures.claim()] == [first, second, None]
