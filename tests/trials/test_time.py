"""T: deadlines are moments, and days are the village's, wherever the server stands."""

from datetime import UTC, datetime, timedelta

from tests.buyer import Order, Product
from tests.driver import Driver

# A shop whose clock the cases set. They go on in time, one after another, as sessions do.
SHOP = {"application": "tests.travel:app"}
START = datetime(2027, 12, 24, 3, tzinfo=UTC)
MIDNIGHT = datetime(2027, 12, 29, 17, tzinfo=UTC)  # in the village
NEW_YEAR = datetime(2027, 12, 31, 17, tzinfo=UTC)


def placed(driver: Driver, product: Product) -> Order:
    buyer = driver.visitor()
    buyer.put(product)
    return buyer.place("transfer")


def test_s07_a_hold_whose_time_is_over_keeps_nobody_from_buying(driver: Driver) -> None:
    driver.be_at(START)
    product = driver.make_product()
    buyer = driver.visitor()
    buyer.put(product)
    filled = buyer.checkout()
    first = placed(driver, product)
    driver.be_at(START + timedelta(hours=23, minutes=59))
    assert buyer.press(filled).status == 409
    driver.be_at(START + timedelta(hours=24, minutes=1))
    # Nobody has tidied up: whether a piece is free is told by the time.
    second = placed(driver, product)
    pay = first.page().fill("/bayar")
    assert first.buyer.press(pay).status == 409
    assert driver.job("expire") == 1
    assert (first.state().status, second.state().status) == ("expired", "placed")
    assert driver.stock(product) == (1, 1, 0)


def test_t01_orders_on_both_sides_of_midnight_are_on_two_days_everywhere(driver: Driver) -> None:
    driver.be_at(MIDNIGHT - timedelta(minutes=10))
    product = driver.make_product(500_000, stock=5, model="stocked")
    one, other = placed(driver, product), placed(driver, product)
    driver.be_at(MIDNIGHT - timedelta(seconds=30))
    driver.confirm(one)
    driver.be_at(MIDNIGHT)
    driver.confirm(other)
    days = {"from": "2027-12-29", "to": "2027-12-30"}
    rows = driver.report("steps", **days, step="day")
    assert [(row["Dari"], int(row["Bersih"])) for row in rows] == [
        ("2027-12-29", one.state().total),
        ("2027-12-30", other.state().total),
    ]
    for order, another, day in ((one, other, "2027-12-29"), (other, one, "2027-12-30")):
        found = driver.admin.get("/admin/orders", params={"from": day, "to": day}).words
        assert (order.number in found, another.number in found) == (True, False)


def test_t02_the_new_year_begins_at_the_villages_midnight(driver: Driver) -> None:
    driver.be_at(NEW_YEAR - timedelta(minutes=10))
    product = driver.make_product(500_000, stock=5, model="stocked")
    driver.be_at(NEW_YEAR - timedelta(seconds=40))
    old = placed(driver, product)
    driver.confirm(old)
    driver.be_at(NEW_YEAR)
    new = placed(driver, product)
    driver.confirm(new)
    assert (old.number[:8], new.number) == ("KB-2027-", "KB-2028-0001")
    assert driver.net() == new.state().total
    last_day = driver.report("steps", **{"from": "2027-12-31", "to": "2027-12-31"})
    assert [int(row["Bersih"]) for row in last_day] == [old.state().total]


def test_t03_a_report_is_the_same_bytes_in_every_time_zone(driver: Driver) -> None:
    driver.be_at(NEW_YEAR + timedelta(hours=1))
    order = placed(driver, driver.make_product(640_000))
    driver.confirm(order)
    days = {"from": "2027-12-01", "to": "2028-01-31", "step": "month"}
    told = set()
    # Who is signed in was so a moment ago, also after a restart.
    driver.be_at(NEW_YEAR + timedelta(hours=2))
    for zone in ("UTC", "Asia/Jakarta", "America/New_York"):
        driver.shop.stop()
        driver.shop.environment = {**driver.shop.environment, "TZ": zone}
        driver.shop.start()
        answers = [
            driver.admin.get(f"/admin/revenue/{table}.csv", params=days).answer.content
            for table in ("steps", "products", "channels")
        ]
        told.add(b"".join(answers))
    assert len(told) == 1
    assert str(order.state().total) in told.pop().decode()
