"""Money that a person must decide about."""

from datetime import timedelta

import sqlalchemy as sa
import time_machine

from app import clock, till
from app.db import db
from app.money import Money
from app.orders.models import PaymentStatus
from app.payments import actions as payments
from app.payments.models import STRIPE, Task, TaskKind
from tests.admin.conftest import page, words
from tests.factories import a_product
from tests.trade import an_order


def a_task(kind=TaskKind.MISMATCH, **over):
    order = an_order(a_product())
    task = Task(**{"kind": kind, "order": order, "amount": Money(1000), "note": order.number, **over})
    db.session.add(task)
    db.session.flush()
    return task


def test_every_kind_of_task_says_what_to_do(admin):
    for kind in TaskKind:
        a_task(kind)
    articles = page(admin.get("/admin/tasks")).xpath("//article")
    assert len({words(article.xpath("p[2]")[0]) for article in articles}) == len(TaskKind)


def test_a_task_leads_to_its_order_and_money_without_one_is_listed_too(admin):
    task = a_task()
    a_task(TaskKind.UNMATCHED, order=None, note="cs_123")
    shown = page(admin.get("/admin/tasks"))
    assert shown.xpath("//article//p/a/@href") == [f"/admin/orders/{task.order_id}"]
    assert "cs_123" in words(shown)


def test_a_task_is_closed_with_what_was_decided(admin):
    task = a_task()
    empty = admin.post(f"/admin/tasks/{task.id}/close", data={"resolution": "  "})
    assert (empty.status_code, len(page(empty).xpath("//details[@open]"))) == (422, 1)
    answer = admin.post(f"/admin/tasks/{task.id}/close", data={"resolution": "Kekurangannya sudah masuk"})
    db.session.expire_all()
    assert (answer.status_code, task.closed_by) == (303, "pengurus@contoh.test")
    shown = page(admin.get("/admin/tasks"))
    assert shown.xpath("//article") == []
    assert "Kekurangannya sudah masuk" in words(shown.xpath("//tbody")[0])


def test_what_was_decided_is_not_decided_again(admin):
    task = a_task()
    admin.post(f"/admin/tasks/{task.id}/close", data={"resolution": "Pertama"})
    again = admin.post(f"/admin/tasks/{task.id}/close", data={"resolution": "Kedua"})
    assert (again.status_code, db.session.scalar(sa.select(Task.resolution))) == (409, "Pertama")


def test_an_officer_sees_no_money_tasks(officer):
    assert officer.get("/admin/tasks").status_code == 403


def test_what_a_service_refused_is_asked_again_when_an_admin_wants_it(admin, stripe):
    payment = payments.open_payment(an_order(a_product()), STRIPE)
    till.begin(payment)
    stripe.approve(payment.reference)
    stripe.fail_next("GET /v1/checkout/sessions/*", 2, status=404)
    with time_machine.travel(clock.now() + timedelta(minutes=3)):
        till.reconcile()
    [ask] = page(admin.get("/admin/tasks")).xpath("//form[contains(@action, 'ask-again')]/@action")
    order = page(admin.get(f"/admin/orders/{payment.order_id}"))
    assert order.xpath("//form[contains(@action, 'ask-again')]/@action") == [ask]
    admin.post(ask)
    assert [(task.kind, task.closed_at) for task in db.session.scalars(sa.select(Task))] == [
        ("refused", None)
    ]
    assert admin.post(ask).status_code == 303
    db.session.expire_all()
    assert payment.order.payment_status is PaymentStatus.PAID
    assert page(admin.get("/admin/tasks")).xpath("//article") == []
