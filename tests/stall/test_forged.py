"""Whatever a broken or forged telephone sends: a bad entry changes nothing, and keeps back none beside it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app import clock
from app.db import db
from app.leads.models import Lead
from app.money import Money
from app.orders.models import Order
from app.payments.models import Payment, Task
from app.stall import actions, refusals
from app.stall.models import StallClosing, StallEntry, StallSale, StallVisitors

from .test_actions import all_agrees, at_fair, entry, fair, officer, said, sale, send

__all__ = ["all_agrees", "fair", "officer"]

LONG = "a" * 10_000
WORDS = "Saya setuju dihubungi tentang batik."
ABSURD = (-1, 0, 0.5, 10**18, "1", "satu", float("nan"), float("inf"), True, None, [], {})


def counted():
    """How much is written down of each kind."""
    rows = (StallEntry, StallSale, StallVisitors, StallClosing, Order, Payment, Task, Lead)
    return {row.__name__: db.session.scalar(sa.select(sa.func.count()).select_from(row)) for row in rows}


def lead(**over):
    return entry("lead", name="Ani", contact="x@contoh.test", consent=WORDS) | over


def is_refused(fair, officer, wrong, *, because):
    """Refused, in these words, with nothing changed; a good one sent after it is in."""
    before = counted()
    (answer,) = send(fair, officer, wrong)
    assert (answer.answer, answer.reason, counted()) == ("refused", str(because), before)
    good = entry("visitors", visitors=1)
    assert said(send(fair, officer, wrong, good)) == ["refused", "created"]
    assert counted() == before | {name: before[name] + 1 for name in ("StallEntry", "StallVisitors")}


@pytest.mark.parametrize("amount", [each for each in ABSURD if each != 1], ids=repr)
@pytest.mark.parametrize("field", ["price", "quantity", "variant"])
def test_an_absurd_amount_in_a_line_is_refused_in_words(fair, officer, field, amount):
    line = {"variant": at_fair(fair).id, "quantity": 1, "price": 450_000, field: amount}
    wrong = entry("sale", method="cash", lines=[line])
    is_refused(fair, officer, wrong, because=refusals.FIELDS[field])


@pytest.mark.parametrize("amount", [each for each in ABSURD if each != 0 or each is False], ids=repr)
def test_absurd_money_and_counts_are_refused_in_words(fair, officer, amount):
    variant = at_fair(fair)
    sending = sale(variant, send={"village": "Desa Contoh", "shipping": amount})
    closing = entry("closing", day=clock.today().isoformat(), expected=0, counted=amount)
    is_refused(fair, officer, sending, because=refusals.FIELDS["shipping"])
    is_refused(fair, officer, closing, because=refusals.FIELDS["counted"])
    if amount != -1:
        is_refused(fair, officer, entry("visitors", visitors=amount), because=refusals.FIELDS["visitors"])


def test_more_than_anybody_carries_or_pays_is_one_refusal_and_not_a_thousand_orders(fair, officer):
    variant = at_fair(fair)
    too_much = "Jumlah kain atau uangnya terlalu besar untuk satu penjualan."
    is_refused(fair, officer, sale(variant, quantity=201), because=too_much)
    is_refused(fair, officer, sale(variant, quantity=2, price=999_999_999_999), because=too_much)


def test_the_same_piece_twice_in_one_sale_is_sold_once_and_the_other_is_a_task(fair, officer):
    variant = at_fair(fair)
    assert said(send(fair, officer, sale(variant, variant))) == ["conflict"]
    assert db.session.scalars(sa.select(StallSale.conflict).order_by(StallSale.id)).all() == [False, True]
    assert db.session.scalars(sa.select(Task.amount)).all() == [Money(450_000)]


@pytest.mark.parametrize(
    "text", [LONG, "", " \t\n", "\u200f\u202e\u200b", "\0", "\ud83d\0", None, 7, ["Ani"]]
)
def test_a_lead_without_a_name_that_can_be_seen_is_refused(fair, officer, text):
    is_refused(fair, officer, lead(name=text), because=refusals.FIELDS["name"])


def test_texts_that_are_too_long_are_refused_each_named(fair, officer):
    variant = at_fair(fair)
    for field in ("contact", "interest", "note", "consent"):
        is_refused(fair, officer, lead(**{field: LONG}), because=refusals.FIELDS[field])
    for field in ("name", "phone", "note"):
        is_refused(fair, officer, sale(variant, **{field: LONG}), because=refusals.FIELDS[field])
    for village in (LONG, " ", "\u200f"):
        wrong = sale(variant, send={"village": village})
        is_refused(fair, officer, wrong, because=refusals.FIELDS["village"])


def test_emoji_and_signs_of_direction_are_kept_as_they_were_typed(fair, officer):
    name = "\u202eمريم 🧵👩🏽\u200d🎨\u202c"
    assert said(send(fair, officer, sale(at_fair(fair), name=name, phone="🧵", note="\0\ud800"))) == [
        "created"
    ]
    order = db.session.scalars(sa.select(Order)).one()
    assert (order.name, order.phone, order.note) == (name, "", "🧵\n�")


@pytest.mark.parametrize(
    "at",
    ["2026-11-26T10:00:00", "kemarin", "", "0001-01-01T00:00:00Z", "2500-01-01T00:00:00Z", None, [], 1e300],
)
def test_a_time_that_is_none_is_refused_in_words(fair, officer, at):
    is_refused(fair, officer, sale(at_fair(fair)) | {"at": at}, because=refusals.FIELDS["at"])


@pytest.mark.parametrize("off", [timedelta(days=365), timedelta(days=-365)], ids=["ahead", "behind"])
def test_a_telephone_a_year_off_sells_and_closes_on_the_day_that_it_was_beside_one_that_is_right(
    fair, officer, off
):
    now = clock.now()
    wrong = [sale(at_fair(fair), at=now + off), entry("closing", day=clock.shop_day(now + off).isoformat())]
    wrong[1] |= {"at": (now + off).isoformat(), "expected": 450_000, "counted": 450_000}
    assert said(send(fair, officer, *wrong, sent_at=now + off)) == ["created"] * 2
    assert said(send(fair, officer, sale(at_fair(fair)))) == ["created"]
    assert set(db.session.scalars(sa.select(StallSale.on_day))) == {clock.shop_day(now)}
    assert db.session.scalars(sa.select(StallClosing.on_day)).all() == [clock.shop_day(now)]


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_day_that_no_fair_had_is_closed_as_the_day_on_which_it_was_said(fair, officer, day):
    told = entry("closing", day=day.isoformat(), expected=0, counted=0)
    assert said(send(fair, officer, told)) == ["created"]
    assert db.session.scalars(sa.select(StallClosing.on_day)).all() == [clock.today()]
    yesterday = entry("closing", day=(clock.today() - timedelta(days=1)).isoformat(), expected=0, counted=0)
    send(fair, officer, yesterday)
    assert db.session.scalars(sa.select(StallClosing.on_day).order_by(StallClosing.id)).all()[1] == (
        clock.today() - timedelta(days=1)
    )


def test_a_name_used_again_for_something_else_is_refused_and_what_is_in_stays(fair, officer):
    first, other = sale(at_fair(fair)), at_fair(fair)
    assert said(send(fair, officer, first)) == ["created"]
    again = sale(other) | {"id": first["id"].upper(), "at": first["at"]}
    for wrong in (again, first | {"method": "qris"}, lead() | {"id": first["id"]}):
        is_refused(fair, officer, wrong, because=refusals.OTHER_ENTRY)
    assert said(send(fair, officer, first, first | {"title": "lain", "state": "waiting"})) == ["exists"] * 2
    counts = entry("visitors", visitors=3)
    assert said(send(fair, officer, counts, counts, counts | {"visitors": 4})) == [
        "created",
        "exists",
        "refused",
    ]


@pytest.mark.parametrize(
    "wrong",
    ["x", None, 7, [], [[]], {}, {"id": {}}, {"id": LONG}, {"id": "\0\ud800"}, {"kind": "sale"}],
    ids=repr,
)
def test_what_is_no_entry_is_refused_and_those_beside_it_are_in(fair, officer, wrong):
    answers = send(fair, officer, sale(at_fair(fair)), wrong, entry("visitors", visitors=1))
    assert said(answers) == ["created", "refused", "created"]
    assert answers[1].reason
    assert len(answers[1].id) <= 60


@pytest.mark.parametrize("missing", ["id", "kind", "at", "lines", "method"])
def test_an_entry_that_lacks_something_is_refused(fair, officer, missing):
    told = sale(at_fair(fair))
    del told[missing]
    is_refused(fair, officer, told, because=refusals.FIELDS.get(missing, refusals.UNREAD))


@pytest.mark.parametrize("lines", ["x", {}, [[]], [None], [{"variant": [1]}], [{"variant": {}}], 7])
def test_lines_of_another_shape_are_refused(fair, officer, lines):
    assert said(send(fair, officer, sale() | {"lines": lines}, sale(at_fair(fair)))) == ["refused", "created"]


def test_numbers_that_are_none_and_deep_nests_in_what_nobody_reads_keep_no_sale_back(fair, officer):
    deep = []
    for _ in range(300):
        deep = [deep]
    told = sale(at_fair(fair), title=float("nan"), more=deep, given=float("-inf"))
    assert said(send(fair, officer, told)) == ["created"]
    kept = db.session.scalars(sa.select(StallEntry)).one().payload
    assert (kept["title"], kept["given"]) == (None, None)


@pytest.mark.parametrize("sent_at", ["kemarin", "2026-11-26T10:00:00", None, {}])
@pytest.mark.parametrize("device", [None, "x", LONG])
def test_a_batch_of_no_telephone_is_not_read(device, sent_at):
    with pytest.raises(actions.NotRead):
        actions.read({"device": device or str(uuid4()), "sent_at": sent_at, "entries": [{}]})
