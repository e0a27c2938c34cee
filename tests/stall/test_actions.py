"""What telephones wrote down at a stand comes in once, and no piece is sold twice."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app import clock
from app.accounts.models import Role
from app.catalog.models import StockModel
from app.db import db
from app.exhibitions import actions as exhibitions
from app.exhibitions.actions import FairFacts
from app.exhibitions.models import ExhibitionPiece, ExhibitionStatus
from app.exhibitions.queries import disagreements as fair_disagreements
from app.inventory.queries import available
from app.inventory.queries import disagreements as shelf_disagreements
from app.leads.models import Lead
from app.money import Money
from app.orders.models import Channel, Destination, FulfilmentStatus, Order, OrderEvent, OrderStatus
from app.payments import refunds
from app.payments.models import Payment, Task, TaskKind
from app.reports import proofs, revenue
from app.reports.periods import Period
from app.stall import actions, queries
from app.stall.models import Method, StallClosing, StallEntry, StallSale, StallVisitors
from app.stall.sales import give_to_stall
from tests.factories import a_product, a_user
from tests.trade import an_order, paid

BY = "petugas@contoh.test"
CANARY = '=1+1"><img src=x onerror=alert(1)>{{7*7}}\0\ud800'
CLEAN = '=1+1"><img src=x onerror=alert(1)>{{7*7}}�'


@pytest.fixture(autouse=True)
def all_agrees():
    yield
    assert db.session.execute(fair_disagreements()).all() == []
    assert db.session.execute(shelf_disagreements()).all() == []
    assert {name: db.session.scalars(find()).all() for name, find in proofs.ALL.items()} == dict.fromkeys(
        proofs.ALL, []
    )


@pytest.fixture
def fair():
    fair = exhibitions.plan(
        FairFacts("Pekan Contoh", "Kebumen", clock.today(), clock.today() + timedelta(days=3)), by=BY
    )
    fair.created_at = clock.now() - timedelta(days=20)
    return fair


@pytest.fixture
def officer():
    return a_user(Role.OFFICER)


def at_fair(fair, *, online=False, model=StockModel.ONE, stock=None, price=450_000):
    """A variant of which everything went along."""
    product = a_product(model, price, stock=stock)
    exhibitions.take_along(fair, product.variants[0], stock or 1, by=BY, online=online)
    return product.variants[0]


def sale(*variants, price=450_000, quantity=1, at=None, **over):
    lines = [{"variant": variant.id, "quantity": quantity, "price": price} for variant in variants]
    said = {"id": str(uuid4()), "kind": "sale", "at": (at or clock.now()).isoformat(), "method": "cash"}
    return said | {"lines": lines} | over


def entry(kind, **told):
    return {"id": str(uuid4()), "kind": kind, "at": clock.now().isoformat()} | told


def send(fair, officer, *entries, sent_at=None, device=None):
    batch = {
        "device": device or str(uuid4()),
        "sent_at": (sent_at or clock.now()).isoformat(),
        "entries": list(entries),
    }
    return actions.bring_in(fair, officer, actions.read(batch))


def said(answers):
    return [answer.answer for answer in answers]


def test_a_sale_is_a_paid_order_that_was_handed_over_and_its_piece_is_sold(fair, officer):
    variant = at_fair(fair)
    assert said(send(fair, officer, sale(variant, price=400_000, phone="0812-3456-7890", name="Ani"))) == [
        "created"
    ]
    order = db.session.scalars(sa.select(Order)).one()
    assert (order.status, order.fulfilment_status, order.channel, order.is_paid) == (
        OrderStatus.COMPLETED,
        FulfilmentStatus.DELIVERED,
        Channel.FAIR,
        True,
    )
    assert (order.name, order.phone, order.total) == ("Ani", "+6281234567890", Money(400_000))
    payment = db.session.scalars(sa.select(Payment)).one()
    assert (payment.provider, payment.received) == ("cash", Money(400_000))
    piece = db.session.scalars(sa.select(ExhibitionPiece)).one()
    assert (piece.sold, piece.out, available([variant.id])) == (1, 0, {variant.id: 0})
    # Its price was bargained for, and that stays to be seen.
    sold = db.session.scalars(sa.select(StallSale)).one()
    assert (sold.taken, sold.listed, sold.bargained) == (Money(400_000), Money(450_000), True)
    assert revenue.total(Period(clock.today(), clock.today())).net == Money(400_000)
    assert db.session.scalars(sa.select(OrderEvent.notified_at)).all().count(None) == 0


def test_what_is_to_be_sent_waits_to_be_packed_with_its_address_and_what_sending_costs(fair, officer):
    variant = at_fair(fair)
    there = {"village": "Desa Contoh RT 2, Kebumen", "shipping": 20_000}
    send(fair, officer, sale(variant, method="qris", name="Budi", phone="0812 3456 7890", send=there))
    order = db.session.scalars(sa.select(Order)).one()
    assert (order.destination, order.street, order.fulfilment_status, order.status) == (
        Destination.VILLAGE,
        "Desa Contoh RT 2, Kebumen",
        FulfilmentStatus.UNFULFILLED,
        OrderStatus.PLACED,
    )
    assert (order.shipping, order.total) == (Money(20_000), Money(470_000))


def test_s12_ten_sales_sent_three_times_and_then_with_one_more_are_eleven(fair, officer):
    variants = [at_fair(fair) for _ in range(11)]
    sales = [sale(variant) for variant in variants]
    assert said(send(fair, officer, *sales[:10])) == ["created"] * 10
    assert [said(send(fair, officer, *reversed(sales[:10]))) for _ in range(2)] == [["exists"] * 10] * 2
    assert said(send(fair, officer, *sales, sales[10])) == ["exists"] * 10 + ["created", "exists"]
    assert db.session.scalar(sa.select(sa.func.count(Order.id))) == 11
    assert db.session.scalar(sa.select(sa.func.count(StallEntry.id))) == 11


def test_s11_a_piece_that_was_sold_online_meanwhile_keeps_that_owner_and_is_a_task_naming_both(fair, officer):
    variant, other = at_fair(fair, online=True), at_fair(fair)
    online = an_order(variant.product, name="Siti")
    paid(online)
    answers = send(fair, officer, sale(variant, other, name="Budi", at=clock.now() - timedelta(hours=2)))
    # What else was in the same sale is sold all the same.
    assert said(answers) == ["conflict"]
    assert len(answers[0].orders) == 2
    lost, sold = db.session.scalars(sa.select(StallSale).order_by(StallSale.conflict.desc())).all()
    assert (sold.order.is_paid, sold.conflict, sold.order.lines[0].variant_id) == (True, False, other.id)
    assert (lost.order.is_paid, lost.conflict, lost.rival) == (False, True, online)
    task = db.session.scalars(sa.select(Task)).one()
    assert (task.kind, task.amount, task.order) == (TaskKind.SOLD_TWICE, Money(450_000), lost.order)
    assert task.note == f"{lost.order.number} (Budi) / {online.number} (Siti)"
    assert online.is_paid
    assert online.status is OrderStatus.PLACED
    # Giving the money back settles it, and touches no revenue.
    before = revenue.total(Period(clock.today(), clock.today()))
    payment = db.session.scalars(sa.select(Payment).where(Payment.order == lost.order)).one()
    refunds.ask(payment, Money(450_000), reason="Sudah terjual", by=BY, bank_reference="TUNAI 1")
    assert (task.closed_at is not None, revenue.total(Period(clock.today(), clock.today()))) == (True, before)


def test_s11_the_piece_can_go_to_who_carried_it_home_and_the_other_gets_the_money_back(fair, officer):
    variant = at_fair(fair, online=True)
    online = an_order(variant.product)
    paid(online)
    send(fair, officer, sale(variant, name="Budi"))
    lost = db.session.scalars(sa.select(StallSale)).one()
    give_to_stall(lost, by=BY)
    assert (online.status, lost.order.is_paid, lost.order.status, lost.conflict) == (
        OrderStatus.CANCELLED,
        True,
        OrderStatus.COMPLETED,
        False,
    )
    waiting = db.session.scalars(sa.select(Task).where(Task.closed_at.is_(None))).one()
    assert (waiting.kind, waiting.order) == (TaskKind.REFUND_DUE, online)
    piece = db.session.scalars(sa.select(ExhibitionPiece)).one()
    assert (piece.sold, available([variant.id])) == (1, {variant.id: 0})


def test_two_telephones_that_sold_the_same_piece_are_a_conflict_of_those_two(fair, officer):
    variant = at_fair(fair)
    assert said(send(fair, officer, sale(variant, name="Satu"))) == ["created"]
    assert said(send(fair, a_user(Role.OFFICER), sale(variant, name="Dua"))) == ["conflict"]
    lost = db.session.scalars(sa.select(StallSale).where(StallSale.conflict)).one()
    assert (lost.order.name, lost.rival.name) == ("Dua", "Satu")
    # Sent again, because the answer was lost, it says so again.
    (again,) = send(fair, officer, lost.entry.payload)
    assert (again.answer, again.reason) == ("exists", lost.rival.number)


def test_what_nobody_had_scanned_at_packing_is_sold_all_the_same_if_it_is_free(fair, officer):
    variant = a_product(stock=2).variants[0]
    assert said(send(fair, officer, sale(variant, quantity=3))) == ["conflict"]
    piece = db.session.scalars(sa.select(ExhibitionPiece)).one()
    assert (piece.taken, piece.sold, available([variant.id])) == (2, 2, {variant.id: 0})
    assert db.session.scalars(sa.select(StallSale.conflict).order_by(StallSale.id)).all() == [
        False,
        False,
        True,
    ]


def test_a_sale_that_comes_in_after_the_fair_was_closed_takes_a_piece_that_is_back(fair, officer):
    variant = at_fair(fair)
    piece = db.session.scalars(sa.select(ExhibitionPiece)).one()
    exhibitions.bring_back(piece, by=BY)
    fair.status = ExhibitionStatus.CLOSED
    assert said(send(fair, officer, sale(variant), sale(variant))) == ["created", "conflict"]
    assert (piece.sold, piece.back, available([variant.id])) == (0, 1, {variant.id: 0})


def test_a_clock_that_is_wrong_is_put_right_and_both_times_are_kept(fair, officer):
    ahead = timedelta(hours=30)
    true = clock.now() - timedelta(hours=1)
    send(fair, officer, sale(at_fair(fair), at=true + ahead), sent_at=clock.now() + ahead)
    kept = db.session.scalars(sa.select(StallEntry)).one()
    assert (kept.said_at, abs(kept.at - true) < timedelta(seconds=5)) == (true + ahead, True)
    assert abs(kept.clock_off - ahead.total_seconds()) < 5
    order = db.session.scalars(sa.select(Order)).one()
    assert order.paid_on == clock.shop_day(true)


def test_a_sale_counts_on_the_day_on_which_it_was_made_and_never_in_the_future(fair, officer):
    yesterday = clock.now() - timedelta(days=1)
    send(fair, officer, sale(at_fair(fair), at=yesterday))
    send(fair, officer, sale(at_fair(fair), at=clock.now() + timedelta(days=9)))
    send(fair, officer, sale(at_fair(fair), at=datetime(2001, 1, 1, tzinfo=UTC)))
    days = db.session.scalars(sa.select(Order.paid_on).order_by(Order.id)).all()
    assert days == [clock.shop_day(yesterday), clock.today(), clock.today()]


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "satu"},
        {"kind": "gift"},
        {"at": "kemarin"},
        {"at": "9999-12-31T23:59:59Z"},
        {"method": "stripe"},
        {"lines": []},
        {"lines": [{"variant": 1, "quantity": 1, "price": 0}]},
        {"lines": [{"variant": 1, "quantity": 1, "price": 350.5}]},
        {"lines": [{"variant": 1, "quantity": -1, "price": 1}]},
        {"lines": [{"variant": 2**31 - 1, "quantity": 1, "price": 1}]},
        {"send": {"village": ""}},
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_of_it_is_kept(fair, officer, wrong):
    variant = at_fair(fair)
    answers = send(fair, officer, sale(variant) | wrong, sale(variant))
    assert said(answers) == ["refused", "created"]
    assert answers[0].reason
    assert db.session.scalar(sa.select(sa.func.count(StallEntry.id))) == 1


def test_what_was_kept_raw_before_becomes_a_lead_as_of_then(fair, officer):
    words = "Saya setuju dihubungi tentang batik."
    told = entry("lead", name="Ibu Ratna", contact="0812 3456 7890", note="cap", consent=words)
    send(fair, officer, told, entry("visitors", visitors=3))
    (kept,) = db.session.scalars(sa.select(StallEntry).where(StallEntry.kind == "lead"))
    db.session.execute(sa.delete(Lead))
    kept.payload, kept.at = told, clock.now() - timedelta(days=100)
    db.session.flush()
    assert (actions.hand_over_old(), actions.hand_over_old(), kept.payload) == (1, 0, {})
    (lead,) = db.session.scalars(sa.select(Lead))
    assert (lead.name, lead.phone, lead.note, lead.wording) == ("Ibu Ratna", "+6281234567890", "cap", words)
    assert (lead.exhibition_id, lead.officer_id, lead.created_at) == (fair.id, officer.id, kept.at)
    assert lead.keep_until == clock.shop_day(kept.at) + timedelta(days=365)


def test_leads_are_in_once_with_the_words_that_were_agreed_to_and_the_entry_keeps_nothing_of_them(
    fair, officer
):
    words = "Saya setuju dihubungi tentang batik sampai 1 Desember 2027."
    lead = entry("lead", name=CANARY, contact="0812 3456 7890", interest="Kawung", consent=words)
    unread = entry("lead", name="Ani", contact="siang saja", note="cap", consent=words)
    assert said(
        send(fair, officer, lead, entry("lead", name="Ani", contact="x@contoh.test", consent=""))
    ) == [
        "created",
        "refused",
    ]
    assert said(send(fair, officer, lead, unread)) == ["exists", "created"]
    kept = db.session.scalars(sa.select(Lead).order_by(Lead.id)).all()
    assert [(lead.name, lead.phone, lead.note, lead.wording) for lead in kept] == [
        (CLEAN, "+6281234567890", "", words),
        ("Ani", "", "cap\nsiang saja", words),
    ]
    assert {(lead.exhibition_id, lead.officer_id) for lead in kept} == {(fair.id, officer.id)}
    assert [entry.payload for entry in db.session.scalars(sa.select(StallEntry))] == [{}, {}]


def test_visitors_add_up_by_hour_and_a_day_is_closed_by_what_was_counted(fair, officer):
    send(fair, officer, entry("visitors", visitors=12), entry("visitors", visitors=-2))
    hour = clock.now().astimezone(clock.WIB).hour
    assert queries.visitors_on(fair.id, clock.today()) == {hour: 10}
    day = clock.today().isoformat()
    send(fair, officer, entry("closing", day=day, expected=450_000, counted=440_000, note="kurang kembalian"))
    closing = db.session.scalars(sa.select(StallClosing)).one()
    assert (closing.on_day, closing.expected, closing.counted, closing.officer) == (
        clock.today(),
        Money(450_000),
        Money(440_000),
        officer,
    )
    assert db.session.scalar(sa.select(sa.func.count(StallVisitors.id))) == 2


def test_every_way_of_paying_is_a_payment_that_can_be_given_back(fair, officer):
    for method in Method:
        assert said(send(fair, officer, sale(at_fair(fair), method=method.value))) == ["created"]
    for payment in db.session.scalars(sa.select(Payment)).all():
        refunds.ask(
            payment,
            Money(450_000),
            reason="Kembali",
            by=BY,
            bank_reference=f"KEMBALI {payment.id}",
        )
    assert revenue.total(Period(date(2020, 1, 1), clock.today())).net == Money(0)
