"""How much may wait for money at once: who takes all the cloth and never pays keeps it from everybody else.

Counted by network, because a basket and a cookie cost nothing. A family behind one address has room: each of six may
have an order of two pieces open, and paying or cancelling makes room again at once. What is ordered beyond is a matter
for a talk, to which the refusal leads; staff, who order for others, are not counted.
"""

import ipaddress

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app import clock
from app.accounts import throttle
from app.cart.quote import Quote
from app.catalog.models import StockModel
from app.db import db
from app.errors import ShopError
from app.inventory.models import Hold, HoldState

from .models import Order, OrderLine, OrderStatus, PaymentStatus

MOST_UNPAID_ORDERS = 6
MOST_UNPAID_PIECES = 12


class TooManyUnpaid(ShopError):
    """There is enough from this network that nobody has paid for yet."""

    status = 429


def network_of(address: str | None) -> str | None:
    """By what the orders from an address are counted: a keyed fingerprint, kept no longer than they are unpaid.

    None for this machine and the networks behind it: there a proxy that TRUSTED_PROXIES does not name stands for all
    visitors, and would soon close the shop to them.
    """
    try:
        known = ipaddress.ip_address(address or "").is_global
    except ValueError:
        known = False
    return throttle.fingerprint(f"orders:{throttle.network(address)}") if known else None


def check(quote: Quote, placed_from: str) -> None:
    """Raise TooManyUnpaid when this order is more than its network may have open."""
    throttle.one_at_a_time(placed_from)
    orders, pieces = _unpaid(placed_from)
    if orders >= MOST_UNPAID_ORDERS:
        raise TooManyUnpaid(
            _l(
                "Dari jaringan internet Anda sudah ada %(count)s pesanan yang belum dibayar. Bayar atau batalkan dulu "
                "salah satunya. Bila itu bukan pesanan Anda, hubungi kami: kami bantu memesan.",
                count=orders,
            )
        )
    if pieces + _held_by(quote) > MOST_UNPAID_PIECES:
        raise TooManyUnpaid(
            _l(
                "Sebelum dibayar, paling banyak %(most)s lembar kami simpan untuk satu jaringan internet. Kurangi isi "
                "keranjang, atau bayar dulu yang sudah dipesan. Untuk pesanan besar, hubungi kami.",
                most=MOST_UNPAID_PIECES,
            )
        )


def _held_by(quote: Quote) -> int:
    made = StockModel.MADE_TO_ORDER
    return sum(line.quantity for line in quote.lines if line.variant.product.stock_model is not made)


def _unpaid(placed_from: str) -> tuple[int, int]:
    """How many orders from there wait for money, and how many pieces they hold."""
    waiting = (
        Order.placed_from == placed_from,
        Order.status == OrderStatus.PLACED,
        Order.payment_status.in_([PaymentStatus.UNPAID, PaymentStatus.IN_REVIEW]),
        Order.hold_until > clock.now(),
    )
    held = (
        sa.select(sa.func.coalesce(sa.func.sum(Hold.quantity), 0))
        .join(OrderLine, OrderLine.hold_id == Hold.id)
        .join(Order)
        .where(Hold.state == HoldState.LIVE, *waiting)
    )
    orders = sa.select(sa.func.count()).select_from(Order).where(*waiting)
    return db.session.scalar(orders) or 0, db.session.scalar(held) or 0
