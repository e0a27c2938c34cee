"""Asking buyers, once, what they say of the cloth that reached them."""

from datetime import timedelta
from email.utils import make_msgid

import sqlalchemy as sa
from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from app import clock
from app.addresses import public_url
from app.db import db
from app.orders.models import EventKind, FulfilmentStatus, Order, OrderEvent, OrderLine, PaymentStatus
from app.reviews.models import Review

from .actions import domain, say
from .letters import ASK
from .models import Message, MessageState

# A cloth wants to be worn and washed before it is spoken of; and who bought long ago is not troubled, as by a shop that
# has only now learned to ask.
ASK_AFTER = timedelta(days=7)
ASK_UNTIL = timedelta(days=30)


def ask(limit: int = 100) -> int:
    """Write to the next so many whose cloth came some days ago; returns how many.

    The letter belongs to the event of the delivery, so the outbox itself keeps a second one out.
    """
    found = _unasked().limit(limit).with_for_update(skip_locked=True, of=OrderEvent)
    events = db.session.scalars(found).all()
    for event in events:
        db.session.add(_letter(event))
    db.session.flush()
    return len(events)


def _unasked() -> sa.Select[OrderEvent]:
    """Deliveries about which nobody has been asked, to buyers who kept something and have not said anything of it."""
    now = clock.now()
    asked = sa.exists().where(Message.event_id == OrderEvent.id, Message.kind == ASK.kind)
    written = sa.exists().where(Review.line_id == OrderLine.id, OrderLine.order_id == Order.id)
    return (
        sa.select(OrderEvent)
        .join(OrderEvent.order)
        .where(
            OrderEvent.kind == EventKind.DELIVERED,
            OrderEvent.at <= now - ASK_AFTER,
            OrderEvent.at > now - ASK_UNTIL,
            Order.fulfilment_status == FulfilmentStatus.DELIVERED,
            Order.payment_status == PaymentStatus.PAID,
            Order.email != "",
            ~Order.sample,
            ~asked,
            ~written,
        )
        .options(joinedload(OrderEvent.order))
        .order_by(OrderEvent.id)
    )


def _letter(event: OrderEvent) -> Message:
    order = event.order
    link = public_url("shop.orders.show", locale=order.locale, token=order.token) + "#ulasan"
    with force_locale(order.locale):
        given = {"opening": say(ASK.opening, order.number), "action": say(ASK.action, order.number)}
        closing = _("Kami hanya bertanya sekali. Ulasan bisa ditarik kapan saja di halaman pesanan.")
        given |= {"link": link, "closing": closing}
        return Message(
            order_id=order.id,
            event_id=event.id,
            kind=ASK.kind,
            recipient=order.email,
            locale=order.locale,
            subject=say(ASK.subject, order.number),
            text=render_template("mail/letter.txt", **given),
            html=render_template("mail/letter.html", **given),
            message_id=make_msgid(f"ask-{order.id}-{event.id}", domain=domain()),
            state=MessageState.QUEUED if current_app.config["MAIL_URL"] else MessageState.KEPT,
        )
