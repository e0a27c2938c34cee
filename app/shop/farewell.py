"""The way out for who left a number or an address at a stand: no sign-in, one button."""

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.db import db
from app.leads import actions, queries
from app.leads.models import Lead
from app.notifications import leads as mails

bp = Blueprint("farewell", __name__, url_prefix="/berhenti")


@bp.get("/<token>")
def show(token: str) -> str:
    return render_template("shop/farewell/show.html", lead=find_lead(token))


@bp.post("/<token>")
def leave(token: str) -> Response:
    lead = find_lead(token)
    mails.forget(lead.email)
    actions.unsubscribe(lead)
    db.session.commit()
    return redirect(url_for(".show", token=token), 303)


@bp.after_request
def keep_private(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def find_lead(token: str) -> Lead:
    return db.session.scalar(queries.by_token(token)) or abort(404)
