"""A voucher's code in the basket and at the checkout, without a script."""

from datetime import timedelta

import sqlalchemy as sa
import time_machine
from lxml import html

from app import clock
from app.accounts.models import Attempt
from app.db import db
from app.money import Money
from app.shop import codes
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


REFUSALS = (
    ("", "coba lagi dalam 1 menit. Anda tetap bisa memesan tanpa voucher."),
    ("/en", "try again in 1 min. You can still order without a voucher."),
)


def tries() -> int:
    return db.session.scalar(sa.select(sa.func.count(Attempt.id)))


def test_who_guesses_too_often_waits_with_a_right_code_too_and_can_order_without_one(client):
    voucher = a_voucher(percent=10)
    variant = a_product(price=450_000).variants[0]
    client.post("/keranjang", data={"variant": variant.id, "quantity": 1})
    half = codes.MOST_WRONG // 2
    wrong = [client.post("/keranjang/voucher", data={"voucher": f"COBA{number}"}) for number in range(half)]
    sent = BUYER | {"step": "voucher"}
    wrong += [client.post("/checkout", data=sent | {"voucher": f"COBA{number}"}) for number in range(half)]
    assert {answer.status_code for answer in wrong} == {422}
    assert tries() == codes.MOST_WRONG
    late = client.post("/keranjang/voucher", data={"voucher": "EXPO10"})
    later = html.fromstring(client.post("/checkout", data=sent | {"voucher": "EXPO10"}).text)
    assert (late.status_code, "Rp 450.000" in late.text.replace("\u00a0", " ")) == (429, True)
    for page in (html.fromstring(late.text), later):
        assert page.xpath("//input[@name='voucher']/@value") == ["EXPO10"]
        assert "Terlalu banyak percobaan" in page.xpath("//*[@id='voucher-error']")[0].text_content()
    assert later.xpath("//input[@name='expected_total']/@value") == ["450000"]
    # Another's network is not his.
    other = {"REMOTE_ADDR": "203.0.113.9"}
    answer = client.post("/keranjang/voucher", data={"voucher": "EXPO10"}, environ_overrides=other)
    assert answer.status_code == 303
    assert bought(client.application.test_client()).discount == Money()
    assert (tries(), voucher.used) == (codes.MOST_WRONG, 0)


def test_a_right_code_is_refused_in_the_visitors_language_until_the_time_is_over(client):
    a_voucher(percent=10)
    client.post("/keranjang", data={"variant": a_product(price=450_000).variants[0].id, "quantity": 1})
    with time_machine.travel(clock.now(), tick=False) as now:
        for number in range(codes.MOST_WRONG):
            client.post("/keranjang/voucher", data={"voucher": f"COBA{number}"})
        now.shift(codes.WINDOW - timedelta(seconds=1))
        for start, said in REFUSALS:
            answer = client.post(f"{start}/keranjang/voucher", data={"voucher": "EXPO10"})
            assert (answer.status_code, said in answer.text) == (429, True)
        now.shift(timedelta(seconds=1))
        assert client.post("/keranjang/voucher", data={"voucher": "EXPO10"}).status_code == 303
        sent = BUYER | {"step": "voucher", "voucher": "EXPO10"}
        kept = html.fromstring(client.post("/checkout", data=sent).text)
    assert kept.xpath("//input[@name='expected_total']/@value") == ["405000"]


def test_a_rule_that_refuses_a_known_code_is_no_guess(client):
    a_voucher(minimum=Money(1_000_000))
    client.post("/keranjang", data={"variant": a_product().variants[0].id, "quantity": 1})
    assert client.post("/keranjang/voucher", data={"voucher": "EXPO10"}).status_code == 422
    assert tries() == 0


def test_the_ways_of_sending_tell_of_no_code_that_was_not_looked_at_by_a_form(client):
    a_voucher(percent=10)
    client.post("/keranjang", data={"variant": a_product(price=450_000).variants[0].id, "quantity": 1})
    asked = {"destination": "pickup", "voucher": "EXPO10"}
    expected = "//*[@data-expected]/@data-expected"
    for total, kept in (("450000", ""), ("405000", "EXPO10")):
        client.post("/keranjang/voucher", data={"voucher": kept})
        part = html.fromstring(client.get("/checkout/ongkir", query_string=asked).text)
        assert part.xpath(expected) == [total]
