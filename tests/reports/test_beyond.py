"""How much of the revenue came from beyond exhibitions."""

from datetime import date

import pytest
import time_machine

from app.cooperative import actions as cooperative
from app.cooperative.queries import goals
from app.money import Money
from app.orders.models import Channel
from app.payments import refunds
from app.reports import beyond, revenue
from app.reports.beyond import Month
from app.reports.periods import Period
from tests.factories import a_product
from tests.trade import an_order, paid

pytestmark = pytest.mark.usefixtures("app")
SPRING = Period(date(2026, 2, 1), date(2026, 4, 10))


def bought(day, price, channel):
    with time_machine.travel(f"2026-{day}T05:00:00Z", tick=False):
        return paid(an_order(a_product(price=price), shipping=0, channel=channel))


def months():
    return beyond.months(revenue.sales(SPRING), goals())


def test_each_month_says_what_came_from_fairs_what_from_beyond_and_what_was_wanted():
    at_fair = bought("02-10", 300_000, Channel.FAIR)
    online, on_whatsapp = (bought("02-11", 100_000, channel) for channel in (Channel.SHOP, Channel.WHATSAPP))
    with time_machine.travel("2026-04-10T05:00:00Z", tick=False):
        cooperative.set_goal(
            40, from_month=date(2026, 2, 1), decided_on=date(2026, 1, 9), note="", by="tests"
        )
        cooperative.set_goal(
            60, from_month=date(2026, 4, 1), decided_on=date(2026, 3, 9), note="", by="tests"
        )
    others = online.received + on_whatsapp.received
    february, march, april = months()
    assert february == Month(Period(date(2026, 2, 1), date(2026, 2, 28)), at_fair.received, others, 40)
    assert (february.share, february.reached) == (40, True)
    assert (march.beyond, march.share, march.reached, march.goal) == (Money(0), None, False, 40)
    assert (april.period, april.goal) == (Period(date(2026, 4, 1), date(2026, 4, 10)), 60)
    assert beyond.of_all([february, march, april]) == 40


def test_what_is_given_back_lessens_the_part_that_it_was_sold_in():
    payment = bought("02-10", 300_000, Channel.SHOP)
    bought("03-10", 100_000, Channel.FAIR)
    with time_machine.travel("2026-03-12T05:00:00Z", tick=False):
        refunds.ask(payment, payment.received, reason="Cacat", by="tests", bank_reference="K1")
    february, march, _april = months()
    assert (february.share, march.share) == (100, None)
    assert march.beyond == -payment.received
    assert february.at_fairs + february.beyond + march.at_fairs + march.beyond == revenue.total(SPRING).net


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(1, 3, 33), (1, 200, 1), (1, 201, 0), (-5, 100, 0), (150, 100, 100), (0, 0, None), (5, -1, None)],
)
def test_a_share_is_whole_percent_of_something(part, whole, percent):
    assert beyond.share(Money(part), Money(whole)) == percent
