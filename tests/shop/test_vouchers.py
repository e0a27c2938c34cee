"""A voucher's code in the basket and at the checkout, without a script."""

from lxml import html

from app.db import db
from app.money import Money
from tests.factories import a_product
from tests.promotions.test_actions import a_voucher
from tests.shop.test_campaigns import BUYER, bought


def test_a_code_is_kept_in_the_basket_and_offered_at_the_checkout(client):
    voucher = a_voucher(percent=10)
    variant = a_product(price=450_000).variants[0]
    client.post("/keranjang", data={"variant": variant.id, "quantity": 1})
    assert client.post("/keranjang/voucher", data={"voucher": " expo10"}).status_code == 303
    basket = client.get("/keranjang").text
    assert ("Potongan EXPO10" in basket, "405.000" in basket) == (True, True)
    checkout = html.fromstring(client.get("/checkout").text)
    assert checkout.xpath("//input[@name='voucher']/@value") == ["expo10"]
    assert checkout.xpath("//input[@name='expected_total']/@value") == ["405000"]
    token = checkout.xpath("//input[@name='checkout_token']/@value")[0]
    sent = BUYER | {"voucher": "expo10", "expected_total": 405_000, "checkout_token": token, "step": "place"}
    assert client.post("/checkout", data=sent).status_code == 303
    db.session.refresh(voucher)
    assert voucher.used == 1
    # The next order begins without it.
    assert bought(client).discount == Money()


def test_a_code_that_cannot_be_used_is_refused_with_its_rule_and_nothing_is_lost(client):
    a_voucher(minimum=Money(1_000_000))
    variant = a_product().variants[0]
    client.post("/keranjang", data={"variant": variant.id, "quantity": 1})
    refused = client.post("/keranjang/voucher", data={"voucher": "EXPO10"})
    assert (refused.status_code, "paling sedikit Rp 1.000.000" in refused.text) == (422, True)
    assert 'value="EXPO10"' in refused.text
    for step in ("voucher", "place"):
        answer = client.post("/checkout", data=BUYER | {"voucher": "EXPO10", "step": step})
        page = html.fromstring(answer.text)
        assert (answer.status_code, page.xpath("//input[@name='voucher']/@value")) == (422, ["EXPO10"])
        assert "paling sedikit" in page.xpath("//*[@id='voucher-error']")[0].text_content()
        assert page.xpath("//input[@name='name']/@value") == ["Ani Contoh"]
    assert client.post("/keranjang/voucher", data={"voucher": ""}).status_code == 303


def test_a_buyer_who_has_used_it_is_told_so_at_the_checkout(client):
    a_voucher(most_each=1)
    for expected in (303, 422):
        client.post("/keranjang", data={"variant": a_product().variants[0].id, "quantity": 1})
        page = html.fromstring(client.get("/checkout").text)
        token = page.xpath("//input[@name='checkout_token']/@value")[0]
        sent = {"voucher": "EXPO10", "expected_total": 405_000, "checkout_token": token, "step": "place"}
        answer = client.post("/checkout", data=BUYER | sent)
        assert answer.status_code == expected
    assert "sudah Anda pakai" in answer.text
