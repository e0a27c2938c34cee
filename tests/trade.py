"""Orders and payments for tests, made by the same verbs as real ones."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from app import clock
from app.cart.quote import quote
from app.catalog.models import Product
from app.db import db
from app.money import Money
from app.orders import actions as orders
from app.orders.models import Destination, Order
from app.orders.terms import Address, Terms
from app.payments import actions as payments
from app.payments.models import TRANSFER, Payment, Proof
from app.pictures.models import Picture
from app.promotions.models import Voucher
from app.reviews import actions as reviews
from app.reviews.actions import Said
from app.reviews.models import Review
from tests.factories import a_picture

_number = count(1)
VILLAGE = Address(
    Destination.VILLAGE,
    village_code="33.05.01.2009",
    village="Kalibangkang",
    district="Ayah",
    regency="Kabupaten Kebumen",
    province="Jawa Tengah",
    postcode="54473",
    street="RT 02 RW 01",
)


def an_order(
    *products: Product,
    quantity: int = 1,
    shipping: int | None = 20_000,
    until: datetime | None = None,
    voucher: Voucher | None = None,
    **over: Any,
) -> Order:
    """An unpaid order of so many of each product's first variant."""
    price = quote(
        [(product.variants[0], quantity) for product in products],
        None if shipping is None else Money(shipping),
        voucher,
    )
    given = {
        "name": "Ani Contoh",
        "phone": "+6281234567890",
        "email": "ani@contoh.test",
        "address": VILLAGE,
        "expected_total": price.total,
        "checkout_token": f"checkout-{next(_number)}",
        **over,
    }
    order = orders.place(price, Terms(**given), until=until or clock.now() + timedelta(hours=24))
    db.session.flush()
    return order


def a_transfer(order: Order) -> Payment:
    return payments.open_payment(order, TRANSFER)


def paid(order: Order, by: str = "pengurus") -> Payment:
    """The order's transfer, after an admin found the money."""
    payment = a_transfer(order)
    payments.confirm_transfer(payment, reference=f"MUTASI {next(_number)}", received=payment.amount, by=by)
    return payment


def a_proof(payment: Payment, picture: Picture | None = None) -> Proof:
    proof = Proof(payment=payment, picture=picture or a_picture("proofs"))
    db.session.add(proof)
    db.session.flush()
    return proof


def delivered(order: Order, by: str = "pengurus") -> Order:
    """The order, paid and with its buyer."""
    paid(order, by=by)
    orders.pack(order, by=by)
    orders.deliver(order, by=by)
    return order


def a_review(product: Product, picture: Picture | None = None, *, shown: bool = True, **over: Any) -> Review:
    """What somebody says who has the product; let through, unless it is to wait."""
    said = {"stars": 4, "text": "Halus dan adem.", "name": "Sekar", "locale": "id", **over}
    line = delivered(an_order(product, locale=said["locale"])).lines[0]
    review = reviews.write(line, Said(**said), picture)
    if shown:
        reviews.show(review, version=1, by="pengurus")
    return review
