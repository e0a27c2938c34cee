"""Mails that were written, and what became of them."""

import pytest
import sqlalchemy as sa

from app import clock
from app.accounts.models import AuditEntry
from app.db import db
from app.notifications.models import Message, MessageState
from tests.admin.conftest import page, statements
from tests.factories import a_product
from tests.trade import an_order


def a_message(n=1, state=MessageState.FAILED, **over):
    message = Message(
        order_id=an_order(a_product()).id,
        kind="order_received",
        recipient=f"pembeli{n}@contoh.test",
        locale="id",
        subject=f"Pesanan {n}",
        text="Terima kasih <script>",
        html="<p style='color:red'>Terima kasih</p><script>alert(1)</script>",
        message_id=f"<{n}@contoh.test>",
        state=state,
        next_try_at=clock.now(),
        **over,
    )
    db.session.add(message)
    db.session.flush()
    return message


@pytest.fixture
def with_mail_server(app):
    app.config["MAIL_URL"] = "smtp://localhost:2525"
    yield
    app.config["MAIL_URL"] = ""


def test_mails_are_listed_by_their_state(admin):
    for n, state in enumerate(MessageState):
        a_message(n, state)
    subjects = "//tbody//th/a/text()"
    assert page(admin.get("/admin/messages")).xpath(subjects) == [
        "Pesanan 3",
        "Pesanan 2",
        "Pesanan 1",
        "Pesanan 0",
    ]
    failed = list(MessageState).index(MessageState.FAILED)
    assert page(admin.get("/admin/messages?state=failed")).xpath(subjects) == [f"Pesanan {failed}"]


def test_the_list_needs_the_same_few_statements_for_any_number(admin):
    a_message()
    with statements() as few:
        admin.get("/admin/messages")
    for n in range(2, 60):
        a_message(n)
    with statements() as many:
        admin.get("/admin/messages?page=1")
    assert len(few) == len(many) <= 4


def test_a_mail_is_read_as_text_and_nothing_in_its_html_can_run(admin):
    message = a_message()
    assert page(admin.get(f"/admin/messages/{message.id}")).xpath("//pre/text()") == ["Terima kasih <script>"]
    answer = admin.get(f"/admin/messages/{message.id}/html")
    policy = answer.headers["Content-Security-Policy"]
    assert (answer.text, "sandbox" in policy, "script-src" in policy) == (message.html, True, False)


def test_a_mail_that_failed_is_tried_again(admin, with_mail_server):
    message = a_message(attempts=7, last_error="550")
    assert admin.post(f"/admin/messages/{message.id}/again").status_code == 303
    db.session.expire_all()
    assert (message.state, message.attempts) == (MessageState.QUEUED, 0)
    assert db.session.scalar(sa.select(AuditEntry.action)) == "send again"


def test_a_mail_that_was_sent_is_not_sent_again(admin, with_mail_server):
    message = a_message(state=MessageState.SENT)
    assert admin.post(f"/admin/messages/{message.id}/again").status_code == 409


def test_without_a_mail_server_a_mail_stays_where_it_is(admin):
    message = a_message(state=MessageState.KEPT)
    answer = admin.post(f"/admin/messages/{message.id}/again")
    db.session.expire_all()
    assert (answer.status_code, message.state) == (409, MessageState.KEPT)
    assert "server surel" in answer.text
