"""Mails that were written, and what became of them."""

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.audit import record
from app.accounts.permissions import Permission
from app.db import db
from app.errors import ShopError
from app.notifications import actions
from app.notifications import queries as mails
from app.notifications.models import Message, MessageState
from app.web import needs
from app.words import choices

from .paging import page_asked

bp = Blueprint("messages", __name__, url_prefix="/messages")

PAGE = 50
# A mail brings its own styles; nothing else in it may run, load, send or lead anywhere.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox"


@bp.get("")
@needs(Permission.SEE_MESSAGES)
def browse() -> str:
    state = next((each for each in MessageState if each == request.args.get("state")), None)
    page = page_asked()
    wanted = mails.newest() if state is None else mails.newest().where(Message.state == state)
    found = db.session.scalars(wanted.limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    return render_template(
        "admin/messages/browse.html",
        messages=found[:PAGE],
        more=len(found) > PAGE,
        page=page,
        state=state,
        states=choices(MessageState),
    )


@bp.get("/<int:message_id>")
@needs(Permission.SEE_MESSAGES)
def show(message_id: int) -> str:
    return render_template("admin/messages/show.html", message=db.get_or_404(Message, message_id))


@bp.get("/<int:message_id>/html")
@needs(Permission.SEE_MESSAGES)
def html(message_id: int) -> Response:
    """The mail as its reader sees it."""
    response = make_response(db.get_or_404(Message, message_id).html)
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.post("/<int:message_id>/again")
@needs(Permission.SEE_MESSAGES)
def try_again(message_id: int) -> BaseResponse:
    message = db.get_or_404(Message, message_id, with_for_update=True)
    if message.state is MessageState.SENT:
        raise ShopError(_l("Surel ini sudah terkirim."))
    if not current_app.config["MAIL_URL"]:
        raise ShopError(_l("Toko ini belum punya server surel, jadi surel hanya bisa dibaca di sini."))
    actions.try_again(message)
    record(by=current_user.email, action="send again", subject="message", subject_id=message.id)
    db.session.commit()
    flash(_("Surel dikirim lagi dalam beberapa detik."), "done")
    return redirect(url_for(".show", message_id=message_id), 303)
