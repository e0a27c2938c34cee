import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.datastructures import FileStorage

from app import clock, darkroom, storage
from app.accounts.models import Role, User
from app.db import db
from app.makers import consents, queries
from app.makers.models import Maker, Use
from app.pictures.models import Picture
from tests.factories import a_user, sign_in
from tests.people import a_maker, allow, statements

FILLED = {
    "pseudonym": "Melati",
    "name": "Siti Aminah",
    "village": "Kalibangkang",
    "work_country": "Taiwan",
    "since": "2019",
    "steps": ["nglowong", "medel"],
    "quote_id": "Satu.",
    "quote_en": "One.",
    "story_id": "Cerita.\r\n\r\nPanjang.",
    "story_en": "Story.",
    "user_id": "0",
    "active": "y",
}
SPOKEN = {"use": "village", "channel": "spoken", "evidence": "Balai desa, 23 November, saksi Bu Tini"}


@pytest.fixture
def admin(client: FlaskClient) -> User:
    return sign_in(client, a_user(Role.ADMIN))


def of(slug: str) -> Maker:
    maker = db.session.scalar(queries.by_slug(slug))
    assert maker
    return maker


def live(maker: Maker) -> set[Use]:
    return set(queries.live_consents(maker))


def a_photo(size: tuple[int, int] = (600, 750)) -> FileStorage:
    file = io.BytesIO()
    Image.new("RGB", size, "indigo").save(file, "JPEG")
    file.seek(0)
    return FileStorage(file, "siti aminah.jpg", content_type="image/jpeg")


def test_a_new_maker_is_kept_whole_and_not_public(client: FlaskClient, admin: User) -> None:
    signs_in = a_user(Role.MAKER)
    answer = client.post("/admin/makers", data=FILLED | {"user_id": str(signs_in.id)})
    maker = of("melati")
    assert (answer.status_code, answer.location) == (303, f"/admin/makers/{maker.id}")
    assert {name: getattr(maker, name) for name in FILLED} == FILLED | {
        "since": 2019,
        "story_id": "Cerita.\n\nPanjang.",
        "user_id": signs_in.id,
        "active": True,
    }
    assert not queries.is_public(maker)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"pseudonym": " siti aminah "}, "Nama panggilan tidak boleh sama dengan nama asli"),
        ({"name": ""}, "Tulis nama aslinya."),
        ({"since": "dulu"}, 'class="error"'),
        ({"steps": ["printing"]}, 'class="error"'),
        ({"user_id": "999"}, 'class="error"'),
    ],
)
def test_a_wrong_form_comes_back_as_it_was_filled_in(
    client: FlaskClient, admin: User, wrong: dict[str, object], said: str
) -> None:
    answer = client.post("/admin/makers", data=FILLED | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Kalibangkang"' in answer.text
    assert db.session.scalars(queries.everybody()).all() == []


def test_only_somebody_who_signs_in_as_maker_can_be_linked(client: FlaskClient, admin: User) -> None:
    customer = a_user()
    assert client.post("/admin/makers", data=FILLED | {"user_id": str(customer.id)}).status_code == 422


def test_a_form_that_is_saved_unchanged_ends_no_consent(client: FlaskClient, admin: User) -> None:
    client.post("/admin/makers", data=FILLED)
    maker = of("melati")
    allow(maker, Use.STORY)
    assert client.post(f"/admin/makers/{maker.id}", data=FILLED).status_code == 303
    assert live(maker) == {Use.STORY}


def test_a_text_that_staff_change_is_not_public_until_she_agrees(client: FlaskClient, admin: User) -> None:
    client.post("/admin/makers", data=FILLED)
    maker = of("melati")
    allow(maker, Use.STORY)
    allow(maker, Use.VILLAGE)
    client.post(f"/admin/makers/{maker.id}", data=FILLED | {"story_id": "Versi pengurus."})
    assert live(maker) == {Use.VILLAGE}
    assert "mintalah persetujuannya lagi" in client.get(f"/admin/makers/{maker.id}").text
    assert "Versi pengurus" not in client.get("/perajin/melati").text


def test_a_yes_given_otherwise_is_written_down_with_its_evidence(client: FlaskClient, admin: User) -> None:
    maker = a_maker()
    answer = client.post(f"/admin/makers/{maker.id}/consents", data=SPOKEN)
    consent = queries.live_consents(maker)[Use.VILLAGE]
    assert answer.status_code == 303
    assert (consent.channel, consent.evidence, consent.by, consent.wording) == (
        "spoken",
        SPOKEN["evidence"],
        admin.email,
        consents.wording(Use.VILLAGE),
    )
    assert (consent.expires_on - clock.today()).days in {365, 366}


@pytest.mark.parametrize("wrong", [{"evidence": " "}, {"channel": "own"}, {"use": "everything"}])
def test_nobody_says_yes_for_her_without_saying_how(
    client: FlaskClient, admin: User, wrong: dict[str, str]
) -> None:
    maker = a_maker()
    assert client.post(f"/admin/makers/{maker.id}/consents", data=SPOKEN | wrong).status_code == 422
    assert live(maker) == set()


def test_staff_take_back_one_yes_or_all_for_her(client: FlaskClient, admin: User) -> None:
    maker = a_maker(Use.NAME, Use.VILLAGE, Use.STORY)
    assert client.post(f"/admin/makers/{maker.id}/consents/name/withdraw").status_code == 303
    assert live(maker) == {Use.VILLAGE, Use.STORY}
    assert client.post(f"/admin/makers/{maker.id}/consents/all/withdraw").status_code == 303
    assert live(maker) == set()
    assert client.post(f"/admin/makers/{maker.id}/consents/other/withdraw").status_code == 404


def test_a_page_shows_what_was_given_taken_back_and_run_out(client: FlaskClient, admin: User) -> None:
    maker = a_maker(Use.NAME, Use.VILLAGE)
    client.post(f"/admin/makers/{maker.id}/consents/name/withdraw")
    allow(maker, Use.STORY, until=clock.today() - timedelta(days=1))
    page = client.get(f"/admin/makers/{maker.id}").text
    assert [word in page for word in ("Dicabut ", "Berlaku sampai ", "Berakhir ")] == [True, True, True]


def test_another_portrait_takes_the_place_of_the_former_which_goes(client: FlaskClient, admin: User) -> None:
    maker = a_maker()
    assert client.post(f"/admin/makers/{maker.id}/portrait", data={"portrait": a_photo()}).status_code == 303
    db.session.refresh(maker)
    former = maker.portrait
    assert former
    assert "Sedang disiapkan" in client.get(f"/admin/makers/{maker.id}").text
    darkroom.develop()
    allow(maker, Use.PHOTO)
    address = f"/admin/makers/{maker.id}/portrait-320.webp"
    assert client.get(address).mimetype == "image/webp"
    client.post(f"/admin/makers/{maker.id}/portrait", data={"portrait": a_photo((500, 600))})
    db.session.refresh(maker)
    assert maker.portrait
    assert maker.portrait != former
    assert (client.get(address).status_code, live(maker)) == (404, set())
    gone = {former, maker.portrait}
    client.post(f"/admin/makers/{maker.id}/portrait/remove")
    darkroom.clear()
    assert db.session.scalars(sa.select(Picture).where(Picture.key.in_(gone))).all() == []
    assert not [key for key, _ in storage.find("portraits") if key.rpartition("-")[0] in gone]


def test_a_portrait_that_is_no_picture_is_refused(client: FlaskClient, admin: User) -> None:
    maker = a_maker()
    fake = FileStorage(io.BytesIO(b"<svg onload=alert(1)>"), "siti.jpg", content_type="image/jpeg")
    for sent in ({"portrait": fake}, {}):
        assert client.post(f"/admin/makers/{maker.id}/portrait", data=sent).status_code == 422
    db.session.refresh(maker)
    assert maker.portrait is None


def test_an_officer_sees_who_is_public_but_no_name_that_is_not(client: FlaskClient) -> None:
    sign_in(client, a_user(Role.OFFICER))
    a_maker(Use.VILLAGE, pseudonym="Melati", name="Siti Aminah")
    page = client.get("/admin/makers").text
    assert ("Melati" in page, "Siti Aminah" in page, "/admin/makers/" in page) == (True, False, False)


def test_the_list_takes_the_same_statements_however_many_there_are(client: FlaskClient, admin: User) -> None:
    counts = []
    for _ in range(2):
        for _ in range(3):
            a_maker(Use.NAME, Use.STORY)
        with statements() as asked:
            assert client.get("/admin/makers").status_code == 200
        counts.append(len(asked))
    assert counts == [4, 4]


def test_an_unknown_maker_is_not_there(client: FlaskClient, admin: User) -> None:
    assert client.get("/admin/makers/0").status_code == 404
