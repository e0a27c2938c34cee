"""What of a webhook's secret lies in the database, and what becomes of it when the shop's own key changes."""

import secrets
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import current_app

from app import clock, herald
from app.db import db
from app.webhooks import actions as webhooks
from app.webhooks import sealing
from app.webhooks.models import DeliveryState, Webhook, WebhookDelivery
from tests.factories import a_product
from tests.listener import listening
from tests.trade import an_order


@pytest.fixture
def keys(app):
    """The shop's own key, and how to change it; as it was when the test is over."""
    before = {name: app.config[name] for name in ("SECRET_KEY", "SECRET_KEY_FALLBACKS")}

    def change(*, keep):
        former = [app.config["SECRET_KEY"]] if keep else []
        app.config.update(SECRET_KEY=secrets.token_hex(32), SECRET_KEY_FALLBACKS=former)

    yield change
    app.config.update(before)


def a_webhook(url="https://example.org/hook"):
    webhook = webhooks.add(url, ["order.placed"], by="pengurus")
    db.session.commit()
    return webhook


def lying_in(column):
    """As a dump of the database would show it."""
    return db.session.scalars(sa.text(f"SELECT {column} FROM webhook ORDER BY id")).all()


def test_a_copy_of_the_database_tells_no_secret(keys):
    webhook = a_webhook()
    first = sealing.unseal(webhook.secret)
    webhooks.renew_secret(webhook, by="pengurus")
    db.session.commit()
    second = sealing.unseal(webhook.secret)
    dumped = [*lying_in("secret"), *lying_in("former_secret")]
    assert len({first, second, *dumped}) == 4
    assert [each.startswith("whsec_") for each in (first, second, *dumped)] == [True, True, False, False]
    keys(keep=False)
    assert [sealing.unseal(each) for each in dumped] == ["", ""]


def test_a_secret_outlives_the_key_it_was_sealed_with(keys):
    webhook = a_webhook()
    secret, before = sealing.unseal(webhook.secret), lying_in("secret")
    webhooks.forget_old()
    assert lying_in("secret") == before
    keys(keep=True)
    assert sealing.unseal(webhook.secret) == secret
    webhooks.forget_old()
    db.session.commit()
    assert lying_in("secret") != before
    # Sealed anew meanwhile, it needs the former key no more.
    current_app.config["SECRET_KEY_FALLBACKS"] = []
    assert sealing.unseal(*lying_in("secret")) == secret


def test_what_was_kept_open_is_sealed_by_the_worker():
    plain = "whsec_" + "A" * 43 + "="
    db.session.add(Webhook(url="https://example.org/", events=["order.placed"], secret=plain))
    db.session.commit()
    assert sealing.unseal(plain) == plain
    webhooks.forget_old()
    db.session.commit()
    (kept,) = lying_in("secret")
    assert (kept.startswith("whsec_"), sealing.unseal(kept)) == (False, plain)


def test_a_former_secret_is_forgotten_when_it_signs_no_more():
    webhook = a_webhook()
    webhooks.renew_secret(webhook, by="pengurus")
    db.session.commit()
    for waited, kept in ((timedelta(), True), (webhooks.FORMER, False)):
        with time_machine.travel(clock.now() + waited):
            webhooks.forget_old()
            db.session.commit()
        assert [bool(each) for each in lying_in("former_secret")] == [kept]


def test_nothing_goes_out_unsigned_and_a_new_secret_lets_what_waited_go(keys):
    with listening() as listener:
        webhook = a_webhook(listener.url)
        keys(keep=False)
        an_order(a_product())
        herald.write()
        assert (herald.deliver(), listener.heard) == (0, [])
        delivery = db.session.scalars(sa.select(WebhookDelivery)).one()
        assert (delivery.state, delivery.code, delivery.answer) == (
            DeliveryState.QUEUED,
            None,
            "Unreadable: no secret to sign with",
        )
        before = lying_in("secret")
        webhooks.forget_old()
        assert lying_in("secret") == before
        webhooks.renew_secret(webhook, by="pengurus")
        with time_machine.travel(clock.now() + webhooks.WAITS[0], tick=False):
            herald.deliver()
        ((headers, _),) = listener.heard
        assert len(headers["webhook-signature"].split()) == 1
