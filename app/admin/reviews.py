"""What buyers say and makers answer: read, let through or turned down, never changed."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired

from app.accounts.permissions import Permission
from app.db import db
from app.fields import choices_of, stand_in_row
from app.reviews import actions
from app.reviews import queries as reviews
from app.reviews.models import Reason, Reply, Review, ReviewState
from app.web import needs, send_picture
from app.words import REASON

bp = Blueprint("reviews", __name__, url_prefix="/reviews")

MOST = 50


class JudgeForm(FlaskForm):
    """`version` is what was read; without a reason it is let through."""

    version = IntegerField(validators=[InputRequired()])
    state = HiddenField()


class RejectForm(JudgeForm):
    reason = SelectField(
        _l("Mengapa tidak tampil"),
        [InputRequired(_l("Pilih alasannya."))],
        choices=choices_of({"": _l("Pilih alasan"), **REASON}),
    )


@bp.get("")
@needs(Permission.JUDGE_REVIEWS)
def browse() -> str:
    return page_of(a_state(request.args.get("state", "")))


@bp.post("/<int:review_id>/show")
@needs(Permission.JUDGE_REVIEWS)
def show(review_id: int) -> BaseResponse:
    return let_through(db.get_or_404(Review, review_id))


@bp.post("/<int:review_id>/reject")
@needs(Permission.JUDGE_REVIEWS)
def reject(review_id: int) -> tuple[str, int] | BaseResponse:
    return turn_down(db.get_or_404(Review, review_id))


@bp.post("/replies/<int:reply_id>/show")
@needs(Permission.JUDGE_REVIEWS)
def show_reply(reply_id: int) -> BaseResponse:
    return let_through(db.get_or_404(Reply, reply_id))


@bp.post("/replies/<int:reply_id>/reject")
@needs(Permission.JUDGE_REVIEWS)
def reject_reply(reply_id: int) -> tuple[str, int] | BaseResponse:
    return turn_down(db.get_or_404(Reply, reply_id))


@bp.get("/<int:review_id>/photo-<int:width>.<form>")
@needs(Permission.JUDGE_REVIEWS)
def photo(review_id: int, width: int, form: str) -> Response:
    return send_picture(db.get_or_404(Review, review_id).picture, width, form)


def let_through(thing: Review | Reply) -> BaseResponse:
    form = JudgeForm()
    # What was read is known by its number; without it nothing was read.
    actions.show(thing, version=form.version.data or 0, by=current_user.email)
    db.session.commit()
    flash(_("Sekarang tampil di toko."), "done")
    return back(form)


def turn_down(thing: Review | Reply) -> tuple[str, int] | BaseResponse:
    form = RejectForm()
    if not form.validate():
        return page_of(a_state(form.state.data), thing, form), 422
    actions.reject(thing, Reason(form.reason.data), version=form.version.data, by=current_user.email)
    db.session.commit()
    flash(_("Ditolak. Penulisnya membaca alasannya dan boleh menulis lagi."), "done")
    return back(form)


def back(form: JudgeForm) -> BaseResponse:
    return redirect(url_for(".browse", state=a_state(form.state.data).value), 303)


def a_state(text: str | None) -> ReviewState:
    """What the page shows: what waits, unless something else is asked for. What was withdrawn has nothing to show."""
    states = set(ReviewState) - {ReviewState.WITHDRAWN}
    return next((state for state in states if state == text), ReviewState.WAITING)


def page_of(state: ReviewState, tried: Review | Reply | None = None, filled: RejectForm | None = None) -> str:
    found = db.session.scalars(reviews.to_judge(state).limit(MOST)).all()
    answers = db.session.scalars(reviews.replies_to_judge(state).limit(MOST)).all()
    return render_template(
        "admin/reviews/browse.html",
        state=state,
        reviews=[(review, form_of(review, tried, filled)) for review in found],
        replies=[(reply, form_of(reply, tried, filled)) for reply in answers],
        tally=reviews.tally(),
        tabs=(ReviewState.WAITING, ReviewState.SHOWN, ReviewState.REJECTED),
    )


def form_of(thing: Any, tried: Review | Reply | None, filled: RejectForm | None) -> RejectForm:
    """The form to turn it down with: as it was filled in wrongly, if it was this one."""
    form = filled if filled and thing is tried else RejectForm(formdata=None)
    stand_in_row(form.reason, f"{thing.__tablename__}-{thing.id}")
    return form
