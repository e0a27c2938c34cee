"""Money that a person must decide about."""

import sqlalchemy as sa

from app.db import db
from app.money import Money
from app.payments.models import Task, TaskKind
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
