"""Mails, from what happened to what a real SMTP server was given."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from app import clock, post
from app.db import db
from app.money import Money
from app.notifications import actions as notifications
from app.notifications.models import Message, MessageState
from app.orders import actions as orders
from app.orders.shipments import ship
from app.payments import actions as payments
from tests.factories import a_product
from tests.servers import Mailbox
from tests.trade import an_order, paid
from tools.processes import free_port


@pytest.fixture
def mailbox(app):
    mailbox = Mailbox()
    before = app.config["MAIL_URL"], app.config["STAFF_MAIL"]
    app.config.update(MAIL_URL=mailbox.url, STAFF_MAIL="pengurus@contoh.test, bendahara@contoh.test")
    yield mailbox
    app.config.update(MAIL_URL=before[0], STAFF_MAIL=before[1])
    mailbox.stop()


class Refusing:
    """A server that answers every mail with one code."""

    def __init__(self, answer):
        self.answer = answer
        self.server = Controller(self, hostname="127.0.0.1", port=free_port())
        self.server.start()
        self.url = f"smtp://127.0.0.1:{self.server.port}"

    async def handle_RCPT(self, *args):  # noqa: N802  (aiosmtpd's name)
        return self.answer


def messages():
    return list(db.session.scalars(sa.select(Message).order_by(Message.id)))


def kinds(recipient="ani@contoh.test"):
    return [message.kind for message in messages() if message.recipient == recipient]


def test_each_step_of_an_order_is_told_once(mailbox):
    order = an_order(a_product())
    paid(order)
    orders.pack(order, by="pengurus")
    ship(order, courier="JNE REG", airway_bill="SOCAG00183235715", tracking_url="", by="pengurus")
    for _ in range(2):
        post.write()
        post.deliver()
    assert kinds() == ["received", "paid", "shipped"]
    assert kinds("pengurus@contoh.test") == ["new_order"]
    assert len(mailbox.to("ani@contoh.test")) == 3


def test_a_mail_carries_text_and_html_in_the_buyers_language_and_leads_to_the_order(mailbox):
    order = an_order(a_product(price=350_000, title_en="Sea-slate cloth"), locale="en")
    post.write()
    post.deliver()
    [mail] = mailbox.to("ani@contoh.test")
    text = mail.get_body(["plain"]).get_content()
    html = mail.get_body(["html"]).get_content()
    link = f"http://localhost/en/pesanan/{order.token}"
    assert mail["Content-Language"] == "en"
    for body in (text, html):
        assert link in body
        assert "Sea-slate cloth" in body
        assert "Rp\u00a0370.000" in body


def test_the_courier_and_its_number_are_in_the_mail(mailbox):
    order = an_order(a_product())
    paid(order)
    orders.pack(order, by="pengurus")
    ship(order, courier="JNE REG", airway_bill="SOCAG00183235715", tracking_url="", by="pengurus")
    post.write()
    post.deliver()
    [mail] = [mail for mail in mailbox.to("ani@contoh.test") if "dikirim" in mail["Subject"]]
    assert "SOCAG00183235715" in mail.get_body(["plain"]).get_content()


def test_an_order_that_was_rolled_back_is_not_told(mailbox):
    savepoint = db.session.begin_nested()
    an_order(a_product())
    savepoint.rollback()
    post.write()
    assert messages() == []


def test_without_a_mail_server_mails_are_kept_to_be_read():
    an_order(a_product())
    post.write()
    assert [message.state for message in messages()] == [MessageState.KEPT]
    assert post.deliver() == 0


def test_a_server_that_is_away_is_tried_again_later(app, mailbox):
    an_order(a_product())
    post.write()
    app.config["MAIL_URL"] = f"smtp://127.0.0.1:{free_port()}"
    assert post.deliver() == 0
    message = messages()[0]
    assert (message.state, message.attempts) == (MessageState.QUEUED, 1)
    assert message.next_try_at > clock.now()
    app.config["MAIL_URL"] = mailbox.url
    message.next_try_at = clock.now()
    db.session.commit()
    post.deliver()
    assert message.state is MessageState.SENT


def test_a_server_that_is_away_is_not_tried_with_each_mail_anew(app, mailbox):
    for _ in range(3):
        an_order(a_product(), email="ani@contoh.test")
    post.write()
    app.config["MAIL_URL"] = f"smtp://127.0.0.1:{free_port()}"
    assert post.deliver() == 0
    assert sum(message.attempts for message in messages()) == 1
    app.config["MAIL_URL"] = mailbox.url
    assert post.deliver() == len(messages()) - 1


def test_a_wrong_password_for_the_server_is_no_mails_fault(app, mailbox):
    an_order(a_product())
    post.write()
    strict = Controller(
        Refusing,
        hostname="127.0.0.1",
        port=free_port(),
        auth_require_tls=False,
        authenticator=lambda *_: AuthResult(success=False, handled=False),
    )
    strict.start()
    app.config.update(MAIL_URL=f"smtp://toko:salah@127.0.0.1:{strict.port}")
    assert post.deliver() == 0
    strict.stop()
    assert {message.state for message in messages()} == {MessageState.QUEUED}
    assert "535" in max(message.last_error for message in messages())


@pytest.mark.parametrize(
    ("answer", "state"), [("451 later", MessageState.QUEUED), ("550 no such box", MessageState.FAILED)]
)
def test_what_the_server_will_never_take_is_shown_as_failed(app, mailbox, answer, state):
    an_order(a_product())
    post.write()
    refusing = Refusing(answer)
    app.config.update(MAIL_URL=refusing.url)
    post.deliver()
    refusing.server.stop()
    message = messages()[0]
    assert message.state is state
    assert answer[:3] in message.last_error


def test_a_mail_is_claimed_by_one_sender(mailbox):
    an_order(a_product())
    post.write()
    first = [notifications.claim() for _ in range(3)]
    assert all(first)
    assert notifications.claim() is None


def test_line_breaks_in_a_name_add_no_header_and_no_recipient(mailbox):
    order = an_order(a_product(), name="Ani\r\nBcc: all@contoh.test")
    payments.cancel_order(order, by="buyer", reason="x\r\nSubject: y")
    post.write()
    post.deliver()
    assert {mail["To"] for mail in mailbox.messages} == {
        "ani@contoh.test",
        "pengurus@contoh.test",
        "bendahara@contoh.test",
    }
    assert all(mail["Bcc"] is None for mail in mailbox.messages)


def test_a_quote_and_a_refund_say_how_much(mailbox):
    order = an_order(a_product(price=450_000), shipping=None)
    orders.quote_shipping(order, Money(310_000), by="pengurus", until=clock.now() + timedelta(days=1))
    post.write()
    orders.refunded(paid(order).order, whole=True, amount=Money(123_456), by="pengurus", note="cacat")
    post.write()
    by_kind = {message.kind: message.text for message in messages()}
    assert "Rp\u00a0760.000" in by_kind["quoted"]
    assert "Rp\u00a0123.456" in by_kind["refunded"]
