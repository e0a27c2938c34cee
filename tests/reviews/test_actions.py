import pytest
import sqlalchemy as sa

from app.accounts.models import AuditEntry
from app.db import db
from app.lifecycle import WrongMove
from app.makers import actions as makers
from app.makers.models import Use
from app.makers.queries import is_public
from app.orders import actions as orders
from app.pictures.models import PictureState
from app.reviews import actions, queries
from app.reviews.actions import AlreadyWritten, ChangedSince, NotAllowed, NotDelivered, NotSeen, Said
from app.reviews.models import Reason, Reply, Review, ReviewState
from app.reviews.queries import Rating
from tests import people
from tests.factories import a_picture, a_product
from tests.trade import a_review, an_order, delivered, paid

SAID = Said(stars=2, text="Warnanya lebih pucat.", name="Bunga", locale="id")


def count(kind=Review) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(kind))


def shown(product) -> list[str]:
    return [review.text for review in db.session.scalars(queries.of_product(product.id))]


def test_only_what_has_come_is_spoken_of_and_each_line_once():
    order = an_order(a_product())
    paid(order)
    for move in (orders.pack, lambda order, by: None):
        with pytest.raises(NotDelivered):
            actions.write(order.lines[0], SAID, None)
        move(order, by="pengurus")
    orders.deliver(order, by="pengurus")
    actions.write(order.lines[0], SAID, None)
    with pytest.raises(AlreadyWritten):
        actions.write(order.lines[0], SAID, None)
    assert count() == 1


def test_what_came_back_is_not_spoken_of():
    order = delivered(an_order(a_product()))
    orders.take_back(order, by="pengurus", note="Robek")
    with pytest.raises(NotDelivered):
        actions.write(order.lines[0], SAID, None)
    assert count() == 0


def test_nobody_reads_it_before_an_admin_has_let_it_through_nor_after_it_was_taken_down():
    product = a_product()
    review = a_review(product, shown=False)
    seen = [shown(product)]
    actions.show(review, version=1, by="pengurus@contoh.test")
    seen.append(shown(product))
    actions.reject(review, Reason.PERSONAL, version=1, by="pengurus@contoh.test")
    seen.append(shown(product))
    assert seen == [[], ["Halus dan adem."], []]
    book = db.session.execute(
        sa.select(AuditEntry.action, AuditEntry.by, AuditEntry.details).where(AuditEntry.subject == "review")
    ).all()
    assert [tuple(row) for row in book] == [
        ("show", "pengurus@contoh.test", {}),
        ("reject", "pengurus@contoh.test", {"reason": "personal"}),
    ]


def test_what_is_let_through_is_what_was_read():
    review = a_review(a_product(), shown=False)
    actions.reject(review, Reason.OFF_TOPIC, version=1, by="a")
    actions.write(review.line, SAID, None)
    with pytest.raises(ChangedSince):
        actions.show(review, version=1, by="b")
    assert (review.state, review.reason, review.text) == (ReviewState.WAITING, None, SAID.text)
    actions.show(review, version=2, by="b")
    assert (review.state, review.decided_by) == (ReviewState.SHOWN, "b")


def test_a_photo_is_let_through_by_who_can_have_seen_it():
    review = a_review(a_product(), a_picture("reviews", state=PictureState.WAITING), shown=False)
    with pytest.raises(NotSeen):
        actions.show(review, version=1, by="a")
    assert review.state is ReviewState.WAITING
    review.picture.state = PictureState.READY
    actions.show(review, version=1, by="a")
    assert review.state is ReviewState.SHOWN


def test_few_stars_are_no_reason_and_who_rejects_for_them_is_seen():
    assert {reason.value for reason in Reason} == {
        "personal",
        "insult",
        "advertising",
        "off_topic",
        "picture",
    }
    product = a_product(stock=9)
    for stars in (5, 4):
        a_review(product, stars=stars)
    for stars in (1, 1, 2):
        actions.reject(
            a_review(product, stars=stars, shown=False), Reason.OFF_TOPIC, version=1, by="pengurus"
        )
    tally = queries.tally()
    assert tally.states == {
        ReviewState.WAITING: Rating(0, 0),
        ReviewState.SHOWN: Rating(2, 9),
        ReviewState.REJECTED: Rating(3, 4),
        ReviewState.WITHDRAWN: Rating(0, 0),
    }
    assert tally.reasons == {**dict.fromkeys(Reason, Rating(0, 0)), Reason.OFF_TOPIC: Rating(3, 4)}
    assert (Rating(2, 9).average, Rating(3, 4).average, Rating(0, 0).average) == (4.5, 1.3, 0)


def test_what_a_buyer_takes_back_is_not_kept_and_neither_is_its_answer():
    maker = people.a_maker(Use.REPLIES)
    review = a_review(a_product(maker_id=maker.id), a_picture("reviews"))
    actions.answer(review, maker, "Terima kasih.")
    actions.withdraw(review.line)
    left = (review.state, review.text, review.name, review.photo, count(Reply))
    assert left == (ReviewState.WITHDRAWN, "", "", None, 0)
    with pytest.raises(WrongMove):
        actions.show(review, version=1, by="pengurus")
    actions.write(review.line, SAID, None)
    assert (review.state, review.version, review.text) == (ReviewState.WAITING, 2, SAID.text)


def test_the_maker_of_the_cloth_answers_once_and_only_while_she_agrees():
    maker, other = people.a_maker(), people.a_maker(Use.REPLIES)
    review = a_review(a_product(maker_id=maker.id))
    with pytest.raises(NotAllowed):
        actions.answer(review, maker, "Terima kasih.")
    with pytest.raises(NotAllowed):
        actions.answer(review, other, "Terima kasih.")
    people.allow(maker, Use.REPLIES)
    reply = actions.answer(review, maker, "Terima kasih.")
    with pytest.raises(AlreadyWritten):
        actions.answer(review, maker, "Sekali lagi.")
    assert queries.replies_to([review]) == {}
    actions.show(reply, version=1, by="pengurus")
    assert queries.replies_to([review]) == {review.id: reply}
    makers.withdraw(maker, Use.REPLIES, by="test")
    assert queries.replies_to([review]) == {}


def test_who_is_not_with_the_cooperative_any_more_answers_nothing():
    maker = people.a_maker(Use.REPLIES)
    review = a_review(a_product(maker_id=maker.id))
    actions.show(actions.answer(review, maker, "Terima kasih."), version=1, by="pengurus")
    makers.edit(maker, by="test", active=False)
    assert queries.replies_to([review]) == {}


def test_an_answer_is_read_by_an_admin_too_and_can_be_taken_back():
    maker = people.a_maker(Use.REPLIES)
    review = a_review(a_product(maker_id=maker.id))
    reply = actions.answer(review, maker, "Telepon saya di 0812.")
    actions.reject(reply, Reason.PERSONAL, version=1, by="pengurus")
    assert queries.replies_to([review]) == {}
    reply = actions.answer(review, maker, "Terima kasih.")
    actions.show(reply, version=2, by="pengurus")
    actions.take_back(reply)
    assert (reply.state, reply.text, queries.replies_to([review])) == (ReviewState.WITHDRAWN, "", {})


def test_a_yes_to_answering_opens_no_page_of_hers():
    assert not is_public(people.a_maker(Use.REPLIES))
