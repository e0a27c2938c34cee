"""Giving card money back from the order's page, also while Stripe is away."""

import pytest
import sqlalchemy as sa

from app import till
from app.catalog.models import StockModel
from app.db import db
from app.money import Money
from app.orders.models import PaymentStatus
from app.payments import actions as payments
from app.payments.models import STRIPE, Refund, RefundState
from tests.admin.conftest import page, words
from tests.factories import a_product
from tests.trade import an_order


@pytest.fixture
def paid_by_card(stripe):
    order = an_order(a_product(StockModel.ONE, price=350_000))
    payment = payments.open_payment(order, STRIPE)
    till.begin(payment)
    stripe.approve(payment.reference)
    till.check(payment)
    return payment


def refunding(payment, amount):
    return {
        "payment_id": payment.id,
        "left": payment.received.rupiah,
        "amount": amount,
        "reason": "Cacat",
    }


def test_a_card_is_paid_back_by_stripe_once(admin, stripe, paid_by_card):
    address, asked = f"/admin/orders/{paid_by_card.order_id}/refund", refunding(paid_by_card, 370_000)
    assert [admin.post(address, data=asked).status_code for _ in range(2)] == [303, 409]
    assert [refund["amount"] for refund in stripe.refunds()] == [37_000_000]
    db.session.expire_all()
    assert paid_by_card.order.payment_status is PaymentStatus.REFUNDED


def test_a_refund_that_finds_stripe_away_is_tried_again(admin, stripe, paid_by_card):
    stripe.reset_next("POST /v1/refunds", 9, after=False)
    address = f"/admin/orders/{paid_by_card.order_id}"
    answer = admin.post(f"{address}/refund", data=refunding(paid_by_card, 100_000))
    assert answer.status_code == 303
    shown = page(admin.get(address))
    assert "sedang diproses; bila perlu, dicoba lagi sendiri" in words(
        shown.xpath("//*[@class='notices']")[0]
    )
    # What is on its way cannot be asked for again.
    assert shown.xpath("//input[@name='left']/@value") == ["270000"]
    stripe.behave()
    till.reconcile()
    db.session.expire_all()
    refund = db.session.scalar(sa.select(Refund))
    assert (refund.state, refund.amount, len(stripe.refunds())) == (RefundState.DONE, Money(100_000), 1)
    assert paid_by_card.order.payment_status is PaymentStatus.PARTLY_REFUNDED
