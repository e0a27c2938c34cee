"""Saying why a review should not be shown: by anybody, with no account, and never more than a word to the admins."""

import secrets
from datetime import timedelta

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.accounts import throttle
from app.db import db
from app.forms import Form
from app.reviews import flags
from app.reviews import queries as reviews
from app.reviews.models import Reason, Review, ReviewState
from app.words import choices

from .reviews import plain

bp = Blueprint("flags", __name__, url_prefix="/ulasan/<int:review_id>/lapor")

# So often may one network flag something within an hour.
MOST = 10


class FlagForm(Form):
    """`token` is another in each form that is shown: sent twice, it counts once."""

    reason = RadioField(
        _l("Mengapa ulasan ini tidak pantas tampil?"), [InputRequired(_l("Pilih alasannya."))], coerce=str
    )
    text = TextAreaField(
        _l("Keterangan"),
        [Length(max=500)],
        filters=[plain],
        description=_l("Hanya dibaca pengurus. Nama dan alamat Anda tidak perlu."),
        render_kw={"rows": 3},
    )
    token = HiddenField(validators=[Length(min=16, max=64)])


@bp.after_request
def keep_private(response: Response) -> Response:
    """Each form is for one visitor."""
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("")
def begin(review_id: int) -> str:
    return page_of(shown(review_id), a_form(fresh=True))


@bp.post("")
def send(review_id: int) -> tuple[str, int] | BaseResponse:
    review, form = shown(review_id), a_form()
    if not form.validate():
        return page_of(review, form), 422
    throttle.hit(f"flag:{throttle.network(request.remote_addr)}", limit=MOST, window=timedelta(hours=1))
    flags.flag(review.id, Reason(form.reason.data), form.text.data, token=form.token.data)
    db.session.commit()
    return redirect(url_for(".thanks", review_id=review_id), 303)


@bp.get("/terima-kasih")
def thanks(review_id: int) -> str:
    """Also when an admin has taken it down meanwhile."""
    return render_template("shop/flags/thanks.html", product=db.get_or_404(Review, review_id).product)


def shown(review_id: int) -> Review:
    review = db.session.scalar(reviews.by_id(review_id))
    if review is None or review.state is not ReviewState.SHOWN:
        abort(404)
    return review


def a_form(*, fresh: bool = False) -> FlagForm:
    form = FlagForm(formdata=None, token=secrets.token_urlsafe(24)) if fresh else FlagForm()
    form.reason.choices = choices(Reason)
    return form


def page_of(review: Review, form: FlagForm) -> str:
    return render_template("shop/flags/begin.html", review=review, form=form)
