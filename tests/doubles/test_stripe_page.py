"""The payment page of the Stripe stand-in, as `requests` and a person meet it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from lxml import html

from doubles.stripe.page import write_amount
from tests.doubles.conftest import order


@pytest.fixture
def session(client):
    cloth = {"currency": "idr", "unit_amount": 17_500_000, "product_data": {"name": "Selendang <Lasem>"}}
    return client.v1.checkout.sessions.create(
        order(locale="id", line_items=[{"quantity": 2, "price_data": cloth}])
    )


def decide(url: str, outcome: str) -> requests.Response:
    return requests.post(url, data={"outcome": outcome}, allow_redirects=False, timeout=10)


def test_it_shows_what_is_to_be_paid_and_that_no_money_moves(session):
    answer = requests.get(session.url, timeout=10)
    page = html.fromstring(answer.text)

    assert page.get("lang") == "id"
    assert "Tidak ada uang yang berpindah" in page.xpath("string(//*[@role='note'])")
    assert page.xpath("string(//*[@class='amount'])") == "Rp350.000"
    assert "Selendang <Lasem>" in page.xpath("string(//ul)")
    assert "2 × Rp175.000" in page.xpath("string(//ul)")
    assert page.xpath("//button/@id") == ["approve", "decline", "abandon"]
    assert page.xpath("//script | //link | //img | //@style") == []
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_it_follows_the_session_and_then_the_browser_in_its_language(client):
    english = client.v1.checkout.sessions.create(order(locale="en")).url
    anyone = client.v1.checkout.sessions.create(order()).url

    def said(url: str, browser: str) -> str:
        page = html.fromstring(requests.get(url, headers={"Accept-Language": browser}, timeout=10).text)
        return page.xpath("string(//h1)")

    assert said(english, "id") == "To pay"
    assert said(anyone, "en-GB,en;q=0.9") == "To pay"
    assert said(anyone, "id-ID") == said(anyone, "ja") == "Yang harus dibayar"


def test_approving_pays_and_leads_back_to_the_shop(client, control, session):
    answer = decide(session.url, "approve")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"http://127.0.0.1:9/ok?session={session.id}"
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"

    shut = requests.get(session.url, timeout=10)
    assert (shut.status_code, html.fromstring(shut.text).xpath("string(//h1)")) == (200, "Sudah dibayar")


def test_approving_many_times_at_once_charges_once(control, session):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: decide(session.url, "approve"), range(8)))
    assert {answer.status_code for answer in answers} == {303}
    assert len(control.charges()) == 1


def test_a_declined_card_can_be_followed_by_a_good_one(client, control, session):
    declined = decide(session.url, "decline")
    page = html.fromstring(declined.text)
    assert declined.status_code == 402
    assert page.xpath("string(//*[@id='problem'])").startswith("Kartu Anda ditolak")
    assert client.v1.checkout.sessions.retrieve(session.id).status == "open"

    decide(session.url, "approve")
    assert [charge["status"] for charge in control.charges()] == ["failed", "succeeded"]
    assert len(control.objects("payment_intent")) == 1


def test_abandoning_leaves_everything_as_it_was(control, session):
    answer = decide(session.url, "abandon")
    assert (answer.status_code, answer.headers["Location"]) == (303, "http://127.0.0.1:9/back")
    assert control.sessions()[0]["status"] == "open"
    assert control.charges() == []


def test_without_a_way_back_there_is_no_button_for_it(client):
    plain = order()
    del plain["cancel_url"]
    url = client.v1.checkout.sessions.create(plain).url
    assert html.fromstring(requests.get(url, timeout=10).text).xpath("//button/@id") == ["approve", "decline"]
    assert decide(url, "abandon").status_code == 400


def test_an_expired_session_says_so_and_cannot_be_paid(control, session):
    control.expire(session.id)
    for answer in (requests.get(session.url, timeout=10), decide(session.url, "approve")):
        page = html.fromstring(answer.text)
        assert (answer.status_code, page.xpath("string(//h1)")) == (410, "Sudah lewat waktunya")
        assert page.xpath("//a/@href") == ["http://127.0.0.1:9/back"]
    assert control.charges() == []


def test_an_address_of_nothing_and_a_choice_of_nothing_are_refused(control, session):
    assert requests.get(f"{control.url}/c/pay/cs_test_none", timeout=10).status_code == 404
    assert decide(session.url, "perhaps").status_code == 400
    assert control.charges() == []


def test_the_buyer_is_asked_for_an_address_when_the_shop_gave_none(client, control, session):
    requests.post(
        session.url,
        data={"outcome": "approve", "email": "sri@example.com"},
        allow_redirects=False,
        timeout=10,
    )
    assert client.v1.checkout.sessions.retrieve(session.id).customer_details.email == "sri@example.com"


@pytest.mark.parametrize(
    ("language", "amount", "currency", "written"),
    [
        ("id", 35_000_000, "idr", "Rp350.000"),
        ("en", 35_000_000, "idr", "Rp350,000"),
        ("id", 123_456_789, "idr", "Rp1.234.567,89"),
        ("en", 1_099, "usd", "USD 10.99"),
    ],
)
def test_amounts_are_hundredths_written_as_people_write_them(language, amount, currency, written):
    assert write_amount(language, amount, currency) == written
