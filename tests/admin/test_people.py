import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import passwords, queries
from app.accounts.models import AuditEntry, Role, User
from app.db import db
from tests.factories import a_user, sign_in
from tests.people import statements

NEW = {"name": "Sari", "email": "Sari@contoh.id", "role": "officer", "password": "tiga kata aneh"}


@pytest.fixture
def admin(client: FlaskClient) -> User:
    return sign_in(client, a_user(Role.ADMIN))


def known(email: str) -> User | None:
    return db.session.scalar(queries.by_email(email))


def test_an_admin_makes_an_officer_who_can_sign_in(client: FlaskClient, admin: User) -> None:
    answer = client.post("/admin/people", data=NEW)
    officer = known("sari@contoh.id")
    assert officer
    assert (answer.status_code, answer.location) == (303, f"/admin/people/{officer.id}")
    assert (officer.name, officer.role, passwords.verify(officer.password_hash, NEW["password"])) == (
        "Sari",
        Role.OFFICER,
        True,
    )
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.by, entry.action, entry.subject_id) == (admin.email, "make", officer.id)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "sari@"}, "Tulis alamat surel lengkap"),
        ({"password": "sari123456"}, "Kata sandi ini mudah ditebak orang."),
        ({"name": ""}, "Tulis namanya."),
        ({"role": "owner"}, "Pilih salah satu dari yang ditawarkan."),
        ({"role": "customer"}, "Pilih salah satu dari yang ditawarkan."),
    ],
)
def test_a_wrong_form_comes_back_as_it_was_filled_in(
    client: FlaskClient, admin: User, wrong: dict[str, str], said: str
) -> None:
    answer = client.post("/admin/people", data=NEW | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert NEW["password"] not in answer.text
    assert f'value="{(NEW | wrong)["name"]}"' in answer.text
    assert known("sari@contoh.id") is None


def test_an_address_that_has_an_account_is_said_to_have_one(client: FlaskClient, admin: User) -> None:
    a_user(email="sari@contoh.id")
    answer = client.post("/admin/people", data=NEW)
    assert answer.status_code == 422
    assert "sudah punya akun" in answer.text


def test_another_role_counts_from_the_next_request(client: FlaskClient, admin: User, app: Flask) -> None:
    officer = a_user(Role.OFFICER)
    theirs = app.test_client()
    sign_in(theirs, officer)
    assert theirs.get("/admin/makers").status_code == 200
    answer = client.post(f"/admin/people/{officer.id}/role", data={"role": "customer"})
    assert answer.status_code == 303
    assert theirs.get("/admin/makers").status_code == 303
    db.session.refresh(officer)
    assert officer.role is Role.CUSTOMER


def test_who_is_switched_off_is_out_at_the_next_request_and_can_be_let_in_again(
    client: FlaskClient, admin: User, app: Flask
) -> None:
    officer = a_user(Role.OFFICER)
    theirs = app.test_client()
    sign_in(theirs, officer)
    client.post(f"/admin/people/{officer.id}/off")
    assert theirs.get("/admin/makers").status_code == 303
    client.post(f"/admin/people/{officer.id}/on")
    db.session.refresh(officer)
    assert officer.active
    assert theirs.get("/admin/makers").status_code == 303


@pytest.mark.parametrize("path", ["role", "off"])
def test_nobody_takes_his_own_rights_away(client: FlaskClient, admin: User, path: str) -> None:
    a_user(Role.ADMIN)
    answer = client.post(f"/admin/people/{admin.id}/{path}", data={"role": "officer"})
    db.session.refresh(admin)
    assert (answer.status_code, admin.role, admin.active) == (409, Role.ADMIN, True)


def test_who_forgot_the_password_gets_another(client: FlaskClient, admin: User) -> None:
    officer = a_user(Role.OFFICER, session_epoch=0)
    assert client.post(f"/admin/people/{officer.id}/password", data={"password": "pendek"}).status_code == 422
    assert (
        client.post(f"/admin/people/{officer.id}/password", data={"password": "kata yang lain"}).status_code
        == 303
    )
    db.session.refresh(officer)
    assert (passwords.verify(officer.password_hash, "kata yang lain"), officer.session_epoch) == (True, 1)


def test_the_list_takes_the_same_statements_however_many_there_are(client: FlaskClient, admin: User) -> None:
    counts = []
    for _ in range(2):
        for _ in range(3):
            a_user(Role.OFFICER)
        with statements() as asked:
            assert client.get("/admin/people").status_code == 200
        counts.append(len(asked))
    assert counts == [2, 2]


def test_a_long_list_comes_in_pages(client: FlaskClient, admin: User) -> None:
    for _ in range(100):
        a_user()
    assert 'rel="next"' in client.get("/admin/people").text
    last = client.get("/admin/people?page=2").text
    assert 'rel="prev"' in last
    assert 'rel="next"' not in last


def test_an_unknown_person_is_not_there(client: FlaskClient, admin: User) -> None:
    assert client.get("/admin/people/0").status_code == 404
