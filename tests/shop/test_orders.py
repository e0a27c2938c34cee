"""An order's own page: pay, come back, send a proof, call it off; and finding it."""

import io
import resource
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from lxml import html
from PIL import Image

from app import clock, till
from app.catalog.models import StockModel
from app.db import db
from app.orders import actions as orders
from app.orders import shipments
from app.orders.models import Destination, EventKind, Order, OrderStatus, PaymentStatus
from app.orders.terms import Address
from app.payments import actions as payments
from app.payments.models import STRIPE, Payment, PaymentState, Proof
from app.pictures import prints
from tests.factories import a_product
from tests.images import BAD
from tests.trade import a_transfer, an_order, paid


@pytest.fixture
def order():
    return an_order(a_product(StockModel.ONE, price=350_000))


@pytest.fixture
def page(order):
    return f"/pesanan/{order.token}"


def fresh(order):
    return db.session.get_one(Order, order.id, populate_existing=True)


def a_picture(kind="JPEG", size=(600, 800)):
    file = io.BytesIO()
    Image.new("RGB", size, "#c0ffee").save(file, kind)
    return file.getvalue()


def send(client, page, content, name="bukti.jpg"):
    return client.post(f"{page}/bukti", data={"proof": (io.BytesIO(content), name)})


def states():
    return [(row.provider, row.state) for row in db.session.scalars(sa.select(Payment).order_by(Payment.id))]


def test_who_does_not_hold_the_link_sees_nothing(client, page):
    assert client.get(page[:-1] + ("A" if page[-1] != "A" else "B")).status_code == 404
    assert client.get("/pesanan/1").status_code == 404


def test_the_link_cannot_be_guessed(order):
    assert len(order.token) == 43


def test_the_page_says_what_to_transfer_and_until_when(client, order, page):
    payment = a_transfer(order)
    shown = client.get(page).text
    amount = f"{payment.amount.rupiah:,}".replace(",", ".")
    assert f"Rp\u00a0{amount}" in shown
    assert "1234567890" in shown
    assert "WIB" in shown


def test_paying_by_card_leads_to_stripe(client, stripe, order, page):
    answer = client.post(f"{page}/bayar", data={"provider": "stripe"})
    assert (answer.status_code, answer.location) == (303, stripe.sessions()[0]["url"])


def test_while_stripe_is_down_the_order_waits_and_can_be_paid_again(client, stripe, order, page):
    stripe.fail_next("POST /v1/checkout/sessions", 2)
    answer = client.post(f"{page}/bayar", data={"provider": "stripe"})
    assert (answer.status_code, answer.location) == (303, page)
    assert "Pesanan Anda aman" in client.get(page).text
    assert client.post(f"{page}/bayar", data={"provider": "stripe"}).location == stripe.sessions()[0]["url"]
    assert len(stripe.sessions()) == 1


def ways(client, page):
    shown = html.fromstring(client.get(page).text)
    return [group.xpath(".//button/@id") for group in shown.xpath("//div[contains(@class, 'actions')]")]


def test_the_ways_to_pay_stand_together(client, stripe, order, page):
    assert ways(client, page) == [["pay-stripe", "pay-transfer"]]
    a_transfer(order)
    assert ways(client, page) == [["pay-stripe"]]


def test_where_no_other_way_to_pay_is_left_no_room_is_kept_for_it(client, order, page):
    assert ways(client, page) == [["pay-transfer"]]
    a_transfer(order)
    assert ways(client, page) == []


def test_another_way_to_pay_replaces_the_first(client, stripe, order, page):
    client.post(f"{page}/bayar", data={"provider": "stripe"})
    client.post(f"{page}/bayar", data={"provider": "transfer"})
    assert states() == [(STRIPE, PaymentState.CLOSED), ("transfer", PaymentState.OPEN)]


@pytest.mark.parametrize("provider", ["", "cash", "stripe'"])
def test_a_way_to_pay_that_is_not_offered_is_a_bad_request(client, page, provider):
    assert client.post(f"{page}/bayar", data={"provider": provider}).status_code == 400
    assert states() == []


def test_coming_back_settles_only_what_stripe_says_is_paid(client, stripe, order, page):
    payment = payments.open_payment(order, STRIPE)
    till.begin(payment)
    assert 'data-payment="unpaid"' in client.get(f"{page}?kembali=1").text
    client.post(f"{page}/periksa")
    assert fresh(order).payment_status is PaymentStatus.UNPAID
    stripe.approve(payment.reference)
    client.post(f"{page}/periksa")
    assert fresh(order).payment_status is PaymentStatus.PAID


def test_looking_at_the_page_changes_nothing(client, stripe, order, page):
    payment = payments.open_payment(order, STRIPE)
    till.begin(payment)
    stripe.approve(payment.reference)
    client.get(f"{page}?kembali=1&session_id=cs_test_made_up")
    assert fresh(order).payment_status is PaymentStatus.UNPAID


def test_a_proof_puts_the_order_in_review_and_never_pays_it(client, order, page):
    a_transfer(order)
    assert send(client, page, a_picture()).status_code == 303
    order = fresh(order)
    assert (order.payment_status, order.status) == (PaymentStatus.IN_REVIEW, OrderStatus.PLACED)
    assert order.hold_until > clock.now() + timedelta(hours=47)
    assert db.session.scalar(sa.select(sa.func.count(Proof.id))) == 1


def kept(app):
    return [path for path in Path(app.config["MEDIA_URL"]).rglob("*") if path.is_file()]


def test_u01_what_is_no_picture_is_refused_and_nothing_is_kept(app, client, order, page):
    a_transfer(order)
    before = kept(app)
    # The largest of them would only be too large a request.
    bad = [content for content in BAD.values() if len(content) < 1_000_000]
    assert {send(client, page, content).status_code for content in bad} <= {409, 422}
    assert fresh(order).payment_status is PaymentStatus.UNPAID
    assert db.session.scalar(sa.select(sa.func.count(Proof.id))) == 0
    assert kept(app) == before


def test_u07_five_proofs_are_enough_and_more_replace_none(app, client, order, page):
    a_transfer(order)
    before = len(kept(app))
    answers = [send(client, page, a_picture(size=(40 + n, 40))).status_code for n in range(50)]
    assert answers == [303] * 5 + [409] * 45
    keys = [prints.key_of("proofs", a_picture(size=(40 + n, 40))) for n in range(5)]
    assert db.session.scalars(sa.select(Proof.key).order_by(Proof.id)).all() == keys
    assert len(kept(app)) == before + 5


def test_u08_a_full_disk_is_said_and_costs_nothing(app, client, order, page):
    a_transfer(order)
    before = kept(app)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, limits[1]))  # in the middle of the file
    answer = send(client, page, a_picture() + b"\0" * 450_000)
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (answer.status_code, kept(app)) == (503, before)
    assert "Berkas sedang tidak bisa disimpan atau dibuka. Tunggu sebentar, lalu coba lagi." in answer.text
    assert (fresh(order).payment_status, fresh(order).status) == (PaymentStatus.UNPAID, OrderStatus.PLACED)
    assert db.session.scalar(sa.select(sa.func.count(Proof.id))) == 0
    assert send(client, page, a_picture()).status_code == 303


def test_a_buyer_calls_off_what_is_not_paid(client, order, page):
    assert client.post(f"{page}/batal").status_code == 303
    order = fresh(order)
    assert order.status is OrderStatus.CANCELLED
    assert [event.kind for event in order.events].count(EventKind.CANCELLED) == 1
    assert client.post(f"{page}/batal").status_code == 409


def test_what_is_paid_is_called_off_by_the_cooperative_only(client, order, page):
    paid(order)
    assert client.post(f"{page}/batal").status_code == 409
    assert fresh(order).status is OrderStatus.PLACED


def test_an_order_is_found_by_its_number_and_phone(client, order, page):
    answer = client.post("/lacak", data={"number": f" {order.number.lower()} ", "phone": "0812-3456-7890"})
    assert (answer.status_code, answer.location) == (303, page)


@pytest.mark.parametrize(
    ("number", "phone"), [("KB-2026-9999", "0812-3456-7890"), (None, "0812-0000-0000"), (None, "x"), ("", "")]
)
def test_a_wrong_number_and_a_wrong_phone_get_the_same_answer(client, order, number, phone):
    answer = client.post(
        "/lacak", data={"number": order.number if number is None else number, "phone": phone}
    )
    assert answer.status_code == 422
    assert "Kami tidak menemukan pesanan dengan nomor dan telepon itu." in answer.text


def test_looking_for_orders_has_a_limit(client, order):
    guesses = [
        client.post("/lacak", data={"number": f"KB-2026-{n}", "phone": "0812"}).status_code for n in range(21)
    ]
    assert guesses == [422] * 20 + [429]


def test_an_order_abroad_waits_for_its_price_and_cannot_be_paid_before(client):
    order = an_order(a_product(), shipping=None)
    page = f"/pesanan/{order.token}"
    assert "menghitung ongkos kirim" in client.get(page).text
    assert client.post(f"{page}/bayar", data={"provider": "transfer"}).status_code == 409
    assert states() == []


def test_a_country_is_called_by_its_name_in_the_language_of_the_page(client):
    japan = Address(Destination.ABROAD, country="JP", street="1-1 Chiyoda, Tokyo")
    token = an_order(a_product(), shipping=None, address=japan).token
    assert "Tokyo, Jepang" in client.get(f"/pesanan/{token}").text
    assert "Tokyo, Japan" in client.get(f"/en/pesanan/{token}").text


def test_what_was_collected_has_not_arrived_by_courier(client):
    order = an_order(a_product(), shipping=0, address=Address(Destination.PICKUP))
    paid(order)
    orders.pack(order, by="pengurus@contoh.test")
    orders.deliver(order, by="pengurus@contoh.test")
    db.session.commit()
    page = client.get(f"/pesanan/{order.token}").text
    assert ("Sudah diambil. Terima kasih" in page, "Sampai" in page) == (True, False)


def steps(client, page):
    """The steps that are done, with the day of each, and what comes next."""
    document = html.fromstring(client.get(page).text)
    done = [
        " ".join(step.text_content().split())
        for step in document.xpath("//ol[@class='progress']/li[@class='done']")
    ]
    return done, " ".join(document.xpath("//section[h2='Selanjutnya']/p")[0].text_content().split())


def test_each_step_has_its_day_and_says_what_comes_next(client, order, page):
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False) as days:
        order.placed_at = clock.now()
        assert steps(client, page)[0] == ["Dipesan23 November 2026"]
        assert "nomor resinya muncul di halaman ini" in steps(client, page)[1]
        days.move_to("2026-11-24T03:00:00Z")
        order.hold_until = clock.now() + timedelta(hours=24)
        paid(order)
        days.move_to("2026-11-25T03:00:00Z")
        orders.pack(order, by="pengurus")
        days.move_to("2026-11-26T03:00:00Z")
        shipments.ship(order, courier="JNE", airway_bill="JP1234567890", tracking_url="", by="pengurus")
        days.move_to("2026-11-28T03:00:00Z")
        orders.deliver(order, by="pengurus")
        done, following = steps(client, page)
    assert done == [
        "Dipesan23 November 2026",
        "Dibayar24 November 2026",
        "Dikemas25 November 2026",
        "Dikirim26 November 2026",
        "Sampai28 November 2026",
    ]
    assert "dalam 7 hari sejak sampai" in following


def test_what_is_packed_for_who_collects_it_is_ready(client):
    order = an_order(a_product(), shipping=0, address=Address(Destination.PICKUP))
    paid(order)
    orders.pack(order, by="pengurus")
    done, following = steps(client, f"/pesanan/{order.token}")
    assert ([step[:12] for step in done[-1:]], "Bawalah nomor pesanan" in following) == (
        ["Siap diambil"],
        True,
    )
