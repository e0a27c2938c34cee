import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.accounts import actions, samples
from app.accounts.models import Role
from app.db import db
from config import Settings
from tests.conftest import Database
from tests.people import PASSWORD, a_maker, a_user, sign_in
from tests.settings import settings_for


def may_see_account(client: FlaskClient) -> bool:
    return client.get("/akun").status_code == 200


def test_a_stranger_is_sent_to_the_sign_in_page_and_back(client: FlaskClient) -> None:
    asked = client.get("/akun?x=1")
    assert (asked.status_code, asked.location) == (303, "/masuk?next=/akun?x%3D1")
    user = a_user()
    answer = client.post("/masuk", data={"email": user.email, "password": PASSWORD, "next": "/akun?x=1"})
    assert (answer.status_code, answer.location) == (303, "/akun?x=1")
    assert may_see_account(client)


def test_the_way_back_keeps_the_prefix_and_the_language(client: FlaskClient) -> None:
    asked = client.get("/en/akun", base_url="http://localhost/toko")
    assert asked.location == "/toko/en/masuk?next=/toko/en/akun"


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example",
        "https:evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/%09/evil.example/\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "http://localhost@evil.example",
        "evil.example",
    ],
)
def test_signing_in_leads_to_no_other_site(client: FlaskClient, target: str) -> None:
    user = a_user()
    answer = client.post("/masuk", data={"email": user.email, "password": PASSWORD, "next": target})
    assert (answer.status_code, answer.location) == (303, "/akun")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: FlaskClient) -> None:
    known = a_user(email="siti@contoh.id")
    answers = [
        client.post("/masuk", data={"email": email, "password": "kata yang lain"})
        for email in (known.email, "sari@contoh.id")
    ]
    pages = [answer.text.replace("sari@", "siti@") for answer in answers]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert pages[0] == pages[1]
    assert "Surel atau kata sandi tidak cocok." in pages[0]


def test_what_was_typed_is_still_there_but_the_password(client: FlaskClient) -> None:
    answer = client.post("/masuk", data={"email": "siti@contoh.id", "password": "kata yang salah"})
    assert 'value="siti@contoh.id"' in answer.text
    assert "kata yang salah" not in answer.text


def test_an_empty_form_is_not_a_try(client: FlaskClient) -> None:
    for _ in range(actions.TRIES_PER_ADDRESS + 1):
        assert client.post("/masuk", data={}).status_code == 422


def test_tries_count_although_they_fail_and_no_header_hides_where_they_come_from(client: FlaskClient) -> None:
    a_user(email="siti@contoh.id")
    for number in range(actions.TRIES_PER_ACCOUNT):
        answer = client.post(
            "/masuk",
            data={"email": "siti@contoh.id", "password": "kata yang lain"},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        )
        assert answer.status_code == 422
    answer = client.post("/masuk", data={"email": "siti@contoh.id", "password": PASSWORD})
    assert answer.status_code == 429
    assert "Terlalu banyak percobaan" in answer.text


def test_a_maker_who_has_no_profile_yet_comes_to_her_account(client: FlaskClient) -> None:
    user = a_user(Role.MAKER)
    answer = client.post("/masuk", data={"email": user.email, "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/akun")
    assert "/akun/cerita" not in client.get("/akun").text
    a_maker(user=user)
    assert "/akun/cerita" in client.get("/akun").text


def test_signing_in_begins_a_session_of_ones_own_with_the_basket_of_before(client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session.update({"basket": "b", "orders": ["o"], "planted": "by somebody else"})
    before = client.get_cookie("canting")
    sign_in(client, a_user())
    with client.session_transaction() as session:
        assert (session["basket"], session["orders"], "planted" in session) == ("b", ["o"], False)
    assert before
    client.set_cookie("canting", before.value)
    assert not may_see_account(client)


def test_signing_out_ends_the_session_on_the_server(client: FlaskClient) -> None:
    sign_in(client, a_user())
    copied = client.get_cookie("canting")
    assert copied
    assert may_see_account(client)
    answer = client.post("/keluar")
    assert (answer.status_code, answer.location) == (303, "/")
    client.set_cookie("canting", copied.value)
    assert not may_see_account(client)


def test_passwords_are_named_for_what_fills_them_in(client: FlaskClient) -> None:
    assert 'autocomplete="current-password"' in client.get("/masuk").text
    assert 'autocomplete="new-password"' in client.get("/daftar").text


def test_changing_the_password_ends_other_sessions_and_keeps_this_one(
    client: FlaskClient, app: Flask
) -> None:
    user = a_user()
    other = sign_in(app.test_client(), user)
    sign_in(client, user)
    answer = client.post("/akun/sandi", data={"old": PASSWORD, "password": "kata yang lain"})
    assert (answer.status_code, answer.location) == (303, "/akun")
    assert (may_see_account(client), may_see_account(other)) == (True, False)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"old": "bukan yang ini", "password": "kata yang lain"}, "Kata sandi yang sekarang tidak cocok."),
        ({"old": PASSWORD, "password": "siti.aminah1"}, "Kata sandi ini mudah ditebak orang."),
        ({"old": PASSWORD, "password": ""}, "Pilih kata sandi."),
    ],
)
def test_a_password_is_changed_only_into_a_good_one_by_who_knows_it(
    client: FlaskClient, form: dict[str, str], said: str
) -> None:
    sign_in(client, a_user(email="siti.aminah@contoh.id"))
    answer = client.post("/akun/sandi", data=form)
    assert answer.status_code == 422
    assert said in answer.text
    assert may_see_account(client)


def test_private_pages_are_kept_by_nobody(client: FlaskClient) -> None:
    sign_in(client, a_user())
    for path in ("/akun", "/masuk", "/daftar", "/akun/sandi"):
        assert client.get(path).headers["Cache-Control"] == "private, no-store"


def test_the_demo_tells_its_sign_ins_and_no_other_shop_does(client: FlaskClient, database: Database) -> None:
    samples.make_sample_users()
    assert "contoh.test" not in client.get("/masuk").text
    with database.copy() as url:
        demo = create_app(Settings(**settings_for(url, ENVIRONMENT="demo")))
        with demo.app_context():
            samples.make_sample_users()
            db.session.commit()
            page = demo.test_client().get("/masuk").text
            db.session.remove()
            db.engine.dispose()
    for word in (
        "admin@contoh.test",
        "petugas@contoh.test",
        "perajin@contoh.test",
        "pembeli@contoh.test",
        samples.PASSWORD,
    ):
        assert word in page
