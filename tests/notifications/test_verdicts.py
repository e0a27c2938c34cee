"""What a buyer reads whose review is not shown."""

import pytest
import sqlalchemy as sa
from flask import Flask

from app.db import db
from app.notifications import verdicts
from app.notifications.models import Message, MessageState
from app.reviews import actions
from app.reviews.models import Reason, Review
from app.words import REASON
from tests.factories import a_product
from tests.trade import a_review


def rejected(reason: Reason, note: str = "", **over: str) -> Review:
    review = a_review(a_product(title_id="Kawung Malam", title_en="Night Kawung"), **over)
    actions.reject(review, reason, version=1, by="pengurus", note=note)
    return review


def letters() -> list[Message]:
    return list(db.session.scalars(sa.select(Message).where(Message.kind == verdicts.KIND)))


def test_it_says_why_in_the_language_of_the_review_and_where_to_write_again() -> None:
    review = rejected(Reason.ADVERTISING, "Please leave out <the link>.\nThank you.", locale="en")
    verdicts.tell(review, REASON[Reason.ADVERTISING])
    (letter,) = letters()
    assert (letter.recipient, letter.locale, letter.subject, letter.order_id) == (
        "ani@contoh.test",
        "en",
        "We are not showing your review of Night Kawung",
        review.line.order_id,
    )
    for words in ("The reason: Advertising or links", "Please leave out <the link>.\nThank you."):
        assert words in letter.text
    assert f"/en/pesanan/{review.line.order.token}#ulasan" in letter.text
    assert "<strong>Advertising or links</strong>" in letter.html
    assert "<p>Please leave out &lt;the link&gt;.</p>" in letter.html
    assert f"/en/pesanan/{review.line.order.token}#ulasan" in letter.html


def test_without_a_note_it_says_the_reason_alone() -> None:
    verdicts.tell(rejected(Reason.INSULT), REASON[Reason.INSULT])
    (letter,) = letters()
    assert letter.subject == "Ulasan Anda tentang Kawung Malam tidak kami tampilkan"
    assert ("Alasannya: Menghina atau mengancam" in letter.text, "Catatan" in letter.text) == (True, False)


def test_who_left_no_address_is_written_to_by_nobody() -> None:
    review = rejected(Reason.INSULT)
    review.line.order.email = ""
    assert (verdicts.tell(review, REASON[Reason.INSULT]), letters()) == (None, [])


@pytest.mark.parametrize(("sample", "state"), [(False, MessageState.QUEUED), (True, MessageState.KEPT)])
def test_a_sample_buyer_is_written_to_for_the_back_office_alone(
    app: Flask, monkeypatch: pytest.MonkeyPatch, sample: bool, state: MessageState
) -> None:
    monkeypatch.setitem(app.config, "MAIL_URL", "smtp://127.0.0.1:9")
    review = rejected(Reason.INSULT)
    review.sample = sample
    verdicts.tell(review, REASON[Reason.INSULT])
    assert [letter.state for letter in letters()] == [state]
