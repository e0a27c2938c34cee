"""Pictures of transfers that buyers send: a reason to look into the statement, never money."""

from collections.abc import Collection
from datetime import timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app import clock
from app.db import db
from app.errors import ShopError
from app.orders import actions as orders
from app.orders.queries import lock
from app.pictures.models import Picture

from .models import TRANSFER, Payment, PaymentState, Proof

MOST_PROOFS = 5
# How long a piece waits, at least, for somebody to look at a proof.
TIME_TO_LOOK = timedelta(hours=48)


class TooManyProofs(ShopError):
    """There are enough pictures for this payment."""


def check(payment: Payment) -> None:
    """Raise when no more proofs are taken, before a file is stored for one."""
    if payment.provider != TRANSFER or payment.state is not PaymentState.OPEN:
        raise ShopError(_l("Pesanan ini tidak menunggu bukti transfer."))
    if len(payment.proofs) >= MOST_PROOFS:
        raise TooManyProofs(_l("Bukti transfer sudah cukup; kami segera memeriksanya."))


def forget(orders_gone: Collection[int]) -> None:
    """Let go of the pictures for these orders; the worker deletes their files."""
    theirs = sa.select(Payment.id).where(Payment.order_id.in_(orders_gone))
    db.session.execute(sa.delete(Proof).where(Proof.payment_id.in_(theirs)))


def add(payment: Payment, picture: Picture) -> Proof:
    """Keep a proof; its order is in review, and its pieces wait until somebody could look."""
    lock(payment.order_id)
    db.session.refresh(payment)
    check(payment)
    proof = Proof(payment=payment, picture=picture)
    db.session.add(proof)
    orders.receive_proof(payment.order, until=clock.now() + TIME_TO_LOOK)
    return proof
