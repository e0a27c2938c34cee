"""Webhooks: addresses are kept, what they are told is written once from order events, then claimed, sent and marked."""

from collections.abc import Collection
from datetime import timedelta

import sqlalchemy as sa
from flask import current_app
from flask_babel import lazy_gettext as _l

from app import clock
from app.accounts.audit import record, tell
from app.db import db
from app.errors import ShopError
from app.orders.models import OrderEvent

from . import bodies, sealing, signing, targets
from .models import DeliveryState, Webhook, WebhookDelivery
from .queries import listed, untold
from .sending import Answer, Call

# How long to wait after each failed try; after the last one the delivery is shown as failed.
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440)]
# A claimed delivery that nobody has marked after this long is tried again: its sender died.
LEASE = timedelta(minutes=5)
# An address that has failed this long is switched off.
PATIENCE = timedelta(days=3)
# How long the former secret signs beside the new one.
FORMER = timedelta(days=1)
# How long it is kept what an address was told.
KEPT = timedelta(days=30)
SYSTEM = "system"


def loopback() -> bool:
    """May webhooks lead to this machine? Only where things are tried out."""
    return bool(current_app.config["ENVIRONMENT"] != "production")


def add(url: str, events: Collection[str], *, by: str) -> Webhook:
    """Keep an address, with a new secret. Raises BadAddress."""
    targets.check(url, loopback=loopback())
    webhook = Webhook(url=url, events=list(events), secret=sealing.seal(signing.new_secret()))
    db.session.add(webhook)
    db.session.flush()
    record(by=by, action="make", subject="webhook", subject_id=webhook.id, details={"url": url})
    return webhook


def change(webhook: Webhook, url: str, events: Collection[str], *, active: bool, by: str) -> None:
    """Change an address, what it is told, and whether. Raises BadAddress."""
    targets.check(url, loopback=loopback())
    if active and not webhook.active:
        webhook.failing_since = None
    changed = tell(webhook, {"url": url, "events": list(events), "active": active})
    webhook.given_up_at = None
    details = {"url": url, "active": active, "changed": changed}
    record(by=by, action="change", subject="webhook", subject_id=webhook.id, details=details)


def renew_secret(webhook: Webhook, *, by: str) -> None:
    """Give it a new secret; the former signs too for a day, so that nothing is lost while the other side changes."""
    webhook.former_secret, webhook.secret = webhook.secret, sealing.seal(signing.new_secret())
    webhook.renewed_at = clock.now()
    record(by=by, action="renew the secret", subject="webhook", subject_id=webhook.id)


def remove(webhook: Webhook, *, by: str) -> None:
    """Tell this address nothing more, and forget what it was told; the book of changes says where it was."""
    db.session.execute(sa.delete(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook.id))
    record(by=by, action="remove", subject="webhook", subject_id=webhook.id, details={"url": webhook.url})
    db.session.delete(webhook)
    db.session.flush()


def write(limit: int = 100) -> int:
    """Write what each address is to be told of events that none has been told of; returns how many events there were.

    An event is taken by one writer only, and marked in the same transaction.
    """
    events = db.session.scalars(untold(limit).with_for_update(skip_locked=True, of=OrderEvent)).all()
    webhooks = db.session.scalars(listed().where(Webhook.active)).all() if events else []
    for event in events:
        for webhook in webhooks:
            if bodies.TYPES.get(event.kind) in webhook.events:
                db.session.add(_delivery(webhook, event))
        event.webhooks_at = clock.now()
    db.session.flush()
    return len(events)


def _delivery(webhook: Webhook, event: OrderEvent) -> WebhookDelivery:
    message_id = signing.new_id()
    return WebhookDelivery(
        webhook_id=webhook.id,
        event_id=event.id,
        order_id=event.order_id,
        type=bodies.TYPES[event.kind],
        message_id=message_id,
        body=bodies.body_of(event, message_id),
    )


def send_trial(webhook: Webhook) -> WebhookDelivery:
    """Write something of no order to an address, switched on or not; it is tried once."""
    message_id = signing.new_id()
    told = bodies.Notice(id=message_id, type=bodies.TRIAL, timestamp=clock.now(), data=None)
    trial = WebhookDelivery(
        webhook_id=webhook.id, type=bodies.TRIAL, message_id=message_id, body=told.model_dump_json()
    )
    db.session.add(trial)
    db.session.flush()
    return trial


def send_again(delivery: WebhookDelivery) -> None:
    """Somebody wants it to be told once more; its id stays, so that the other side can know it again."""
    if delivery.event_id is not None and not delivery.webhook.active:
        raise ShopError(_l("Webhook ini dimatikan. Nyalakan dulu."))
    delivery.state, delivery.attempts, delivery.next_try_at = DeliveryState.QUEUED, 0, clock.now()


def claim(resting: Collection[int] = ()) -> WebhookDelivery | None:
    """The next delivery to send but to the addresses that rest, put out of reach of other senders for a while."""
    delivery = db.session.scalar(
        sa.select(WebhookDelivery)
        .join(WebhookDelivery.webhook)
        .where(
            WebhookDelivery.state == DeliveryState.QUEUED,
            WebhookDelivery.next_try_at <= clock.now(),
            WebhookDelivery.webhook_id.not_in(list(resting)),
            sa.or_(Webhook.active, WebhookDelivery.event_id.is_(None)),
        )
        .order_by(WebhookDelivery.next_try_at, WebhookDelivery.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=WebhookDelivery)
    )
    if delivery:
        delivery.attempts += 1
        delivery.next_try_at = clock.now() + LEASE
        db.session.flush()
    return delivery


def call_of(delivery: WebhookDelivery) -> Call | None:
    """The delivery as it goes out now, signed with the secret, and for a while with the former one too; None where no
    secret can be read."""
    webhook, now = delivery.webhook, clock.now()
    kept = [webhook.secret, webhook.former_secret] if _former_signs(webhook) else [webhook.secret]
    keys = list(filter(None, map(sealing.unseal, kept)))
    if not keys:
        return None
    headers = signing.headers(delivery.message_id, now, delivery.body, keys)
    return Call(webhook.url, delivery.body, headers, loopback())


def _former_signs(webhook: Webhook) -> bool:
    renewed_at = webhook.renewed_at
    return bool(webhook.former_secret and renewed_at and renewed_at + FORMER > clock.now())


def answered(delivery_id: int, answer: Answer) -> None:
    """Write down what became of a try: delivered, to be tried later, or failed for good."""
    delivery = db.session.get(WebhookDelivery, delivery_id, with_for_update=True)
    if delivery is None:
        # Its address was removed while it was asked.
        return
    if delivery.state is DeliveryState.DELIVERED and not answer.good:
        # Another sender, who took it for lost, had the better answer.
        return
    delivery.tried_at, delivery.code = clock.now(), answer.code
    delivery.answer, delivery.took_ms = answer.text, answer.took_ms
    if answer.good:
        delivery.state, delivery.webhook.failing_since = DeliveryState.DELIVERED, None
    elif delivery.event_id is None or delivery.attempts > len(WAITS):
        delivery.state = DeliveryState.FAILED
    else:
        delivery.next_try_at = clock.now() + WAITS[delivery.attempts - 1]
    if not answer.good and delivery.event_id is not None:
        _count(delivery.webhook, answer)


def _count(webhook: Webhook, answer: Answer) -> None:
    """Switch off what has failed for days, or says that it is gone; an admin is shown that."""
    now = clock.now()
    webhook.failing_since = webhook.failing_since or now
    if webhook.active and (answer.gone or webhook.failing_since <= now - PATIENCE):
        webhook.active, webhook.given_up_at = False, now
        record(by=SYSTEM, action="switch off", subject="webhook", subject_id=webhook.id)


def forget_old() -> None:
    """Remove what addresses were told long ago and is not waiting any more, and former secrets that sign no more."""
    for webhook in db.session.scalars(listed().with_for_update()).all():
        if not _former_signs(webhook):
            webhook.former_secret = ""
        # Once all are sealed with the shop's newest key, nobody needs the key before it.
        webhook.secret, webhook.former_secret = map(sealing.renewed, (webhook.secret, webhook.former_secret))
    old = WebhookDelivery.created_at <= clock.now() - KEPT
    db.session.execute(sa.delete(WebhookDelivery).where(old, WebhookDelivery.state != DeliveryState.QUEUED))
