import pytest
from flask.testing import FlaskClient
from lxml import html

from app.accounts.models import Role, User
from app.db import db
from app.makers import consents, queries
from app.makers.models import Maker, Use
from tests.people import a_maker, a_user, sign_in


@pytest.fixture
def user() -> User:
    return a_user(Role.MAKER)


def live(maker: Maker) -> set[Use]:
    return set(queries.live_consents(maker))


def seen(page: str, use: Use) -> str:
    """The fingerprint that the page's form for a use carries."""
    value: str = html.fromstring(page).xpath(
        f'//form[contains(@action, "/setuju/{use}")]//input[@name="seen"]/@value'
    )[0]
    return value


def test_she_sees_each_use_with_the_words_that_are_kept(client: FlaskClient, user: User) -> None:
    maker = a_maker(Use.NAME, user=user)
    page = html.fromstring(sign_in(client, user).get("/akun/cerita").text).text_content()
    for use in Use:
        assert str(consents.ASKED[use]) in page
        assert f"{consents.ASKED[use]} {consents.TERMS}" == consents.wording(use)
    assert str(consents.TERMS) in page
    assert queries.live_consents(maker)[Use.NAME].wording == consents.wording(Use.NAME)


def test_one_tap_gives_and_one_tap_takes_back(client: FlaskClient, user: User) -> None:
    maker = a_maker(user=user)
    page = sign_in(client, user).get("/akun/cerita").text
    answer = client.post("/akun/cerita/setuju/story", data={"seen": seen(page, Use.STORY)})
    assert (answer.status_code, answer.location) == (303, "/akun/cerita")
    consent = queries.live_consents(maker)[Use.STORY]
    assert (consent.channel, consent.by, consent.wording) == ("own", user.email, consents.wording(Use.STORY))
    assert client.get(f"/perajin/{maker.slug}").status_code == 200
    assert client.post("/akun/cerita/cabut/story").status_code == 303
    assert client.get(f"/perajin/{maker.slug}").status_code == 404


def test_one_tap_takes_everything_back(client: FlaskClient, user: User) -> None:
    maker = a_maker(*Use, user=user)
    assert sign_in(client, user).post("/akun/cerita/cabut-semua").status_code == 303
    assert live(maker) == set()


def test_the_yes_is_to_what_was_on_the_screen(client: FlaskClient, user: User) -> None:
    maker = a_maker(user=user)
    page = sign_in(client, user).get("/akun/cerita").text
    maker.story_id = "Kata orang lain."
    db.session.commit()
    for said in ({"seen": seen(page, Use.STORY)}, {}):
        assert client.post("/akun/cerita/setuju/story", data=said).status_code == 409
    assert live(maker) == set()


def test_a_text_she_changes_is_public_only_after_she_approves_it(client: FlaskClient, user: User) -> None:
    maker = a_maker(Use.STORY, Use.VILLAGE, user=user)
    told = {
        "pseudonym": maker.pseudonym,
        "quote_id": "Baru.",
        "story_id": "Satu.\r\n\r\nDua.",
        "story_en": "",
        "quote_en": "",
    }
    answer = sign_in(client, user).post("/akun/cerita/ubah", data=told)
    assert (answer.status_code, answer.location) == (303, "/akun/cerita")
    db.session.refresh(maker)
    assert (maker.quote_id, maker.story_id, live(maker)) == ("Baru.", "Satu.\n\nDua.", {Use.VILLAGE})
    assert "Satu." not in client.get(f"/perajin/{maker.slug}").text
    page = client.get("/akun/cerita").text
    assert "<p>Satu.</p>\n<p>Dua.</p>" in page
    client.post("/akun/cerita/setuju/story", data={"seen": seen(page, Use.STORY)})
    assert "Satu." in client.get(f"/perajin/{maker.slug}").text


def test_a_form_with_errors_keeps_what_was_typed(client: FlaskClient, user: User) -> None:
    maker = a_maker(user=user)
    answer = sign_in(client, user).post(
        "/akun/cerita/ubah", data={"pseudonym": "", "story_id": "Panjang sekali"}
    )
    assert answer.status_code == 422
    assert "Pilih nama panggilan." in answer.text
    assert "Panjang sekali" in answer.text
    db.session.refresh(maker)
    assert maker.story_id == "Saya membatik sejak pulang."


def test_she_changes_her_texts_and_nothing_else(client: FlaskClient, user: User) -> None:
    maker = a_maker(user=user)
    more = {"name": "Orang Lain", "village": "X", "user_id": "1", "active": "", "slug": "x", "sample": "1"}
    sign_in(client, user).post("/akun/cerita/ubah", data={"pseudonym": "Kenanga", **more})
    db.session.refresh(maker)
    assert (maker.pseudonym, maker.village, maker.user_id, maker.active, maker.sample) == (
        "Kenanga",
        "Kalibangkang",
        user.id,
        True,
        False,
    )
    assert maker.name.startswith("Siti Aminah")


def test_each_touches_her_own_story_only(client: FlaskClient, user: User) -> None:
    a_maker(user=user)
    other = a_maker(*Use, user=a_user(Role.MAKER))
    sign_in(client, user).post("/akun/cerita/cabut-semua")
    client.post("/akun/cerita/ubah", data={"pseudonym": "Kenanga", "maker_id": str(other.id)})
    db.session.refresh(other)
    assert (live(other), other.pseudonym == "Kenanga") == (set(Use), False)


def test_she_reads_what_becomes_of_her_photo_before_and_after_taking_it_back(
    client: FlaskClient, user: User
) -> None:
    a_maker(Use.PHOTO, user=user)
    assert "Kalau dicabut, fotonya juga kami hapus." in sign_in(client, user).get("/akun/cerita").text
    client.post("/akun/cerita/cabut/photo")
    page = client.get("/akun/cerita").text
    assert ("Pengurus mengunggah foto Anda" in page, "/akun/cerita/potret-" in page) == (True, False)
    assert client.get("/akun/cerita/potret-320.webp").status_code == 404


def test_who_is_no_maker_has_no_story(client: FlaskClient) -> None:
    assert client.get("/akun/cerita").location == "/masuk?next=/akun/cerita"
    assert sign_in(client, a_user(Role.MAKER)).get("/akun/cerita").status_code == 404


@pytest.mark.parametrize("path", ["/akun/cerita/setuju/everything", "/akun/cerita/cabut/everything"])
def test_there_is_no_other_use(client: FlaskClient, user: User, path: str) -> None:
    a_maker(user=user)
    assert sign_in(client, user).post(path).status_code == 404
