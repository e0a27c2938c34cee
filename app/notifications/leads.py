"""Mails to those who left their address at a stand, each as an officer wrote it, with the way out."""

from email.utils import make_msgid

import sqlalchemy as sa
from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from app.addresses import public_url
from app.db import db
from app.leads.models import FollowUp

from .actions import domain
from .models import Message, MessageState

KIND = "lead"


def write_to(said: FollowUp) -> Message:
    """Put what an officer wrote into the outbox."""
    lead = said.lead
    link = public_url("shop.farewell.show", locale=lead.language, token=lead.token)
    with force_locale(lead.language):
        given = {"text": said.text, "link": link}
        message = Message(
            kind=KIND,
            recipient=lead.email,
            locale=lead.language,
            subject=_("Batik yang Anda tanyakan di %(shop)s", shop=current_app.config["SHOP_NAME"]),
            text=render_template("mail/lead.txt", **given),
            html=render_template("mail/lead.html", **given),
            message_id=make_msgid(f"lead-{said.id}", domain=domain()),
            state=MessageState.QUEUED if current_app.config["MAIL_URL"] else MessageState.KEPT,
        )
    db.session.add(message)
    return message


def forget(email: str) -> None:
    """Delete what was written to somebody who wants no more of it, also what has not gone out yet."""
    if email:
        theirs = sa.delete(Message).where(Message.kind == KIND, Message.recipient == email)
        db.session.execute(theirs.execution_options(synchronize_session=False))
