"""Idempotency, lost answers and other misbehaviour of the Stripe stand-in."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe

from tests.doubles.conftest import make_client, order

CREATE = "POST /v1/checkout/sessions"


def with_key(key: str) -> dict:
    return {"idempotency_key": key}


def paid(client, control) -> dict:
    session = client.v1.checkout.sessions.create(order())
    return control.approve(session.id)


def test_the_same_key_and_body_bring_the_same_answer(client, control):
    first = client.v1.checkout.sessions.create(order(), with_key("k1"))
    client.v1.checkout.sessions.expire(first.id)
    again = client.v1.checkout.sessions.create(order(), with_key("k1"))

    assert (again.id, again.status, again.url) == (first.id, "open", first.url)
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert [call["replayed"] for call in control.calls() if call["path"] == "/v1/checkout/sessions"] == [
        False,
        True,
    ]
    assert len(control.sessions()) == 1


def test_the_same_key_with_another_body_or_address_is_refused(client, control):
    client.v1.checkout.sessions.create(order(), with_key("k1"))
    for ask in (
        lambda: client.v1.checkout.sessions.create(order(client_reference_id="B-2"), with_key("k1")),
        lambda: client.v1.payment_intents.create({"amount": 100, "currency": "idr"}, with_key("k1")),
    ):
        with pytest.raises(stripe.IdempotencyError) as refused:
            ask()
        assert refused.value.http_status == 400
    assert len(control.sessions()) == 1


def test_a_key_has_an_end(client):
    with pytest.raises(stripe.IdempotencyError):
        client.v1.checkout.sessions.create(order(), with_key("k" * 256))
    assert client.v1.checkout.sessions.create(order(), with_key("k" * 255)).status == "open"


def test_a_key_is_forgotten_after_a_day(client, control):
    first = client.v1.checkout.sessions.create(order(), with_key("k1"))
    control.advance_clock(24 * 3600 - 60)
    assert client.v1.checkout.sessions.create(order(), with_key("k1")).id == first.id
    control.advance_clock(60)
    until = order(expires_at=int(time.time()) + 26 * 3600)
    assert client.v1.checkout.sessions.create(until, with_key("k1")).id != first.id
    assert len(control.sessions()) == 2


def test_a_key_in_flight_is_a_conflict(client, control):
    impatient = make_client(control.url, retries=0)
    control.delay_next(0.6, CREATE)
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(client.v1.checkout.sessions.create, order(), with_key("k1"))
        wait_until(lambda: control.calls(CREATE))
        with pytest.raises(stripe.StripeError) as conflict:
            impatient.v1.checkout.sessions.create(order(), with_key("k1"))
        assert (conflict.value.http_status, conflict.value.error.type) == (409, "idempotency_error")
        assert conflict.value.error.code == "idempotency_key_in_use"
        assert slow.result().id == impatient.v1.checkout.sessions.create(order(), with_key("k1")).id
    assert len(control.sessions()) == 1


def test_a_delay_holds_up_nobody_else_and_ends_when_all_is_well(client, control):
    control.delay_next(600, CREATE)
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(client.v1.checkout.sessions.create, order())
        wait_until(lambda: control.calls(CREATE))
        make_client(control.url).v1.charges.list()
        assert not slow.done()
        control.behave()
        assert slow.result(timeout=60).status == "open"


def test_a_refused_parameter_frees_the_key_and_a_declined_card_keeps_it(client):
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.create(order(locale="jv"), with_key("k1"))
    assert client.v1.checkout.sessions.create(order(), with_key("k1")).status == "open"

    card = {"amount": 100, "currency": "idr", "confirm": True, "allowed_payment_method_types": ["card"]}
    seen = set()
    for _ in range(2):
        with pytest.raises(stripe.CardError) as declined:
            client.v1.payment_intents.create(
                {**card, "payment_method": "pm_card_chargeDeclined"}, with_key("k2")
            )
        seen.add(declined.value.error.payment_intent.id)
    assert len(seen) == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda control: control.fail_next(CREATE, after=True),
        lambda control: control.fail_next(CREATE),
        lambda control: control.reset_next(CREATE),
        lambda control: control.refuse_next(CREATE),
    ],
    ids=["500 after", "500 before", "reset after", "refused"],
)
def test_a_retry_after_a_lost_answer_makes_one_session(client, control, spoil):
    spoil(control)
    session = client.v1.checkout.sessions.create(order())

    assert [one["id"] for one in control.sessions()] == [session.id]
    keys = [call["idempotency_key"] for call in control.calls(CREATE)]
    assert len(keys) == 2
    assert len(set(keys)) == 1


def test_a_cut_answer_is_done_and_can_be_asked_for_again(client, control):
    control.cut_next(40, CREATE)
    with pytest.raises(stripe.APIConnectionError):
        client.v1.checkout.sessions.create(order(), with_key("k1"))
    assert client.v1.checkout.sessions.create(order(), with_key("k1")).id == control.sessions()[0]["id"]
    assert len(control.sessions()) == 1


def test_a_lost_refund_is_made_once(client, control):
    intent = paid(client, control)["payment_intent"]
    impatient = make_client(control.url, retries=0)
    control.reset_next("POST /v1/refunds")
    with pytest.raises(stripe.APIConnectionError):
        impatient.v1.refunds.create({"payment_intent": intent}, with_key("r1"))

    assert [refund["amount"] for refund in control.refunds()] == [35_000_000]
    assert (
        client.v1.refunds.create({"payment_intent": intent}, with_key("r1")).id == control.refunds()[0]["id"]
    )
    assert len(control.refunds()) == 1


def test_an_error_can_be_what_the_key_remembers(client, control):
    control.fail_next(CREATE, saved=True)
    for _ in range(2):
        with pytest.raises(stripe.APIError) as failed:
            client.v1.checkout.sessions.create(order(), with_key("k1"))
        assert failed.value.http_status == 500
    assert control.sessions() == []
    assert len(control.calls(CREATE)) == 2  # the answer said not to retry


@pytest.mark.parametrize("body", ["<html>Bad gateway</html>", '{"id": "cs_te'])
def test_an_answer_can_be_nonsense(client, control, body):
    control.garble_next(body, CREATE)
    with pytest.raises(stripe.APIError):
        client.v1.checkout.sessions.create(order())
    assert control.sessions() == []


def test_an_answer_of_null_is_taken_for_an_object_by_the_official_package(client, control):
    control.garble_next("null", CREATE)
    assert client.v1.checkout.sessions.create(order()) is None


def test_faults_wait_for_the_call_they_are_for_and_can_be_called_off(client, control):
    control.fail_next("POST /v1/refunds", times=3)
    assert client.v1.checkout.sessions.create(order()).status == "open"
    intent = paid(client, control)["payment_intent"]
    control.behave()
    assert (
        make_client(control.url, retries=0).v1.refunds.create({"payment_intent": intent}).status
        == "succeeded"
    )


def test_many_clients_at_once_each_get_their_own(client, control):
    def buy(number: int) -> tuple[str, str]:
        mine = make_client(control.url)
        session = mine.v1.checkout.sessions.create(
            order(client_reference_id=f"B-{number}"), with_key(f"k{number}")
        )
        control.approve(session.id)
        return session.id, mine.v1.checkout.sessions.retrieve(session.id).client_reference_id

    with ThreadPoolExecutor(16) as pool:
        bought = list(pool.map(buy, range(64)))
    assert [reference for _, reference in bought] == [f"B-{number}" for number in range(64)]
    assert len({session for session, _ in bought}) == len(control.charges()) == 64


def wait_until(holds) -> None:
    paused = threading.Event()
    for _ in range(200):
        if holds():
            return
        paused.wait(0.01)
    raise TimeoutError
