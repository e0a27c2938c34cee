"""Where the clock speaks to the mail server: claim a mail, commit, send it, commit. No transaction waits for the
server."""

import structlog
from flask import current_app

from app.db import db
from app.notifications import actions as notifications
from app.notifications import asking, smtp
from app.notifications.models import Message
from app.notifications.smtp import Away, Mail, NotSent

log = structlog.get_logger()


def write() -> int:
    """Write the mails of everything that happened; returns of how many events."""
    written = 0
    while count := notifications.write():
        db.session.commit()
        written += count
    db.session.commit()
    return written


def ask() -> int:
    """Ask those whose cloth has been there for some days what they say of it; returns how many mails that made."""
    asked = asking.ask()
    db.session.commit()
    return asked


def deliver() -> int:
    """Send what waits; returns how many mails the server took. A mail may go out twice only if this process dies
    between
    the server's yes and the commit, and then with the same Message-ID."""
    delivered, away = 0, False
    while current_app.config["MAIL_URL"] and not away and (message := notifications.claim()):
        mail, key = _mail(message), message.id
        db.session.commit()
        try:
            smtp.send(mail, current_app.config["MAIL_URL"])
        except NotSent as error:
            log.warning("mail not sent", message=key, error=str(error)[:200], for_good=error.for_good)
            notifications.failed(key, str(error), for_good=error.for_good)
            # The other jobs of the worker are not kept waiting for each mail anew.
            away = isinstance(error, Away)
        else:
            notifications.sent(key)
            delivered += 1
        db.session.commit()
    db.session.commit()
    return delivered


def _mail(message: Message) -> Mail:
    return Mail(
        sender=current_app.config["MAIL_FROM"],
        recipient=message.recipient,
        subject=message.subject,
        text=message.text,
        html=message.html,
        message_id=message.message_id,
        language=message.locale,
    )
