"""An order, for who holds its link; and finding one's order."""

from collections.abc import Sequence
from datetime import timedelta

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from app import darkroom, till
from app.accounts import throttle
from app.db import db
from app.errors import ShopError
from app.orders import queries as orders
from app.orders.models import FulfilmentStatus, Order, OrderStatus, PaymentStatus
from app.payments import actions as payments
from app.payments import proofs, providers
from app.payments import queries as money
from app.payments.models import TRANSFER, Payment
from app.payments.providers import ServiceDown, ServiceRefused
from app.phones import BadPhone, read_phone
from app.pictures import actions as pictures
from app.reviews import queries as reviews

bp = Blueprint("orders", __name__)

SENT = set(FulfilmentStatus) - {FulfilmentStatus.UNFULFILLED, FulfilmentStatus.PACKED}


@bp.after_request
def keep_private(response: Response) -> Response:
    """The address is a secret: it goes into no cache, no search engine and no other site's log."""
    response.headers["Referrer-Policy"] = (
        "same-origin" if request.endpoint == "shop.orders.find" else "no-referrer"
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("/pesanan/<token>")
def show(token: str) -> str:
    order = find_order(token)
    underway = payments.open_payments(order)
    return render_template(
        "shop/orders/show.html",
        order=order,
        happened=orders.happened(order),
        payment=max(underway, key=lambda payment: payment.id, default=None),
        # What was never paid has nothing to give back, and what was not sent has no parcel: most who look just ordered.
        refunds=money.refunds_of(order) if order.paid_at or order.deposited else (),
        parcels=order.shipments if order.fulfilment_status in SENT else (),
        providers=providers.ready(),
        back_from_service="kembali" in request.args and is_underway(order, underway),
        cancellable=order.status is OrderStatus.PLACED and order.payment_status is PaymentStatus.UNPAID,
        bank=current_app.config,
        reviews=reviews.of_order(order) if order.fulfilment_status is FulfilmentStatus.DELIVERED else None,
    )


def is_underway(order: Order, underway: Sequence[Payment]) -> bool:
    """May a buyer who comes back have paid what the shop has not heard of yet?"""
    if order.payment_status is PaymentStatus.DEPOSIT_PAID:
        return bool(underway)
    return order.payment_status is PaymentStatus.UNPAID


@bp.post("/pesanan/<token>/bayar")
def pay(token: str) -> BaseResponse:
    """Pay, pay again, or pay in another way."""
    order = find_order(token)
    provider = request.form.get("provider", "")
    if provider not in providers.ready():
        abort(400)
    payment = payments.open_payment(order, provider)
    return redirect(go_to_service(payment) or url_for(".show", token=token), 303)


def go_to_service(payment: Payment) -> str | None:
    """Begin a payment; where the service is away, say so: the order page offers to try again."""
    try:
        return till.begin(payment)
    except (ServiceDown, ServiceRefused) as error:
        db.session.rollback()
        flash(str(error), "warn")
        return None


@bp.post("/pesanan/<token>/periksa")
def check(token: str) -> BaseResponse:
    """Ask the payment service whether the buyer who came back has paid."""
    order = find_order(token)
    try:
        for payment in money.of_order(order):
            till.check(payment)
    except (ServiceDown, ServiceRefused) as error:
        flash(str(error), "warn")
    db.session.commit()
    return redirect(url_for(".show", token=token), 303)


@bp.post("/pesanan/<token>/bukti")
def send_proof(token: str) -> BaseResponse:
    order = find_order(token)
    payment = next(
        (payment for payment in payments.open_payments(order) if payment.provider == TRANSFER), None
    )
    file = request.files.get("proof")
    if payment is None or not file:
        raise ShopError(_("Pilih dulu foto bukti transfernya."))
    proofs.check(payment)
    (sent,) = darkroom.keep("proofs", [("", file.stream)])
    proofs.add(payment, pictures.receive(sent))
    db.session.commit()
    flash(_("Terima kasih, bukti transfer Anda kami terima."), "done")
    return redirect(url_for(".show", token=token), 303)


@bp.post("/pesanan/<token>/batal")
def cancel(token: str) -> BaseResponse:
    """The buyer has thought better of it, before paying."""
    order = find_order(token)
    if order.payment_status is not PaymentStatus.UNPAID:
        raise ShopError(_("Pesanan yang sudah dibayar dibatalkan lewat pengurus: hubungi kami."))
    payments.cancel_order(order, by="buyer", reason=_("Dibatalkan pembeli"))
    db.session.commit()
    flash(_("Pesanan dibatalkan dan kainnya kembali ke toko."), "done")
    return redirect(url_for(".show", token=token), 303)


@bp.get("/lacak")
def find() -> str:
    return render_template("shop/orders/find.html", number="", phone="", error="")


@bp.post("/lacak")
def look() -> tuple[str, int] | BaseResponse:
    """Lead who knows an order's number and phone to it. What is wrong is not told: it would say which numbers exist."""
    number, phone = request.form.get("number", "")[:40], request.form.get("phone", "")[:40]
    throttle.hit(f"lookup:{throttle.network(request.remote_addr)}", limit=20, window=timedelta(minutes=15))
    throttle.hit(f"lookup:{number.strip().upper()}", limit=10, window=timedelta(minutes=15))
    order = _by_number_and_phone(number, phone)
    db.session.commit()
    if order is None:
        error = _("Kami tidak menemukan pesanan dengan nomor dan telepon itu.")
        return render_template("shop/orders/find.html", number=number, phone=phone, error=error), 422
    return redirect(url_for(".show", token=order.token), 303)


def _by_number_and_phone(number: str, phone: str) -> Order | None:
    try:
        return db.session.scalar(orders.by_number_and_phone(number, read_phone(phone)))
    except BadPhone:
        return None


def find_order(token: str) -> Order:
    order = orders.by_token(token)
    if order is None:
        abort(404)
    return order
