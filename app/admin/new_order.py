"""An order that an admin writes for somebody who asked by WhatsApp, on the path on which buyers order themselves."""

import secrets
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.accounts import throttle
from app.accounts.permissions import Permission
from app.cart import pieces as cart
from app.cart.actions import MOST
from app.catalog import queries as catalog
from app.catalog.models import Product, ProductStatus
from app.db import db
from app.draft import Draft, draft_of, is_complete, take_village
from app.errors import ShopError
from app.inventory import queries as inventory
from app.orders import actions as orders
from app.orders import queries
from app.orders.models import Channel, Order
from app.orders.terms import Terms
from app.payments import actions as payments
from app.payments import providers
from app.payments.models import TRANSFER
from app.shipping import places
from app.web import needs

from .forms.new_order import NewOrderForm

bp = Blueprint("new_order", __name__, url_prefix="/new-order")

MOST_FOUND = 8
Pieces = dict[int, int]


@bp.get("")
@needs(Permission.FULFIL_ORDERS)
def show() -> str:
    """An empty form, or one with the pieces of the link in a message."""
    form = NewOrderForm(formdata=None, checkout_token=secrets.token_urlsafe(24))
    return page(form, cart.read(request.args.get("isi", "")))


@bp.post("")
@needs(Permission.FULFIL_ORDERS)
def place() -> tuple[str, int] | str | BaseResponse:
    """Place the order, or go on writing it: other buttons of the form look for pieces and villages."""
    form, pieces = NewOrderForm(), written_pieces()
    order = ordered_before(form)
    if order is None and is_unfinished(form, pieces):
        return page(form, pieces)
    try:
        order = order or placed(form, pieces)
    except ShopError as error:
        db.session.rollback()
        return page(NewOrderForm(), pieces, error), error.status
    if order is None:
        return page(form, pieces), 422
    db.session.commit()
    return redirect(url_for("admin.orders.show", order_id=order.id), 303)


@bp.get("/ways")
@needs(Permission.FULFIL_ORDERS)
def options() -> str:
    """The ways of sending to a place, as a part of the page, for a form that is being filled in."""
    pieces = cart.read(request.args.get("pieces", ""))
    draft = draft_of(NewOrderForm(request.args), cart.basket_of(pieces), {})
    return render_template("admin/new_order/_ways.html", draft=draft, form=draft.form)


def page(form: NewOrderForm, pieces: Pieces, refused: ShopError | None = None) -> str:
    draft = draft_of(form, cart.basket_of(pieces), {})
    # The form is sent off with the total that it shows.
    form.expected_total.data = str(draft.quote.total.rupiah)
    step = request.form.get("step", "")
    sought = form.find.data if step == "find" else ""
    looked_for = form.find_piece.data if step == "pieces" else ""
    products = found_products(looked_for) if looked_for else []
    return render_template(
        "admin/new_order/show.html",
        form=form,
        draft=draft,
        pieces=cart.write(pieces),
        looked_for=looked_for,
        products=products,
        free=inventory.available(variant.id for product in products for variant in product.variants),
        providers=providers.ready(),
        found=places.find(sought, MOST_FOUND) if sought else [],
        sought=sought,
        refused=refused,
    )


def found_products(text: str) -> list[Product]:
    """What is for sale and called so, or has this number."""
    wanted = catalog.listed(status=ProductStatus.PUBLISHED, q=text).limit(MOST_FOUND)
    return list(db.session.scalars(wanted).unique())


def written_pieces() -> Pieces:
    """The pieces in the form, with the quantities that were typed beside them, and after the button that was
    pressed."""
    pieces = cart.read(request.form.get("pieces", ""))
    for variant_id, quantity in pieces.items():
        typed = cart.read(f"{variant_id}x{request.form.get(f'quantity-{variant_id}', '')}")
        pieces[variant_id] = typed.get(variant_id, quantity)
    for variant_id in cart.read(f"{request.form.get('add', '')}x1"):
        pieces[variant_id] = min(pieces.get(variant_id, 0) + 1, MOST)
    for variant_id in cart.read(f"{request.form.get('remove', '')}x1"):
        pieces.pop(variant_id, None)
    return pieces


def is_unfinished(form: NewOrderForm, pieces: Pieces) -> bool:
    """Was a button pressed that only helps to fill in?"""
    take_village(form, request.form.get("pick", ""))
    helped = {"pick", "add", "remove"} & set(request.form)
    return bool(helped) or request.form.get("step", "place") != "place"


def ordered_before(form: NewOrderForm) -> Order | None:
    """The order that this very form has made already: one that is sent twice is one order."""
    token = form.checkout_token.data or ""
    throttle.one_at_a_time(throttle.fingerprint(f"new-order:{token}"))
    return queries.by_checkout_token(token) if token else None


def placed(form: NewOrderForm, pieces: Pieces) -> Order | None:
    """The new order, with its transfer opened so that its page says where to; None when something is missing."""
    draft = draft_of(form, cart.basket_of(pieces), {})
    complete = is_complete(draft)
    if not draft.contents:
        form.find_piece.errors = [_("Pilih dulu kain yang dipesan.")]
    if not complete or not draft.contents or not form.checkout_token.data:
        return None
    # Whatever he pays with, the buyer first has to see the message: he has as long as for a transfer.
    until = payments.deadline(TRANSFER, quoted=not draft.awaits_quote)
    order = orders.place(draft.quote, terms_of(draft, form), until=until, by=current_user.email)
    if draft.provider == TRANSFER and not draft.awaits_quote:
        payments.first_payment(order, TRANSFER)
    return order


def terms_of(draft: Draft, form: NewOrderForm) -> Terms:
    # Staff order for others: no network's limit counts them.
    return replace(draft.terms(None, None), channel=Channel.WHATSAPP, locale=form.language.data or "id")
