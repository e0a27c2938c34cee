"""P: money that came is written down once, and nothing else is money."""

import json
import time
from collections.abc import Callable
from functools import partial

import pytest
from stripe import WebhookSignature

from tests.browsing import Page
from tests.buyer import Order, Product, State, a_picture
from tests.conftest import Database
from tests.driver import Driver
from tests.trials.invariants import Invariants
from tests.trials.mutants import NEW_KEY_EACH_TIME, THANK_FOR_EVERYTHING, start_mutant
from tests.trials.races import ROUNDS, at_once

SHOP = {"processes": 2}
AT_ONCE = 8
PRICE = 350_000
LOOK = "GET /v1/checkout/sessions"


@pytest.fixture(scope="module")
def product(driver: Driver) -> Product:
    return driver.make_product(PRICE, stock=1000, model="stocked")


def placed(driver: Driver, product: Product, by: str = "stripe", **fields: str) -> Order:
    buyer = driver.visitor()
    buyer.put(product)
    return buyer.place(by, **fields)


def session_of(driver: Driver, order: Order) -> dict:
    return next(session for session in driver.stripe.sessions() if session["id"] in order.pay_at)


def paid(driver: Driver, order: Order) -> dict:
    """Pay, and let the shop hear of it; gives the event that it heard."""
    order.pay(back=False)
    driver.stripe.wait_for_webhooks(60)
    return event_of(driver, order)


def event_of(driver: Driver, order: Order, kind: str = "checkout.session.completed") -> dict:
    known = session_of(driver, order)
    about = {known["id"], known["payment_intent"]}
    return next(event for event in driver.stripe.events(kind) if event["data"]["object"]["id"] in about)


def kinds_of_mail(driver: Driver, order: Order) -> list[str]:
    return [str(mail["Subject"]).partition(" pesanan")[0] for mail in driver.mails(about=order)]


def hear(driver: Driver, event: dict, **how: object) -> Page:
    """Send the shop an event with a signature made here."""
    body = json.dumps(event)
    secret = how.get("secret", driver.shop.environment["STRIPE_WEBHOOK_SECRET"])
    signature = WebhookSignature.generate_signature_header(body, secret, how.get("at"))
    headers = {} if how.get("unsigned") else {"Stripe-Signature": str(how.get("signature", signature))}
    return driver.visitor().post("/api/stripe/webhook", data=str(how.get("sent", body)), headers=headers)


def test_p01_a_card_pays_an_order_once_and_says_so_once(driver: Driver, product: Product) -> None:
    order = placed(driver, product)
    page = order.pay()
    order.check()
    driver.stripe.wait_for_webhooks(60)
    assert page.url == f"{order.address}?kembali=1"
    assert order.state() == State(order.number, "placed", "paid", "unfulfilled", PRICE)
    assert kinds_of_mail(driver, order) == [f"Pesanan {order.number} kami terima", "Pembayaran"]


def test_p02_the_same_event_ten_times_changes_nothing(
    driver: Driver, product: Product, invariants: Invariants
) -> None:
    order = placed(driver, product)
    event, net = paid(driver, order), driver.net()
    answers = [driver.stripe.send_again(event["id"])[0] for _ in range(10)]
    assert answers == [204] * 10
    assert (order.state().payment, driver.net(), len(kinds_of_mail(driver, order))) == ("paid", net, 2)


def test_p03_the_same_event_eight_times_at_once_is_one_payment(driver: Driver, product: Product) -> None:
    net = driver.net()
    driver.stripe.hold_webhooks()
    orders = [placed(driver, product) for _ in range(ROUNDS)]
    for order in orders:
        order.pay(back=False)
    for order in orders:
        event = event_of(driver, order)
        assert driver.stripe.send_again(event["id"], times=AT_ONCE) == [204] * AT_ONCE
    driver.stripe.release_webhooks()
    driver.stripe.wait_for_webhooks(60)
    assert {order.state().payment for order in orders} == {"paid"}
    assert driver.net() == net + ROUNDS * PRICE
    assert len(kinds_of_mail(driver, orders[0])) == 2


@pytest.mark.parametrize("first", ["checkout.session.completed", "payment_intent.succeeded"])
def test_p04_two_events_of_one_payment_are_one_payment(driver: Driver, product: Product, first: str) -> None:
    order, net = placed(driver, product), driver.net()
    driver.stripe.hold_webhooks()
    order.pay(back=False)
    both = ["checkout.session.completed", "payment_intent.succeeded"]
    for kind in sorted(both, key=lambda kind: kind != first):
        assert driver.stripe.send_again(event_of(driver, order, kind)["id"]) == [204]
        assert order.state().payment == "paid"
    driver.stripe.release_webhooks("reversed")
    driver.stripe.wait_for_webhooks(60)
    assert driver.net() == net + PRICE


def test_p05_coming_back_and_the_webhook_at_once_are_one_payment(driver: Driver, product: Product) -> None:
    net = driver.net()
    driver.stripe.hold_webhooks()
    orders = [placed(driver, product) for _ in range(ROUNDS)]
    for order in orders:
        back = order.pay()
        filled = back.fill("/periksa")
        acts = [
            partial(order.buyer.send, filled),
            partial(driver.stripe.send_again, event_of(driver, order)["id"]),
            partial(driver.stripe.send_again, event_of(driver, order, "payment_intent.succeeded")["id"]),
        ]
        page, *heard = at_once(*acts)
        assert (page.status, heard, order.state().payment) == (200, [[204], [204]], "paid")
    driver.stripe.release_webhooks()
    driver.stripe.wait_for_webhooks(60)
    assert driver.net() == net + ROUNDS * PRICE


def test_p06_an_event_that_comes_before_the_answer_is_not_lost(driver: Driver, product: Product) -> None:
    driver.stripe.approve_before_answer()
    buyer = driver.visitor()
    buyer.put(product)
    buyer.press(buyer.checkout("stripe"))
    driver.stripe.wait_for_webhooks(60)
    (session,) = [
        each for each in driver.stripe.sessions() if each["id"] == driver.stripe.sessions()[-1]["id"]
    ]
    order = Order(buyer, session["cancel_url"].partition("?")[0])
    assert order.state().payment == "paid"


def lost_and_found(driver: Driver, product: Product) -> str:
    """The shop cannot ask the service when the event comes; the event comes again."""
    order = placed(driver, product)
    driver.stripe.refuse_next(f"{LOOK}/*", times=1000)
    order.pay(back=False)
    wait_until(lambda: all(delivery["tries"] for delivery in driver.stripe.deliveries()))
    driver.stripe.behave()
    driver.stripe.wait_for_webhooks(60)
    return order.state().payment


def wait_until(done: Callable[[], bool], patience: float = 60) -> None:
    end = time.monotonic() + patience
    while not done():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_an_event_that_cannot_be_acted_on_is_asked_for_again(
    driver: Driver, product: Product, faults: None
) -> None:
    assert lost_and_found(driver, product) == "paid"


def test_p07_later_news_of_other_tries_leaves_a_paid_order_paid(driver: Driver, product: Product) -> None:
    order = placed(driver, product)
    paid(driver, order)
    session = session_of(driver, order)
    for kind in ("checkout.session.expired", "checkout.session.async_payment_failed"):
        driver.stripe.invent_event(kind, session)
    intent = {"id": session["payment_intent"], "object": "payment_intent", "metadata": session["metadata"]}
    for kind in ("payment_intent.payment_failed", "payment_intent.canceled", "payment_intent.processing"):
        driver.stripe.invent_event(kind, intent)
    driver.stripe.wait_for_webhooks(60)
    assert (order.state().payment, len(kinds_of_mail(driver, order))) == ("paid", 2)


def test_p08_only_what_the_service_signed_is_heard(
    driver: Driver, product: Product, invariants: Invariants
) -> None:
    order = placed(driver, product)
    driver.stripe.hold_webhooks()
    order.pay(back=False)
    event, now = event_of(driver, order), int(time.time())
    before = invariants.ask("SELECT count(*) FROM provider_event")
    body = json.dumps(event)
    good = WebhookSignature.generate_signature_header(body, driver.shop.environment["STRIPE_WEBHOOK_SECRET"])
    answers = [
        hear(driver, event, secret="whsec_of_another_endpoint").status,
        hear(driver, event, unsigned=True).status,
        hear(driver, event, signature=good.replace("v1=", "v0=")).status,
        hear(driver, event, at=now - 301).status,
        hear(driver, event, sent=json.dumps(event, indent=1)).status,
        hear(driver, event, signature="").status,
        hear(driver, event, signature="t=now,v1=zz").status,
    ]
    assert answers == [400] * 7
    assert (order.state().payment, invariants.ask("SELECT count(*) FROM provider_event")) == (
        "unpaid",
        before,
    )
    assert hear(driver, event).status == 204
    assert order.state().payment == "paid"


@pytest.mark.parametrize(
    ("amount", "currency"), [(34_999_900, "idr"), (35_000_100, "idr"), (350_000, "idr"), (35_000_000, "usd")]
)
def test_p09_another_amount_or_currency_is_for_a_person_to_decide(
    driver: Driver, product: Product, invariants: Invariants, amount: int, currency: str
) -> None:
    order = placed(driver, product)
    driver.stripe.hold_webhooks()
    order.pay(back=False)
    driver.stripe.alter(session_of(driver, order)["id"], amount_total=amount, currency=currency)
    driver.stripe.release_webhooks()
    driver.stripe.wait_for_webhooks(60)
    assert order.state().payment == "unpaid"
    tasks = 'SELECT task.kind FROM task JOIN "order" o ON o.id = task.order_id WHERE o.number = :number'
    assert invariants.ask(tasks, number=order.number) == [("mismatch",)]
    assert kinds_of_mail(driver, order) == [f"Pesanan {order.number} kami terima"]
    assert order.number in driver.admin.get("/admin/tasks").words


def test_p10_events_about_nothing_of_ours_are_kept_and_change_nothing(
    driver: Driver, product: Product, invariants: Invariants
) -> None:
    order = placed(driver, product)
    session = session_of(driver, order)
    strange = {**session, "id": "cs_test_of_nobody", "metadata": {}, "client_reference_id": None}
    events = [
        driver.stripe.invent_event("checkout.session.completed", strange),
        driver.stripe.invent_event("customer.created", {"id": "cus_1", "object": "customer"}),
        driver.stripe.invent_event("checkout.session.completed", session, livemode=True),
    ]
    driver.stripe.wait_for_webhooks(60)
    kept = [
        invariants.ask("SELECT outcome FROM provider_event WHERE event_id = :id", id=event["id"])
        for event in events
    ]
    assert kept == [[("unmatched",)], [("not ours",)], [("not ours",)]]
    assert order.state().payment == "unpaid"


@pytest.mark.parametrize("clicks", [2, 10])
def test_p11_the_same_form_sent_several_times_at_once_is_one_order(
    driver: Driver, product: Product, clicks: int
) -> None:
    buyer, before = driver.visitor(), len(driver.stripe.sessions())
    buyer.put(product)
    filled = buyer.checkout("stripe")
    answers = at_once(*[partial(buyer.press, filled)] * clicks)
    places = {answer.answer.headers.get("Location") for answer in answers}
    assert ({answer.status for answer in answers}, len(places)) == ({303}, 1)
    order = buyer.ordered(answers[0])
    assert len(driver.stripe.sessions()) == before + 1
    again = buyer.press(filled)
    assert again.answer.headers["Location"] in places
    assert kinds_of_mail(driver, order) == [f"Pesanan {order.number} kami terima"]


def test_p12_going_back_and_sending_again_is_the_same_order(driver: Driver, product: Product) -> None:
    buyer = driver.visitor()
    buyer.put(product)
    filled = buyer.checkout()
    order = buyer.ordered(buyer.press(filled))
    assert buyer.press(filled).answer.headers["Location"] in order.address
    assert nothing_to_order(buyer.get("/checkout"))
    assert buyer.get(order.address).status == buyer.get(order.address).status == 200
    forged = buyer.press(filled.but(checkout_token="yang-lain"))
    assert (forged.status in {409, 422}, nothing_to_order(forged)) == (True, True)


def nothing_to_order(page: Page) -> bool:
    """The page offers nothing to send off: the basket is empty."""
    return not page.document.xpath("//button[@value='place']")


@pytest.mark.parametrize("trouble", ["error after", "reset after", "slow"])
def test_p18_asking_again_after_any_accident_asks_for_the_same(
    driver: Driver, product: Product, faults: None, trouble: str
) -> None:
    sessions = ask_again(driver, product, trouble)
    assert sessions == 1


def ask_again(driver: Driver, product: Product, trouble: str) -> int:
    """Let the service record what it is asked, and not say so; how many sessions there are after asking again."""
    create, before = "POST /v1/checkout/sessions", len(driver.stripe.sessions())
    if trouble == "error after":
        driver.stripe.fail_next(create, times=2, after=True)
    elif trouble == "reset after":
        driver.stripe.reset_next(create, times=2)
    else:
        driver.stripe.delay_next(9, create, times=2, after=True)
    buyer = driver.visitor()
    buyer.put(product)
    answer = buyer.send(buyer.checkout("stripe"))
    driver.stripe.behave()
    order = Order(buyer, answer.url)
    assert order.state().status == "placed"
    driver.job("reconcile")
    order.pay_again("stripe")
    return len(driver.stripe.sessions()) - before


def test_p19_an_address_to_come_back_to_makes_nothing_paid(driver: Driver, product: Product) -> None:
    mine, others = placed(driver, product), placed(driver, product)
    paid(driver, others)
    for made_up in ("cs_test_made_up", session_of(driver, others)["id"], session_of(driver, mine)["id"]):
        page = mine.buyer.get(f"{mine.address}?kembali=1&session_id={made_up}")
        mine.buyer.submit(page, "/periksa")
        assert others.number not in page.text
    assert mine.state().payment == "unpaid"
    assert mine.buyer.get(f"{mine.buyer.url}/pesanan/{'x' * 43}?kembali=1").status == 404


def test_p21_a_transfer_is_confirmed_once_and_a_bank_reference_serves_once(
    driver: Driver, product: Product
) -> None:
    other_admin, net = driver.person("admin"), driver.net()
    orders = [placed(driver, product, "transfer") for _ in range(ROUNDS)]
    for number, order in enumerate(orders):
        said = {"received": str(order.state().total), "reference": f"BRI {number}"}
        page = driver.find(order)
        filled = page.fill("/confirm", **said)
        acts = [partial(driver.admin.press, filled), partial(other_admin.press, filled)]
        assert sorted(answer.status for answer in at_once(*acts)) == [303, 409]
    assert {order.state().payment for order in orders} == {"paid"}
    assert driver.net() == net + sum(order.state().total for order in orders)
    another = placed(driver, product, "transfer")
    filled = driver.find(another).fill("/confirm", received=str(another.state().total), reference="bri  7")
    answer = driver.admin.press(filled)
    assert (answer.status, orders[7].number in answer.words) == (409, True)
    assert another.state().payment == "unpaid"


def test_p23_a_proof_is_no_money(driver: Driver, product: Product) -> None:
    first, second = placed(driver, product, "transfer"), placed(driver, product, "transfer")
    for order in (first, second):
        order.send_proof(a_picture(200))
        assert order.state().payment == "in_review"
    assert first.number in driver.find(second).words
    driver.reject(second)
    assert second.state().payment == "unpaid"
    driver.confirm(first)
    assert first.state().payment == "paid"


def test_the_trials_of_losing_and_repeating_fail_where_the_guard_is_gone(database: Database) -> None:
    with (
        database.copy() as url,
        start_mutant(url, *THANK_FOR_EVERYTHING, *NEW_KEY_EACH_TIME) as driver,
    ):
        product = driver.make_product(PRICE, stock=10, model="stocked")
        assert lost_and_found(driver, product) == "unpaid"
        assert ask_again(driver, product, "error after") > 1
