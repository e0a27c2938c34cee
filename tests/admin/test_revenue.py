"""The revenue view: what stands on the page is what the definitions say, and what the spreadsheet says."""

import csv
import io
from datetime import date

import pytest
import sqlalchemy as sa
import time_machine

from app.admin.revenue_chart import chart, nice_step
from app.db import db
from app.money import Money
from app.orders.models import Channel, Order
from app.payments import refunds
from app.reports import revenue
from app.reports.periods import Period
from tests.admin.conftest import page, statements, words
from tests.factories import a_maker, a_product
from tests.trade import an_order, paid

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
ASKED = "from=2026-01-01&to=2026-12-31"


@pytest.fixture
def a_year():
    """Three sales by two makers in two channels, and half of one given back later."""
    known, other = a_maker(pseudonym="=Melati"), a_maker()
    for moment, price, maker, channel in (
        ("2026-01-31T16:59:59Z", 100_000, known, Channel.SHOP),
        ("2026-01-31T17:00:00Z", 250_000, known, Channel.FAIR),
        ("2026-03-10T05:00:00Z", 400_000, None, Channel.SHOP),
    ):
        with time_machine.travel(moment, tick=False):
            product = a_product(price=price, title_id=f"=1+{price}", maker_id=maker.id if maker else None)
            payment = paid(an_order(product, shipping=20_000, channel=channel))
    with time_machine.travel("2026-04-02T05:00:00Z", tick=False):
        refunds.ask(payment, Money(200_000), reason="Cacat", by="tests", bank_reference="K1")
    assert other
    return payment.order


def table(answer, n):
    rows = page(answer).xpath(f"(//table)[{n}]/tbody/tr")
    return [[words(cell).replace("\xa0", " ") for cell in row.xpath("th|td")] for row in rows]


def sheet(answer, separator=","):
    assert answer.mimetype == "text/csv"
    assert answer.text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=separator))


def as_number(text):
    return int(text.removeprefix("Rp ").replace("-Rp ", "-").replace(".", ""))


def test_totals_stand_on_top_and_are_what_the_definitions_say(admin, a_year):
    total = revenue.total(YEAR)
    shown = {
        words(line.xpath("dt")[0]): as_number(words(line.xpath("dd")[0]).replace("\xa0", " "))
        for line in page(admin.get(f"/admin/revenue?{ASKED}")).xpath("//dl[@class='sums']/div")
    }
    assert shown == {
        "Bersih": total.net.rupiah,
        "Kotor": 750_000,
        "Potongan": -total.discounts.rupiah,
        "Ongkos kirim": 60_000,
        "Dikembalikan": -200_000,
        "Pesanan dibayar": 3,
        "Lembar terjual": 3,
    }


def test_months_are_the_shops_and_a_refund_counts_in_its_own(admin, a_year):
    rows = table(admin.get(f"/admin/revenue?{ASKED}&step=month"), 1)
    assert [(row[0], row[1], row[3], row[6]) for row in rows if row[3] != "Rp 0" or row[6] != "Rp 0"] == [
        ("April 2026", "0", "Rp 0", "-Rp 200.000"),
        ("Maret 2026", "1", "Rp 400.000", "Rp 0"),
        ("Februari 2026", "1", "Rp 250.000", "Rp 0"),
        ("Januari 2026", "1", "Rp 100.000", "Rp 0"),
    ]
    assert len(rows) == 12


def test_every_figure_leads_to_just_the_orders_behind_it(admin, a_year):
    shown = page(admin.get(f"/admin/revenue?{ASKED}&step=month"))
    links = set(
        shown.xpath("//td/a/@href | //dd/a/@href | //*[local-name()='svg']//*[local-name()='a']/@href")
    )
    counts = {link: len(page(admin.get(link)).xpath("//tbody/tr")) for link in links}
    whole = "from=2026-01-01&to=2026-12-31"
    products = {order.lines[0].product_id for order in db.session.scalars(sa.select(Order))}
    by_words = {link.partition("?")[2]: count for link, count in counts.items()}
    assert by_words == by_words | {
        whole: 3,
        f"refunds=1&{whole}": 1,
        "from=2026-01-01&to=2026-01-31": 1,
        "from=2026-02-01&to=2026-02-28": 1,
        "refunds=1&from=2026-04-01&to=2026-04-30": 1,
        f"{whole}&channel=fair": 1,
        f"{whole}&channel=shop": 2,
        f"{whole}&maker=0": 1,
        **{f"{whole}&product={product}": 1 for product in products},
    }
    assert 0 not in counts.values()


def test_the_spreadsheet_says_what_the_page_says(admin, a_year):
    on_page = admin.get(f"/admin/revenue?{ASKED}&step=month")
    names = ["steps", "products", "makers", "channels"]
    for n, name in enumerate(names, start=1):
        lines = sheet(admin.get(f"/admin/revenue/{name}.csv?{ASKED}&step=month"))[1:]
        figures = [[int(cell) for cell in line[-7:]] for line in lines]
        shown = [[as_number(cell) for cell in row[1:]] for row in table(on_page, n)]
        if name == "steps":
            shown.reverse()
        if name in {"products", "makers"}:
            assert {line[4] for line in figures} == {0}
            figures = [line[:4] + line[5:] for line in figures]
        # The page shows what is taken off as negative.
        for line in figures:
            line[3], line[-2] = -line[3], -line[-2]
        assert figures == shown


def test_a_name_never_runs_in_a_spreadsheet(admin, a_year):
    for separator, sign in (("comma", ","), ("semicolon", ";")):
        for name in ("products", "makers"):
            answer = admin.get(f"/admin/revenue/{name}.csv?{ASKED}&separator={separator}")
            texts = [line[0] for line in sheet(answer, sign)]
            assert [text for text in texts if text[:1] in set("=+-@\t\r")] == []
            assert any(text.startswith("'=") for text in texts)


def test_the_headers_are_indonesian_and_dates_and_amounts_are_plain(admin, a_year):
    lines = sheet(admin.get("/admin/revenue/steps.csv?from=2026-01-01&to=2026-01-31&step=month"))
    assert lines[0] == [
        "Dari",
        "Hingga",
        "Pesanan",
        "Lembar",
        "Kotor",
        "Potongan",
        "Ongkos kirim",
        "Dikembalikan",
        "Bersih",
    ]
    assert lines[1][:5] == ["2026-01-01", "2026-01-31", "1", "1", "100000"]
    assert admin.get("/admin/revenue/wages.csv").status_code == 404


def test_an_officer_sees_figures_without_the_orders_behind_them(officer, a_year):
    answer = officer.get(f"/admin/revenue?{ASKED}")
    assert page(answer).xpath("//a[contains(@href, '/admin/orders')]") == []
    assert officer.get(f"/admin/revenue/steps.csv?{ASKED}").status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "from=x&to=y",
        "from=2026-05-01",
        "to=2026-05-01",
        "from=2026-12-31&to=2026-01-01",
        "from=2000-01-01",
        "step=hour",
    ],
)
def test_whatever_period_is_asked_for_there_is_a_page(admin, asked):
    assert admin.get(f"/admin/revenue?{asked}").status_code == 200


def test_a_long_period_is_cut_into_months_and_ends_after_three_years(admin):
    rows = table(admin.get("/admin/revenue?from=2000-01-01&to=2026-12-31&step=day"), 1)
    assert len(rows) == 37


def test_the_page_needs_few_statements(admin, a_year):
    with statements() as sent:
        admin.get(f"/admin/revenue?{ASKED}")
    assert len(sent) <= 12


def test_bars_stand_on_zero_and_hang_below_it():
    drawn = chart([0, 300, -100])
    assert [(bar.height, bar.minus) for bar in drawn.bars] == [(0, False), (165.0, False), (55.0, True)]
    assert drawn.bars[1].y + drawn.bars[1].height == drawn.base == drawn.bars[2].y
    assert [amount for amount, _y in drawn.lines] == [-100, 0, 100, 200, 300]
    assert chart([]).bars == []
    assert chart([0]).base == drawn.height


@pytest.mark.parametrize(("span", "step"), [(1, 1), (400, 100), (900, 500), (7_000_000, 2_000_000)])
def test_lines_stand_at_round_amounts(span, step):
    assert nice_step(span) == step
