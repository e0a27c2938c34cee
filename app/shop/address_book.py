"""Where a customer has things sent, kept for the next order."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from app.accounts import address_book, queries
from app.accounts.address_book import BookIsFull
from app.accounts.models import UserAddress
from app.checkout_form import CheckoutForm
from app.db import db
from app.draft import fill_in, place_in, settle_region, take_village
from app.orders.models import Destination
from app.shipping import places, regions
from app.web import signed_in
from app.words import country

bp = Blueprint("address_book", __name__, url_prefix="/akun/alamat")
bp.before_request(signed_in)

MOST_FOUND = 8
Answer = tuple[str, int] | str | BaseResponse


class AddressForm(CheckoutForm):
    """The part of the checkout that says where to."""

    destination = RadioField(
        _l("Tujuan"),
        choices=[
            SelectChoice(Destination.VILLAGE.value, _l("Di Indonesia")),
            SelectChoice(Destination.ABROAD.value, _l("Di luar negeri")),
        ],
        default=Destination.VILLAGE.value,
    )
    email = courier = provider = note = gift = gift_note = None
    keep_address = expected_total = total_with = checkout_token = None


@bp.after_request
def keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("")
def browse() -> str:
    mine = [(each, in_one_line(each)) for each in my_addresses()]
    return render_template("shop/address_book/browse.html", mine=mine, most=address_book.MOST)


@bp.get("/baru")
def begin() -> str:
    return page(AddressForm(formdata=None, data={"name": current_user.name}))


@bp.post("")
def add() -> Answer:
    form = AddressForm()
    if not is_complete(form):
        return page(form), 422 if form.errors else 200
    try:
        address_book.keep(current_user, place_in(form))
    except BookIsFull as error:
        form.form_errors.append(str(error))
        return page(form), 409
    return saved()


@bp.get("/<int:address_id>")
def edit(address_id: int) -> str:
    address, form = find_address(address_id), AddressForm(formdata=None)
    fill_in(form, address)
    return page(form, address)


@bp.post("/<int:address_id>")
def save(address_id: int) -> Answer:
    address, form = find_address(address_id), AddressForm()
    if not is_complete(form):
        return page(form, address), 422 if form.errors else 200
    address_book.change(address, place_in(form))
    return saved()


@bp.post("/<int:address_id>/utama")
def prefer(address_id: int) -> BaseResponse:
    address_book.prefer(find_address(address_id))
    return saved()


@bp.post("/<int:address_id>/hapus")
def remove(address_id: int) -> BaseResponse:
    address_book.remove(find_address(address_id))
    return saved()


def saved() -> BaseResponse:
    db.session.commit()
    flash(_("Alamat Anda tersimpan."), "done")
    return redirect(url_for(".browse"), 303)


def page(form: AddressForm, address: UserAddress | None = None) -> str:
    village = settle_region(form)
    sought = form.find.data if request.form.get("step") == "find" else ""
    return render_template(
        "shop/address_book/edit.html",
        form=form,
        address=address,
        draft={"village": village},
        found=places.find(sought, MOST_FOUND) if sought else [],
        sought=sought,
    )


def is_complete(form: AddressForm) -> bool:
    """Is the form to be saved, and is all there? Its other buttons only help to fill it in."""
    take_village(form, request.form.get("pick", ""))
    settle_region(form)
    if "pick" in request.form or request.form.get("step", "place") != "place":
        return False
    return bool(form.validate())


def my_addresses() -> Sequence[UserAddress]:
    return db.session.scalars(queries.addresses(current_user)).all() if current_user.is_authenticated else []


def find_address(address_id: int) -> UserAddress:
    """One's own address; another's is as if it were not there."""
    return next((each for each in my_addresses() if each.id == address_id), None) or abort(404)


def in_one_line(address: UserAddress) -> str:
    street = ", ".join(address.street.splitlines())
    village = regions.village(address.village_code) if address.village_code else None
    if village is None:
        return f"{street}, {country(address.country)}"
    return f"{street}, {village.name}, {village.district}, {village.regency} {village.postcode}"
