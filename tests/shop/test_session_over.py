"""A form that is sent after the session has ended: nothing that was typed is lost."""

import io
import json

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from lxml import html

from app.accounts.models import Role, User
from app.catalog.models import Motif
from app.db import db
from tests.people import PASSWORD, a_maker, a_user

MOTIF = {
    "name": "Kawung <Ayah>",
    "slug": "kawung-ayah",
    "meaning_id": "\nBaris satu.\r\nBaris dua.",
    "meaning_en": "",
    "source": "Museum",
}


def form_of(answer: object) -> dict[str, str]:
    """What the form of a page would send."""
    (form,) = html.fromstring(answer.text).xpath("//main//form")
    return {"": form.get("action"), **dict(form.form_values())}


def signed_in(client: FlaskClient, user: User, asked: dict[str, str], password: str = PASSWORD) -> object:
    said = {"next": asked["next"], "fields": asked["fields"], "email": user.email, "password": password}
    return client.post(asked[""], data=said)


def motifs() -> list[str]:
    return list(db.session.scalars(sa.select(Motif.name)))


@pytest.fixture
def admin() -> User:
    return a_user(Role.ADMIN)


def test_what_an_admin_typed_is_kept_over_signing_in_again(client: FlaskClient, admin: User) -> None:
    late = client.post("/admin/motifs", data=MOTIF)
    assert (late.status_code, motifs()) == (403, [])
    wrong = signed_in(client, admin, form_of(late), "bukan kata sandinya")
    assert (wrong.status_code, "Surel atau kata sandi tidak cocok." in wrong.text) == (422, True)
    again = form_of(signed_in(client, admin, form_of(wrong)))
    assert again.pop("") == "/admin/motifs"
    assert {name: text.replace("\r\n", "\n") for name, text in again.items()} == {
        name: text.replace("\r\n", "\n") for name, text in MOTIF.items()
    }
    assert client.post("/admin/motifs", data=again).status_code == 303
    assert motifs() == ["Kawung <Ayah>"]


def test_a_story_is_kept_in_the_language_of_the_page(client: FlaskClient) -> None:
    user = a_user(Role.MAKER)
    maker = a_maker(user=user)
    late = client.post("/en/akun/cerita/ubah", data={"pseudonym": "Kenanga", "story_id": "Panjang sekali"})
    assert "Please sign in again" in late.text
    again = form_of(signed_in(client, user, form_of(late)))
    assert (again.pop(""), again["story_id"]) == ("/en/akun/cerita/ubah", "Panjang sekali")
    client.post("/en/akun/cerita/ubah", data=again)
    db.session.refresh(maker)
    assert (maker.pseudonym, maker.story_id) == ("Kenanga", "Panjang sekali")


def test_a_password_is_never_written_into_a_page(client: FlaskClient) -> None:
    person = {"name": "Sari", "email": "sari@contoh.id", "password": "rahasia sekali", "role": "officer"}
    late = client.post("/admin/people", data=person)
    assert ("Sari" in late.text, "rahasia sekali" in late.text) == (True, False)


def test_files_cannot_be_kept_and_that_is_said(client: FlaskClient, admin: User) -> None:
    photo = {"files": (io.BytesIO(b"x"), "kain.jpg")}
    late = client.post("/admin/products/1/photos", data=photo, content_type="multipart/form-data")
    assert (late.status_code, "pilih fotonya sekali lagi" in late.text) == (403, True)
    page = html.fromstring(signed_in(client, admin, form_of(late)).text)
    assert page.xpath("//main//form") == []
    assert page.xpath("//main//a/@href") == ["/admin/products/1/photos"]


def test_what_was_typed_is_sent_to_this_shop_only(client: FlaskClient, admin: User) -> None:
    asked = {"": "/masuk/lagi", "next": "https://evil.test/", "fields": json.dumps([["a", "b"]])}
    assert form_of(signed_in(client, admin, asked)) == {"": "/akun", "a": "b"}


@pytest.mark.parametrize("fields", ["{", "7", "[1]", '["abc"]'])
def test_what_our_page_did_not_write_is_a_bad_request(client: FlaskClient, admin: User, fields: str) -> None:
    asked = {"": "/masuk/lagi", "next": "/admin/motifs", "fields": fields}
    assert signed_in(client, admin, asked).status_code == 400
