"""What a buyer says of the cloth that came, written and taken back from the order's private page."""

from datetime import timedelta

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse
from wtforms import FileField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from app import darkroom
from app.accounts import throttle
from app.db import db
from app.languages import locale
from app.orders.models import Order, OrderLine
from app.pictures import actions as pictures
from app.pictures.headers import ACCEPTED, BadPicture
from app.pictures.models import Picture
from app.reviews import actions
from app.reviews import queries as reviews
from app.reviews.actions import Said
from app.reviews.models import ReviewState
from app.web import send_picture

from . import orders
from .orders import find_order

bp = Blueprint("reviews", __name__)

STARS = {
    1: _l("Kecewa"),
    2: _l("Kurang"),
    3: _l("Cukup"),
    4: _l("Bagus"),
    5: _l("Bagus sekali"),
}


def plain(text: str | None) -> str:
    """As it was typed; without what no keyboard types and no database keeps."""
    return (text or "").replace("\0", "").replace("\r\n", "\n").strip()


class ReviewForm(FlaskForm):
    stars = RadioField(
        _l("Bintang"),
        [InputRequired(_l("Pilih satu sampai lima bintang."))],
        choices=[SelectChoice(stars, words) for stars, words in STARS.items()],
        coerce=int,
    )
    text = TextAreaField(
        _l("Ulasan Anda"),
        [DataRequired(_l("Tulis ulasan Anda.")), Length(max=2000)],
        filters=[plain],
        description=_l(
            "Bagaimana kainnya di tangan, warnanya, cara datangnya. Yang kurang pun boleh ditulis."
        ),
        render_kw={"rows": 6},
    )
    name = StringField(
        _l("Nama yang tampil"),
        [DataRequired(_l("Tulis nama yang boleh tampil.")), Length(max=60)],
        filters=[plain, lambda text: " ".join(text.split())],
        description=_l("Anda yang memilih; nama samaran boleh. Nama pada pesanan tidak tampil."),
        render_kw={"autocomplete": "nickname"},
    )
    photo = FileField(
        _l("Foto kainnya"),
        description=_l(
            "JPEG, PNG, WebP, atau HEIC, paling besar 10 MB. Tempat dan waktu pengambilannya kami hapus."
        ),
        render_kw={"accept": ACCEPTED},
    )

    def said(self) -> Said:
        return Said(stars=self.stars.data, text=self.text.data, name=self.name.data, locale=locale())


@bp.after_request
def keep_private(response: Response) -> Response:
    """Whatever stands under an order's address is as private as the order."""
    return orders.keep_private(response) if "token" in (request.view_args or {}) else response


@bp.get("/pesanan/<token>/ulasan/<int:line_id>")
def begin(token: str, line_id: int) -> str:
    order, line = find_line(token, line_id)
    actions.check(order, db.session.scalar(reviews.of_line(line.id)))
    return page_of(order, line, ReviewForm(formdata=None))


@bp.post("/pesanan/<token>/ulasan/<int:line_id>")
def save(token: str, line_id: int) -> tuple[str, int] | BaseResponse:
    order, line = find_line(token, line_id)
    actions.check(order, db.session.scalar(reviews.of_line(line.id)))
    throttle.hit(f"review:{order.id}", limit=20, window=timedelta(days=1))
    form = ReviewForm()
    try:
        if not form.validate():
            return page_of(order, line, form), 422
        actions.write(line, form.said(), _kept(form.photo.data))
    except BadPicture as error:
        form.photo.errors = [error.message]
        return page_of(order, line, form), 422
    db.session.commit()
    flash(_("Terima kasih. Ulasan Anda tampil setelah dibaca pengurus."), "done")
    return redirect(f"{url_for('shop.orders.show', token=token)}#ulasan", 303)


def _kept(file: FileStorage | None) -> Picture | None:
    """The photo that was sent along, if any, as it waits to be developed."""
    if not file:
        return None
    (sent,) = darkroom.keep("reviews", [("", file.stream)])
    return pictures.receive(sent)


@bp.post("/pesanan/<token>/ulasan/<int:line_id>/tarik")
def withdraw(token: str, line_id: int) -> BaseResponse:
    line = find_line(token, line_id)[1]
    if db.session.scalar(reviews.of_line(line.id)) is None:
        abort(404)
    actions.withdraw(line)
    db.session.commit()
    flash(_("Ulasan Anda sudah ditarik dan isinya kami hapus."), "done")
    return redirect(f"{url_for('shop.orders.show', token=token)}#ulasan", 303)


@bp.get("/ulasan/<int:review_id>/foto-<int:width>.<form>")
def photo(review_id: int, width: int, form: str) -> Response:
    """A photo with a review, while that is shown: browsers ask each time."""
    review = db.session.scalar(reviews.by_id(review_id))
    if review is None or review.state is not ReviewState.SHOWN:
        abort(404)
    return send_picture(review.picture, width, form)


def find_line(token: str, line_id: int) -> tuple[Order, OrderLine]:
    order = find_order(token)
    line = next((line for line in order.lines if line.id == line_id), None)
    if line is None:
        abort(404)
    return order, line


def page_of(order: Order, line: OrderLine, form: ReviewForm) -> str:
    return render_template("shop/reviews/begin.html", order=order, line=line, form=form)
