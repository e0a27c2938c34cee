"""What somebody was offered, for who holds its link: to be read, printed, accepted or declined."""

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.checkout_form import STREET, some_lines
from app.db import db
from app.leads import queries, quotes
from app.leads.models import LeadQuote
from app.leads.quotes import NoAddress
from app.payments import actions as payments
from app.payments.models import TRANSFER

from .orders import keep_private

bp = Blueprint("quotes", __name__, url_prefix="/penawaran")


@bp.after_request
def keep_secret(response: Response) -> Response:
    """Its address is a secret, as that of an order is."""
    return keep_private(response)


@bp.get("/<token>")
def show(token: str) -> str:
    return page_of(find_quote(token))


@bp.post("/<token>/terima")
def accept(token: str) -> tuple[str, int] | BaseResponse:
    """She takes it, and is led to pay; who presses twice, or in two browsers, is led to the same order."""
    quote, address = find_quote(token), some_lines(request.form.get("address"))[:STREET]
    until = payments.deadline(TRANSFER, quoted=False)
    try:
        order = quotes.accept(quote, request.form.get("version", 0, int), address=address, until=until)
    except NoAddress as error:
        return page_of(quote, missing=error.message), error.status
    db.session.commit()
    return redirect(url_for("shop.orders.show", token=order.token), 303)


@bp.post("/<token>/tolak")
def decline(token: str) -> BaseResponse:
    quote = find_quote(token)
    quotes.decline(quote, some_lines(request.form.get("answer"))[:STREET])
    db.session.commit()
    return redirect(url_for(".show", token=token), 303)


def page_of(quote: LeadQuote, missing: object = "") -> str:
    return render_template(
        "shop/quotes/show.html",
        quote=quote,
        price=quotes.price_of(quote),
        deposit=quotes.deposit_of(quote),
        missing=missing,
    )


def find_quote(token: str) -> LeadQuote:
    return db.session.scalar(queries.quote_by_token(token)) or abort(404)
