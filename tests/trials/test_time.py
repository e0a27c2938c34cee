"""T: deadlines are moments, and days are the village's, wherever the server stands.

And what else needs a clock that can be set, or a shop that can be killed: P18, C09, S07, S09 and S13. The clock goes on
from case to case, as sessions do.
"""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from tests.buyer import Order, Product
from tests.conftest import Database
from tests.driver import Driver
from tests.trials.conftest import Trial, open_trial
from tests.trials.invariants import Invariants
from tests.trials.races import ROUNDS, at_once, together
from tests.trials.test_payments import CREATE, asked_with
from tools.processes import serving

APPLICATION = "tests.travel:app"
FAIR = datetime(2027, 12, 20, 3, tzinfo=UTC)
START = datetime(2027, 12, 24, 3, tzinfo=UTC)
MIDNIGHT = datetime(2027, 12, 29, 17, tzinfo=UTC)  # in the village
NEW_YEAR = datetime(2027, 12, 31, 17, tzinfo=UTC)
DAY, MINUTE, SECOND = timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)
ORDERS = 50
# What the README says that one network may have.
MOST_UNPAID = 6


@pytest.fixture(scope="module")
def trial(database: Database) -> Iterator[Trial]:
    with open_trial(
        database, application=APPLICATION, processes=3, env={"TZ": "UTC", "TRUSTED_PROXIES": "1"}
    ) as trial:
        yield trial


def shortly(moments: int, act: Callable[..., Any], *given: Any) -> Any:
    """Do this a few thousandths of a second later, so that now one comes first and now another."""
    time.sleep(moments / 200)
    return act(*given)


def leap(driver: Driver, moment: datetime) -> None:
    """Be at a moment long after the one before: whoever was signed in is so no more."""
    driver.be_at(moment, still=True)
    vars(driver).pop("admin", None)


def opened_unheard(driver: Driver, product: Product) -> list[Order]:
    """Orders whose payments the service has opened, and its answer was an error, or lost on the way."""
    orders = []
    for _ in range(2):
        driver.stripe.fail_next(CREATE, times=2, after=True)
        orders.append(driver.order(product))
        driver.stripe.behave()
        driver.stripe.reset_next(CREATE, times=2)
        orders.append(driver.order(product))
        driver.stripe.behave()
    return orders


def ask_again(driver: Driver, orders: list[Order]) -> list[tuple[int, int]]:
    """The buyers of the first two ask again, and a job for the others: with how many keys, and how many were opened."""
    for order in orders[:2]:
        order.pay_again("stripe")
    driver.be_at(datetime.now(UTC) + 3 * MINUTE)
    driver.job("reconcile")
    return [(len(keys), opened) for keys, opened in (asked_with(driver, order) for order in orders)]


def test_p18_after_any_accident_and_a_restart_the_service_is_asked_for_the_same(
    driver: Driver, faults: None
) -> None:
    orders = opened_unheard(driver, driver.make_product(stock=5, model="stocked"))
    driver.shop.kill()
    driver.shop.start()
    assert [(order.pay_at, order.state().status) for order in orders] == [("", "placed")] * 4
    calls = len(driver.stripe.calls(CREATE))
    assert ask_again(driver, orders) == [(1, 1)] * 4
    assert len(driver.stripe.calls(CREATE)) == calls + 4


def test_p11_the_same_form_sent_again_after_a_while_is_the_same_order(driver: Driver) -> None:
    buyer = driver.visitor()
    buyer.put(driver.make_product())
    filled = buyer.checkout("stripe")
    order = driver.placed(buyer, buyer.press(filled))
    driver.be_at(datetime.now(UTC) + 4 * MINUTE)
    assert driver.placed(buyer, buyer.press(filled)) == order


@pytest.mark.one_database
def test_c09_mails_wait_for_their_server_and_orders_do_not(driver: Driver, invariants: Invariants) -> None:
    product, post, now = (
        driver.make_product(stock=100, model="stocked"),
        driver.shop.mailbox,
        datetime.now(UTC),
    )
    driver.mails()
    before, buyer = len(post.messages), driver.visitor()

    def order(count: int) -> list[Order]:
        return [driver.order(product, "transfer", buyer=buyer) for _ in range(count)]

    with post.silent() as hole:
        orders = order(3)
        assert (driver.job("write"), hole.calls()) == (3, 0)
        # Who hears nothing from the server gives up on it for now, and not after as long a time for each mail.
        delivered, more = at_once(partial(driver.job, "deliver"), partial(order, ORDERS - 3))
        assert (delivered, hole.calls()) == (0, 1)
    orders += more
    with post.away():
        assert (driver.job("write"), driver.job("deliver")) == (ORDERS - 3, 0)
    driver.be_at(now + 10 * MINUTE)
    post.answer = "450 come again"
    assert (driver.job("deliver"), len(post.messages)) == (0, before)
    assert "450" in driver.admin.get(driver.admin.get("/admin/messages").link("/admin/messages/")).words

    driver.be_at(now + 60 * MINUTE)
    post.answer = "250 kept"
    assert (driver.job("deliver"), driver.job("deliver"), len(post.messages)) == (ORDERS, 0, before + ORDERS)
    assert len({mail["Message-ID"] for mail in post.messages}) == len(post.messages)
    assert invariants.told(orders, ("received",)) == [["received"]] * ORDERS

    post.answer = "550 never"
    order(2)
    assert (driver.job("write"), driver.job("deliver")) == (2, 0)
    failed = driver.admin.get("/admin/messages?state=failed")
    assert "550" in driver.admin.get(failed.link("/admin/messages/")).words
    post.answer, post.delay = "250 kept", 1
    order(1)
    assert (driver.job("write"), driver.job("deliver"), driver.job("deliver")) == (1, 1, 0)
    post.delay = 0


def test_s09_pieces_come_back_once_whoever_calls_the_order_off(
    driver: Driver, invariants: Invariants
) -> None:
    leap(driver, FAIR)
    product, buyer = driver.make_product(stock=ROUNDS, model="stocked"), driver.visitor()
    orders = []
    for number in range(ROUNDS):
        driver.be_at(FAIR + number * MINUTE, still=True)
        orders.append(driver.order(product, "transfer", buyer=buyer))
    for number, order in enumerate(orders):
        mine, theirs = order.page().fill("/batal"), invariants.desk(order).fill("/cancel", reason="Cacat.")
        poised = [buyer.poise(mine), driver.admin.poise(theirs)]
        # Each order's deadline is over a minute after that of the one before.
        driver.be_at(FAIR + DAY + number * MINUTE + SECOND, still=True)
        acts = [partial(shortly, number % 5, together, *poised), partial(driver.flask, "orders", "expire")]
        answers, said = at_once(*acts)
        cancelled, expired = [answer.status for answer in answers], said == "expired: 1"
        assert sorted(cancelled) in ([[409, 409]] if expired else [[303, 409]])
        assert invariants.order(order).status == ("expired" if expired else "cancelled")
        assert invariants.stock(product) == (ROUNDS, ROUNDS - 1 - number)
    told = invariants.told(orders, ("cancelled", "expired"))
    assert told == [[invariants.order(order).status] for order in orders]


def test_s07_a_hold_whose_time_is_over_keeps_nobody_from_buying(driver: Driver) -> None:
    leap(driver, START)
    product = driver.make_product()
    buyer = driver.visitor()
    buyer.put(product)
    filled = buyer.checkout()
    first = driver.order(product, "transfer")
    driver.be_at(START + DAY - SECOND, still=True)
    assert buyer.press(filled).status == 409
    driver.be_at(START + DAY + SECOND, still=True)
    # Nobody has tidied up: whether a piece is free is told by the time.
    second = driver.order(product, "transfer")
    pay = first.page().fill("/bayar")
    assert first.buyer.press(pay).status == 409
    driver.job("expire")
    assert (first.state().status, second.state().status) == ("expired", "placed")
    assert driver.stock(product) == (1, 1, 0)


def test_s13_a_basket_holds_nothing_and_one_network_no_more_than_is_said_and_no_longer(
    driver: Driver,
) -> None:
    leap(driver, START + 2 * DAY)
    product = driver.make_product(stock=20, model="stocked")
    robots = [driver.visitor() for _ in range(200)]
    for robot in robots:
        robot.session.headers["X-Forwarded-For"] = "93.184.216.34"
        robot.put(product)
    assert driver.stock(product) == (20, 0, 20)
    answers = at_once(*(partial(robot.press, robot.checkout()) for robot in robots[:40]))
    answers += [robot.press(robot.checkout()) for robot in robots[40:]]
    orders = [
        driver.placed(robot, page) for robot, page in zip(robots, answers, strict=True) if page.status == 303
    ]
    assert Counter(page.status for page in answers) == {303: MOST_UNPAID, 429: 200 - MOST_UNPAID}
    assert driver.stock(product) == (20, MOST_UNPAID, 20 - MOST_UNPAID)
    refused = next(page for page in answers if page.status == 429)
    assert "sudah ada 6 pesanan yang belum dibayar" in refused.words
    # Others buy meanwhile, and after a day all of it is there again.
    driver.order(product, "transfer")
    driver.be_at(START + 3 * DAY + SECOND, still=True)
    driver.job("expire")
    assert {order.state().status for order in orders} == {"expired"}
    assert driver.stock(product) == (20, 0, 20)
    last = driver.visitor()
    last.put(product, 20)
    last.place()
    assert driver.stock(product) == (20, 20, 0)


def sold_at(driver: Driver, first: str, last: str) -> dict[str, int]:
    """The net revenue of each day on which there was any, as the export says."""
    rows = driver.report("steps", **{"from": first, "to": last}, step="day")
    return {row["Dari"]: int(row["Bersih"]) for row in rows if int(row["Bersih"])}


def shown(driver: Driver, address: str, where: str, **days: str) -> int:
    """An amount that a page of the back office shows."""
    (text,) = driver.admin.get(address, params=days).document.xpath(f"string({where})").split("\n")[:1]
    return int(re.sub(r"[^0-9]", "", text))


def test_t01_orders_on_both_sides_of_midnight_are_on_two_days_everywhere(driver: Driver) -> None:
    leap(driver, MIDNIGHT - SECOND)
    product = driver.make_product(500_000, stock=5, model="stocked")
    one, other = driver.order(product, "transfer"), driver.order(product, "transfer")
    driver.confirm(one)
    driver.be_at(MIDNIGHT, still=True)
    driver.confirm(other)
    totals = {"2027-12-29": one.state().total, "2027-12-30": other.state().total}
    assert sold_at(driver, *totals) == totals
    for order, another, day in ((one, other, "2027-12-29"), (other, one, "2027-12-30")):
        found = driver.admin.get("/admin/orders", params={"from": day, "to": day}).words
        # Both were placed on the first day, one was paid on the second: the list is by the day of paying.
        assert (order.number in found, another.number in found) == (True, False)
        net = "//dl[@class='sums']/div[@class='net']/dd"
        assert shown(driver, "/admin/revenue", net, **{"from": day, "to": day}) == totals[day]


def test_t02_the_new_year_begins_at_the_villages_midnight(driver: Driver) -> None:
    leap(driver, NEW_YEAR - 2 * SECOND)
    product = driver.make_product(500_000, stock=5, model="stocked")
    old = driver.order(product, "transfer")
    driver.confirm(old)
    driver.be_at(NEW_YEAR, still=True)
    new = driver.order(product, "transfer")
    driver.confirm(new)
    assert (old.number[:8], new.number) == ("KB-2027-", "KB-2028-0001")
    this_month = new.state().total
    assert (driver.net(), shown(driver, "/admin/", "//p[@class='sum']")) == (this_month, this_month)
    assert sold_at(driver, "2027-12-31", "2028-01-01") == {
        "2027-12-31": old.state().total,
        "2028-01-01": this_month,
    }


def test_t03_a_report_is_the_same_bytes_in_every_time_zone(driver: Driver) -> None:
    leap(driver, NEW_YEAR + timedelta(hours=1))
    order: Order = driver.order(driver.make_product(640_000), "transfer")
    driver.confirm(order)
    days = {"from": "2027-12-01", "to": "2028-01-31", "step": "month"}
    told, port = [], int(driver.shop.url.rpartition(":")[2])
    driver.shop.commands = {"server": serving(port, application=APPLICATION)}
    for zone in ("UTC", "Asia/Jakarta", "America/New_York"):
        if zone != driver.shop.environment["TZ"]:
            driver.shop.kill()
            driver.shop.environment = {**driver.shop.environment, "TZ": zone}
            driver.shop.start()
        answers = [
            driver.admin.get(f"/admin/revenue/{table}.csv", params=days).answer.content
            for table in ("steps", "products", "channels")
        ]
        told.append(b"".join(answers))
    assert told == [told[0]] * 3
    assert str(order.state().total) in told[0].decode()
