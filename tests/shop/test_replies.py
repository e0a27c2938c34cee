import pytest
from flask.testing import FlaskClient
from lxml import html

from app.accounts.models import Role
from app.db import db
from app.makers.models import Use
from app.reviews.models import ReviewState
from app.shop import replies
from tests.factories import a_product
from tests.people import a_maker, a_user, sign_in
from tests.trade import a_review


def test_she_answers_what_is_said_of_her_cloth_and_takes_it_back(client: FlaskClient) -> None:
    maker = a_maker(Use.REPLIES, user=a_user(Role.MAKER))
    review = a_review(a_product(maker_id=maker.id), text="Rapi sekali")
    sign_in(client, maker.user)
    assert "Rapi sekali" in client.get("/akun/ulasan").text
    answer = client.post(f"/akun/ulasan/{review.id}", data={"text": " Matur nuwun. "})
    assert (answer.status_code, answer.location) == (303, "/akun/ulasan")
    db.session.refresh(review)
    assert (review.reply.text, review.reply.state) == ("Matur nuwun.", ReviewState.WAITING)
    assert client.post(f"/akun/ulasan/{review.id}/tarik").status_code == 303
    db.session.refresh(review.reply)
    assert (review.reply.text, review.reply.state) == ("", ReviewState.WITHDRAWN)


def test_an_empty_answer_and_one_without_her_consent_are_refused(client: FlaskClient) -> None:
    maker = a_maker(user=a_user(Role.MAKER))
    review = a_review(a_product(maker_id=maker.id))
    sign_in(client, maker.user)
    address = f"/akun/ulasan/{review.id}"
    assert "Jawab ulasan ini" not in client.get("/akun/ulasan").text
    answers = [client.post(address, data={"text": text}).status_code for text in ("", "Matur nuwun.")]
    db.session.refresh(review)
    assert (answers, review.reply) == ([422, 409], None)


def test_each_answers_for_her_own_cloth_and_to_what_is_shown(client: FlaskClient) -> None:
    maker, other = a_maker(Use.REPLIES, user=a_user(Role.MAKER)), a_maker(Use.REPLIES)
    theirs = a_review(a_product(maker_id=other.id))
    waiting = a_review(a_product(maker_id=maker.id), shown=False)
    sign_in(client, maker.user)
    for review in (theirs, waiting):
        for address in (f"/akun/ulasan/{review.id}", f"/akun/ulasan/{review.id}/tarik"):
            assert client.post(address, data={"text": "Matur nuwun."}).status_code == 404
        db.session.refresh(review)
        assert review.reply is None


def test_she_reaches_every_review_and_comes_back_to_its_page(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replies, "PAGE", 2)
    maker = a_maker(Use.REPLIES, user=a_user(Role.MAKER))
    cloth = a_product(stock=9, maker_id=maker.id)
    oldest, *_ = [a_review(cloth, text=f"ulasan {number}") for number in range(5)]
    sign_in(client, maker.user)
    read = [html.fromstring(client.get(f"/akun/ulasan?hal={number}").text) for number in (1, 2, 3, 4, "x")]
    found = [each.xpath("//ul[@class='voices']/li/p[@class='said']/text()") for each in read]
    newest = ["ulasan 4", "ulasan 3"]
    assert found == [newest, ["ulasan 2", "ulasan 1"], ["ulasan 0"], ["ulasan 0"], newest]
    (address,) = read[2].xpath("//form[contains(@action, '/akun/ulasan/')]/@action")
    assert address == f"/akun/ulasan/{oldest.id}?hal=3"
    wrong = html.fromstring(client.post(address, data={"text": ""}).text)
    assert wrong.xpath("//details[@open]//form/@action") == [address]
    assert client.post(address, data={"text": "Matur nuwun."}).location == "/akun/ulasan?hal=3"
