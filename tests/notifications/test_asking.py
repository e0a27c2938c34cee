"""Who is asked what he says of his cloth, when, and how often."""

from datetime import timedelta

import sqlalchemy as sa

from app import clock, post
from app.db import db
from app.notifications.asking import ASK_AFTER, ASK_UNTIL
from app.notifications.models import Message, MessageState
from app.orders import actions as orders
from app.reviews import actions as reviews
from app.reviews.actions import Said
from tests.factories import a_product
from tests.trade import an_order, delivered


def came(ago, **over):
    """An order that was delivered so long ago."""
    with clock.pretend(clock.now() - ago):
        return delivered(an_order(a_product(), **over))


def asked():
    found = sa.select(Message).where(Message.kind == "ask_review").order_by(Message.id)
    return list(db.session.scalars(found))


def test_a_buyer_is_asked_once_in_her_language_some_days_after_it_came():
    order = came(ASK_AFTER + timedelta(minutes=1), locale="en")
    assert [post.ask(), post.ask()] == [1, 0]
    (letter,) = asked()
    assert (letter.recipient, letter.locale, letter.state) == (order.email, "en", MessageState.KEPT)
    assert letter.subject == f"How is your cloth from order {order.number}?"
    assert f"/en/pesanan/{order.token}#ulasan" in letter.text
    assert "We ask only once." in letter.html


def test_nobody_is_asked_too_early_or_too_late_or_who_has_no_cloth_or_no_address_or_has_spoken():
    came(ASK_AFTER - timedelta(minutes=1))
    came(ASK_UNTIL + timedelta(minutes=1))
    came(ASK_AFTER, email="")
    orders.take_back(came(ASK_AFTER), by="pengurus", note="")
    came(ASK_AFTER).sample = True
    line = came(ASK_AFTER).lines[0]
    reviews.write(line, Said(stars=5, text="Bagus", name="Sekar", locale="id"), None)
    assert (post.ask(), asked()) == (0, [])
