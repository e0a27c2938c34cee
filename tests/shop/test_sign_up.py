"""Signing up, with a mail server and without one; nobody can ask who has an account."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from app import clock
from app.accounts import actions
from app.accounts.models import Role, User
from app.cli import worker
from app.db import db
from app.notifications.models import Message, MessageState
from tests.admin.conftest import statements
from tests.people import PASSWORD, a_user, sign_in

KNOWN, UNKNOWN = "siti@contoh.id", "sari@contoh.id"


@pytest.fixture
def mail(app: Flask) -> Iterator[None]:
    """The shop can write to people."""
    app.config["MAIL_URL"] = "smtp://localhost:2525"
    yield
    app.config["MAIL_URL"] = ""


def sign_up(client: FlaskClient, **over: str) -> object:
    said = {"name": "Siti", "email": UNKNOWN, "password": PASSWORD, **over}
    return client.post("/daftar", data=said)


def users() -> list[str]:
    return list(db.session.scalars(sa.select(User.email).order_by(User.id)))


def letters() -> list[Message]:
    return list(db.session.scalars(sa.select(Message).order_by(Message.id)))


def link(letter: Message) -> str:
    (address,) = html.fromstring(letter.html).xpath("//a[@class='button']/@href")
    return address.removeprefix("http://localhost")


def answers_to(client: FlaskClient) -> list[tuple[object, ...]]:
    """What signing up with a known and with an unknown address answers, and how many statements it takes."""
    answers = []
    for email in (KNOWN, UNKNOWN):
        with statements() as sent:
            answer = sign_up(client, email=email)
        said = client.get(answer.location).text.replace(email, "x")
        answers.append((answer.status_code, answer.location, said, len(sent)))
    return answers


def test_without_mail_a_known_and_an_unknown_address_get_the_same_answer(client: FlaskClient) -> None:
    a_user(email=KNOWN)
    known, unknown = answers_to(client)
    assert known[:3] == unknown[:3]
    assert users() == [KNOWN, UNKNOWN]


def test_with_mail_a_known_and_an_unknown_address_get_the_same_answer_by_the_same_work(
    client: FlaskClient, mail: None
) -> None:
    a_user(email=KNOWN)
    known, unknown = answers_to(client)
    assert known == unknown
    assert users() == [KNOWN]
    assert [(letter.recipient, letter.state) for letter in letters()] == [
        (KNOWN, MessageState.QUEUED),
        (UNKNOWN, MessageState.QUEUED),
    ]


def test_with_mail_no_password_works_before_the_owner_has_opened_the_link(
    client: FlaskClient, mail: None
) -> None:
    sign_up(client)
    assert client.post("/masuk", data={"email": UNKNOWN, "password": PASSWORD}).status_code == 422


def test_the_owner_of_an_address_makes_the_account_from_the_mail(client: FlaskClient, mail: None) -> None:
    sign_up(client)
    address = link(letters()[0])
    assert UNKNOWN in client.get(address).text
    weak = client.post(address, data={"name": "Sari", "password": "sari@contoh.id"})
    assert (weak.status_code, "mudah ditebak" in weak.text, users()) == (422, True, [])
    done = client.post(address, data={"name": "Sari", "password": PASSWORD})
    assert (done.status_code, done.location, users()) == (303, "/akun", [UNKNOWN])
    assert client.get("/akun").status_code == 200


def test_who_has_an_account_is_led_to_the_sign_in_page(client: FlaskClient, mail: None) -> None:
    a_user(email=KNOWN)
    client.post("/en/daftar", data={"email": KNOWN})
    assert link(letters()[0]) == "/en/masuk"


def test_a_link_makes_one_account(client: FlaskClient, mail: None) -> None:
    sign_up(client)
    address = link(letters()[0])
    client.post(address, data={"name": "Sari", "password": PASSWORD})
    again = client.post(address, data={"name": "Orang Lain", "password": "kata lain sekali"})
    assert (again.status_code, again.location) == (303, "/masuk")
    assert db.session.scalars(sa.select(User.name)).all() == ["Sari"]


def test_a_link_that_is_old_or_altered_opens_nothing(client: FlaskClient, mail: None) -> None:
    sign_up(client)
    address = link(letters()[0])
    assert client.get(f"{address}x").status_code == 410
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        answer = client.post(address, data={"name": "Sari", "password": PASSWORD})
    assert (answer.status_code, users()) == (410, [])


def test_nobody_is_written_to_again_and_again(client: FlaskClient, mail: None) -> None:
    codes = [sign_up(client).status_code for _ in range(actions.SIGN_UP_MAILS + 1)]
    assert (codes, len(letters())) == ([303] * actions.SIGN_UP_MAILS + [429], actions.SIGN_UP_MAILS)


def test_who_does_not_come_is_forgotten(client: FlaskClient, mail: None) -> None:
    sign_up(client)
    with time_machine.travel(clock.now() + timedelta(days=8)):
        worker.forget()
    assert letters() == []


def test_a_form_with_errors_says_each_and_keeps_what_was_typed(client: FlaskClient) -> None:
    answer = sign_up(client, email="siti@", password="pendek")
    assert answer.status_code == 422
    assert "Tulis alamat surel lengkap" in answer.text
    assert "Kata sandi paling sedikit 10 huruf atau angka." in answer.text
    assert 'value="Siti"' in answer.text
    assert "pendek" not in answer.text
    assert users() == []


def test_nobody_signs_up_as_more_than_a_customer(client: FlaskClient) -> None:
    sign_up(client, role="admin", active="0", sample="1", is_admin="1", id="7", session_epoch="3")
    user = db.session.scalars(sa.select(User)).one()
    assert (user.role, user.active, user.sample, user.session_epoch == 3) == (
        Role.CUSTOMER,
        True,
        False,
        False,
    )


def test_who_is_signed_in_needs_no_account(client: FlaskClient) -> None:
    sign_in(client, a_user())
    assert client.get("/daftar").location == "/akun"
