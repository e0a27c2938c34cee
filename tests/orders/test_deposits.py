"""When what a deposit was paid for is there, its rest is asked for, and once more."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from app import clock
from app.db import db
from app.money import Money
from app.notifications import actions as notifications
from app.notifications.models import Message
from app.orders import deposits
from app.orders.actions import NotNow
from app.orders.models import EventKind
from tests.factories import a_product
from tests.trade import an_order, paid

BY = "pengurus@contoh.id"


@pytest.fixture
def order():
    """Of Rp 370.000 with shipping, whose deposit came."""
    order = an_order(a_product(price=350_000), deposit=Money(150_000))
    paid(order)
    return order


def kinds(order):
    return [event.kind for event in order.events]


def mails():
    """What was written since to the buyer: kind and whether the rest is named."""
    notifications.write()
    written = sa.select(Message).where(Message.kind.in_(["made", "rest_awaited"])).order_by(Message.id)
    return [
        (mail.kind, "220.000" in mail.text, "220.000" in mail.html) for mail in db.session.scalars(written)
    ]


def test_what_is_made_is_said_once_and_its_rest_asked_for_by_mail(order):
    assert mails() == []
    before = kinds(order)
    for _ in range(2):
        deposits.made(order, by=BY)
    assert kinds(order) == [*before, EventKind.MADE]
    assert mails() == [("made", True, True)]


def test_only_what_a_deposit_was_paid_for_can_be_made(order):
    unpaid, whole = an_order(a_product()), an_order(a_product())
    paid(whole)
    for other in (unpaid, whole):
        before = kinds(other)
        with pytest.raises(NotNow):
            deposits.made(other, by=BY)
        assert kinds(other) == before


def test_who_has_not_paid_the_rest_some_days_later_is_reminded_once(order):
    deposits.made(order, by=BY)
    almost = clock.now() + deposits.AGAIN_AFTER - timedelta(minutes=1)
    with time_machine.travel(almost, tick=False):
        assert deposits.await_rests() == 0
    with time_machine.travel(almost + timedelta(minutes=2), tick=False):
        assert [deposits.await_rests() for _ in range(2)] == [1, 0]
        assert mails() == [("made", True, True), ("rest_awaited", True, True)]
    assert kinds(order)[-2:] == [EventKind.MADE, EventKind.REST_AWAITED]


def test_who_has_paid_the_rest_is_not_reminded(order):
    deposits.made(order, by=BY)
    paid(order)
    assert order.is_paid
    with time_machine.travel(clock.now() + deposits.AGAIN_AFTER * 2, tick=False):
        assert deposits.await_rests() == 0
