"""What buyers say and makers answer: read, let through or turned down, never changed."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse
from wtforms import HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.accounts.permissions import Permission
from app.db import db
from app.fields import choices_of, stand_in_row
from app.forms import Form
from app.notifications import verdicts
from app.reviews import actions, flags
from app.reviews import queries as reviews
from app.reviews.flags import Flagged
from app.reviews.models import Reason, Reply, Review, ReviewState
from app.web import needs, send_picture
from app.words import REASON

from .paging import page_asked

bp = Blueprint("reviews", __name__, url_prefix="/reviews")

PAGE = 50


class JudgeForm(Form):
    """`version` is what was read; without a reason it is let through."""

    version = IntegerField(validators=[InputRequired()])
    state = HiddenField()


class RejectForm(JudgeForm):
    reason = SelectField(
        _l("Mengapa tidak tampil"),
        [InputRequired(_l("Pilih alasannya."))],
        choices=choices_of({"": _l("Pilih alasan"), **REASON}),
    )
    note = TextAreaField(
        _l("Catatan untuk penulisnya"),
        [Optional(), Length(max=1000)],
        filters=[lambda text: (text or "").strip()],
        description=_l("Penulisnya membacanya bersama alasannya."),
        render_kw={"rows": 3},
    )


class KeepForm(JudgeForm):
    """`last` is the newest flag that was read."""

    last = IntegerField(validators=[InputRequired()])


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


@bp.post("/<int:review_id>/keep")
@needs(Permission.JUDGE_REVIEWS)
def keep(review_id: int) -> BaseResponse:
    """Let it stay, whatever was said against it."""
    review, form = db.get_or_404(Review, review_id), KeepForm()
    actions.keep(review, version=form.version.data or 0, last=form.last.data or 0, by=current_user.email)
    db.session.commit()
    flash(_("Ulasan itu tetap tampil."), "done")
    return back(form)


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
    reason = Reason(form.reason.data)
    actions.reject(thing, reason, version=form.version.data, by=current_user.email, note=form.note.data)
    told = verdicts.tell(thing, REASON[reason]) if isinstance(thing, Review) else None
    db.session.commit()
    done = _("Ditolak. Penulisnya membaca alasannya dan boleh menulis lagi.")
    flash(
        _("Ditolak. Penulisnya kami surati tentang alasannya dan boleh menulis lagi.") if told else done,
        "done",
    )
    return back(form)


def back(form: JudgeForm) -> BaseResponse:
    """To the page that was read, which its forms say in their addresses."""
    state, page = a_state(form.state.data), page_asked()
    return redirect(url_for(".browse", state=state.value, page=page if page > 1 else None), 303)


def a_state(text: str | None) -> ReviewState:
    """What the page shows: what waits, unless something else is asked for. What was withdrawn has nothing to show."""
    states = set(ReviewState) - {ReviewState.WITHDRAWN}
    return next((state for state in states if state == text), ReviewState.WAITING)


def page_of(state: ReviewState, tried: Review | Reply | None = None, filled: RejectForm | None = None) -> str:
    """Reviews in a state; before those that wait to be read, those that readers have said something against."""
    number = page_asked()
    lists = on_page(state, number)
    if number > 1 and not any(lists):
        # All that it had was decided.
        number, lists = 1, on_page(state, 1)
    flagged, found, answers = (each[:PAGE] for each in lists)
    against = flags.against([*flagged, *found])
    return render_template(
        "admin/reviews/browse.html",
        state=state,
        flagged=[(review, form_of(review, tried, filled, against.get(review.id))) for review in flagged],
        reviews=[(review, form_of(review, tried, filled)) for review in found],
        replies=[(reply, form_of(reply, tried, filled)) for reply in answers],
        against=against,
        waiting=reviews.how_many_flagged(),
        tally=reviews.tally(),
        tabs=(ReviewState.WAITING, ReviewState.SHOWN, ReviewState.REJECTED),
        page=number,
        more=any(len(each) > PAGE for each in lists),
    )


def on_page(state: ReviewState, number: int) -> list[list[Any]]:
    """What was said against, what was said, and what was answered: those of a page, and the first of the next."""
    against = reviews.flagged() if state is ReviewState.WAITING else reviews.flagged().where(sa.false())
    return [
        list(db.session.scalars(each.limit(PAGE + 1).offset((number - 1) * PAGE)))
        for each in (against, reviews.to_judge(state), reviews.replies_to_judge(state))
    ]


def form_of(
    thing: Any, tried: Review | Reply | None, filled: RejectForm | None, against: Flagged | None = None
) -> RejectForm:
    """The form to turn it down with: as it was filled in wrongly, if it was this one; else for the reason that readers
    name most often."""
    said = {"reason": against.most.value} if against else {}
    form = filled if filled and thing is tried else RejectForm(formdata=None, **said)
    for field in (form.reason, form.note):
        stand_in_row(field, f"{thing.__tablename__}-{thing.id}")
    return form
