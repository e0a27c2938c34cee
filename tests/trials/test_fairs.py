"""A11, E01, N02, S10, X06 and X10 on fairs, tills, leads, quotes, campaigns, vouchers, publicity and webhooks."""

import csv
import io
import re

import pytest
from playwright.sync_api import Browser as Chromium

from tests.browsing import Page
from tests.driver import Driver
from tests.trials.fairground import MAIL, PHONE, SLIP, Fairground, bring_in, open_ground
from tests.trials.invariants import Invariants

# What a route does not look at before it says no.
FORGED = {"Origin": "https://evil.test", "Sec-Fetch-Site": "cross-site"}
FORMULA = re.compile(r"^[=+\-@\t\r]")


@pytest.fixture(scope="module")
def ground(driver: Driver, invariants: Invariants) -> Fairground:
    return open_ground(driver, invariants)


def is_page(answer: Page) -> bool:
    return answer.answer.headers.get("Content-Type", "").startswith("text/html")


def test_x06_what_is_one_officers_is_not_there_for_another(
    ground: Fairground, invariants: Invariants
) -> None:
    before = invariants.everything()
    asked = ground.routes("GET", of_one=True)
    hers = {name: path for name, path in asked.items() if name.startswith("admin.")}
    mine = {name: ground.officer.get(path).status for name, path in hers.items()}
    theirs = {name: ground.other.get(path).status for name, path in hers.items()}
    assert [name for name, status in mine.items() if status == 200 and theirs[name] != 404] == []
    assert sum(status == 200 for status in mine.values()) >= 20
    forms = {n: p for n, p in ground.routes("POST", of_one=True).items() if n.startswith("admin.")}
    assert {
        name: s for name, p in forms.items() if (s := ground.other.post(p).status) not in (403, 404)
    } == {}
    for name, path in ground.routes("GET").items():
        if name.startswith("admin.") and name not in asked:
            assert (name, SLIP in ground.other.get(path).text) == (name, False)
    assert PHONE not in ground.other.get("/admin/leads/peminat.csv").text
    assert invariants.everything() == before


def test_a11_nothing_happens_by_a_forged_form_by_a_stranger_or_by_looking(
    ground: Fairground, driver: Driver, invariants: Invariants
) -> None:
    before, stranger, forms = invariants.everything(), driver.visitor(), ground.routes("POST")
    assert len(forms) > 40
    forged = {
        (name, who): status
        for name, path in forms.items()
        for who, person in (("admin", driver.admin), ("officer", ground.officer))
        if (status := person.post(path, headers=FORGED, allow_redirects=False).status) != 403
    }
    assert forged == {}
    outside = {
        name: answer.status
        for name, path in forms.items()
        if name.startswith("admin.")
        and "/masuk"
        not in (answer := stranger.post(path, allow_redirects=False)).answer.headers.get("Location", "")
        and answer.status not in (400, 401, 403)
    }
    assert outside == {}
    for person in (driver.admin, ground.officer, stranger):
        broken = {name: s for name, p in ground.routes("GET").items() if (s := person.get(p).status) >= 500}
        assert broken == {}
    assert invariants.everything() == before


def test_n02_what_somebody_typed_is_words_on_every_page(
    ground: Fairground, driver: Driver, browser: Chromium
) -> None:
    pages = {f"{name} {path}": path for name, path in ground.routes("GET").items()}
    shown = {name: page for name, path in pages.items() if is_page(page := driver.admin.get(path))}
    assert [name for name, page in shown.items() if page.document.xpath("//*[@data-mark]")] == []
    marked = [name for name, page in shown.items() if SLIP in page.words]
    assert len(marked) >= 12
    # A template that read it would have counted it out.
    assert [name for name in marked if f"{SLIP} {{{{7*7}}}}" not in shown[name].words] == []
    said: list[str] = []
    with browser.new_context() as context, context.new_page() as looking:
        for cookie in driver.admin.session.cookies:
            context.add_cookies([{"name": cookie.name, "value": cookie.value or "", "url": driver.shop.url}])
        looking.on("console", lambda word: said.append(word.text))
        for name in marked:
            looking.goto(shown[name].url)
            kept_off = [word for word in said if "Content Security" in word]
            assert (name, looking.evaluate("window.marked"), kept_off) == (name, None, [])


def test_e01_no_cell_of_a_sheet_is_a_formula(ground: Fairground, driver: Driver) -> None:
    revenue = driver.admin.get("/admin/revenue").document.xpath("//a[contains(@href, '.csv')]/@href")
    sheets = {"/admin/leads/peminat.csv", *revenue}
    for address in sheets:
        for separator, mark in (("comma", ","), ("semicolon", ";")):
            asked = f"{address}{'&' if '?' in address else '?'}separator={separator}"
            text = driver.admin.get(asked).answer.content.decode("utf-8-sig")
            cells = [cell for row in csv.reader(io.StringIO(text), delimiter=mark) for cell in row]
            amounts = re.compile(r"-?\d+([.,]\d+)?$")
            assert [cell for cell in cells if FORMULA.match(cell) and not amounts.match(cell)] == []
    assert SLIP in driver.admin.get("/admin/leads/peminat.csv").text


def test_x10_visitors_read_nothing_of_who_was_met_or_what_is_noted(
    ground: Fairground, driver: Driver
) -> None:
    stranger = driver.visitor()
    public = [path for name, path in ground.routes("GET").items() if not name.startswith("admin.")]
    others = ("/", "/sitemap.xml", "/baru.atom", "/pengunjung.json", ground.product.address)
    digits = re.sub(r"\D", "", PHONE)
    private = (PHONE, digits, f"62{digits[1:]}", MAIL, ground.officer.email)
    for path in (*public, *others):
        text = stranger.get(path).text
        assert (path, [word for word in private if word in text]) == (path, [])


def test_s10_a_piece_that_is_sold_at_the_stand_is_named_at_the_checkout_and_the_rest_stays(
    ground: Fairground, driver: Driver
) -> None:
    rest, buyer = driver.make_product(stock=2, model="stocked"), driver.visitor()
    for product in (ground.product, rest):
        buyer.put(product)
    form = buyer.checkout()
    lines = [{"variant": ground.product.variant, "quantity": 1, "price": 350_000}]
    bring_in(ground.officer, ground.names["slug"], sale={"lines": lines, "method": "cash"})
    answer = buyer.press(form)
    assert (answer.status in (409, 422), ground.product.title in answer.words) == (True, True)
    assert rest.title in buyer.basket().words
