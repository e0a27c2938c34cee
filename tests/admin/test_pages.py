"""The shop's own pages, written anew by the cooperative."""

from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient
from lxml import html

from app.accounts.models import AuditEntry
from app.db import db
from app.pages.models import Page, Revision
from tests.admin.conftest import page, words

ID = "Kami menepati janji.\n\n## Pengembalian\n\nDalam **7 hari**.\n\n- kain\n- uang"
EN = "We keep our word.\n\n## Returns\n\nWithin **7 days**."


def write(admin: FlaskClient, text_id: str = ID, text_en: str = EN, **over: Any) -> Any:
    form = page(admin.get("/admin/pages/terms"))
    after = form.xpath("string(//input[@name='after']/@value)")
    return admin.post(
        "/admin/pages/terms", data={"text_id": text_id, "text_en": text_en, "after": after, **over}
    )


def shown(client: FlaskClient, address: str = "/syarat") -> Any:
    return html.fromstring(client.get(address).text)


def revisions() -> list[Revision]:
    return list(db.session.scalars(sa.select(Revision).order_by(Revision.id)))


def test_until_somebody_writes_the_form_has_what_the_shop_comes_with(admin: FlaskClient) -> None:
    form = page(admin.get("/admin/pages/terms"))

    assert "## Mengembalikan" in form.xpath("string(//textarea[@name='text_id'])")
    assert "## Returns" in form.xpath("string(//textarea[@name='text_en'])")
    assert "Teks bawaan" in words(page(admin.get("/admin/pages")))
    for address, days in (("/syarat", "7 hari"), ("/en/syarat", "7 days")):
        assert days in words(shown(admin, address))


def test_what_is_saved_is_on_the_page_at_the_next_request_with_who_wrote_it_kept(admin: FlaskClient) -> None:
    answer = write(admin)

    assert (answer.status_code, answer.location) == (303, "/admin/pages")
    assert words(shown(admin).xpath("//main//*[@class='lead']")[0]) == "Kami menepati janji."
    assert "7 days" in words(shown(admin, "/en/syarat"))
    assert shown(admin).xpath("//meta[@name='description']/@content") == ["Kami menepati janji. Pengembalian"]
    (revision,) = revisions()
    assert (revision.page, revision.text_id, revision.text_en, revision.by) == (
        Page.TERMS,
        ID,
        EN,
        "pengurus@contoh.test",
    )
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.subject == "page")).one()
    assert (entry.by, entry.action, entry.subject_id, entry.details) == (
        "pengurus@contoh.test",
        "edit",
        revision.id,
        {"page": "terms", "languages": ["id", "en"]},
    )
    line = page(admin.get("/admin/activity"))
    assert "Mengubah: Syarat jual beli" in words(line)
    assert f"/admin/pages/revisions/{revision.id}" in line.xpath("//a/@href")


def test_a_preview_shows_both_languages_and_keeps_nothing(admin: FlaskClient) -> None:
    tried = page(
        admin.post(
            "/admin/pages/terms/preview", data={"text_id": f"{ID} <script>x()</script>", "text_en": EN}
        )
    )

    assert [words(title) for title in tried.xpath("//*[@id='pratinjau']//h3")] == ["Pengembalian", "Returns"]
    assert [each.text for each in tried.xpath("//*[@id='pratinjau']//strong")] == ["7 hari", "7 days"]
    assert tried.xpath("//*[@id='pratinjau']//script") == []
    assert tried.xpath("string(//textarea[@name='text_en'])").strip() == EN
    assert revisions() == []


def test_a_wrong_form_keeps_what_was_typed_and_changes_nothing(admin: FlaskClient) -> None:
    for wrong in ("", "## Judul dulu\n\nTanpa pembuka."):
        answer = write(admin, text_id=wrong)
        form = page(answer)
        assert answer.status_code == 422
        assert form.xpath("string(//textarea[@name='text_id'])").strip() == wrong
        assert form.xpath("string(//textarea[@name='text_en'])").strip() == EN
    assert revisions() == []


def test_who_began_before_somebody_else_saved_is_told_and_overwrites_nothing(admin: FlaskClient) -> None:
    write(admin)

    answer = write(admin, text_id="Punya saya.", after="0")

    assert answer.status_code == 422
    assert "Orang lain menyimpan halaman ini" in words(page(answer))
    assert [revision.text_id for revision in revisions()] == [ID]


def test_to_save_what_is_there_changes_nothing(admin: FlaskClient) -> None:
    write(admin)
    write(admin)

    assert len(revisions()) == 1


def test_a_missing_english_is_said_to_staff_and_to_readers(admin: FlaskClient) -> None:
    write(admin, text_en="")

    english = shown(admin, "/en/syarat")
    assert "This page is not in English yet" in words(english)
    assert english.xpath("//main//*[@class='lead']/@lang") == ["id"]
    assert "Kami menepati janji." in words(english)
    assert "Belum ada" in words(page(admin.get("/admin/pages")))
    assert "Belum ada teks Inggris" in words(page(admin.get("/admin/pages/terms")))


def test_an_english_that_stayed_behind_is_said_until_it_follows(admin: FlaskClient) -> None:
    write(admin)
    assert "Belum ikut berubah" not in words(page(admin.get("/admin/pages")))

    write(admin, text_id=f"{ID}\n- janji")
    assert "Belum ikut berubah" in words(page(admin.get("/admin/pages")))

    write(admin, text_id=f"{ID}\n- janji", text_en=f"{EN}\n\nPromise.")
    assert "Belum ikut berubah" not in words(page(admin.get("/admin/pages")))


def test_what_was_written_once_can_be_read_and_written_from_again(admin: FlaskClient) -> None:
    write(admin)
    write(admin, text_id="Yang baru.", text_en="The new.")
    first, second = revisions()

    once = page(admin.get(f"/admin/pages/revisions/{first.id}"))
    again = page(admin.get(f"/admin/pages/terms?from={first.id}"))
    bare = page(admin.get("/admin/pages/terms?from=0"))

    assert "Kami menepati janji." in words(once)
    assert again.xpath("string(//textarea[@name='text_id'])").strip() == ID
    assert again.xpath("string(//input[@name='after']/@value)") == str(second.id)
    assert "Janji kedua pihak" in bare.xpath("string(//textarea[@name='text_id'])")
    for missing in ("/admin/pages/harga", "/admin/pages/revisions/99999", "/admin/pages/terms?from=99999"):
        assert admin.get(missing).status_code == 404


def test_an_officer_writes_no_pages(officer: FlaskClient) -> None:
    assert officer.get("/admin/pages").status_code == 403
    assert officer.post("/admin/pages/terms", data={"text_id": ID}).status_code == 403
    assert revisions() == []
