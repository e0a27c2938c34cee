"""Refunds of the Stripe stand-in: never more than was paid, and sometimes undone."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe

from tests.doubles.conftest import make_client, order


def paid(client, control) -> dict:
    session = client.v1.checkout.sessions.create(order())
    return control.approve(session.id)


def test_a_refund_is_never_more_than_what_is_left(client, control):
    intent = paid(client, control)["payment_intent"]
    part = client.v1.refunds.create({"payment_intent": intent, "amount": 14_000_000, "reason": "duplicate"})
    assert (part.status, part.amount, part.reason) == ("succeeded", 14_000_000, "duplicate")

    with pytest.raises(stripe.InvalidRequestError) as over:
        client.v1.refunds.create({"payment_intent": intent, "amount": 21_000_001})
    assert (over.value.http_status, over.value.param) == (400, "amount")
    client.v1.refunds.create({"payment_intent": intent})
    with pytest.raises(stripe.InvalidRequestError) as spent:
        client.v1.refunds.create({"payment_intent": intent, "amount": 1})
    assert spent.value.code == "charge_already_refunded"

    charge = client.v1.charges.list({"payment_intent": intent, "expand": ["data.refunds"]}).data[0]
    assert (charge.amount_refunded, charge.refunded) == (35_000_000, True)
    assert [refund.amount for refund in charge.refunds.data] == [21_000_000, 14_000_000]
    assert [one.id for one in client.v1.refunds.list({"payment_intent": intent, "limit": 1}).data] == [
        charge.refunds.data[0].id
    ]
    with pytest.raises(stripe.InvalidRequestError, match="must be one of"):
        client.v1.refunds.create({"payment_intent": intent, "reason": "bored"})


def test_refunds_at_once_share_what_is_left(client, control):
    intent = paid(client, control)["payment_intent"]

    def refund(_: int) -> bool:
        try:
            make_client(control.url).v1.refunds.create({"payment_intent": intent, "amount": 14_000_000})
        except stripe.InvalidRequestError:
            return False
        return True

    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(refund, range(5))) == [False, False, False, True, True]
    assert control.charges()[0]["amount_refunded"] == 28_000_000


def test_a_pending_refund_can_fail_and_the_money_is_back(client, control):
    intent = paid(client, control)["payment_intent"]
    control.make_refunds_pending()
    refund = client.v1.refunds.create({"payment_intent": intent})
    assert refund.status == "pending"

    control.finish_refund(refund.id, "failed")
    assert client.v1.refunds.retrieve(refund.id).status == "failed"
    assert control.charges()[0]["amount_refunded"] == 0
    assert [event["type"] for event in control.events("refund")] == [
        "refund.created",
        "refund.updated",
        "refund.failed",
    ]
    assert client.v1.refunds.create({"payment_intent": intent}).status == "succeeded"


def test_an_unpaid_payment_has_nothing_to_refund(client, control):
    intent = client.v1.payment_intents.create({"amount": 100, "currency": "idr"})
    for wrong in ({"payment_intent": intent.id}, {"payment_intent": "pi_none"}, {}):
        with pytest.raises(stripe.InvalidRequestError):
            client.v1.refunds.create(wrong)
