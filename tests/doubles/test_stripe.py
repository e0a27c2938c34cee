"""The API of the Stripe stand-in, through the official package and over HTTP."""

import time

import pytest
import requests
import stripe

from tests.doubles.conftest import order


def test_a_session_says_what_was_ordered(client):
    session = client.v1.checkout.sessions.create(order(customer_email="sri@example.com", locale="id"))

    assert (session.status, session.payment_status, session.amount_total, session.currency) == (
        "open",
        "unpaid",
        35_000_000,
        "idr",
    )
    assert session.client_reference_id == "B-1"
    assert session.customer_details.email == "sri@example.com"
    assert session.payment_intent is None
    assert session.expires_at == session.created + 24 * 60 * 60
    assert len(session.id) == 66
    assert len(session.url) > 400


def test_the_lines_of_a_session_are_shown_when_asked_for(client):
    two = {"currency": "IDR", "unit_amount": 12_500_000, "product_data": {"name": "Syal"}}
    session = client.v1.checkout.sessions.create(order(line_items=[{"quantity": 2, "price_data": two}]))
    assert "line_items" not in session

    lines = client.v1.checkout.sessions.line_items.list(session.id).data
    expanded = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["line_items"]})
    assert [(line.description, line.quantity, line.amount_total) for line in lines] == [
        ("Syal", 2, 25_000_000)
    ]
    assert expanded.line_items.data[0].price.unit_amount == 12_500_000
    assert expanded.amount_total == 25_000_000


@pytest.mark.parametrize(
    ("change", "code", "param"),
    [
        ({"cancle_url": "https://x.example"}, "parameter_unknown", "cancle_url"),
        ({"mode": "paymnt"}, None, "mode"),
        ({"locale": "jv"}, None, "locale"),
        ({"expires_at": "soon"}, "parameter_invalid_integer", "expires_at"),
        ({"expires_at": int(time.time()) + 29 * 60}, None, "expires_at"),
        ({"expires_at": int(time.time()) + 25 * 60 * 60}, None, "expires_at"),
        ({"success_url": "/ok"}, "url_invalid", "success_url"),
        ({"customer_email": "sri"}, "email_invalid", "customer_email"),
        ({"customer_email": ""}, "parameter_invalid_empty", "customer_email"),
        ({"client_reference_id": "x" * 201}, None, "client_reference_id"),
        ({"metadata": {"note": "x" * 501}}, None, "metadata[note]"),
        ({"line_items": [{"quantity": 1}]}, "parameter_missing", "line_items[0][price_data]"),
        (
            {
                "line_items": [
                    {"quantity": 1, "price_data": {"unit_amount": 1, "product_data": {"name": "x"}}}
                ]
            },
            "parameter_missing",
            "line_items[0][price_data][currency]",
        ),
        ({"line_items": {"quantity": 1}}, "parameter_invalid_array", "line_items"),
        ({"mode": "subscription"}, "double_not_spoken", "mode"),
        ({"automatic_tax": {"enabled": True}}, "double_not_spoken", "automatic_tax"),
    ],
)
def test_what_stripe_would_refuse_or_we_would_ignore_is_refused(client, control, change, code, param):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.create(order(**change))

    assert (refused.value.http_status, refused.value.code, refused.value.param) == (400, code, param)
    assert refused.value.request_id == control.calls()[-1]["id"]
    assert control.sessions() == []


def test_the_largest_rupiah_amount_is_twelve_digits(client):
    def price(amount):
        cloth = {"currency": "idr", "unit_amount": amount, "product_data": {"name": "Kain"}}
        return order(line_items=[{"quantity": 1, "price_data": cloth}])

    assert client.v1.checkout.sessions.create(price(999_999_999_900)).amount_total == 999_999_999_900
    for amount, code in ((1_000_000_000_000, "amount_too_large"), (0, "parameter_invalid_integer")):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            client.v1.checkout.sessions.create(price(amount))
        assert refused.value.code == code


def test_a_session_expires_when_told_and_only_once(client, control):
    session = client.v1.checkout.sessions.create(order())
    expired = client.v1.checkout.sessions.expire(session.id)
    assert (expired.status, expired.url) == ("expired", None)

    with pytest.raises(stripe.InvalidRequestError, match="status of `expired`"):
        client.v1.checkout.sessions.expire(session.id)
    assert [event["type"] for event in control.events()] == ["checkout.session.expired"]


def test_a_session_expires_by_the_clock(client, control):
    session = client.v1.checkout.sessions.create(order(expires_at=int(time.time()) + 31 * 60))
    control.advance_clock(30 * 60)
    assert client.v1.checkout.sessions.retrieve(session.id).status == "open"
    control.advance_clock(61)

    assert client.v1.checkout.sessions.retrieve(session.id).status == "expired"
    assert [event["data"]["object"]["id"] for event in control.events("checkout.session.expired")] == [
        session.id
    ]


def test_an_expired_session_takes_its_unpaid_intent_along(client, control):
    session = client.v1.checkout.sessions.create(order())
    intent = control.decline(session.id)["payment_intent"]
    assert client.v1.payment_intents.retrieve(intent).status == "requires_payment_method"

    client.v1.checkout.sessions.expire(session.id)
    assert client.v1.payment_intents.retrieve(intent).status == "canceled"


def test_the_intent_of_a_session_is_left_to_the_session(client, control):
    session = client.v1.checkout.sessions.create(order())
    intent = control.decline(session.id)["payment_intent"]
    with pytest.raises(stripe.InvalidRequestError, match="Expire the Checkout Session instead"):
        client.v1.payment_intents.cancel(intent)


def test_a_paid_session_leads_to_its_charge(client, control):
    session = client.v1.checkout.sessions.create(order())
    control.approve(session.id)

    paid = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge"]})
    charge = paid.payment_intent.latest_charge
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    assert (charge.amount, charge.amount_captured, charge.paid, charge.status) == (35_000_000,) * 2 + (
        True,
        "succeeded",
    )
    assert paid.payment_intent.metadata.order == "B-1"
    assert client.v1.charges.list({"payment_intent": paid.payment_intent.id}).data[0].id == charge.id
    assert client.v1.payment_methods.retrieve(charge.payment_method).card.last4 == "4242"
    with pytest.raises(ValueError, match="409"):
        control.approve(session.id)
    assert len(control.charges()) == 1


def test_an_intent_can_be_paid_declined_and_cancelled(client):
    cash = {"amount": 5_000_000, "currency": "idr", "allowed_payment_method_types": ["card"]}
    paid = client.v1.payment_intents.create({**cash, "confirm": True, "payment_method": "pm_card_visa"})
    assert (paid.status, paid.amount_received) == ("succeeded", 5_000_000)

    open_one = client.v1.payment_intents.create(cash)
    with pytest.raises(stripe.CardError) as declined:
        client.v1.payment_intents.confirm(open_one.id, {"payment_method": "pm_card_chargeDeclined"})
    assert (declined.value.http_status, declined.value.code) == (402, "card_declined")
    assert (
        client.v1.payment_intents.retrieve(open_one.id).last_payment_error.decline_code == "generic_decline"
    )

    assert client.v1.payment_intents.cancel(open_one.id).status == "canceled"
    with pytest.raises(stripe.InvalidRequestError) as over:
        client.v1.payment_intents.confirm(open_one.id, {"payment_method": "pm_card_visa"})
    assert over.value.code == "payment_intent_unexpected_state"


def test_a_card_that_may_redirect_needs_a_place_to_return_to(client, control):
    now = {"amount": 100, "currency": "idr", "confirm": True, "payment_method": "pm_card_visa"}
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.payment_intents.create(now)
    assert refused.value.param == "return_url"
    assert control.objects("payment_intent") == []
    assert (
        client.v1.payment_intents.create({**now, "return_url": "https://shop.example"}).status == "succeeded"
    )


def test_lists_are_cut_into_pages_newest_first(client):
    made = [client.v1.checkout.sessions.create(order()).id for _ in range(5)]

    first = client.v1.checkout.sessions.list({"limit": 2})
    second = client.v1.checkout.sessions.list({"limit": 2, "starting_after": first.data[-1].id})
    before = client.v1.checkout.sessions.list({"limit": 2, "ending_before": second.data[-1].id})
    assert [session.id for session in first.data + second.data] == made[:0:-1]
    assert [session.id for session in before.data] == [made[3], made[2]]
    assert (first.has_more, second.has_more) == (True, True)
    assert [session.id for session in first.auto_paging_iter()] == made[::-1]
    for wrong in ({"limit": 101}, {"starting_after": "cs_test_none"}, {"payment_status": "paid"}):
        with pytest.raises(stripe.InvalidRequestError):
            client.v1.checkout.sessions.list(wrong)


def test_lists_are_filtered(client, control):
    sessions = client.v1.checkout.sessions
    paid, unpaid = sessions.create(order()), sessions.create(order())
    control.approve(paid.id)
    intent = sessions.retrieve(paid.id).payment_intent

    assert [session.id for session in sessions.list({"status": "open"}).data] == [unpaid.id]
    assert [session.id for session in sessions.list({"payment_intent": intent}).data] == [paid.id]
    assert sessions.list({"created": {"lt": paid.created}}).data == []
    completed = client.v1.events.list({"types": ["checkout.session.completed", "charge.failed"]})
    assert [event.data.object.id for event in completed.data] == [paid.id]
    assert client.v1.events.retrieve(completed.data[0].id).api_version == stripe.api_version


def test_what_is_not_there_is_missed_and_what_cannot_be_expanded_is_refused(client):
    with pytest.raises(stripe.InvalidRequestError) as missing:
        client.v1.charges.retrieve("ch_none")
    assert (missing.value.http_status, missing.value.code) == (404, "resource_missing")

    session = client.v1.checkout.sessions.create(order())
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        client.v1.checkout.sessions.retrieve(session.id, {"expand": ["cancel_url"]})


@pytest.mark.parametrize(
    "header", [{}, {"Authorization": "Bearer sk_live_abc"}, {"Authorization": "Bearer pk_test_a"}]
)
def test_only_a_secret_test_key_opens_it(control, header):
    answer = requests.get(f"{control.url}/v1/charges", headers=header, timeout=5)
    assert (answer.status_code, answer.json()["error"]["type"]) == (401, "invalid_request_error")


def test_a_wrong_key_is_an_authentication_error(control):
    stranger = stripe.StripeClient("nonsense", base_addresses={"api": control.url})
    with pytest.raises(stripe.AuthenticationError):
        stranger.v1.charges.list()


def test_an_address_that_is_not_spoken_says_so(client):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.customers.create({"name": "Sri"})
    assert refused.value.http_status == 404
