"""Webhooks in the back office."""

import sqlalchemy as sa

from app.accounts.models import AuditEntry
from app.db import db
from app.webhooks import actions, sealing
from app.webhooks.models import DeliveryState, Webhook, WebhookDelivery
from tests.admin.conftest import page, statements, words
from tests.factories import a_product
from tests.trade import an_order

FACTS = {"url": "https://example.org/hook", "events": ["order.paid", "order.shipped"]}


def a_webhook():
    return actions.add(**FACTS, by="pengurus")


def a_delivery(webhook, **over):
    an_order(a_product())
    actions.write()
    delivery = db.session.scalars(sa.select(WebhookDelivery).order_by(WebhookDelivery.id.desc())).first()
    for name, value in over.items():
        setattr(delivery, name, value)
    db.session.flush()
    return delivery


def test_an_address_is_added_and_its_secret_is_shown_once(admin):
    answer = admin.post("/admin/webhooks", data=FACTS)
    webhook = db.session.scalars(sa.select(Webhook)).one()
    where = f"/admin/webhooks/{webhook.id}"
    assert (answer.status_code, answer.location) == (303, where)
    assert (webhook.url, webhook.events, webhook.active) == (*FACTS.values(), True)
    former = sealing.unseal(webhook.secret)
    assert [former in admin.get(where).text for _ in range(2)] == [True, False]
    assert admin.post(f"{where}/secret").status_code == 303
    db.session.refresh(webhook)
    secret = sealing.unseal(webhook.secret)
    assert secret != former
    assert [secret in admin.get(where).text for _ in range(2)] == [True, False]


def test_a_new_secret_is_in_no_cookie_and_on_no_other_page(admin):
    other = a_webhook()
    db.session.commit()
    where = admin.post("/admin/webhooks", data=FACTS).location
    made = db.session.scalars(sa.select(Webhook).where(Webhook.id != other.id)).one()
    for act in (lambda: None, lambda: admin.post(f"{where}/secret")):
        act()
        db.session.refresh(made)
        secret = sealing.unseal(made.secret)
        with admin.session_transaction() as kept:
            assert (kept["webhook"], secret in str(dict(kept))) == (made.id, False)
    assert secret not in admin.get(f"/admin/webhooks/{other.id}").text
    assert secret in admin.get(where).text
    with admin.session_transaction() as kept:
        assert "webhook" not in kept


def test_where_no_secret_can_be_read_any_more_its_page_says_so_until_there_is_a_new_one(admin):
    webhook = a_webhook()
    where = f"/admin/webhooks/{webhook.id}"
    webhook.secret = webhook.secret[:-4] + "AAAA"
    db.session.commit()
    said = "//*[@role='alert'][contains(., 'SECRET_KEY')]"
    assert len(page(admin.get(where)).xpath(said)) == 1
    assert admin.post(f"{where}/secret").status_code == 303
    assert page(admin.get(where)).xpath(said) == []


def test_what_leads_into_the_house_or_tells_nothing_is_refused_with_what_was_typed(admin):
    for change, field in (
        ({"url": "http://example.org/"}, "url"),
        ({"url": "https://10.0.0.1/"}, "url"),
        ({"url": ""}, "url"),
        ({"events": []}, "events"),
        ({"events": ["order.eaten"]}, "events"),
    ):
        answer = admin.post("/admin/webhooks", data=FACTS | change)
        assert (answer.status_code, bool(page(answer).xpath(f"//*[@id='{field}-error']"))) == (422, True)
    assert db.session.scalar(sa.select(sa.func.count(Webhook.id))) == 0
    webhook = a_webhook()
    answer = admin.post(f"/admin/webhooks/{webhook.id}", data=FACTS | {"url": "https://10.0.0.1/"})
    db.session.refresh(webhook)
    assert (answer.status_code, webhook.url) == (422, FACTS["url"])
    assert page(answer).xpath("//input[@id='url']/@value") == ["https://10.0.0.1/"]


def test_it_is_changed_and_switched_off_and_what_the_shop_gave_up_is_decided_today(admin):
    webhook = a_webhook()
    webhook.active, webhook.given_up_at = False, webhook.created_at
    due = [words(each) for each in page(admin.get("/admin/")).xpath("//li[@class='due']")]
    assert [each for each in due if "webhook" in each] != []
    changed = {"url": "https://example.org/other", "events": ["order.placed"]}
    assert admin.post(f"/admin/webhooks/{webhook.id}", data=changed).status_code == 303
    db.session.refresh(webhook)
    assert (webhook.url, webhook.events, webhook.active, webhook.given_up_at) == (
        *changed.values(),
        False,
        None,
    )


def test_its_log_says_what_was_sent_and_what_was_answered(admin):
    webhook = a_webhook()
    webhook.events = ["order.placed"]
    delivery = a_delivery(
        webhook, attempts=3, code=500, answer="<b>oops</b>", took_ms=1234, tried_at=webhook.created_at
    )
    with statements() as few:
        (row,) = page(admin.get(f"/admin/webhooks/{webhook.id}")).xpath("//tbody/tr")
    cells = [words(each) for each in row]
    assert cells[0] == f"order.placed {delivery.order.number}"
    assert cells[2:] == ["3", "500", "1.234 md", "Menunggu dikirim"]
    shown = page(admin.get(f"/admin/webhooks/deliveries/{delivery.id}"))
    assert shown.xpath("//pre/text()") == ["<b>oops</b>", delivery.body]
    for _ in range(5):
        a_delivery(webhook)
    with statements() as many:
        admin.get(f"/admin/webhooks/{webhook.id}")
    assert len(few) == len(many)


def test_something_is_sent_again_and_a_test_is_sent(admin):
    webhook = a_webhook()
    webhook.events = ["order.placed"]
    delivery = a_delivery(webhook, state=DeliveryState.FAILED, attempts=8)
    known = delivery.message_id
    again = f"/admin/webhooks/deliveries/{delivery.id}/again"
    assert admin.post(again).status_code == 303
    db.session.refresh(delivery)
    assert (delivery.state, delivery.attempts, delivery.message_id) == (DeliveryState.QUEUED, 0, known)
    assert admin.post(f"/admin/webhooks/{webhook.id}/test").status_code == 303
    kinds = db.session.scalars(sa.select(WebhookDelivery.type).order_by(WebhookDelivery.id)).all()
    assert kinds == ["order.placed", "webhook.test"]
    delivery.state, webhook.active = DeliveryState.FAILED, False
    assert admin.post(again).status_code == 409
    db.session.refresh(delivery)
    assert delivery.state is DeliveryState.FAILED


def test_an_address_is_removed_with_its_log_once_and_the_book_says_where_it_was(admin):
    webhook, other = a_webhook(), actions.add("https://example.org/other", FACTS["events"], by="pengurus")
    for each in (webhook, other):
        each.events = ["order.placed"]
    a_delivery(webhook)
    gone = f"/admin/webhooks/{webhook.id}/remove"
    assert [admin.post(gone).status_code for _ in range(2)] == [303, 303]
    assert db.session.scalars(sa.select(Webhook)).all() == [other]
    assert db.session.scalars(sa.select(WebhookDelivery.webhook_id)).all() == [other.id]
    removed = sa.select(AuditEntry.subject, AuditEntry.details).where(AuditEntry.action == "remove")
    assert db.session.execute(removed).all() == [("webhook", {"url": FACTS["url"]})]
    assert "Menghapus" in admin.get("/admin/activity").text
