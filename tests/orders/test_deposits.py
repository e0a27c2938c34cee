"""When what a deposit was paid for is there, its rest is asked for, and once more."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from app import clock, create_app
from app.db import db
from app.money import Money
from app.notifications import actions as notifications
from app.notifications.models import Message
from app.orders import deposits
from app.orders.actions import NotNow
from app.orders.models import EventKind, OrderEvent
from config import Settings
from tests.factories import a_product
from tests.settings import settings_for
from tests.trade import an_order, paid
from tests.trials.races import at_once

ORDERS, WORKERS = 6, 6
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


def test_the_rest_is_asked_for_in_the_buyers_language():
    order = an_order(a_product(price=350_000), deposit=Money(150_000), locale="en")
    paid(order)
    deposits.made(order, by=BY)
    with time_machine.travel(clock.now() + deposits.AGAIN_AFTER, tick=False):
        deposits.await_rests()
    notifications.write()
    written = sa.select(Message).where(Message.kind.in_(["made", "rest_awaited"])).order_by(Message.id)
    letters = db.session.scalars(written).all()
    assert [(letter.locale, letter.recipient, letter.subject) for letter in letters] == [
        ("en", order.email, f"Order {order.number} is made"),
        ("en", order.email, f"The rest of order {order.number} is still to be paid"),
    ]
    for letter in letters:
        assert f"/en/pesanan/{order.token}" in letter.text


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


def test_workers_who_look_at_the_same_moment_remind_once(database_url):
    shop = create_app(Settings(**settings_for(database_url)))
    with shop.app_context():
        for _ in range(ORDERS):
            order = an_order(a_product(price=350_000), deposit=Money(150_000))
            paid(order)
            deposits.made(order, by=BY)
        db.session.commit()

    def remind() -> int:
        with shop.app_context():
            reminded = deposits.await_rests()
            db.session.commit()
            return reminded

    with time_machine.travel(clock.now() + deposits.AGAIN_AFTER, tick=False):
        reminded = at_once(*[remind] * WORKERS)
    with shop.app_context():
        again = sa.select(sa.func.count()).where(OrderEvent.kind == EventKind.REST_AWAITED)
        assert (sum(reminded), db.session.scalar(again)) == (ORDERS, ORDERS)
        db.session.remove()
        db.engine.dispose()
