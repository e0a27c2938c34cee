"""The page of the shop's headline."""

from datetime import date, timedelta

import time_machine

from app import clock
from app.admin.beyond import last_months
from app.cooperative.queries import goals
from app.orders.models import Channel
from app.reports.periods import Period
from tests.admin.conftest import page, words
from tests.factories import a_product
from tests.trade import an_order, paid


def sold(days_ago, price, channel):
    with time_machine.travel(clock.now() - timedelta(days=days_ago), tick=False):
        paid(an_order(a_product(price=price), shipping=0, channel=channel))


def typed(**over):
    today = str(clock.today())
    return {"percent": "60", "from_month": today, "decided_on": today, "note": "Rapat anggota"} | over


def test_the_headline_stands_beside_the_goal_and_the_year_before(admin):
    sold(500, 300_000, Channel.FAIR)
    sold(90, 100_000, Channel.FAIR)
    sold(0, 300_000, Channel.SHOP)
    answer = admin.post("/admin/revenue/beyond", data=typed())
    assert (answer.status_code, answer.location) == (303, "/admin/revenue/beyond")
    shown = page(admin.get("/admin/revenue/beyond"))
    assert [words(each) for each in shown.xpath("//dl[@class='sums']//dd")] == [
        "75%",
        "0%",
        "100%",
        "60%",
    ]
    rows = [[words(cell) for cell in row.xpath("td")] for row in shown.xpath("(//table)[1]/tbody/tr")]
    # From the month of the first sale to this one.
    assert 16 <= len(rows) <= 18
    assert rows[0][:2] == ["100% tercapai", "60%"]
    revenue = page(admin.get(f"/admin/revenue?from={clock.today() - timedelta(days=100)}&to={clock.today()}"))
    assert words(revenue.xpath("//a[@href='/admin/revenue/beyond']")[0]) == "Di luar pameran: 75%"


def test_a_goal_that_cannot_be_is_refused_with_what_was_typed_and_nothing_is_kept(admin):
    answer = admin.post("/admin/revenue/beyond", data=typed(percent="140"))
    assert answer.status_code == 422
    assert page(answer).xpath("//input[@name='percent']/@value") == ["140"]
    assert goals() == []


def test_two_years_of_months_end_today():
    assert last_months(date(2026, 1, 5)) == Period(date(2024, 2, 1), date(2026, 1, 5))
    assert last_months(date(2026, 12, 31)) == Period(date(2025, 1, 1), date(2026, 12, 31))
