"""Mails: written once from order events in the buyer's language, then claimed, sent, and marked."""

from collections.abc import Collection
from datetime import timedelta
from email.utils import make_msgid

import sqlalchemy as sa
from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from app import clock
from app.accounts import emails
from app.accounts import queries as accounts
from app.addresses import public_url
from app.db import db
from app.money import Money
from app.orders.models import OrderEvent
from app.orders.queries import unannounced

from .letters import LETTERS, WELCOME, WELCOME_BACK, Letter
from .models import Message, MessageState

# How long to wait after each failed try; after the last one the mail is shown as failed.
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720)]
# A claimed mail that nobody has marked after this long is tried again: its sender died.
LEASE = timedelta(minutes=5)
# How long an invitation is kept, so that an admin can see what became of it.
KEPT = timedelta(days=7)


def write(limit: int = 100) -> int:
    """Write the mails of events that nobody has been told about; returns how many events there were.

    An event is taken by one writer only, and marked in the same transaction as its mails are written.
    """
    events = db.session.scalars(unannounced(limit).with_for_update(skip_locked=True, of=OrderEvent)).all()
    for event in events:
        for letter in LETTERS.get(event.kind, ()):
            for recipient in _recipients(event, letter):
                db.session.add(_message(event, letter, recipient))
        event.notified_at = clock.now()
    db.session.flush()
    return len(events)


def _recipients(event: OrderEvent, letter: Letter) -> list[str]:
    if letter.to_staff:
        return [address.strip() for address in current_app.config["STAFF_MAIL"].split(",") if address.strip()]
    return [event.order.email] if event.order.email else []


def _message(event: OrderEvent, letter: Letter, recipient: str) -> Message:
    order = event.order
    locale = "id" if letter.to_staff else order.locale
    if letter.to_staff:
        link = public_url("admin.orders.show", order_id=order.id)
    else:
        link = public_url("shop.orders.show", locale=locale, token=order.token)
    with force_locale(locale):
        words = {
            "subject": say(letter.subject, order.number),
            "opening": say(letter.opening_of(order), order.number),
            "action": say(letter.action, order.number),
        }
        given = {"order": order, "event": event, "letter": letter, "link": link, **words}
        given["refunded_amount"] = Money(int(str(event.details.get("amount", 0))))
        return Message(
            order_id=order.id,
            event_id=event.id,
            kind=letter.kind,
            recipient=recipient,
            locale=locale,
            subject=" ".join(words["subject"].split()),
            text=render_template("mail/order.txt", **given),
            html=render_template("mail/order.html", **given),
            message_id=make_msgid(f"order-{order.id}-{event.id}", domain=domain()),
            state=MessageState.QUEUED if current_app.config["MAIL_URL"] else MessageState.KEPT,
        )


def invite(email: str, *, locale: str) -> None:
    """Write to an address with which somebody wants to sign up: the way on, or to sign in where it has an account."""
    known = db.session.scalar(sa.select(accounts.by_email(email).exists()))
    letter = WELCOME_BACK if known else WELCOME
    if known:
        link = public_url("shop.account.sign_in", locale=locale)
    else:
        link = public_url("shop.sign_up.confirm", locale=locale, sealed=emails.seal(email))
    with force_locale(locale):
        given = {"opening": letter.opening, "action": letter.action, "link": link}
        given["closing"] = _("Bila bukan Anda, abaikan surel ini; tidak ada yang terjadi.")
        message = Message(
            kind=letter.kind,
            recipient=email,
            locale=locale,
            subject=str(letter.subject),
            text=render_template("mail/letter.txt", **given),
            html=render_template("mail/letter.html", **given),
            message_id=make_msgid(domain=domain()),
        )
    db.session.add(message)


def forget_letters(email: str, orders_gone: Collection[int]) -> None:
    """Delete what was written to an address, and to anybody about these orders: it names who bought them, and where
    they went."""
    theirs = sa.or_(Message.recipient == email, Message.order_id.in_(orders_gone))
    db.session.execute(sa.delete(Message).where(theirs))


def forget_invitations() -> None:
    """Remove the letters to people who did not come, and those to people met at a fair, which the lead itself keeps:
    their addresses are not ours to keep here."""
    old = (Message.kind.in_((WELCOME.kind, "lead")), Message.created_at <= clock.now() - KEPT)
    db.session.execute(sa.delete(Message).where(*old))


def say(words: LazyString, number: str) -> str:
    return str(words) % {"number": number}


def domain() -> str:
    return str(current_app.config["MAIL_FROM"]).rpartition("@")[2].rstrip(">") or "localhost"


def claim() -> Message | None:
    """The next mail to send, put out of reach of other senders for a while."""
    message = db.session.scalar(
        sa.select(Message)
        .where(Message.state == MessageState.QUEUED, Message.next_try_at <= clock.now())
        .order_by(Message.next_try_at, Message.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if message:
        message.attempts += 1
        message.next_try_at = clock.now() + LEASE
        db.session.flush()
    return message


def sent(message_id: int) -> None:
    message = db.session.get_one(Message, message_id)
    message.state, message.sent_at, message.last_error = MessageState.SENT, clock.now(), ""


def failed(message_id: int, error: str, *, for_good: bool) -> None:
    """It could not be sent: try again later, unless the server will never take it."""
    message = db.session.get_one(Message, message_id)
    message.last_error = error[:500]
    if for_good or message.attempts > len(WAITS):
        message.state = MessageState.FAILED
    else:
        message.next_try_at = clock.now() + WAITS[message.attempts - 1]


def try_again(message: Message) -> None:
    """Somebody wants a failed or kept mail to be sent."""
    message.state, message.attempts, message.next_try_at = MessageState.QUEUED, 0, clock.now()
