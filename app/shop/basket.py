"""The basket."""

import re
from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app import clock, talk
from app.accounts.models import User
from app.accounts.permissions import Permission, allows
from app.cart import actions, queries
from app.cart import contents as cart
from app.cart.actions import BadQuantity
from app.cart.contents import Trouble
from app.cart.models import Basket
from app.cart.pieces import basket_of, read
from app.cart.quote import quote
from app.db import db
from app.errors import ShopError
from app.money import Money
from app.orders import queries as orders
from app.orders.models import Order
from app.promotions import actions as vouchers
from app.promotions.actions import NotUsable, UnknownCode
from app.promotions.models import Voucher
from app.shipping.arrival import arrival
from app.web import say_no

from . import codes

bp = Blueprint("basket", __name__, url_prefix="/keranjang")

NUMBER = re.compile(r"[0-9]{1,4}", re.ASCII)


@bp.after_request
def keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.errorhandler(ShopError)
def refuse(error: ShopError) -> tuple[str | dict[str, str], int]:
    """Say no to a script in JSON, to a person on a page."""
    if not wants_json():
        return say_no(error)
    db.session.rollback()
    return {"message": str(error)}, error.status


@bp.get("")
def show() -> str:
    return page()


def page(error: str = "", variant_id: int = 0, code: str | None = None, refused: str = "") -> str:
    """The basket; `code` is a voucher's that was typed just now, else the one that was kept counts. `refused` says why
    it is not even looked at."""
    basket, own = my_basket(), own_pieces()
    found = cart.contents(basket, own)
    wanted = cart.wanted(found)
    typed = session.get("voucher", "") if code is None else code
    voucher, refused = (None, refused) if refused else usable(typed, quote(wanted, None).goods)
    price = quote(wanted, None, voucher)
    return render_template(
        "shop/basket/show.html",
        contents=found,
        later=cart.contents(basket, own, later=True),
        quote=price,
        ready=arrival(clock.today(), price.making_days, (0, 0)),
        talk=talk.about_basket(found),
        error=error,
        wrong=variant_id,
        code=typed,
        refused=refused,
    )


def usable(code: str, goods: Money) -> tuple[Voucher | None, str]:
    """The voucher of a code, if it can be used for goods of this price; else why not."""
    try:
        return (vouchers.look(code, goods) if code and goods else None), ""
    except NotUsable as error:
        return None, str(error)


@bp.post("")
def add() -> dict[str, int] | BaseResponse:
    """Put a piece in; a script gets the number of pieces, a person the basket."""
    variant_id, quantity = read_number("variant"), read_number("quantity")
    basket = my_basket(lock=True) or begin_basket()
    actions.put(basket, variant_id, quantity)
    token, pieces = basket.token, sum(line.quantity for line in basket.lines if not line.later)
    db.session.commit()
    session["basket"], session.permanent = token, True
    if wants_json():
        return {"basket": pieces}
    flash(_("Sudah di keranjang Anda."), "done")
    return redirect(url_for(".show"), 303)


@bp.post("/ubah")
def change() -> tuple[str, int] | BaseResponse:
    """Want another number of a piece; one that cannot be leaves the basket as it is."""
    variant_id = read_number("variant")
    try:
        set_quantity(variant_id, read_number("quantity"))
    except ShopError as error:
        db.session.rollback()
        return page(str(error), variant_id), error.status
    db.session.commit()
    return redirect(url_for(".show"), 303)


@bp.post("/hapus")
def remove() -> BaseResponse:
    set_quantity(read_number("variant"), 0)
    db.session.commit()
    return redirect(url_for(".show"), 303)


@bp.get("/pilihan/<pieces>")
def shared(pieces: str) -> str:
    """What somebody chose, for who was sent the link."""
    found = cart.contents(basket_of(read(pieces)))
    return render_template(
        "shop/basket/shared.html",
        # What is not public is nobody's to see by guessing numbers.
        contents=[content for content in found if content.trouble is not Trouble.WITHDRAWN],
        quote=quote(cart.wanted(found), None),
        pieces=pieces,
        may_order=allows_here(Permission.FULFIL_ORDERS),
    )


@bp.post("/pilihan/<pieces>")
def take(pieces: str) -> BaseResponse:
    """Put in what somebody else chose; what cannot be had is named."""
    wanted = read(pieces)
    basket = my_basket(lock=True) or begin_basket()
    refused = actions.put_all(basket, wanted)
    db.session.commit()
    session["basket"], session.permanent = basket.token, True
    for error in refused:
        flash(str(error), "warn")
    if len(refused) < len(wanted):
        flash(_("Sudah di keranjang Anda."), "done")
    return redirect(url_for(".show"), 303)


@bp.post("/voucher")
def use_voucher() -> tuple[str, int] | BaseResponse:
    """Keep a voucher's code for the order that is to come; an empty one is none."""
    code = " ".join(request.form.get("voucher", "")[:40].split())
    if code and (said := codes.refused()):
        return page(code=code, refused=said), 429
    try:
        if code and (goods := goods_in(my_basket())):
            vouchers.look(code, goods)
    except NotUsable as error:
        shown = page(code=code)
        if isinstance(error, UnknownCode):
            codes.count_wrong()
        return shown, 422
    session["voucher"] = code
    return redirect(url_for(".show"), 303)


def goods_in(basket: Basket | None) -> Money:
    return quote(cart.wanted(cart.contents(basket, own_pieces())), None).goods


@bp.post("/nanti")
def put_off() -> BaseResponse:
    """Keep a piece for later: it is not ordered, and not forgotten."""
    variant_id, basket = read_number("variant"), my_basket(lock=True)
    if basket:
        actions.put_off(basket, variant_id)
    db.session.commit()
    return redirect(url_for(".show"), 303)


@bp.post("/kembali")
def bring_back() -> BaseResponse:
    """Want now what was kept for later."""
    variant_id, basket = read_number("variant"), my_basket(lock=True)
    if basket:
        actions.bring_back(basket, variant_id)
    db.session.commit()
    return redirect(url_for(".show"), 303)


def set_quantity(variant_id: int, quantity: int) -> None:
    basket = my_basket(lock=True)
    if basket:
        actions.change(basket, variant_id, quantity)


def my_basket(*, lock: bool = False) -> Basket | None:
    """The visitor's basket, if there is one."""
    token = basket_token()
    if not token:
        return None
    return queries.lock(token) if lock else queries.by_token(token)


def own_unpaid() -> Sequence[Order]:
    """The orders of this visitor that could be paid, or called off, the newest first."""
    tokens = session.get("orders")
    return db.session.scalars(orders.unpaid(tokens)).all() if tokens else ()


def basket_token() -> str:
    """Who is signed in has one basket on all devices."""
    shared = current_user.basket if current_user.is_authenticated else None
    token: str = shared or session.get("basket", "")
    return token


def begin_basket() -> Basket:
    basket = actions.open_basket()
    if current_user.is_authenticated:
        current_user.basket = basket.token
    return basket


def share_basket(user: User) -> None:
    """As somebody signs in: what this visitor gathered joins what is in the basket of the other devices."""
    mine, shared = session.get("basket", ""), user.basket or ""
    gathered = queries.lock(mine) if mine and mine != shared else None
    kept = queries.lock(shared) if shared else None
    if gathered and kept:
        actions.merge(kept, gathered)
    elif gathered:
        user.basket = gathered.token
    if user.basket:
        session["basket"] = user.basket


def own_pieces() -> dict[int, int]:
    """How many pieces of each variant this visitor's unpaid orders hold."""
    pieces: dict[int, int] = {}
    for order in own_unpaid():
        for line in order.lines:
            if line.hold:
                pieces[line.variant_id] = pieces.get(line.variant_id, 0) + line.hold.quantity
    return pieces


def read_number(field: str) -> int:
    """A whole number that was sent, in plain digits; raises BadQuantity."""
    text = request.form.get(field, "")
    if not NUMBER.fullmatch(text):
        raise BadQuantity(_l("Jumlah ditulis dengan angka, misalnya 1."))
    return int(text)


def allows_here(permission: Permission) -> bool:
    return current_user.is_authenticated and allows(current_user.role, permission)


def wants_json() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"
