"""The pages of orders: finding one, the next thing to do first, and what a stale page may no longer do."""

from datetime import timedelta
from itertools import product

import pytest
import sqlalchemy as sa
import time_machine

from app import clock
from app.catalog.models import StockModel
from app.db import db
from app.inventory.queries import available
from app.money import Money
from app.notifications import actions as notifications
from app.notifications.models import Message
from app.orders import actions, queries, shipments
from app.orders.models import Destination, FulfilmentStatus, Order, OrderLine, OrderStatus, PaymentStatus
from app.orders.stages import Stage, in_stage, stage, stage_of
from app.orders.terms import Address
from app.payments import actions as payments
from app.payments import proofs
from app.payments.models import Payment, Refund, Task, TaskKind
from app.shipping.models import Courier
from tests.admin.conftest import page, statements, words
from tests.factories import a_maker, a_picture, a_product
from tests.images import a_printed, cloth
from tests.trade import VILLAGE, a_proof, a_transfer, an_order, paid

PICKUP = Address(Destination.PICKUP)
ABROAD = Address(Destination.ABROAD, country="JP", street="1-1 Chiyoda, Tokyo")


def reread(thing):
    db.session.expire_all()
    return db.session.get(type(thing), thing.id)


def free(line):
    return available([line.variant_id])[line.variant_id]


def in_review(order):
    proofs.add(a_transfer(order), a_picture("proofs"))
    return order


def packed(order):
    actions.pack(order, by="pengurus")
    return order


def shipped(order, airway_bill="JP1234567890"):
    shipments.ship(packed(order), courier="JNE", airway_bill=airway_bill, tracking_url="", by="pengurus")
    return order


def paid_order(**over):
    order = an_order(a_product(), **over)
    paid(order)
    return order


def numbers(answer):
    return [link.text for link in page(answer).xpath("//tbody//th/a")]


def confirming(payment, **over):
    return {"payment_id": payment.id, "received": payment.amount.rupiah, "reference": "MUT 1", **over}


def refunding(order, **over):
    payment = db.session.scalar(sa.select(Payment).where(Payment.order_id == order.id))
    given = {
        "payment_id": payment.id,
        "left": payment.received.rupiah,
        "amount": payment.received.rupiah,
        "reason": "Cacat",
        "bank_reference": "KELUAR 1",
    }
    return {**given, **over}


# Stages


@pytest.mark.parametrize("wanted", Stage)
def test_a_stage_holds_the_same_orders_in_a_query_as_on_a_page(wanted):
    order = an_order(a_product())
    alike = []
    for status, payment, fulfilment, shipping in product(
        OrderStatus, PaymentStatus, FulfilmentStatus, (Money(20_000), None)
    ):
        facts = {"status": status, "payment_status": payment, "fulfilment_status": fulfilment}
        total = order.goods + (shipping or Money(0))
        db.session.execute(sa.update(Order).values(**facts, shipping=shipping, total=total))
        found = db.session.scalar(sa.select(sa.func.count(Order.id)).where(in_stage(wanted)))
        here = stage(status, payment, fulfilment, quoted=shipping is not None) is wanted
        alike.append((found == 1) == here)
    assert all(alike)


def test_each_order_is_in_one_stage_and_counted_there():
    unpaid = an_order(a_product())
    quoted = an_order(a_product(), shipping=None, address=ABROAD)
    reviewed, to_pack = in_review(an_order(a_product())), paid_order()
    to_ship, on_the_way = packed(paid_order()), shipped(paid_order())
    completed, cancelled = shipped(paid_order(), "JP2"), an_order(a_product())
    actions.deliver(completed, by="pengurus")
    payments.cancel_order(cancelled, by="pengurus", reason="")
    returned = shipped(paid_order(), "JP3")
    actions.take_back(returned, by="pengurus", note="")
    made = an_order(a_product(), deposit=Money(1_000))
    paid(made)
    known = [quoted, unpaid, reviewed, made, to_pack, to_ship, on_the_way, completed, returned, cancelled]
    assert [stage_of(order) for order in known] == list(Stage)
    assert queries.counts(queries.containing()) == dict.fromkeys(Stage, 1)


# The list


def test_the_list_counts_every_stage_and_shows_the_one_that_is_asked_for(admin):
    order, other = paid_order(), an_order(a_product())
    answer = admin.get("/admin/orders?stage=to_pack")
    assert numbers(answer) == [order.number]
    tabs = {words(tab) for tab in page(answer).xpath("//nav[@class='tabs']//a")}
    assert {"Kemas 1", "Menunggu bayar 1", "Kirim 0", "Semua 2"} <= tabs
    assert numbers(admin.get("/admin/orders")) == [other.number, order.number]


@pytest.mark.parametrize(
    "question",
    ["{number}", "siti rah", "SITI@contoh.test", "0812-9999-0001", "+62 812 9999", "jp77 0000 0001"],
)
def test_an_order_is_found_by_number_name_mail_phone_and_airway_bill(admin, question):
    order = paid_order(name="Siti Rahayu", phone="+6281299990001", email="siti@contoh.test")
    shipped(order, "JP7700000001")
    paid_order()
    found = admin.get("/admin/orders", query_string={"q": question.format(number=order.number.lower())})
    assert numbers(found) == [order.number]


@pytest.mark.parametrize("question", ["%", "_", "' or 1=1 --", "0812%"])
def test_a_question_with_signs_finds_nothing(admin, question):
    paid_order()
    assert numbers(admin.get("/admin/orders", query_string={"q": question})) == []


def test_the_list_is_narrowed_by_what_revenue_links_to(admin):
    maker = a_maker()
    with time_machine.travel("2026-03-31T16:59:59Z", tick=False):
        march = an_order(a_product(maker_id=maker.id))
        paid(march)
    with time_machine.travel("2026-03-31T17:00:00Z", tick=False):
        april = paid_order(channel="fair")
    admin.post(f"/admin/orders/{march.id}/refund", data=refunding(march, amount=1000))
    today = clock.today().isoformat()
    asked = {
        "from=2026-03-31&to=2026-03-31": [march],
        "from=2026-04-01&to=2026-04-30": [april],
        "to=2026-04-30": [april, march],
        "channel=fair": [april],
        f"maker={maker.id}": [march],
        "maker=0": [april],
        "maker=0&from=2026-03-01&to=2026-04-30": [april],
        f"product={april.lines[0].product_id}": [april],
        f"refunds=1&from={today}&to={today}": [march],
        "refunds=1&from=2026-03-01&to=2026-03-31": [],
        "from=rubbish&to=&page=x&stage=none&product=-1": [april, march],
    }
    found = {words: numbers(admin.get(f"/admin/orders?{words}")) for words in asked}
    assert found == {words: [order.number for order in orders] for words, orders in asked.items()}


def test_a_page_of_the_list_has_fifty_orders_and_the_same_few_statements(admin):
    order = paid_order()
    with statements() as few:
        admin.get("/admin/orders")
    for _ in range(51):
        copy(order)
    with statements() as many:
        first = admin.get("/admin/orders")
    assert (len(numbers(first)), len(numbers(admin.get("/admin/orders?page=2")))) == (50, 2)
    assert len(numbers(admin.get("/admin/orders?page=99"))) == 2
    assert len(few) == len(many) <= 8


def copy(order):
    """The same order once more, without its holds: a quick way to many."""
    count = db.session.scalar(sa.select(sa.func.count(Order.id)))
    other = {"id": None, "number": f"X-{count}", "token": f"t-{count}", "checkout_token": f"c-{count}"}
    new = Order(**facts_of(order) | other)
    new.lines = [
        OrderLine(**facts_of(line) | {"id": None, "order_id": None, "hold_id": None}) for line in order.lines
    ]
    db.session.add(new)
    db.session.flush()


def facts_of(row):
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def test_late_is_paid_three_days_ago_and_still_here_or_packed_two_days_ago():
    with time_machine.travel("2026-05-01T03:00:00Z", tick=False):
        waiting, made = paid_order(), an_order(a_product(StockModel.MADE_TO_ORDER))
        sent = shipped(paid_order())
        paid(made)
    with time_machine.travel("2026-05-02T03:00:00Z", tick=False):
        just_packed = packed(paid_order())
    with time_machine.travel("2026-05-04T03:00:00Z", tick=False):
        assert queries.late() == []
    with time_machine.travel("2026-05-04T03:00:01Z", tick=False):
        assert queries.late() == [waiting.id, just_packed.id]
    with time_machine.travel("2026-06-03T03:00:01Z", tick=False):
        assert set(queries.late()) == {waiting.id, made.id, just_packed.id}
    assert sent.id


# One order


NEXT = {
    "Tetapkan ongkos kirim": lambda: an_order(a_product(), shipping=None, address=ABROAD),
    "Uangnya sudah masuk": lambda: in_review(an_order(a_product())),
    "Sudah dikemas": paid_order,
    "Sudah dikirim": lambda: packed(paid_order()),
    "Sudah diserahkan": lambda: packed(paid_order(address=PICKUP)),
    "Sudah sampai": lambda: shipped(paid_order()),
}


@pytest.mark.parametrize("verb", NEXT)
def test_the_next_thing_to_do_comes_first_and_is_the_only_one(admin, verb):
    order = NEXT[verb]()
    buttons = page(admin.get(f"/admin/orders/{order.id}")).xpath("//button[@class='button']")
    assert [words(button) for button in buttons] == [verb]
    assert buttons[0].xpath("ancestor::section/@aria-label") == ["Langkah berikutnya"]
    assert page(admin.get(f"/admin/orders/{order.id}")).xpath("//form[@id='next-step'][@method='post']")


def test_a_page_shows_what_was_bought_where_it_goes_and_what_happened(admin):
    order = shipped(paid_order(note="Tolong dibungkus <b>rapi</b>"))
    shown = words(page(admin.get(f"/admin/orders/{order.id}")))
    for text in (
        order.lines[0].title_id,
        "Kalibangkang, Kec. Ayah Kabupaten Kebumen, Jawa Tengah 54473",
        "Tolong dibungkus <b>rapi</b>",
        "JP1234567890",
        "Pembayaran diterima",
        "pengurus",
    ):
        assert text in shown


@pytest.mark.parametrize(
    ("phone", "read", "chat"),
    [
        ("+6281299990001", "0812-9999-0001", "https://wa.me/6281299990001"),
        ("+85223456789", "+852 2345 6789", "https://wa.me/85223456789"),
    ],
)
def test_a_telephone_number_is_shown_as_it_is_read_and_opens_a_chat(admin, phone, read, chat):
    order = paid_order(phone=phone)
    shown = page(admin.get(f"/admin/orders/{order.id}"))
    slip = page(admin.get(f"/admin/orders/{order.id}/slip"))
    for address in (*shown.xpath("//address"), *slip.xpath("//address")):
        assert words(address).endswith(read)
    assert shown.xpath("//a[starts-with(@href, 'https://wa.me')]/@href") == [chat]


def test_a_page_of_an_order_needs_few_statements(admin):
    order = in_review(an_order(a_product(), a_product(), a_product()))
    with statements() as sent:
        admin.get(f"/admin/orders/{order.id}")
    assert len(sent) <= 12


def test_shipping_abroad_is_quoted_once(admin):
    order = an_order(a_product(price=400_000), shipping=None, address=ABROAD)
    assert admin.post(f"/admin/orders/{order.id}/quote", data={"shipping": "seratus"}).status_code == 422
    assert admin.post(f"/admin/orders/{order.id}/quote", data={"shipping": "350.000"}).status_code == 303
    assert admin.post(f"/admin/orders/{order.id}/quote", data={"shipping": "1"}).status_code == 409
    order = reread(order)
    assert (order.shipping, order.total) == (Money(350_000), Money(750_000))
    assert order.hold_until > clock.now() + timedelta(hours=71)


def test_a_transfer_is_confirmed_with_the_amount_of_the_statement(admin):
    order = in_review(an_order(a_product()))
    payment = a_transfer_of(order)
    assert admin.post(f"/admin/orders/{order.id}/confirm", data=confirming(payment)).status_code == 303
    assert reread(order).payment_status is PaymentStatus.PAID
    assert reread(payment).received == payment.amount
    again = admin.post(f"/admin/orders/{order.id}/confirm", data=confirming(payment, reference="MUT 2"))
    assert (again.status_code, reread(payment).reference) == (409, "MUT 1")


def a_transfer_of(order):
    return db.session.scalar(sa.select(Payment).where(Payment.order_id == order.id))


def test_one_reference_of_the_bank_pays_for_one_order_only(admin):
    first, second = in_review(an_order(a_product())), in_review(an_order(a_product()))
    admin.post(f"/admin/orders/{first.id}/confirm", data=confirming(a_transfer_of(first)))
    answer = admin.post(
        f"/admin/orders/{second.id}/confirm", data=confirming(a_transfer_of(second), reference=" mut  1 ")
    )
    assert answer.status_code == 409
    assert first.number in answer.text
    assert reread(second).payment_status is PaymentStatus.IN_REVIEW


def test_another_amount_than_the_bill_pays_nothing_and_becomes_a_task(admin):
    order = in_review(an_order(a_product()))
    payment = a_transfer_of(order)
    short = confirming(payment, received=payment.amount.rupiah - 1)
    assert admin.post(f"/admin/orders/{order.id}/confirm", data=short).status_code == 303
    task = db.session.scalar(sa.select(Task))
    assert (task.kind, task.order_id) == (TaskKind.MISMATCH, order.id)
    assert reread(order).payment_status is PaymentStatus.IN_REVIEW


def test_a_form_with_errors_keeps_what_was_typed(admin):
    order = in_review(an_order(a_product()))
    typed = {"received": "1.25", "reference": "MUT & 7"}
    answer = admin.post(f"/admin/orders/{order.id}/confirm", data=typed)
    values = page(answer).xpath("//input[@name='received' or @name='reference']/@value")
    assert (answer.status_code, values) == (422, ["1.25", "MUT & 7"])


def test_a_proof_is_refused_with_a_reason_and_another_can_be_sent(admin):
    order = in_review(an_order(a_product()))
    assert admin.post(f"/admin/orders/{order.id}/reject", data={"note": " "}).status_code == 422
    assert admin.post(f"/admin/orders/{order.id}/reject", data={"note": "Buram"}).status_code == 303
    assert admin.post(f"/admin/orders/{order.id}/reject", data={"note": "Buram"}).status_code == 409
    assert reread(order).payment_status is PaymentStatus.UNPAID
    assert reread(order).events[-1].note == "Buram"


def test_the_same_picture_on_two_orders_is_shown_with_the_other_ones_number(admin):
    first, second = an_order(a_product()), an_order(a_product())
    picture = a_picture("proofs")
    for order in (first, second):
        a_proof(a_transfer(order), picture)
    shown = page(admin.get(f"/admin/orders/{second.id}"))
    twins = shown.xpath("//ul[contains(@class, 'proofs')]//p/a")
    assert [(twin.text, twin.get("href")) for twin in twins] == [(first.number, f"/admin/orders/{first.id}")]


def test_a_proof_is_seen_only_by_who_confirms_money_and_runs_nothing(admin, officer, app):
    proof = a_proof(a_transfer(an_order(a_product())), a_printed(cloth((40, 40)), "proofs"))
    address = f"/admin/orders/proofs/{proof.id}-40.webp"
    answer = admin.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert officer.get(address).status_code == 403
    assert app.test_client().get(address).status_code == 303
    assert admin.get("/admin/orders/proofs/999999-40.webp").status_code == 404


def test_an_order_is_packed_shipped_and_delivered(admin):
    courier = Courier(name="JNE", service="REG", tracking_url="https://jne.example/{resi}")
    db.session.add(courier)
    order = paid_order()
    assert admin.post(f"/admin/orders/{order.id}/pack").status_code == 303
    sent = admin.post(
        f"/admin/orders/{order.id}/ship", data={"courier_id": courier.id, "airway_bill": "jp 1234 567890"}
    )
    shipment = reread(order).shipments[0]
    assert (sent.status_code, shipment.courier, shipment.airway_bill) == (303, "JNE", "JP1234567890")
    assert shipment.tracking_url == "https://jne.example/JP1234567890"
    assert admin.post(f"/admin/orders/{order.id}/deliver").status_code == 303
    order = reread(order)
    assert (order.status, order.fulfilment_status) == (OrderStatus.COMPLETED, FulfilmentStatus.DELIVERED)
    assert {event.by for event in order.events[2:]} == {"pengurus@contoh.test"}


def test_a_parcel_goes_with_a_courier_that_is_not_in_the_table(admin):
    order = packed(paid_order())
    bare = {"courier_id": 0, "airway_bill": "EE123456"}
    assert admin.post(f"/admin/orders/{order.id}/ship", data=bare).status_code == 422
    admin.post(f"/admin/orders/{order.id}/ship", data={**bare, "courier_name": "Travel Kebumen"})
    assert reread(order).shipments[0].courier == "Travel Kebumen"


def test_an_airway_bill_is_checked_and_used_once(admin):
    first, second = packed(paid_order()), packed(paid_order())
    given = {"courier_id": 0, "courier_name": "JNE", "airway_bill": "JP1234567890"}
    assert admin.post(f"/admin/orders/{first.id}/ship", data={**given, "airway_bill": "x"}).status_code == 422
    assert admin.post(f"/admin/orders/{first.id}/ship", data=given).status_code == 303
    used = admin.post(f"/admin/orders/{second.id}/ship", data=given)
    assert (used.status_code, first.number in used.text) == (409, True)
    assert reread(second).fulfilment_status is FulfilmentStatus.PACKED


def test_what_is_picked_up_is_handed_over_and_never_shipped(admin):
    order = packed(paid_order(address=PICKUP))
    assert admin.post(f"/admin/orders/{order.id}/deliver").status_code == 303
    assert reread(order).status is OrderStatus.COMPLETED


def test_what_is_not_sent_yet_is_not_delivered(admin):
    order = packed(paid_order())
    assert admin.post(f"/admin/orders/{order.id}/deliver").status_code == 409


def test_shipping_from_a_page_that_is_out_of_date_is_refused(admin):
    order = packed(paid_order())
    assert admin.post(f"/admin/orders/{order.id}/cancel", data={"reason": "Salah"}).status_code == 303
    before = len(reread(order).events)
    stale = admin.post(
        f"/admin/orders/{order.id}/ship",
        data={"courier_id": 0, "courier_name": "JNE", "airway_bill": "JP1234567890"},
    )
    order = reread(order)
    assert (stale.status_code, order.status, len(order.events)) == (409, OrderStatus.CANCELLED, before)


def test_cancelling_a_paid_order_brings_its_piece_back_and_asks_for_its_money(admin):
    order = paid_order()
    admin.post(f"/admin/orders/{order.id}/cancel", data={"reason": "Cacat"})
    assert free(reread(order).lines[0]) == 3
    assert db.session.scalar(sa.select(Task.kind)) is TaskKind.REFUND_DUE
    assert admin.post(f"/admin/orders/{order.id}/refund", data=refunding(order)).status_code == 303
    assert reread(order).payment_status is PaymentStatus.REFUNDED
    assert db.session.scalar(sa.select(Task).where(Task.closed_at.is_(None))) is None


def test_cancelling_after_all_money_went_back_asks_for_none(admin):
    order = paid_order()
    admin.post(f"/admin/orders/{order.id}/refund", data=refunding(order))
    assert admin.post(f"/admin/orders/{order.id}/cancel", data={"reason": "Cacat"}).status_code == 303
    assert db.session.scalar(sa.select(Task)) is None
    assert free(reread(order).lines[0]) == 3


def test_a_refund_clicked_twice_is_one_refund(admin):
    order = paid_order()
    once = refunding(order, amount=1000)
    answers = [admin.post(f"/admin/orders/{order.id}/refund", data=once).status_code for _ in range(2)]
    assert answers == [303, 409]
    assert db.session.scalars(sa.select(Refund.amount)).all() == [Money(1000)]


def test_no_more_goes_back_than_came(admin):
    order = paid_order()
    too_much = refunding(order, amount=order.total.rupiah + 1)
    assert admin.post(f"/admin/orders/{order.id}/refund", data=too_much).status_code == 422
    assert db.session.scalar(sa.select(sa.func.count(Refund.id))) == 0


def test_a_refund_by_bank_needs_its_reference(admin):
    order = paid_order()
    answer = admin.post(f"/admin/orders/{order.id}/refund", data=refunding(order, bank_reference=" "))
    assert answer.status_code == 422
    assert page(answer).xpath("//input[@name='reason']/@value") == ["Cacat"]


def test_pieces_come_back_only_when_that_is_said_and_once(admin):
    order = shipped(paid_order())
    line = order.lines[0]
    admin.post(f"/admin/orders/{order.id}/refund", data=refunding(order, amount=1000))
    assert free(line) == 2
    left = {"left": order.total.rupiah - 1000, "amount": 1000, "pieces_back": "y", "bank_reference": "K2"}
    assert admin.post(f"/admin/orders/{order.id}/refund", data=refunding(order, **left)).status_code == 303
    assert free(line) == 3
    left |= {"left": order.total.rupiah - 2000, "bank_reference": "K3"}
    assert admin.post(f"/admin/orders/{order.id}/refund", data=refunding(order, **left)).status_code == 303
    assert admin.post(f"/admin/orders/{order.id}/take-back", data={"note": "Lagi"}).status_code == 409
    assert free(line) == 3


def test_a_slip_has_the_address_and_no_price(admin):
    order = paid_order()
    answer = admin.get(f"/admin/orders/{order.id}/slip")
    assert order.name in answer.text
    assert order.lines[0].title_id in answer.text
    assert "Rp" not in answer.text


@pytest.mark.parametrize(
    "verb", ["pack", "deliver", "quote", "confirm", "reject", "ship", "cancel", "refund", "take-back"]
)
def test_what_is_not_possible_now_is_refused_and_changes_nothing(admin, verb):
    order = an_order(a_product())
    payments.cancel_order(order, by="buyer", reason="")
    events = len(order.events)
    given = {"reason": "x", "note": "x", "shipping": 1, "received": 1, "reference": "x", "amount": 1}
    answer = admin.post(f"/admin/orders/{order.id}/{verb}", data=given)
    assert (answer.status_code, len(reread(order).events)) == (409, events)
    assert admin.post(f"/admin/orders/999999/{verb}").status_code == 404


@pytest.mark.parametrize(
    ("language", "destination", "said"),
    [
        ("id", VILLAGE, "sebelum dikirim"),
        ("id", PICKUP, "sebelum diambil"),
        ("en", VILLAGE, "before it is sent"),
        ("en", PICKUP, "before you collect it"),
    ],
)
def test_the_rest_is_due_before_an_order_is_sent_or_collected(admin, client, language, destination, said):
    order = an_order(a_product(price=350_000), deposit=Money(150_000), address=destination, locale=language)
    payment = a_transfer(order)
    db.session.commit()
    found = {"received": payment.amount.rupiah, "reference": "MUTASI"}
    assert admin.post(f"/admin/orders/{order.id}/confirm", data=found).status_code == 303
    told = page(admin.get(f"/admin/orders/{order.id}")).xpath("//*[@class='notices']")[0]
    assert ("sebelum diambil" in words(told)) == (destination is PICKUP)
    theirs = f"{'/en' if language == 'en' else ''}/pesanan/{order.token}"
    others = {"sebelum dikirim", "sebelum diambil", "before it is sent", "before you collect it"} - {said}
    notifications.write()
    mail = db.session.scalars(sa.select(Message).where(Message.kind == "deposit_paid")).one()
    # The page says it where it asks for the rest, and in its sum.
    assert (client.get(theirs).text.count(said), said in mail.text, said in mail.html) == (2, True, True)
    assert [each for each in others if each in client.get(theirs).text + mail.text] == []


def test_what_a_deposit_was_paid_for_is_said_to_be_made_and_its_buyer_sees_it(admin, client):
    order = an_order(a_product(price=350_000), deposit=Money(150_000))
    where, theirs = f"/admin/orders/{order.id}", f"/pesanan/{order.token}"
    assert admin.post(f"{where}/made").status_code == 409
    paid(order)
    db.session.commit()
    assert "Pesanan Anda sedang dibuat" in client.get(theirs).text
    (button,) = page(admin.get(where)).xpath("//form[contains(@action, '/made')]//button")
    assert words(button) == "Sudah jadi, minta sisanya"
    assert [admin.post(f"{where}/made").status_code for _ in range(2)] == [303, 303]
    assert "Pesanan Anda sudah jadi" in client.get(theirs).text
    shown = page(admin.get(where))
    assert shown.xpath("//form[contains(@action, '/made')]") == []
    assert "Menunggu sisanya" in words(shown.xpath("//section[@class='next']")[0])
    due = [words(each) for each in page(admin.get("/admin/")).xpath("//li[@class='due']")]
    assert [each for each in due if "sedang dibuat" in each] != []
