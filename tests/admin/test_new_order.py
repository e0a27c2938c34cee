"""An order that an admin writes for somebody who asked by WhatsApp: the same holds, totals and limits as a buyer's."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app import clock
from app.catalog.models import Product, StockModel
from app.db import db
from app.inventory.queries import available
from app.money import Money
from app.orders.limits import MOST_UNPAID_ORDERS
from app.orders.models import Channel, Destination, Order
from app.payments.models import Payment
from app.reports import revenue
from app.reports.periods import Period
from app.shipping.suggestion import suggest_table
from tests.admin.conftest import page, words
from tests.factories import a_product
from tests.trade import an_order, paid

FORM = {
    "name": "Ani Contoh",
    "phone": "0812-3456-7890",
    "email": "",
    "language": "en",
    "destination": "village",
    "village": "33.05.01.2009",
    "street": "RT 02 RW 01",
    "provider": "transfer",
}


@pytest.fixture(autouse=True)
def table() -> None:
    suggest_table(sample=True)


@pytest.fixture
def product() -> Product:
    return a_product(price=450_000, stock=3, title_id="Kawung Senja", title_en="Kawung at Dusk")


def hidden(answer: Any, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', answer.text)
    assert found, name
    return found[1]


def filled(admin: FlaskClient, *pieces: str, **over: str) -> dict[str, str]:
    """The form as it is sent off by who has seen the total that it shows."""
    begun = admin.get("/admin/new-order", query_string={"isi": ".".join(pieces)})
    form = {
        **FORM,
        "checkout_token": hidden(begun, "checkout_token"),
        "pieces": hidden(begun, "pieces"),
        **over,
    }
    counted = admin.post("/admin/new-order", data={**form, "step": "count"})
    assert counted.status_code == 200
    return {**form, "expected_total": hidden(counted, "expected_total")}


def orders() -> list[Order]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Order).order_by(Order.id)))


def test_a_message_becomes_an_order_with_a_link_to_pay(admin: FlaskClient, product: Product) -> None:
    variant = product.variants[0].id
    answer = admin.post("/admin/new-order", data=filled(admin, f"{variant}x2"))
    (order,) = orders()
    assert (answer.status_code, answer.location) == (303, f"/admin/orders/{order.id}")
    assert (order.channel, order.locale, order.name, order.phone, order.email, order.placed_from) == (
        Channel.WHATSAPP,
        "en",
        "Ani Contoh",
        "+6281234567890",
        "",
        None,
    )
    assert (order.goods, order.shipping, order.total + order.unique_code) == (
        Money(900_000),
        Money(7_000),
        Money(907_000),
    )
    assert (order.destination, order.village, available([variant])[variant]) == (
        Destination.VILLAGE,
        "Kalibangkang",
        1,
    )
    assert (order.hold_until - order.placed_at).total_seconds() == pytest.approx(24 * 3600, abs=60)
    payment = db.session.scalars(sa.select(Payment)).one()
    assert (payment.provider, payment.amount, order.events[0].by) == (
        "transfer",
        order.total,
        "pengurus@contoh.test",
    )
    (link,) = page(admin.get(answer.location)).xpath("//section[@class='next']/a/@href")
    sent = urlsplit(link)
    text = parse_qs(sent.query)["text"][0]
    assert (sent.netloc, sent.path) == ("wa.me", "/6281234567890")
    assert "Kawung at Dusk, 240 × 115 cm" in text
    assert "2 × Rp 450.000 = Rp 900.000" in text
    assert f"Total: Rp {order.total.rupiah:,}".replace(",", ".") in text
    assert text.endswith(f"http://localhost/en/pesanan/{order.token}")


def test_its_revenue_is_counted_under_whatsapp(admin: FlaskClient, product: Product) -> None:
    admin.post("/admin/new-order", data=filled(admin, f"{product.variants[0].id}x1"))
    (order,) = orders()
    paid(order)
    today = clock.today()
    ((channel, figures),) = revenue.sales(Period(today, today)).by_channel()
    assert (channel, figures.gross) == (Channel.WHATSAPP, Money(450_000))


def test_a_form_sent_twice_is_one_order(admin: FlaskClient, product: Product) -> None:
    form = filled(admin, f"{product.variants[0].id}x1")
    first, second = (admin.post("/admin/new-order", data=form) for _ in range(2))
    assert (first.location, second.location, len(orders())) == (first.location, first.location, 1)


def test_pieces_are_found_by_title_and_number_and_put_in_and_out(
    admin: FlaskClient, product: Product
) -> None:
    variant = product.variants[0]
    a_product(published=False, title_id="Kawung Konsep")
    for text in ("kawung", variant.sku):
        found = admin.post("/admin/new-order", data={**FORM, "step": "pieces", "find_piece": text})
        assert page(found).xpath("//button[@name='add']/@value") == [str(variant.id)]
    with_one = admin.post("/admin/new-order", data={**FORM, "add": str(variant.id)})
    assert hidden(with_one, "pieces") == f"{variant.id}x1"
    assert 'value="Ani Contoh"' in with_one.text
    three = {**FORM, "pieces": f"{variant.id}x1", f"quantity-{variant.id}": "3", "step": "count"}
    assert hidden(admin.post("/admin/new-order", data=three), "pieces") == f"{variant.id}x3"
    gone = {**FORM, "pieces": f"{variant.id}x1", "remove": str(variant.id)}
    assert hidden(admin.post("/admin/new-order", data=gone), "pieces") == ""
    assert orders() == []


def test_nothing_was_not_found_before_it_was_looked_for(admin: FlaskClient, product: Product) -> None:
    begun = admin.get("/admin/new-order", query_string={"isi": str(product.variants[0].id) + "x1"})
    assert (begun.status_code, "Tidak ada desa" in begun.text) == (200, False)


def test_what_is_missing_is_said_and_nothing_is_ordered(admin: FlaskClient, product: Product) -> None:
    form = filled(admin, name="", phone="batik")
    answer = admin.post("/admin/new-order", data=form)
    assert answer.status_code == 422
    said = words(page(answer).xpath("//div[contains(@class, 'wrong')]")[0])
    for wrong in ("Pilih dulu kain yang dipesan.", "Tulis nama penerima paket.", "Tulis nomor telepon"):
        assert wrong in said
    assert orders() == []


def test_a_piece_that_was_sold_meanwhile_is_not_ordered_at_another_total(admin: FlaskClient) -> None:
    one, other = a_product(StockModel.ONE), a_product()
    form = filled(admin, f"{one.variants[0].id}x1", f"{other.variants[0].id}x1")
    an_order(one)
    answer = admin.post("/admin/new-order", data=form)
    assert answer.status_code == 409
    assert "Totalnya berubah" in answer.text
    assert 'value="Ani Contoh"' in answer.text
    assert len(orders()) == 1


def test_whoever_orders_for_others_is_not_limited_as_a_network_is(admin: FlaskClient) -> None:
    product = a_product(stock=MOST_UNPAID_ORDERS + 1)
    for _ in range(MOST_UNPAID_ORDERS + 1):
        form = filled(admin, f"{product.variants[0].id}x1")
        admin.post("/admin/new-order", data=form, environ_base={"REMOTE_ADDR": "36.64.0.1"})
    assert len(orders()) == MOST_UNPAID_ORDERS + 1


def test_abroad_waits_for_a_price_and_the_message_says_so(admin: FlaskClient, product: Product) -> None:
    to = {"destination": "abroad", "country": "HK", "address_abroad": "12 Nathan Road", "language": "id"}
    answer = admin.post("/admin/new-order", data=filled(admin, f"{product.variants[0].id}x1", **to))
    (order,) = orders()
    assert (order.awaits_quote, db.session.scalars(sa.select(Payment)).all()) == (True, [])
    (link,) = page(admin.get(answer.location)).xpath("//a[contains(@href, 'text=')]/@href")
    assert "Ongkos kirimnya sedang kami tanyakan" in parse_qs(urlsplit(link).query)["text"][0]
