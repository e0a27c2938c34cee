"""Ordering, on one page."""

from dataclasses import asdict, replace

from flask import Blueprint, Response, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.accounts import address_book
from app.accounts.permissions import is_staff
from app.cart import actions as cart
from app.cart.models import Basket
from app.catalog.models import StockModel
from app.checkout_form import CheckoutForm
from app.db import db
from app.draft import Draft, draft_of, fill_in, is_complete, place_in, take_village
from app.errors import ShopError
from app.inventory import queries as inventory
from app.inventory.actions import SoldOut
from app.orders import actions as orders
from app.orders import limits, queries
from app.orders.models import Destination, Order, OrderStatus, PaymentStatus
from app.payments import actions as payments
from app.payments import providers
from app.phones import show_phone
from app.shipping import places
from app.shipping.regions import children

from . import arrivals, codes
from .address_book import in_one_line, my_addresses
from .basket import my_basket, own_pieces, own_unpaid
from .changes import Change, changes
from .orders import go_to_service

bp = Blueprint("checkout", __name__, url_prefix="/checkout")

MOST_FOUND = 8
MOST_ORDERS = 10


class StalePage(ShopError):
    """The page was made before the basket's last order, or for another basket."""


@bp.after_request
def keep_private(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


@bp.get("")
def show() -> str:
    user = current_user if current_user.is_authenticated else None
    known = {"name": user.name, "phone": show_phone(user.phone), "email": user.email} if user else {}
    form = CheckoutForm(formdata=None, data={**known, "voucher": session.get("voucher")})
    if kept := my_addresses():
        fill_in(form, kept[0])
    return page(form, my_basket())


@bp.post("")
def place() -> tuple[str, int] | str | BaseResponse:
    """Place the order, or go on writing it: other buttons of the form ask for a village, or for what is in a region."""
    form, basket = typed_form(), my_basket(lock=True)
    earlier = ordered_before(form)
    if earlier is None and is_unfinished(form):
        return page(form, basket), 422 if form.voucher.errors else 200
    try:
        order = earlier or placed(form, basket)
    except ShopError as error:
        db.session.rollback()
        return page(typed_form(), my_basket(), error), error.status
    if order is None:
        return page(form, basket), 422
    return redirect(to_pay(order, form.provider.data, new=earlier is None), 303)


def typed_form() -> CheckoutForm:
    """The form as it was sent; its voucher's code is not looked at while too many wrong ones come from there."""
    form = CheckoutForm()
    form.no_voucher = codes.refused() if form.voucher.data else ""
    return form


def page(form: CheckoutForm, basket: Basket | None, refused: ShopError | None = None) -> str:
    draft = draft_of(form, basket, own_pieces())
    seen_total = form.seen_total
    differences: list[Change] = []
    if refused:
        differences = changes(draft, request.form.getlist("seen"), request.form.get("seen_shipping", ""))
    # The page is sent off with the total that it shows, and the token of the basket that it shows.
    form.expected_total.data = str(draft.quote.total.rupiah)
    form.checkout_token.data = basket.checkout_token if basket else ""
    sought = form.find.data if request.form.get("step") == "find" else ""
    if draft.quote.voucher:
        # What was looked at here counts in the parts of the page that are asked for later, too.
        session["voucher"] = form.voucher.data
    shown = render_template(
        "shop/checkout/show.html",
        form=form,
        draft=draft,
        providers=providers.ready(),
        found=places.find(sought, MOST_FOUND) if sought else [],
        sought=sought,
        refused=refused,
        seen_total=seen_total,
        changes=differences,
        unpaid=None if draft.contents else last_unpaid(),
        in_the_way=own_unpaid()[::-1] if isinstance(refused, limits.TooManyUnpaid) else [],
        my_addresses=[(kept.id, in_one_line(kept)) for kept in my_addresses()],
        may_keep=current_user.is_authenticated and address_book.has_room(current_user),
    )
    if form.guessed and request.method == "POST":
        codes.count_wrong()
    return shown


def last_unpaid() -> Order | None:
    """The visitor's newest order that is not paid yet: who comes back from the payment page finds it here."""
    return next((order for order in own_unpaid() if not order.awaits_quote), None)


def is_unfinished(form: CheckoutForm) -> bool:
    """Was a button pressed that only helps to fill in? A village that was found is taken over."""
    take_village(form, request.form.get("pick", ""))
    for kept in my_addresses() if "address" in request.form else []:
        if str(kept.id) == request.form["address"]:
            fill_in(form, kept)
    return bool({"pick", "address"} & set(request.form)) or request.form.get("step", "place") != "place"


def ordered_before(form: CheckoutForm) -> Order | None:
    """The order that this very page has made already: a form sent twice is one order."""
    token = form.checkout_token.data
    return queries.by_checkout_token(token) if token else None


def placed(form: CheckoutForm, basket: Basket | None) -> Order | None:
    """The new order; None when something is missing in the form, which then says what."""
    draft = draft_of(form, basket, own_pieces())
    if not draft.quote.lines and draft.contents:
        raise SoldOut(draft.contents[0].variant)
    if draft.contents and not is_complete(draft):
        return None
    if basket and form.checkout_token.data != basket.checkout_token:
        raise StalePage(
            _l("Halaman ini dibuka sebelum keranjang Anda berubah. Silakan periksa, lalu pesan lagi.")
        )
    call_off_replaced(draft)
    user = current_user if current_user.is_authenticated else None
    # Staff order for others.
    network = None if user and is_staff(user.role) else limits.network_of(request.remote_addr)
    terms = replace(draft.terms(user.id if user else None, network), **asdict(arrivals.arrival()))
    until = payments.deadline(draft.provider, quoted=not draft.awaits_quote)
    order = orders.place(draft.quote, terms, until=until)
    session.pop("voucher", None)
    if basket:
        cart.empty(basket)
    if user and form.keep_address.data and form.to is not Destination.PICKUP and address_book.has_room(user):
        address_book.keep(user, place_in(form))
    session["orders"] = [*session.get("orders", []), order.token][-MOST_ORDERS:]
    return order


def call_off_replaced(draft: Draft) -> None:
    """Give up the visitor's own unpaid orders where they hold what is ordered now: nobody stands in his own way."""
    counted = {
        line.variant.id: line.quantity
        for line in draft.quote.lines
        if line.variant.product.stock_model is not StockModel.MADE_TO_ORDER
    }
    free = inventory.available(counted) if session.get("orders") else counted
    short = {variant_id for variant_id, wanted in counted.items() if free.get(variant_id, 0) < wanted}
    for order in own_unpaid() if short else ():
        if short & {line.variant_id for line in order.lines if line.hold}:
            payments.cancel_order(order, by="buyer", reason=_("Diganti pesanan baru"))


def to_pay(order: Order, provider: str, *, new: bool) -> str:
    """Where the buyer goes next: to the payment service, or to the order's own page. Commits."""
    shown = url_for("shop.orders.show", token=order.token)
    waits = order.status is OrderStatus.PLACED and order.payment_status is PaymentStatus.UNPAID
    if not waits or order.awaits_quote or provider not in providers.ready():
        db.session.commit()
        return shown
    if new:
        return go_to_service(payments.first_payment(order, provider)) or shown
    same = (payment for payment in payments.open_payments(order) if payment.provider == provider)
    return go_to_service(next(same, None) or payments.open_payment(order, provider)) or shown


@bp.get("/ongkir")
def options() -> str:
    """The ways of sending to a place, as a part of the page, for a form that is being filled in."""
    form = CheckoutForm(request.args)
    # A code counts after it was looked at, and counted, by a form that was sent.
    form.voucher.data = session.get("voucher")
    draft = draft_of(form, my_basket(), own_pieces())
    return render_template("shop/checkout/_shipping.html", draft=draft, form=form)


@bp.post("/periksa.json")
def check() -> Response:
    """What the order would be refused for in each field that is sent, by its name; nothing of it is kept."""
    form = CheckoutForm()
    form.validate()
    return jsonify(
        {name: " ".join(map(str, said)) for name, said in form.errors.items() if name in request.form}
    )


@bp.get("/wilayah.json")
def regions() -> Response:
    """Villages by what is typed of them (`q`), or what lies in a region (`parent`); the same for everybody."""
    typed, parent = request.args.get("q", ""), request.args.get("parent")
    found = places.find(typed, MOST_FOUND) if parent is None else children(parent)
    answer = jsonify([asdict(each) for each in found])
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer
