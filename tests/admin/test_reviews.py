import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.admin import reviews
from app.db import db
from app.makers.models import Use
from app.notifications.models import Message
from app.reviews import actions, flags
from app.reviews.models import Flag, Reason, Review, ReviewState
from tests import people
from tests.admin.conftest import page, words
from tests.factories import a_product
from tests.images import a_printed
from tests.trade import a_review


def test_an_admin_reads_it_and_lets_it_through(admin: FlaskClient) -> None:
    review = a_review(
        a_product(), a_printed(room="reviews"), shown=False, text="Terlalu tipis bagi saya", stars=1
    )
    read = page(admin.get("/admin/reviews"))
    assert "Terlalu tipis bagi saya" in words(read)
    assert admin.get(read.xpath("//p[@class='sent']//img/@src")[0]).status_code == 200
    answer = admin.post(f"/admin/reviews/{review.id}/show", data={"version": "1", "state": "waiting"})
    assert (answer.status_code, answer.location) == (303, "/admin/reviews?state=waiting")
    db.session.refresh(review)
    assert (review.state, review.decided_by) == (ReviewState.SHOWN, "pengurus@contoh.test")


def test_what_was_not_read_is_not_let_through(admin: FlaskClient) -> None:
    review = a_review(a_product(), shown=False)
    answers = [admin.post(f"/admin/reviews/{review.id}/show", data=sent) for sent in ({}, {"version": "2"})]
    db.session.refresh(review)
    assert ([answer.status_code for answer in answers], review.state) == ([409, 409], ReviewState.WAITING)


@pytest.mark.parametrize("reason", ["", "few_stars", "low_rating"])
def test_it_is_rejected_for_one_of_the_reasons_that_there_are(admin: FlaskClient, reason: str) -> None:
    review = a_review(a_product(), shown=False)
    address = f"/admin/reviews/{review.id}/reject"
    answer = admin.post(address, data={"version": "1", "reason": reason, "state": "waiting"})
    db.session.refresh(review)
    assert (answer.status_code, review.state) == (422, ReviewState.WAITING)
    answer = admin.post(address, data={"version": "1", "reason": "advertising", "state": "waiting"})
    db.session.refresh(review)
    assert (answer.status_code, review.state, review.reason) == (
        303,
        ReviewState.REJECTED,
        Reason.ADVERTISING,
    )


def test_how_many_stars_were_rejected_for_which_reason_stands_on_the_page(admin: FlaskClient) -> None:
    product = a_product(stock=9)
    a_review(product, stars=5)
    for stars in (1, 2):
        actions.reject(a_review(product, stars=stars, shown=False), Reason.INSULT, version=1, by="pengurus")
    rows = [
        [words(cell) for cell in row] for row in page(admin.get("/admin/reviews")).xpath("//table//tr")[1:]
    ]
    assert rows == [
        ["Tampil di toko", "1", "5"],
        ["Ditolak: Memuat data pribadi orang lain", "0", ""],
        ["Ditolak: Menghina atau mengancam", "2", "1,5"],
        ["Ditolak: Iklan atau tautan", "0", ""],
        ["Ditolak: Bukan tentang kain atau pesanannya", "0", ""],
        ["Ditolak: Fotonya tidak pantas atau milik orang lain", "0", ""],
        ["Ditolak", "2", "1,5"],
    ]


def test_answers_are_read_on_the_same_page(admin: FlaskClient) -> None:
    maker = people.a_maker(Use.REPLIES)
    review = a_review(a_product(maker_id=maker.id))
    reply = actions.answer(review, maker, "Matur nuwun.")
    assert "Matur nuwun." in words(page(admin.get("/admin/reviews")))
    wrong = admin.post(f"/admin/reviews/replies/{reply.id}/reject", data={"version": "1"})
    assert (wrong.status_code, reply.state) == (422, ReviewState.WAITING)
    admin.post(
        f"/admin/reviews/replies/{reply.id}/reject", data={"version": "1", "reason": Reason.OFF_TOPIC.value}
    )
    db.session.refresh(reply)
    assert (reply.state, reply.reason) == (ReviewState.REJECTED, Reason.OFF_TOPIC)
    admin.post(f"/admin/reviews/replies/{reply.id}/show", data={"version": "1"})
    db.session.refresh(reply)
    assert (reply.state, reply.reason) == (ReviewState.SHOWN, None)


def letters() -> list[Message]:
    return list(db.session.scalars(sa.select(Message).where(Message.kind == "review_rejected")))


def flagged(*said: tuple[Reason, str], **over: str) -> Review:
    """A shown review against which readers have said this."""
    review = a_review(a_product(), **over)
    for number, (reason, text) in enumerate(said):
        flags.flag(review.id, reason, text, token=f"form-{number}")
    return review


def form_to(read: object, what: str) -> dict[str, str]:
    (form,) = read.xpath(f"//form[contains(@action, '/{what}')]")
    return dict(form.fields)


def test_what_readers_say_is_read_first_with_why_and_how_often(admin: FlaskClient) -> None:
    a_review(a_product(), shown=False, text="Belum dibaca siapa pun")
    flagged(
        (Reason.OFF_TOPIC, "Bukan soal kain"),
        (Reason.ADVERTISING, "Ada tautan"),
        (Reason.ADVERTISING, ""),
        text="Beli di tempat lain",
    )
    read = page(admin.get("/admin/reviews"))
    articles = [words(one) for one in read.xpath("//main//article")]
    assert ("Beli di tempat lain" in articles[0], "Belum dibaca siapa pun" in articles[1]) == (True, True)
    for said in ("3 laporan", "Iklan atau tautan (2)", "“Bukan soal kain”", "“Ada tautan”"):
        assert said in articles[0]
    assert words(read.xpath("//nav[@class='tabs']//a[@aria-current]")[0]) == "Menunggu diperiksa 2"
    assert read.xpath("//article[1]//option[@selected]/@value") == ["advertising"]


def test_an_admin_lets_it_stay_and_the_count_stays_too(admin: FlaskClient) -> None:
    review = flagged((Reason.INSULT, "Kasar"))
    address = f"/admin/reviews/{review.id}/keep"
    sent = form_to(page(admin.get("/admin/reviews")), "keep")
    assert [admin.post(address, data=sent).status_code for _ in range(2)] == [303, 303]
    flags.flag(review.id, Reason.INSULT, "", token="later")
    read = page(admin.get("/admin/reviews"))
    assert (read.xpath("//article"), db.session.get(Review, review.id).state) == ([], ReviewState.SHOWN)
    assert "2 laporan" in words(page(admin.get("/admin/reviews?state=shown")))
    log = words(page(admin.get("/admin/activity")))
    for said in (
        "pengurus@contoh.test",
        "Membiarkan tampil",
        "Pengunjung",
        "Melaporkan ulasan: Menghina atau mengancam",
    ):
        assert said in log


def test_what_was_not_read_is_not_kept(admin: FlaskClient) -> None:
    review = flagged((Reason.INSULT, ""))
    answers = [
        admin.post(f"/admin/reviews/{review.id}/keep", data=sent).status_code
        for sent in ({}, {"version": "2", "last": "99"}, {"version": "1"})
    ]
    waiting = db.session.scalar(sa.select(sa.func.count()).where(Flag.closed_at.is_(None)))
    assert (answers, waiting) == ([409, 409, 303], 1)


def test_who_wrote_it_is_told_once_why_it_is_not_shown(admin: FlaskClient) -> None:
    review = flagged((Reason.ADVERTISING, "Ada tautan"), locale="en")
    form = {
        "version": "1",
        "reason": "advertising",
        "note": " Please leave out the link. ",
        "state": "waiting",
    }
    address = f"/admin/reviews/{review.id}/reject"
    too_long = admin.post(address, data={**form, "note": "a" * 1001})
    assert (too_long.status_code, letters()) == (422, [])
    assert [admin.post(address, data=form).status_code for _ in range(2)] == [303, 409]
    (letter,) = letters()
    db.session.refresh(review)
    assert (letter.recipient, letter.locale, review.note) == (
        "ani@contoh.test",
        "en",
        "Please leave out the link.",
    )
    read = words(page(admin.get(f"/admin/messages/{letter.id}")))
    assert "Please leave out the link." in read
    assert "Please leave out the link." in admin.get(f"/admin/messages/{letter.id}/html").text
    assert "Please leave out the link." in admin.get(f"/en/pesanan/{review.line.order.token}").text


def test_a_maker_whose_answer_is_rejected_reads_it_on_her_own_page_and_gets_no_mail(
    admin: FlaskClient,
) -> None:
    maker = people.a_maker(Use.REPLIES)
    reply = actions.answer(a_review(a_product(maker_id=maker.id)), maker, "Matur nuwun.")
    sent = {"version": "1", "reason": "off_topic", "note": "Tentang kainnya saja."}
    assert admin.post(f"/admin/reviews/replies/{reply.id}/reject", data=sent).status_code == 303
    db.session.refresh(reply)
    assert (reply.note, letters()) == ("Tentang kainnya saja.", [])


def test_every_review_is_reached_a_page_at_a_time_and_its_page_is_come_back_to(
    admin: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviews, "PAGE", 2)
    maker = people.a_maker(Use.REPLIES)
    cloth = a_product(stock=99, maker_id=maker.id)
    for number in range(3):
        flags.flag(a_review(cloth, text=f"dilaporkan {number}").id, Reason.INSULT, "", token=f"form-{number}")
    for number in range(5):
        a_review(cloth, shown=False, text=f"baru {number}")
    answered = [a_review(cloth, text="sudah") for _ in range(3)]
    for number, review in enumerate(answered):
        actions.answer(review, maker, f"jawaban {number}")
    read = [page(admin.get(f"/admin/reviews?page={number}")) for number in (1, 2, 3)]
    found = [each.xpath("//article//p[contains(@class, 'said')][last()]/text()") for each in read]
    assert found == [
        ["dilaporkan 0", "dilaporkan 1", "baru 0", "baru 1", "jawaban 0", "jawaban 1"],
        ["dilaporkan 2", "baru 2", "baru 3", "jawaban 2"],
        ["baru 4"],
    ]
    turned = [each.xpath("//nav[@class='pages']//a/@rel") for each in read]
    assert turned == [["next"], ["prev", "next"], ["prev"]]
    (address,) = read[2].xpath("//form[contains(@action, '/show')]/@action")
    sent = {"version": "1", "state": "waiting"}
    assert admin.post(address, data=sent).location == "/admin/reviews?state=waiting&page=3"
    # That page has nothing any more: the first is shown.
    emptied = page(admin.get("/admin/reviews?state=waiting&page=3"))
    assert emptied.xpath("//nav[@class='pages']//a/@rel") == ["next"]
    for address in read[1].xpath("//form[contains(@action, '/reject')]/@action"):
        wrong = page(admin.post(address, data={"state": "waiting"}))
        assert wrong.xpath("//details[@open]//form/@action") == [address]
