"""The webhooks of the Stripe stand-in, heard by a site that verifies them with the official package."""

import pytest
import stripe

from doubles.stripe import server
from doubles.stripe.control import Control
from tests.doubles.conftest import make_client, order

PAID = [
    "payment_intent.created",
    "charge.succeeded",
    "payment_intent.succeeded",
    "checkout.session.completed",
]


def new_session(client) -> str:
    return client.v1.checkout.sessions.create(order()).id


def test_a_payment_is_told_in_order_and_signed(client, control, site):
    session = new_session(client)
    control.approve(session)
    control.wait_for_webhooks()

    assert site.kinds() == PAID
    completed = site.heard[-1]
    assert (completed.api_version, completed.livemode) == (stripe.api_version, False)
    assert (completed.data.object.id, completed.data.object.payment_status) == (session, "paid")
    assert completed.request.id is None
    assert client.v1.events.retrieve(completed.id).pending_webhooks == 0


def test_an_event_names_the_request_that_caused_it(client, control, site):
    session = new_session(client)
    client.v1.checkout.sessions.expire(session, {}, {"idempotency_key": "expire-1"})
    control.wait_for_webhooks()
    assert site.heard[0].request.idempotency_key == "expire-1"
    assert site.heard[0].request.id == control.calls("POST")[-1]["id"]


def test_what_did_not_arrive_is_tried_again(client, control, site):
    site.failures = 2
    control.approve(new_session(client))
    control.wait_for_webhooks()

    assert sorted(site.kinds()) == sorted(PAID)
    tries = [[one["status"] for one in delivery["tries"]] for delivery in control.deliveries()]
    assert sorted(tries, key=len, reverse=True) == [[500, 200], [500, 200], [200], [200]]


def test_what_never_arrives_is_given_up_and_stays_pending(client, control, site):
    site.failures = 1000
    client.v1.checkout.sessions.expire(new_session(client))
    control.wait_for_webhooks()

    (delivery,) = control.deliveries()
    assert (delivery["state"], len(delivery["tries"])) == ("given up", 4)
    undelivered = client.v1.events.list({"delivery_success": False})
    assert [(event.id, event.pending_webhooks) for event in undelivered.data] == [(delivery["event"], 1)]


def test_a_site_that_is_away_does_not_hurt(client, control):
    client.v1.webhook_endpoints.create({"url": "http://127.0.0.1:9/hook", "enabled_events": ["*"]})
    client.v1.checkout.sessions.expire(new_session(client))
    control.wait_for_webhooks()
    assert [one["error"] for one in control.deliveries()[0]["tries"]] == ["ConnectionError"] * 4


def test_an_endpoint_hears_what_it_asked_for_until_it_is_gone(client, control, site):
    (endpoint,) = client.v1.webhook_endpoints.list().data
    assert "secret" not in endpoint
    client.v1.webhook_endpoints.update(endpoint.id, {"enabled_events": ["checkout.session.completed"]})
    control.approve(new_session(client))
    client.v1.webhook_endpoints.update(endpoint.id, {"disabled": True})
    control.approve(new_session(client))
    assert client.v1.webhook_endpoints.retrieve(endpoint.id).status == "disabled"
    assert client.v1.webhook_endpoints.delete(endpoint.id).deleted is True
    control.wait_for_webhooks()

    assert site.kinds() == ["checkout.session.completed"]
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.webhook_endpoints.retrieve(endpoint.id)
    with pytest.raises(stripe.InvalidRequestError, match="must be one of"):
        client.v1.webhook_endpoints.create({"url": site.url, "enabled_events": ["order.paid"]})


@pytest.mark.parametrize(("order_of", "heard"), [("made", PAID), ("reversed", PAID[::-1])])
def test_held_webhooks_go_out_when_released(client, control, site, order_of, heard):
    control.hold_webhooks()
    control.approve(new_session(client))
    with pytest.raises(TimeoutError):
        control.wait_for_webhooks(0.1)
    assert site.heard == []

    control.release_webhooks(order_of)
    control.wait_for_webhooks()
    assert site.kinds() == heard


def test_webhooks_can_come_twice_late_or_never(client, control, site):
    control.duplicate_webhooks(3, at_once=True)
    control.drop_webhooks("charge.*")
    control.delay_webhooks(0.2)
    control.approve(new_session(client))
    assert site.heard == []
    control.wait_for_webhooks()

    assert sorted(site.kinds()) == sorted([kind for kind in PAID if kind != "charge.succeeded"] * 3)
    assert len({event.id for event in site.heard}) == 3
    undelivered = client.v1.events.list({"delivery_success": False}).data
    assert [event.type for event in undelivered] == ["charge.succeeded"]


@pytest.mark.parametrize("signature", ["forged", "stale", "altered", "scheme", "garbage", "missing"])
def test_a_bad_signature_is_refused_by_the_official_package(client, control, site, signature):
    client.v1.checkout.sessions.expire(new_session(client))
    control.wait_for_webhooks()
    event = control.events()[0]["id"]

    assert control.send_again(event, signature=signature) == [400]
    assert len(site.heard) == 1
    assert control.send_again(event, times=3) == [200, 200, 200]
    assert [heard.id for heard in site.heard] == [event] * 4


def test_a_refund_can_be_heard_of_before_its_answer(client, control, site):
    session = control.approve(new_session(client))
    control.deliver_before_answer("POST /v1/refunds")
    refund = client.v1.refunds.create({"payment_intent": session["payment_intent"]})
    assert "refund.created" in site.kinds()
    assert refund.id in {event.data.object.id for event in site.heard}


def test_a_session_can_be_paid_before_its_create_call_is_answered(client, control, site):
    control.approve_before_answer()
    session = client.v1.checkout.sessions.create(order())
    assert session.status == "open"
    assert site.heard[-1].data.object.id == session.id
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


def test_an_event_can_be_about_anything(client, control, site):
    session = control.approve(new_session(client))
    control.wait_for_webhooks()
    control.alter(session["id"], amount_total=1)
    control.invent_event("checkout.session.completed", {**session, "amount_total": 350_000}, livemode=True)
    control.wait_for_webhooks()
    assert (site.heard[-1].livemode, site.heard[-1].data.object.amount_total) == (True, 350_000)
    assert client.v1.checkout.sessions.retrieve(session["id"]).amount_total == 1


def test_an_endpoint_given_at_the_start_is_told_too(site):
    with server.serve(webhook=site.url, webhook_secret="whsec_given", try_again_after=()) as running:
        site.secret = "whsec_given"
        session = make_client(running.url).v1.checkout.sessions.create(order())
        control = Control(running.url)
        control.reset()
        session = make_client(running.url).v1.checkout.sessions.create(order())
        control.approve(session.id)
        control.wait_for_webhooks()
    assert site.kinds() == PAID


def test_what_was_held_can_be_lost_and_sent_again(client, control, site):
    control.hold_webhooks()
    control.approve(new_session(client))
    control.lose_webhooks()
    control.wait_for_webhooks()
    assert site.heard == []
    assert [delivery["state"] for delivery in control.deliveries()] == ["dropped"] * 4

    (event,) = control.events("checkout.session.completed")
    assert control.send_again(event["id"]) == [200]
    assert site.kinds() == ["checkout.session.completed"]
    assert [delivery["state"] for delivery in control.deliveries(event["id"])] == ["dropped"]


def test_a_trial_is_told_of_some_objects_and_fields_only(client, control, site):
    sessions = [new_session(client) for _ in range(2)]
    for session in sessions:
        client.v1.checkout.sessions.expire(session)
    assert control.objects("checkout.session", "id", "status") == [
        {"id": session, "status": "expired"} for session in sessions
    ]
    (event,) = control.events(about=(sessions[1],))
    assert event["data"]["object"]["id"] == sessions[1]
    assert control.object(sessions[0])["id"] == sessions[0]
