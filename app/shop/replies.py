"""What a maker answers to those who have her cloth."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from app.accounts.permissions import Permission
from app.catalog.facets import page_number
from app.db import db
from app.fields import stand_in_row
from app.forms import Form
from app.makers import queries as makers
from app.makers.models import Maker, Use
from app.reviews import actions
from app.reviews import queries as reviews
from app.reviews.models import Review
from app.web import guard, needs

from . import story
from .reviews import plain
from .story import own

bp = Blueprint("replies", __name__, url_prefix="/akun/ulasan")
bp.before_request(guard)
bp.after_request(story.keep_private)

PAGE = 20


class ReplyForm(Form):
    text = TextAreaField(
        _l("Jawaban Anda"),
        [DataRequired(_l("Tulis jawaban Anda.")), Length(max=1000)],
        filters=[plain],
        render_kw={"rows": 4},
    )


@bp.get("")
@needs(Permission.TELL_OWN_STORY)
def show() -> str:
    return page_of(own())


@bp.post("/<int:review_id>")
@needs(Permission.TELL_OWN_STORY)
def answer(review_id: int) -> tuple[str, int] | BaseResponse:
    maker, form = own(), ReplyForm()
    review = find_review(maker, review_id)
    if not form.validate():
        return page_of(maker, review, form), 422
    actions.answer(review, maker, form.text.data)
    db.session.commit()
    flash(_("Tersimpan. Jawaban Anda tampil setelah dibaca pengurus."), "success")
    return back()


@bp.post("/<int:review_id>/tarik")
@needs(Permission.TELL_OWN_STORY)
def withdraw(review_id: int) -> BaseResponse:
    review = find_review(own(), review_id)
    if review.reply is None:
        abort(404)
    actions.take_back(review.reply)
    db.session.commit()
    flash(_("Jawaban Anda sudah ditarik dan isinya dihapus."), "success")
    return back()


def back() -> BaseResponse:
    """To the page that was read, which its forms say in their addresses."""
    return redirect(url_for(".show", hal=request.args.get("hal")), 303)


def find_review(maker: Maker, review_id: int) -> Review:
    """A review of her own work; another maker's is not found."""
    review = db.session.scalar(reviews.to_answer(maker).where(Review.id == review_id))
    if review is None:
        abort(404)
    return review


def page_of(maker: Maker, tried: Review | None = None, filled: ReplyForm | None = None) -> str:
    """What is said of her work, with the form that was filled in wrongly, if any, at its review."""
    rating = reviews.rating(reviews.of_maker(maker.id))
    pages = max(1, -(-rating.count // PAGE))
    number = min(page_number(request.args.get("hal", "")), pages)
    found = db.session.scalars(reviews.to_answer(maker).limit(PAGE).offset((number - 1) * PAGE)).all()
    forms = {review.id: ReplyForm(formdata=None) for review in found}
    if tried and filled:
        forms[tried.id] = filled
    for review_id, form in forms.items():
        stand_in_row(form.text, review_id)
    return render_template(
        "shop/replies/show.html",
        reviews=found,
        forms=forms,
        rating=rating,
        page={"number": number, "pages": pages},
        allowed=Use.REPLIES in makers.live_consents(maker),
    )
