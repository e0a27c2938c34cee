"""What a buyer says of the cloth that came, written and taken back from the order's private page; and pages of all that
is said of a cloth, or of a maker's work."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from app import darkroom
from app.accounts import throttle
from app.catalog import queries as catalog
from app.catalog.facets import page_number
from app.db import db
from app.forms import Form
from app.languages import locale
from app.makers import queries as makers
from app.orders.models import Order, OrderLine
from app.page_cache import public
from app.pictures import actions as pictures
from app.pictures.headers import ACCEPTED, BadPicture
from app.pictures.models import Picture
from app.reviews import actions
from app.reviews import queries as reviews
from app.reviews.actions import Said
from app.reviews.models import Review, ReviewState
from app.web import send_picture

from . import orders, voices
from .makers import find_maker
from .orders import find_order
from .structured import opinions, trail_of_maker

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


class ReviewForm(Form):
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


@bp.get("/batik/<slug>/ulasan")
@public
def of_product(slug: str) -> str:
    product = catalog.by_slug(slug) or abort(404)
    page = asked(reviews.of_product(product.id))
    return render_template(
        "shop/reviews/of_product.html",
        product=product,
        page=page,
        maker=makers.known().get(product.maker_id or 0),
        facts=opinions(product, voices.rated(page.voices)),
    )


@bp.get("/perajin/<slug>/ulasan")
@public
def of_maker(slug: str) -> str:
    maker, known = find_maker(slug)
    page = asked(reviews.of_maker(maker.id))
    return render_template("shop/reviews/of_maker.html", maker=known, page=page, facts=trail_of_maker(known))


def asked(found: sa.Select[Review]) -> voices.Listing:
    """The page of these reviews that the address wants."""
    return voices.page(found, page_number(request.args.get("hal", ""))) or abort(404)


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
