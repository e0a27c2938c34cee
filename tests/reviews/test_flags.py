"""What readers say against reviews: counted, judged once, and never more than a word to the admins."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.accounts.models import AuditEntry
from app.db import db
from app.reviews import actions, flags, queries
from app.reviews.actions import ChangedSince, Said
from app.reviews.flags import NotShown
from app.reviews.models import Flag, Reason, Review, ReviewState
from tests.factories import a_product
from tests.trade import a_review

SAID = Said(stars=2, text="Warnanya lebih pucat.", name="Bunga", locale="id")


def flagged() -> list[int]:
    return [review.id for review in db.session.scalars(queries.flagged())]


def kept() -> list[tuple[Reason, str, bool]]:
    db.session.expire_all()
    found = db.session.scalars(sa.select(Flag).order_by(Flag.id))
    return [(flag.reason, flag.text, flag.closed_at is not None) for flag in found]


def written_down() -> list[tuple[str, str, dict[str, object]]]:
    entries = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.subject == "review"))
    return [(entry.by, entry.action, entry.details) for entry in entries if entry.action != "show"]


def flag(review: Review, reason: Reason = Reason.ADVERTISING, text: str = "", token: str = "") -> Flag:
    return flags.flag(review.id, reason, text, token=token or f"form-{len(kept())}")


def test_the_same_form_counts_once_and_what_many_say_is_written_down_once():
    review = a_review(a_product())
    first = flag(review, token="one", text="Ada tautan")
    assert flag(review, token="one", text="Ada tautan") is first
    flag(review, token="two")
    flag(review, Reason.INSULT, token="three")
    told = flags.against([review])[review.id]
    assert (told.reasons, told.waiting, told.count, told.most) == (
        {Reason.ADVERTISING: 2, Reason.INSULT: 1},
        3,
        3,
        Reason.ADVERTISING,
    )
    assert [said.text for said in told.words] == ["Ada tautan"]
    assert written_down() == [
        ("reader", "flag", {"reason": "advertising"}),
        ("reader", "flag", {"reason": "insult"}),
    ]
    assert (flagged(), queries.waiting(), review.state) == ([review.id], 1, ReviewState.SHOWN)


@pytest.mark.parametrize("state", ["waiting", "rejected", "withdrawn", "nowhere"])
def test_only_what_is_shown_is_spoken_against(state):
    review = a_review(a_product(), shown=False)
    if state == "rejected":
        actions.reject(review, Reason.INSULT, version=1, by="pengurus")
    if state == "withdrawn":
        actions.withdraw(review.line)
    with pytest.raises(NotShown):
        flags.flag(review.id + (state == "nowhere"), Reason.INSULT, "", token="one")
    assert kept() == []


def test_what_is_kept_is_not_brought_up_again_for_the_same_reason_but_counted():
    review = a_review(a_product())
    last = flag(review).id
    actions.keep(review, version=1, last=last, by="pengurus")
    actions.keep(review, version=1, last=last, by="pengurus")
    for _ in range(3):
        flag(review)
    told = flags.against([review])[review.id]
    assert (flagged(), told.count, told.waiting) == ([], 4, 0)
    assert written_down()[1:] == [("pengurus", "keep", {"flags": 1})]
    flag(review, Reason.PERSONAL)
    assert (flagged(), flags.against([review])[review.id].waiting) == ([review.id], 1)


def test_what_came_after_the_page_was_read_still_waits():
    review = a_review(a_product())
    read = flag(review).id
    flag(review, Reason.PERSONAL)
    actions.keep(review, version=1, last=read, by="pengurus")
    assert ([closed for _, _, closed in kept()], flagged()) == ([True, False], [review.id])


def test_what_was_written_anew_or_is_not_shown_is_not_kept():
    review = a_review(a_product())
    last = flag(review).id
    for version in (0, 2):
        with pytest.raises(ChangedSince):
            actions.keep(review, version=version, last=last, by="pengurus")
    assert flagged() == [review.id]
    actions.reject(review, Reason.ADVERTISING, version=1, by="pengurus", note="Ada tautan.")
    with pytest.raises(ChangedSince):
        actions.keep(review, version=1, last=last, by="pengurus")
    assert (review.state, review.note, flagged()) == (ReviewState.REJECTED, "Ada tautan.", [])
    assert written_down()[-1] == ("pengurus", "reject", {"reason": "advertising", "flags": 1})


def test_what_is_written_anew_is_judged_anew():
    review = a_review(a_product())
    flag(review)
    actions.reject(review, Reason.ADVERTISING, version=1, by="pengurus", note="Ada tautan.")
    actions.write(review.line, SAID, None)
    assert (review.reason, review.note) == (None, "")
    actions.show(review, version=2, by="pengurus")
    assert flags.against([review]) == {}
    flag(review)
    assert (flagged(), flags.against([review])[review.id].count) == ([review.id], 1)


def test_what_its_writer_takes_back_takes_along_what_was_said_against_it():
    review, other = a_review(a_product()), a_review(a_product())
    flag(review)
    flag(other, Reason.INSULT)
    actions.withdraw(review.line)
    assert (kept(), queries.waiting()) == ([(Reason.INSULT, "", False)], 1)


def test_words_are_let_go_of_long_after_they_were_judged():
    review = a_review(a_product())
    with clock.pretend(clock.now() - flags.KEPT - timedelta(days=1)):
        actions.keep(review, version=1, last=flag(review, text="Lama").id, by="pengurus")
        flag(review, Reason.INSULT, text="Menunggu")
    flag(review, text="Baru")
    flags.forget_old()
    assert kept() == [
        (Reason.ADVERTISING, "", True),
        (Reason.INSULT, "Menunggu", False),
        (Reason.ADVERTISING, "Baru", True),
    ]


def test_the_newest_words_are_read_and_the_longest_waiting_review_first():
    first, second = a_review(a_product()), a_review(a_product())
    for number in range(flags.MOST_WORDS + 2):
        flag(second, text=f"kata {number}")
    flag(first, text="lain")
    told = flags.against([first, second])
    assert [said.text for said in told[second.id].words] == [f"kata {number}" for number in (6, 5, 4, 3, 2)]
    assert ([said.text for said in told[first.id].words], flagged()) == (["lain"], [second.id, first.id])
    assert flags.against([]) == {}
