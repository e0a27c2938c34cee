"""P: money that came is written down once, and nothing else is money.

P18 is in test_time.py, and with a slow answer in test_faults.py.
"""

import json
import time
from functools import partial

import pytest
from stripe import WebhookSignature

from tests.browsing import Page
from tests.buyer import Order, Product, State, a_picture
from tests.driver import Driver
from tests.trials.invariants import Invariants
from tests.trials.races import BUYERS, ROUNDS, at_once, together

PRICE = 350_000
CREATE = "POST /v1/checkout/sessions"
TO_BUYERS = ("received", "paid", "refunded", "cancelled", "expired", "late_money")
COMPLETED, SUCCEEDED = "checkout.session.completed", "payment_intent.succeeded"


@pytest.fixture(scope="module")
def product(driver: Driver) -> Product:
    return driver.make_product(PRICE, stock=1000, model="stocked")


def paid(driver: Driver, product: Product) -> Order:
    """An order that is paid, and the shop has heard of it."""
    order = driver.order(product)
    driver.pay(order)
    driver.stripe.wait_for_webhooks(60)
    return order


def paid_unheard(driver: Driver, product: Product, count: int) -> list[Order]:
    """Orders that are paid, and the shop does not know yet."""
    driver.stripe.hold_webhooks()
    buyer = driver.visitor()
    orders = [driver.order(product, buyer=buyer) for _ in range(count)]
    for order in orders:
        driver.pay(order)
    return orders


def event_of(driver: Driver, order: Order, kind: str = COMPLETED) -> dict:
    intent = driver.stripe.object(order.session)["payment_intent"]
    return driver.stripe.events(kind, about=(order.session, intent))[0]


def let_all_be_heard(driver: Driver, order: str = "made") -> None:
    driver.stripe.release_webhooks(order)
    driver.stripe.wait_for_webhooks(60)


def paid_once(invariants: Invariants, orders: list[Order]) -> bool:
    """Each of these is paid in full by one payment, and one mail says so."""
    paid_by_one = invariants.ask(
        "SELECT o.token FROM payment JOIN \"order\" o ON o.id = payment.order_id WHERE payment.state = 'settled' "
        "GROUP BY o.token, o.total, o.payment_status HAVING count(*) = 1 AND sum(received) = o.total "
        "AND o.payment_status = 'paid'"
    )
    tokens = {order.token for order in orders}
    told = invariants.told(orders, ("paid",))
    return tokens <= {token for (token,) in paid_by_one} and told == [["paid"]] * len(orders)


def test_p01_a_card_pays_an_order_once_and_says_so_once(
    driver: Driver, product: Product, invariants: Invariants
) -> None:
    buyer = driver.visitor()
    buyer.put(product)
    order = buyer.place("stripe")
    page = order.pay()
    order.check()
    driver.stripe.wait_for_webhooks(60)
    assert page.url == f"{order.address}?kembali=1"
    assert order.state() == State(order.number, "placed", "paid", "unfulfilled", PRICE)
    subjects = [str(mail["Subject"]) for mail in driver.mails(about=order)]
    received = f"Pesanan {order.number} kami terima"
    assert subjects == [received, f"Pembayaran pesanan {order.number} kami terima"]
    assert paid_once(invariants, [order])


def test_p02_the_same_event_ten_times_changes_nothing(
    driver: Driver, product: Product, invariants: Invariants
) -> None:
    order = paid(driver, product)
    event, before = event_of(driver, order), invariants.everything()
    answers = [driver.stripe.send_again(event["id"])[0] for _ in range(10)]
    assert answers == [204] * 10
    assert invariants.everything() == before


def heard_at_once(
    driver: Driver, product: Product, rounds: int
) -> tuple[list[Order], list[list[int | None]]]:
    """Each event comes eight times at the same moment; the orders, and what each of the eight was answered."""
    orders = paid_unheard(driver, product, rounds)
    answers = [driver.stripe.send_again(event_of(driver, order)["id"], times=BUYERS) for order in orders]
    driver.stripe.lose_webhooks()
    return orders, answers


def test_p03_the_same_event_eight_times_at_once_is_one_payment(
    driver: Driver, product: Product, invariants: Invariants
) -> None:
    net = driver.net()
    orders, answers = heard_at_once(driver, product, ROUNDS)
    assert answers == [[204] * BUYERS] * ROUNDS
    assert paid_once(invariants, orders)
    assert driver.net() == net + ROUNDS * PRICE


def test_p04_two_events_of_one_payment_are_one_payment(
    driver: Driver, product: Product, invariants: Invariants
) -> None:
    net = driver.net()
    one, other, *rest = orders = paid_unheard(driver, product, 2 + 10)
    events = {
        order.session: [event_of(driver, order, kind)["id"] for kind in (COMPLETED, SUCCEEDED)]
        for order in orders
    }
    for order, both in ((one, events[one.session]), (other, events[other.session][::-1])):
        for event in both:
            assert driver.stripe.send_again(event) == [204]
            assert order.state().payment == "paid"
    for order in rest:
        both = [partial(driver.stripe.send_again, event) for event in events[order.session]]
        assert at_once(*both) == [[204], [204]]
    let_all_be_heard(driver, "reversed")
    assert paid_once(invariants, orders)
    assert driver.net() == net + len(orders) * PRICE


def test_p05_coming_back_and_the_webhook_at_once_are_one_payment(
    driver: Driver, product: Product, invariants: Invariants
) -> None:
    net = driver.net()
    orders = paid_unheard(driver, product, ROUNDS)
    for order in orders:
        filled = order.buyer.get(f"{order.address}?kembali=1").fill("/periksa")
        acts = [partial(order.buyer.send, filled)]
        acts += [
            partial(driver.stripe.send_again, event_of(driver, order, kind)["id"])
            for kind in (COMPLETED, SUCCEEDED)
        ]
        page, *heard = at_once(*acts)
        (said,) = page.document.xpath("//article/@data-payment")
        assert (page.status, heard, said in {"paid", "unpaid"}) == (200, [[204], [204]], True)
    driver.stripe.lose_webhooks()
    assert paid_once(invariants, orders)
    assert driver.net() == net + ROUNDS * PRICE


def test_p06_an_event_that_comes_before_the_answer_is_not_lost(driver: Driver, product: Product) -> None:
    driver.stripe.approve_before_answer()
    order = driver.order(product)
    driver.stripe.wait_for_webhooks(60)
    assert order.state().payment == "paid"
    (delivery,) = driver.stripe.deliveries(event_of(driver, order)["id"])
    assert len(delivery["tries"]) <= 2


def lost_and_found(driver: Driver, product: Product) -> str:
    """The shop cannot ask the service when the event comes; the event comes again."""
    order = driver.order(product)
    driver.stripe.refuse_next("GET /v1/checkout/sessions/*", times=1000)
    driver.pay(order)
    event, end = event_of(driver, order)["id"], time.monotonic() + 60
    while not driver.stripe.deliveries(event)[0]["tries"]:
        assert time.monotonic() < end
        time.sleep(0.05)
    driver.stripe.behave()
    driver.stripe.wait_for_webhooks(60)
    return order.state().payment


def test_an_event_that_cannot_be_acted_on_is_asked_for_again(
    driver: Driver, product: Product, faults: None
) -> None:
    assert lost_and_found(driver, product) == "paid"


def test_p07_later_news_of_other_tries_leaves_a_paid_order_paid(
    driver: Driver, product: Product, invariants: Invariants
) -> None:
    order = paid(driver, product)
    session = driver.stripe.object(order.session)
    for kind in ("checkout.session.expired", "checkout.session.async_payment_failed"):
        driver.stripe.invent_event(kind, session)
    intent = {"id": session["payment_intent"], "object": "payment_intent", "metadata": session["metadata"]}
    for kind in ("payment_intent.payment_failed", "payment_intent.canceled", "payment_intent.processing"):
        driver.stripe.invent_event(kind, intent)
    driver.stripe.wait_for_webhooks(60)
    assert order.state().payment == "paid"
    assert paid_once(invariants, [order])
    assert invariants.told([order], TO_BUYERS) == [["received", "paid"]]


def test_p08_only_what_the_service_signed_is_heard(
    driver: Driver, product: Product, invariants: Invariants
) -> None:
    (order,) = paid_unheard(driver, product, 1)
    event, secret = event_of(driver, order), driver.shop.environment["STRIPE_WEBHOOK_SECRET"]
    body = json.dumps(event)

    def hear(secret: str = secret, sent: str = body, age: int = 0, **headers: str) -> Page:
        signature = WebhookSignature.generate_signature_header(body, secret, int(time.time()) - age)
        headers = headers or {"Stripe-Signature": signature}
        return driver.visitor().post("/api/stripe/webhook", data=sent, headers=headers)

    good = WebhookSignature.generate_signature_header(body, secret)
    before, _ = invariants.everything(), invariants.new_log("server")
    answers = [
        hear(secret="whsec_of_another_endpoint"),
        hear(Accept="*/*"),
        hear(**{"Stripe-Signature": good.replace("v1=", "v0=")}),
        hear(age=301),
        hear(sent=json.dumps(event, indent=1)),
        hear(**{"Stripe-Signature": ""}),
        hear(**{"Stripe-Signature": "t=now,v1=zz"}),
    ]
    assert [answer.status for answer in answers] == [400] * 7
    assert invariants.everything() == before
    log = invariants.new_log("server")
    assert (len(log.splitlines()), event["id"] in log, order.session in log) == (7, False, False)
    assert hear().status == 204
    assert order.state().payment == "paid"


def test_p09_another_amount_or_currency_is_for_a_person_to_decide(
    driver: Driver, product: Product, invariants: Invariants
) -> None:
    others = [(34_999_900, "idr"), (35_000_100, "idr"), (350_000, "idr"), (35_000_000, "usd")]
    orders = paid_unheard(driver, product, len(others))
    for order, (amount, currency) in zip(orders, others, strict=True):
        driver.stripe.alter(order.session, amount_total=amount, currency=currency)
    let_all_be_heard(driver)
    tasks = 'SELECT task.kind FROM task JOIN "order" o ON o.id = task.order_id WHERE o.number = :number'
    listed = driver.admin.get("/admin/tasks").words
    for order in orders:
        assert (order.state().payment, order.number in listed) == ("unpaid", True)
        assert invariants.ask(tasks, number=order.number) == [("mismatch",)]
    assert invariants.told(orders, TO_BUYERS) == [["received"]] * len(orders)


def test_p10_events_about_nothing_of_ours_are_kept_and_change_no_order(
    driver: Driver, product: Product, invariants: Invariants
) -> None:
    order, orders = driver.order(product), 'SELECT * FROM "order" ORDER BY id'
    session, before = driver.stripe.object(order.session), invariants.ask(orders)
    strange = {**session, "id": "cs_test_of_nobody", "metadata": {}, "client_reference_id": None}
    events = [
        driver.stripe.invent_event(COMPLETED, strange),
        driver.stripe.invent_event("customer.created", {"id": "cus_1", "object": "customer"}),
        driver.stripe.invent_event(COMPLETED, session, livemode=True),
    ]
    driver.stripe.wait_for_webhooks(60)
    outcome = "SELECT outcome FROM provider_event WHERE event_id = :id"
    kept = [invariants.ask(outcome, id=event["id"]) for event in events]
    assert kept == [[("unmatched",)], [("not ours",)], [("not ours",)]]
    assert invariants.ask(orders) == before


def test_p10_money_for_an_order_that_is_not_ours_is_shown_to_an_admin(
    driver: Driver, product: Product, invariants: Invariants
) -> None:
    (order,) = paid_unheard(driver, product, 1)
    driver.stripe.alter(order.session, metadata={"payment": "999999", "order": "KB-0000-0000"})
    let_all_be_heard(driver)
    assert order.state().payment == "unpaid"
    assert order.session in driver.admin.get("/admin/tasks").words
    kept = invariants.ask("SELECT kind, amount FROM task WHERE note = :id", id=order.session)
    assert kept == [("unmatched", PRICE)]


@pytest.mark.parametrize("clicks", [2, 10])
def test_p11_the_same_form_sent_several_times_at_once_is_one_order(
    driver: Driver, product: Product, invariants: Invariants, clicks: int
) -> None:
    buyer, before = driver.visitor(), len(driver.stripe.objects("checkout.session", "id"))
    buyer.put(product)
    filled = buyer.checkout("stripe")
    answers = together(*(buyer.poise(filled) for _ in range(clicks)))
    places = {answer.answer.headers.get("Location") for answer in answers}
    assert ({answer.status for answer in answers}, len(places)) == ({303}, 1)
    order = driver.placed(buyer, answers[0])
    again = buyer.press(filled)
    assert again.answer.headers["Location"] in places
    assert len(driver.stripe.objects("checkout.session", "id")) == before + 1
    assert invariants.told([order], TO_BUYERS) == [["received"]]


def test_p12_going_back_and_sending_again_is_the_same_order(
    driver: Driver, product: Product, invariants: Invariants
) -> None:
    buyer = driver.visitor()
    buyer.put(product)
    filled = buyer.checkout()
    order = buyer.ordered(buyer.press(filled))
    count = invariants.ask('SELECT count(*) FROM "order"')
    assert buyer.press(filled).answer.headers["Location"] in order.address
    assert nothing_to_order(buyer.get("/checkout"))
    assert buyer.get(order.address).status == buyer.get(order.address).status == 200
    forged = buyer.press(filled.but(checkout_token="yang-lain"))
    assert (forged.status in {409, 422}, nothing_to_order(forged)) == (True, True)
    assert invariants.ask('SELECT count(*) FROM "order"') == count


def nothing_to_order(page: Page) -> bool:
    """The page offers nothing to send off: the basket is empty."""
    return not page.document.xpath("//button[@value='place']")


def asked_with(driver: Driver, order: Order) -> tuple[set[str], int]:
    """With which keys the service was asked to open this order's payments, and how many it opened."""
    calls = [call for call in driver.stripe.calls(CREATE) if f"{call['method']} {call['path']}" == CREATE]
    keys = {call["idempotency_key"] for call in calls if call["params"]["metadata"]["order"] == order.number}
    sessions = driver.stripe.objects("checkout.session", "metadata")
    return keys, [session["metadata"]["order"] for session in sessions].count(order.number)


def test_p19_an_address_to_come_back_to_makes_nothing_paid(driver: Driver, product: Product) -> None:
    mine, others = driver.order(product), paid(driver, product)
    secrets = (others.number, others.token)
    for made_up in ("cs_test_made_up", others.session, mine.session):
        page = mine.buyer.get(f"{mine.address}?kembali=1&session_id={made_up}")
        answer = mine.buyer.submit(page, "/periksa")
        assert [secret for secret in secrets if secret in page.text + answer.text] == []
    assert mine.state().payment == "unpaid"
    assert mine.buyer.get(f"{mine.buyer.url}/pesanan/{'x' * 43}?kembali=1").status == 404


def test_p21_a_transfer_is_confirmed_once_and_a_bank_reference_serves_once(
    driver: Driver, product: Product, invariants: Invariants
) -> None:
    other_admin, net, buyer = driver.person("admin"), driver.net(), driver.visitor()
    orders = [driver.order(product, "transfer", buyer=buyer) for _ in range(ROUNDS)]
    totals = [invariants.order(order).total for order in orders]
    for number, (order, total) in enumerate(zip(orders, totals, strict=True)):
        filled = invariants.desk(order).fill("/confirm", received=str(total), reference=f"BRI {number}")
        answers = together(driver.admin.poise(filled), other_admin.poise(filled))
        assert sorted(answer.status for answer in answers) == [303, 409]
    assert paid_once(invariants, orders)
    assert driver.net() == net + sum(totals)
    another = driver.order(product, "transfer")
    filled = driver.find(another).fill("/confirm", received=str(another.state().total), reference="bri  7")
    answer = driver.admin.press(filled)
    assert (answer.status, orders[7].number in answer.words) == (409, True)
    assert another.state().payment == "unpaid"


def test_p21_one_bank_reference_at_once_for_two_orders_serves_one(driver: Driver, product: Product) -> None:
    for number in range(5):
        orders = [driver.order(product, "transfer") for _ in range(2)]
        filled = [
            driver.find(order).fill("/confirm", received=str(order.state().total), reference=f"BNI {number}")
            for order in orders
        ]
        answers = together(*map(driver.admin.poise, filled))
        assert sorted(answer.status for answer in answers) == [303, 409]
        assert sorted(order.state().payment for order in orders) == ["paid", "unpaid"]


def test_p23_a_proof_is_no_money(driver: Driver, product: Product) -> None:
    first, second, third = (driver.order(product, "transfer") for _ in range(3))
    net = driver.net()
    for order, picture in ((first, a_picture(200)), (second, a_picture(200)), (third, a_picture(201))):
        order.send_proof(picture)
        assert order.state().payment == "in_review"
    assert first.number in driver.find(second).words
    edited = driver.find(third).words
    assert (first.number in edited, second.number in edited, driver.net()) == (False, False, net)
    driver.reject(second)
    assert second.state().payment == "unpaid"
    driver.confirm(first)
    assert (first.state().payment, third.state().payment) == ("paid", "in_review")
