"""Webhooks, from what happened to what a real HTTP server was told."""

import json
import re
import signal
import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from app import clock, create_app, herald
from app.accounts.models import AuditEntry
from app.db import db
from app.money import Money
from app.orders import actions as orders
from app.orders import counter
from app.orders.shipments import ship
from app.webhooks import actions as webhooks
from app.webhooks import queries, sealing, sending
from app.webhooks.bodies import TYPES
from app.webhooks.models import DeliveryState, WebhookDelivery
from app.webhooks.sending import Answer
from config import ROOT, Settings
from tests.factories import a_product
from tests.listener import a_certificate, listening
from tests.settings import settings_for
from tests.trade import an_order, paid
from tools.processes import PROGRAMS

FEW = ("order.placed", "order.paid", "order.shipped")


@pytest.fixture
def listener():
    with listening() as listener:
        yield listener


def a_webhook(url, events=FEW):
    webhook = webhooks.add(url, events, by="pengurus")
    db.session.commit()
    return webhook


def deliveries():
    return list(db.session.scalars(sa.select(WebhookDelivery).order_by(WebhookDelivery.id)))


def told():
    herald.write()
    return herald.deliver()


def tried_after(wait):
    with time_machine.travel(clock.now() + wait, tick=False):
        herald.deliver()


def test_each_step_that_was_asked_for_is_told_once_and_without_a_word_of_the_buyer(listener):
    an_order(a_product())
    herald.write()
    a_webhook(listener.url)
    product = a_product(price=450_000)
    order = an_order(product, quantity=1, shipping=20_000, source="site:desa.example")
    paid(order)
    orders.pack(order, by="pengurus")
    ship(order, courier="JNE REG", airway_bill="SOCAG00183235715", tracking_url="", by="pengurus")
    assert (told(), told()) == (3, 0)
    assert [each["type"] for each in listener.told] == list(FEW)
    first = listener.told[0]
    assert first["id"] == listener.ids[0]
    assert first["data"] == {
        "number": order.number,
        "status": "placed",
        "payment_status": "paid",
        "fulfilment_status": "shipped",
        "channel": "shop",
        "source": "site:desa.example",
        "campaign": None,
        "currency": "IDR",
        "goods": 450_000,
        "shipping": 20_000,
        "discount": 0,
        "unique_code": order.unique_code.rupiah,
        "total": order.total.rupiah,
        "refunded": None,
        "placed_at": first["data"]["placed_at"],
        "paid_at": first["data"]["paid_at"],
        "lines": [
            {
                "sku": product.variants[0].sku,
                "title": order.lines[0].title_id,
                "quantity": 1,
                "price": 450_000,
                "reduction": order.unique_code.rupiah,
            }
        ],
    }
    said = " ".join(body for _, body in listener.heard)
    buyer = (order.name, order.email, order.phone, order.street, order.token, "SOCAG00183235715")
    assert [word for word in buyer if word in said] == []
    assert {(each.state, each.code, each.answer, each.attempts) for each in deliveries()} == {
        (DeliveryState.DELIVERED, 200, "thanks", 1)
    }


def test_what_was_sold_at_a_stand_is_told_though_nobody_gets_a_mail_of_it(listener):
    a_webhook(listener.url, list(TYPES.values()))
    order = an_order(a_product())
    paid(order)
    counter.hand_over(order, by="petugas")
    told()
    assert [each["type"] for each in listener.told] == ["order.placed", "order.paid", "order.delivered"]


def test_a_refund_says_how_much_went_back(listener):
    a_webhook(listener.url, ["order.refunded"])
    order = paid(an_order(a_product(price=450_000))).order
    orders.refunded(order, whole=False, amount=Money(123_456), by="pengurus", note="cacat")
    told()
    assert [each["data"]["refunded"] for each in listener.told] == [123_456]


def test_the_example_for_developers_verifies_what_was_sent_and_nothing_else(listener):
    """The example of docs/developers.md, as it stands there."""
    documented = (ROOT / "docs/developers.md").read_text()
    (example,) = re.findall(r"```python\n(.*?)```", documented, re.DOTALL)
    known = {}
    exec(compile(example, "docs/developers.md", "exec"), known)
    webhook = a_webhook(listener.url)
    an_order(a_product())
    told()
    ((headers, body),) = listener.heard
    verify, secret = known["verify"], sealing.unseal(webhook.secret)
    assert verify(body.encode(), headers, secret) == json.loads(body)
    wrong = [
        (body + " ", headers, secret),
        (body, headers | {"webhook-id": "msg_other"}, secret),
        (body, headers | {"webhook-timestamp": "1"}, secret),
        (body, headers, "whsec_" + "A" * 43 + "="),
    ]
    for other, heads, key in wrong:
        with pytest.raises(ValueError, match="webhook"):
            verify(other.encode(), heads, key)


def test_for_a_day_the_former_secret_signs_too(listener):
    webhook = a_webhook(listener.url)
    former = webhook.secret
    webhooks.renew_secret(webhook, by="pengurus")
    an_order(a_product())
    herald.write()
    (delivery,) = deliveries()
    assert len(webhooks.call_of(delivery).headers["webhook-signature"].split()) == 2
    assert (webhook.former_secret, webhook.secret != former) == (former, True)
    with time_machine.travel(clock.now() + webhooks.FORMER):
        assert len(webhooks.call_of(delivery).headers["webhook-signature"].split()) == 1


def test_what_is_not_taken_is_told_again_ever_later_and_then_given_up(listener):
    a_webhook(listener.url)
    listener.code, listener.answer = 500, b"oops\0" * 200
    an_order(a_product())
    assert told() == 0
    (delivery,) = deliveries()
    assert (delivery.state, delivery.attempts, delivery.code) == (DeliveryState.QUEUED, 1, 500)
    assert delivery.answer == ("oops\ufffd" * 200)[: sending.MOST]
    waited = timedelta()
    for wait in webhooks.WAITS:
        tried_after(waited + wait - timedelta(seconds=10))
        waited += wait
        tried_after(waited + timedelta(seconds=10))
    db.session.refresh(delivery)
    assert (len(listener.heard), len(set(listener.ids)), len({body for _, body in listener.heard})) == (
        8,
        1,
        1,
    )
    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, 8)
    assert len({headers["webhook-timestamp"] for headers, _ in listener.heard}) == 8


def test_a_redirect_is_not_followed(listener):
    with listening() as inside:
        listener.code, listener.leads_to = 307, inside.url
        a_webhook(listener.url)
        an_order(a_product())
        told()
        assert (len(listener.heard), inside.heard) == (1, [])
    assert [(each.state, each.code) for each in deliveries()] == [(DeliveryState.QUEUED, 307)]


def test_who_cannot_prove_to_be_the_host_is_told_nothing(tmp_path, monkeypatch):
    certificate = a_certificate(tmp_path)
    with listening(certificate) as sealed:
        call = sending.Call(sealed.url, "{}", {"webhook-id": "msg_1"}, loopback=True)
        answer = sending.send(call)
        assert (answer.code, answer.text.split(":")[0]) == (None, "SSLCertVerificationError")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert sending.send(replace(call, url=sealed.url.replace("localhost", "127.0.0.1"))).code is None
        assert sealed.heard == []
        assert sending.send(call).code == 200
    assert sealed.ids == ["msg_1"]


def test_who_is_slow_keeps_nobody_else_waiting(listener, monkeypatch):
    monkeypatch.setattr(sending, "TIMEOUT", 0.2)
    listener.goes_on.clear()
    with listening() as quick:
        a_webhook(listener.url)
        a_webhook(quick.url)
        for _ in range(2):
            an_order(a_product())
        assert told() == 2
        assert (len(listener.heard), len(quick.heard)) == (1, 2)
    slow = [each for each in deliveries() if each.attempts and each.state is DeliveryState.QUEUED]
    assert [(each.code, each.answer) for each in slow] == [(None, "TimeoutError: timed out")]


def test_who_answers_one_letter_after_the_other_is_left(monkeypatch):
    """Each word comes in time, so that only the whole takes too long."""
    monkeypatch.setattr(sending, "DEADLINE", 0.3)
    with listening() as listener:
        listener.goes_on.clear()
        call = sending.Call(listener.url, "{}", {"webhook-id": "msg_1"}, loopback=True)
        answer = sending.send(call)
    assert (answer.code, answer.text.split(":")[0]) == (None, "TimeoutError")


def test_who_fails_for_days_is_switched_off_and_an_admin_sees_it(listener):
    webhook = a_webhook(listener.url)
    listener.code = 503
    an_order(a_product())
    told()
    with time_machine.travel(clock.now() + webhooks.PATIENCE):
        herald.deliver()
        an_order(a_product())
        told()
    assert (webhook.active, len(deliveries()), len(listener.heard)) == (False, 1, 2)
    assert db.session.scalars(queries.given_up()).all() == [webhook]
    assert db.session.scalars(sa.select(AuditEntry.action).where(AuditEntry.by == "system")).all() == [
        "switch off"
    ]
    listener.code = 200
    webhooks.change(webhook, webhook.url, FEW, active=True, by="pengurus")
    with time_machine.travel(clock.now() + webhooks.PATIENCE + timedelta(days=1)):
        assert told() == 1
    assert (webhook.failing_since, webhook.given_up_at) == (None, None)


def test_who_is_gone_is_told_nothing_more(listener):
    webhook = a_webhook(listener.url)
    listener.code = 410
    for _ in range(2):
        an_order(a_product())
        told()
    assert (webhook.active, len(listener.heard)) == (False, 1)


def test_a_trial_reaches_also_what_is_switched_off_and_is_tried_once(listener):
    webhook = a_webhook(listener.url)
    webhook.active = False
    listener.code = 404
    trial = webhooks.send_trial(webhook)
    told()
    assert listener.told == [
        {
            "id": trial.message_id,
            "type": "webhook.test",
            "timestamp": listener.told[0]["timestamp"],
            "data": None,
        }
    ]
    assert (trial.state, trial.code, webhook.failing_since) == (DeliveryState.FAILED, 404, None)


def test_a_late_no_does_not_undo_a_yes(listener):
    a_webhook(listener.url)
    an_order(a_product())
    told()
    (delivery,) = deliveries()
    webhooks.answered(delivery.id, Answer(None, "timed out", 5000))
    assert (delivery.state, delivery.code) == (DeliveryState.DELIVERED, 200)


def test_an_answer_of_an_address_that_was_removed_meanwhile_is_left(listener):
    webhook = a_webhook(listener.url)
    an_order(a_product())
    herald.write()
    delivery = webhooks.claim()
    webhooks.remove(webhook, by="pengurus")
    webhooks.answered(delivery.id, Answer(200, "", 5))
    assert deliveries() == []


def test_a_delivery_is_claimed_by_one_sender(listener):
    a_webhook(listener.url)
    an_order(a_product())
    herald.write()
    assert webhooks.claim() is not None
    assert webhooks.claim() is None


def test_in_production_nothing_in_the_house_is_called(app, listener):
    with_name = listener.url.replace("127.0.0.1", "localhost").replace("http:", "https:")
    webhook = a_webhook(listener.url)
    for url in (
        listener.url,
        with_name,
        listener.url.replace("http:", "https:").replace("127.0.0.1", "2130706433"),
    ):
        webhook.url = url
        an_order(a_product())
        app.config["ENVIRONMENT"] = "production"
        try:
            told()
        finally:
            app.config["ENVIRONMENT"] = "test"
    assert listener.heard == []
    assert [(each.code, each.answer.split(":")[0]) for each in deliveries()] == [(None, "BadAddress")] * 3


def test_a_sender_that_is_killed_before_it_writes_down_the_answer_tells_it_again_with_the_same_id(
    database_url, listener
):
    settings = settings_for(database_url)
    with create_app(Settings(**settings)).app_context():
        a_webhook(listener.url)
        an_order(a_product())
        db.session.commit()
        herald.write()
        listener.goes_on.clear()
        sender = subprocess.Popen(
            [PROGRAMS / "flask", "--app", "wsgi", "job", "call"],
            cwd=ROOT,
            env={"PATH": "/usr/bin:/bin", **settings},
        )
        assert listener.asked.wait(30)
        sender.send_signal(signal.SIGKILL)
        sender.wait()
        listener.goes_on.set()
        assert [(each.state, each.attempts) for each in deliveries()] == [(DeliveryState.QUEUED, 1)]
        # What it has claimed is nobody else's for as long as it could still be at it.
        assert herald.deliver() == 0
        with time_machine.travel(clock.now() + webhooks.LEASE + timedelta(seconds=1)):
            assert herald.deliver() == 1
        assert len(listener.heard) == 2
        assert len(set(listener.ids)) == 1
        db.engine.dispose()
