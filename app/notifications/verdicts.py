"""Telling who wrote a review that it is not shown, why, and what there is to do about it."""

from email.utils import make_msgid

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from app.addresses import public_url
from app.db import db
from app.languages import in_language
from app.reviews.models import Review

from .actions import domain
from .models import Message, MessageState

KIND = "review_rejected"


def tell(review: Review, why: LazyString) -> Message | None:
    """Put a letter about a review that has just been rejected into the outbox, in the language in which it was written;
    None where its buyer left no address.

    Sample buyers are written to for the back office alone.
    """
    order = review.line.order
    if not order.email:
        return None
    sent = current_app.config["MAIL_URL"] and not review.sample
    link = public_url("shop.orders.show", locale=review.locale, token=order.token) + "#ulasan"
    with force_locale(review.locale):
        title = in_language(review.line, "title")
        given = {"title": title, "why": str(why), "note": review.note, "link": link}
        message = Message(
            order_id=order.id,
            kind=KIND,
            recipient=order.email,
            locale=review.locale,
            subject=" ".join(_("Ulasan Anda tentang %(title)s tidak kami tampilkan", title=title).split()),
            text=render_template("mail/review.txt", **given),
            html=render_template("mail/review.html", **given),
            message_id=make_msgid(f"review-{review.id}-{review.version}", domain=domain()),
            state=MessageState.QUEUED if sent else MessageState.KEPT,
        )
    db.session.add(message)
    return message
