"""The first page of the back office: each figure leads to what it counts, and nobody sees more than their role may."""

from datetime import date, timedelta

import time_machine

from app import clock
from app.accounts.models import Role
from app.admin.today import so_far
from app.catalog.openness import PriceParts
from app.db import db
from app.exhibitions import actions as exhibitions
from app.leads.actions import Told, receive
from app.money import Money
from app.notifications.models import MessageState
from app.orders import actions
from app.payments.models import Task, TaskKind
from app.reports.periods import Period
from tests.admin.conftest import page, statements, words
from tests.admin.test_messages import a_message
from tests.admin.test_orders import ABROAD, in_review, packed
from tests.admin.test_webhooks import a_webhook
from tests.exhibitions.test_actions import a_fair
from tests.factories import a_product, a_user, sign_in
from tests.trade import a_review, an_order, paid


def due(answer):
    items = page(answer).xpath("//ul[@class='ledger']/li")
    return {
        words(item.xpath(".//a")[0]): (words(item.xpath("b")[0]), item.xpath(".//a/@href")[0])
        for item in items
    }


def test_what_waits_is_counted_and_each_figure_leads_there(admin):
    in_review(an_order(a_product()))
    an_order(a_product(), shipping=None, address=ABROAD)
    with time_machine.travel("2026-05-01T03:00:00Z", tick=False):
        paid(an_order(a_product()))
    paid(an_order(a_product(stock=9), deposit=Money(100_000)))
    order = an_order(a_product(stock=2))
    paid(order)
    packed(order)
    db.session.add(Task(kind=TaskKind.MISMATCH, amount=Money(1)))
    a_message(state=MessageState.FAILED)
    a_message(2, state=MessageState.SENT)
    a_review(a_product(), shown=False)
    nothing = Money(0)
    db.session.add(PriceParts(product=a_product(), makers=Money(1), materials=nothing, cooperative=nothing))
    day = clock.today() - timedelta(days=1)
    over = a_fair(first_day=day, last_day=day)
    exhibitions.take_along(over, a_product(stock=9).variants[0], by="tests")
    receive(Told("Ibu Ratna", "0812-3456-7890", "Saya setuju."), fair=None, officer=None).due_on = day
    a_webhook().given_up_at = clock.now()
    shown = due(admin.get("/admin/"))
    assert shown == {
        "bukti transfer untuk diperiksa": ("1", "/admin/orders?stage=in_review"),
        "ongkos kirim untuk dihitung": ("1", "/admin/orders?stage=to_quote"),
        "pesanan sedang dibuat": ("1", "/admin/orders?stage=in_the_making"),
        "pesanan untuk dikemas": ("1", "/admin/orders?stage=to_pack"),
        "paket untuk dikirim": ("1", "/admin/orders?stage=to_ship"),
        "pesanan terlambat": ("1", "/admin/orders?late=1"),
        "tugas uang": ("1", "/admin/tasks"),
        "kain hampir habis": ("1", "/admin/stock?low=1"),
        "pameran belum dihitung": ("1", "/admin/exhibitions"),
        "peminat untuk dihubungi": ("1", "/admin/leads"),
        "pembagian harga tidak cocok lagi": ("1", "/admin/price-parts"),
        "ulasan untuk dibaca": ("1", "/admin/reviews"),
        "surel gagal terkirim": ("1", "/admin/messages?state=failed"),
        "webhook dimatikan": ("1", "/admin/webhooks"),
    }
    for _count, address in shown.values():
        assert len(page(admin.get(address)).xpath("//article | (//tbody)[last()][not(//article)]/tr")) == 1


def test_an_officer_sees_revenue_and_no_orders_money_stock_or_mail(officer):
    answer = officer.get("/admin/")
    assert due(answer) == {
        "pameran belum dihitung": ("0", "/admin/exhibitions"),
        "peminat untuk dihubungi": ("0", "/admin/leads"),
    }
    assert "Pendapatan bulan ini" in answer.text
    menu = page(answer).xpath("//header[@class='side']/nav//a/text()")
    fairs = ["Pameran", "Peminat", "Kampanye", "Bahan promosi"]
    assert menu == ["Hari ini", "Produk", *fairs, "Perajin", "Pendapatan"]


def test_the_page_needs_few_statements(admin):
    for _ in range(3):
        paid(an_order(a_product()))
    with statements() as sent:
        admin.get("/admin/")
    assert len(sent) <= 12


@time_machine.travel("2026-03-31T05:00:00Z", tick=False)
def test_this_month_is_held_against_last_month_to_the_same_day(client):
    sign_in(client, a_user(Role.OFFICER))
    for moment, price in (("2026-02-01", 100_000), ("2026-02-28", 200_000), ("2026-03-01", 450_000)):
        with time_machine.travel(f"{moment}T05:00:00Z", tick=False):
            actions.pay(an_order(a_product(price=price), shipping=0), by="tests")
    shown = words(page(client.get("/admin/")))
    assert "Rp 450.000 naik 50% dari Rp 300.000 bulan lalu" in shown.replace("\xa0", " ")


def test_as_many_days_of_last_month_as_of_this_one():
    assert so_far(date(2026, 3, 31)) == (
        Period(date(2026, 3, 1), date(2026, 3, 31)),
        Period(date(2026, 2, 1), date(2026, 2, 28)),
    )
    assert so_far(date(2026, 1, 5)) == (
        Period(date(2026, 1, 1), date(2026, 1, 5)),
        Period(date(2025, 12, 1), date(2025, 12, 5)),
    )
