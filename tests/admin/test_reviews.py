import pytest
from flask.testing import FlaskClient

from app.db import db
from app.makers.models import Use
from app.reviews import actions
from app.reviews.models import Reason, ReviewState
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
