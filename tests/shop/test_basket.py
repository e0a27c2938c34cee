"""A basket: what may be put in, and what it says about what is gone."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from flask.testing import FlaskClient
from lxml import html

from app.accounts.models import Role
from app.cart.models import Basket
from app.catalog.models import ProductStatus, StockModel
from app.db import db
from tests import people
from tests.factories import a_product, a_user, sign_in
from tests.trade import an_order


def put(client: FlaskClient, variant: Any, quantity: Any = "1", **more: Any) -> Any:
    return client.post("/keranjang", data={"variant": variant, "quantity": quantity}, **more)


def basket() -> dict[int, int]:
    """The one basket that there is: pieces by variant."""
    db.session.expire_all()
    found = db.session.scalars(db.select(Basket)).all()
    assert len(found) <= 1
    return {line.variant_id: line.quantity for each in found for line in each.lines}


def test_a_piece_is_put_in_and_shown(client: FlaskClient) -> None:
    product = a_product(title_id="Kawung Senja")
    variant = product.variants[0].id
    answer = put(client, variant)
    assert (answer.status_code, answer.location, basket()) == (303, "/keranjang", {variant: 1})
    page = client.get("/keranjang")
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "private, no-store")
    assert "Kawung Senja" in page.text
    assert "Rp\u00a0450.000" in page.text


def test_an_empty_basket_says_so(client: FlaskClient) -> None:
    page = client.get("/keranjang")
    assert page.status_code == 200
    assert "masih kosong" in page.text


def test_looking_at_a_basket_writes_nothing(client: FlaskClient) -> None:
    client.get("/keranjang")
    assert db.session.scalars(db.select(Basket)).all() == []


def test_a_script_gets_the_number_of_pieces(client: FlaskClient) -> None:
    one, two = a_product().variants[0].id, a_product().variants[0].id
    put(client, one)
    answer = put(client, two, "2", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json) == (200, {"basket": 3})


def test_more_of_the_same_is_one_line(client: FlaskClient) -> None:
    variant = a_product().variants[0].id
    put(client, variant, "1")
    put(client, variant, "2")
    assert basket() == {variant: 3}


def test_the_only_piece_is_in_once_however_often_it_is_put_in(client: FlaskClient) -> None:
    variant = a_product(StockModel.ONE).variants[0].id
    for quantity in ("1", "1", "2"):
        put(client, variant, quantity)
    client.post("/keranjang", data={"variant": [variant, variant], "quantity": ["1", "1"]})
    assert basket() == {variant: 1}


BAD = ["-1", "0", "1000000000", "1.5", "１", "NaN", "", " ", "1e3", "0x1", "+1", "100", "١", "1\0", "9" * 400]


@pytest.mark.parametrize("quantity", BAD)
def test_a_number_that_nobody_can_want_changes_nothing(client: FlaskClient, quantity: str) -> None:
    product = a_product(StockModel.MADE_TO_ORDER)
    variant = product.variants[0].id
    put(client, variant, "2")
    for path in ("/keranjang", "/keranjang/ubah"):
        if (quantity, path) == ("0", "/keranjang/ubah"):
            continue
        answer = client.post(path, data={"variant": variant, "quantity": quantity})
        assert 400 <= answer.status_code < 500
    assert basket() == {variant: 2}


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"variant": "{id}"},
        {"quantity": "1"},
        {"variant": "{id}", "quantity[]": "1"},
        {"variant": "{id}", "quantity": ["-1", "1"]},
        {"variant": "9999", "quantity": "1"},
        {"variant": "x", "quantity": "1"},
    ],
)
def test_a_form_that_does_not_say_what_and_how_many_changes_nothing(client: FlaskClient, form: Any) -> None:
    variant = str(a_product().variants[0].id)
    said = {key: variant if value == "{id}" else value for key, value in form.items()}
    answer = client.post("/keranjang?quantity=1", data=said, headers={"Accept": "application/json"})
    assert 400 <= answer.status_code < 500
    assert list(answer.json) == ["message"]
    assert basket() == {}


def test_a_body_that_is_no_form_changes_nothing(client: FlaskClient) -> None:
    variant = a_product().variants[0].id
    assert client.post("/keranjang", json={"variant": variant, "quantity": 1}).status_code == 422
    assert basket() == {}


def test_no_more_go_in_than_there_are(client: FlaskClient) -> None:
    product = a_product(stock=2)
    variant = product.variants[0].id
    put(client, variant, "2")
    assert put(client, variant, "1").status_code == 409
    answer = client.post("/keranjang/ubah", data={"variant": variant, "quantity": "3"})
    assert answer.status_code == 409
    assert "tinggal 2" in answer.text
    assert basket() == {variant: 2}


@pytest.mark.parametrize("over", [{"stock": 0}, {"published": False}])
def test_what_is_not_for_sale_does_not_go_in(client: FlaskClient, over: Any) -> None:
    assert put(client, a_product(StockModel.ONE, **over).variants[0].id).status_code == 409
    assert basket() == {}


def test_a_number_is_changed_and_a_line_removed(client: FlaskClient) -> None:
    one, two = a_product().variants[0].id, a_product().variants[0].id
    put(client, one)
    put(client, two)
    changed = client.post("/keranjang/ubah", data={"variant": one, "quantity": "3"})
    assert (changed.status_code, basket()) == (303, {one: 3, two: 1})
    client.post("/keranjang/hapus", data={"variant": one})
    client.post("/keranjang/ubah", data={"variant": two, "quantity": "0"})
    assert basket() == {}


def test_nobody_sees_or_changes_the_basket_of_another(client: FlaskClient) -> None:
    product = a_product(title_id="Kawung Senja")
    variant = product.variants[0].id
    put(client, variant)
    other = client.application.test_client()
    assert "Kawung Senja" not in other.get("/keranjang").text
    assert other.post("/keranjang/hapus", data={"variant": variant}).status_code == 303
    assert basket() == {variant: 1}


def test_what_was_sold_meanwhile_is_shown_as_such_and_the_rest_is_kept(client: FlaskClient) -> None:
    sold, kept = a_product(StockModel.ONE, 900_000, title_id="Parang Fajar"), a_product(price=450_000)
    withdrawn = a_product(title_id="Truntum Lama")
    for product in (sold, kept, withdrawn):
        put(client, product.variants[0].id)
    an_order(sold)
    withdrawn.status = ProductStatus.ARCHIVED
    page = client.get("/keranjang").text
    assert "Parang Fajar" in page
    assert "sedang menunggu pembayaran pembeli lain" in page
    assert "Truntum Lama" in page
    assert "tidak dijual lagi" in page
    assert "Rp\u00a0450.000" in page
    assert len(basket()) == 3


def test_fewer_than_wanted_says_how_many_are_left(client: FlaskClient) -> None:
    product = a_product(stock=3)
    put(client, product.variants[0].id, "3")
    an_order(product, quantity=2)
    page = client.get("/keranjang").text
    assert "tinggal 1" in page
    assert "Rp\u00a0450.000" in page


def test_a_script_of_another_site_puts_nothing_in(client: FlaskClient) -> None:
    variant = a_product().variants[0].id
    assert put(client, variant, headers={"Origin": "https://evil.test"}).status_code == 403
    assert basket() == {}


@pytest.fixture
def shop_phone(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(client.application.config, "SHOP_PHONE", "0812-3456-7890")


def messages(page: str) -> list[str]:
    """The texts that the page's links to WhatsApp would send."""
    links = html.fromstring(page).xpath("//a[starts-with(@href, 'https://wa.me/6281234567890?')]/@href")
    return [parse_qs(urlsplit(link).query)["text"][0] for link in links]


@pytest.mark.usefixtures("shop_phone")
def test_a_basket_becomes_a_message_that_leads_back_to_it(client: FlaskClient) -> None:
    kawung = a_product(title_id="Kawung Senja").variants[0]
    truntum = a_product(price=1_250_000, title_id="Truntum").variants[0]
    put(client, kawung.id, "2")
    put(client, truntum.id)
    (text,) = messages(client.get("/keranjang").text)
    assert text.split("\n\n") == [
        "Halo Batik Kalibangkang, saya ingin memesan:",
        f"1. Kawung Senja, 240 × 115 cm ({kawung.sku})\n2 × Rp 450.000 = Rp 900.000",
        f"2. Truntum, 240 × 115 cm ({truntum.sku})\n1 × Rp 1.250.000 = Rp 1.250.000",
        "Harga kain Rp 2.150.000, belum dengan ongkos kirim.",
        f"http://localhost/keranjang/pilihan/{kawung.id}x2.{truntum.id}x1",
    ]
    other = client.application.test_client()
    link = f"/keranjang/pilihan/{kawung.id}x2.{truntum.id}x1"
    page = other.get(link).text
    assert ("Kawung Senja" in page, "Rp\u00a02.150.000" in page, "/admin/new-order" in page) == (
        True,
        True,
        False,
    )
    assert other.post(link).location == "/keranjang"
    assert "Rp\u00a02.150.000" in other.get("/keranjang").text


@pytest.mark.usefixtures("shop_phone")
def test_a_cloth_that_can_be_had_is_asked_for_from_its_page(client: FlaskClient) -> None:
    product, sold = a_product(title_id="Kawung Senja"), a_product(StockModel.ONE, stock=0)
    (text,) = messages(client.get(f"/batik/{product.slug}").text)
    assert f"Kawung Senja, 240 × 115 cm ({product.variants[0].sku}): Rp 450.000" in text
    assert text.endswith(f"http://localhost/batik/{product.slug}")
    assert messages(client.get(f"/batik/{sold.slug}").text) == []


def test_without_a_number_nobody_is_led_to_whatsapp(client: FlaskClient) -> None:
    product = a_product()
    put(client, product.variants[0].id)
    # Below, the foot names the ministry's number for complaints.
    for address in ("/keranjang", f"/batik/{product.slug}"):
        assert "wa.me" not in client.get(address).text.partition("</main>")[0]


def test_a_link_that_is_taken_twice_puts_in_no_more_and_says_what_is_gone(client: FlaskClient) -> None:
    stocked, gone = a_product(stock=3).variants[0].id, a_product(StockModel.ONE, stock=0).variants[0].id
    for _ in range(2):
        client.post(f"/keranjang/pilihan/{stocked}x2.{gone}x1")
    assert basket() == {stocked: 2}
    assert "sudah terjual" in client.get("/keranjang").text


def test_a_link_shows_nothing_that_is_not_public(client: FlaskClient) -> None:
    draft = a_product(published=False, title_id="Rahasia")
    page = client.get(f"/keranjang/pilihan/{draft.variants[0].id}x1")
    assert (page.status_code, "Rahasia" in page.text) == (200, False)


def test_an_admin_makes_an_order_of_a_link(client: FlaskClient) -> None:
    sign_in(client, a_user(Role.ADMIN))
    pieces = f"{a_product().variants[0].id}x1"
    assert f"/admin/new-order?isi={pieces}" in client.get(f"/keranjang/pilihan/{pieces}").text


def on_the_page(client: FlaskClient) -> tuple[int, list[str], list[str]]:
    """How many pieces the basket counts, what is in it, and what is kept for later."""
    page = html.fromstring(client.get("/keranjang").text)
    now, later = (
        [title.text_content() for title in page.xpath(f"//{part}//ul[@class='lines']//h3")]
        for part in ("div[@class='columns']", "section[@class='section']")
    )
    return client.get("/pengunjung.json").json["basket"], now, later


def test_what_is_kept_for_later_is_neither_counted_nor_ordered_and_comes_back(client: FlaskClient) -> None:
    kawung, truntum = a_product(title_id="Kawung"), a_product(title_id="Truntum")
    for product in (kawung, truntum):
        put(client, product.variants[0].id, "2")
    wanted = {"variant": kawung.variants[0].id}
    assert client.post("/keranjang/nanti", data=wanted).status_code == 303
    assert on_the_page(client) == (2, ["Truntum"], ["Kawung"])
    assert "Kawung" not in client.get("/checkout").text
    assert client.post("/keranjang/kembali", data=wanted).status_code == 303
    assert on_the_page(client) == (4, ["Kawung", "Truntum"], [])


def test_what_was_kept_for_later_and_is_sold_meanwhile_stays_where_it_is(client: FlaskClient) -> None:
    product = a_product(StockModel.ONE, title_id="Kawung")
    put(client, product.variants[0].id)
    client.post("/keranjang/nanti", data={"variant": product.variants[0].id})
    product.status = ProductStatus.ARCHIVED
    assert client.post("/keranjang/kembali", data={"variant": product.variants[0].id}).status_code == 409
    assert on_the_page(client) == (0, [], ["Kawung"])


def test_signing_in_joins_the_baskets_of_all_devices(client: FlaskClient) -> None:
    user = people.a_user()
    kawung, truntum, parang = (a_product(title_id=title) for title in ("Kawung", "Truntum", "Parang"))
    phone, laptop = client, client.application.test_client()
    put(phone, kawung.variants[0].id, "1")
    put(phone, truntum.variants[0].id, "2")
    phone.post("/keranjang/nanti", data={"variant": truntum.variants[0].id})
    people.sign_in(phone, user)
    put(laptop, kawung.variants[0].id, "3")
    put(laptop, parang.variants[0].id, "1")
    people.sign_in(laptop, user)
    assert on_the_page(laptop) == on_the_page(phone) == (4, ["Kawung", "Parang"], ["Truntum"])
    put(phone, parang.variants[0].id, "1")
    assert on_the_page(laptop)[0] == 5
    assert sorted(basket().values()) == [2, 2, 3]
    laptop.post("/keluar")
    assert on_the_page(laptop) == (0, [], [])


def test_a_basket_that_is_begun_after_signing_in_is_on_all_devices(client: FlaskClient) -> None:
    user = people.a_user()
    other = people.sign_in(client.application.test_client(), user)
    people.sign_in(client, user)
    put(client, a_product(title_id="Kawung").variants[0].id)
    assert on_the_page(other) == (1, ["Kawung"], [])


def test_the_basket_says_when_it_could_leave(client: FlaskClient) -> None:
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False):
        put(client, a_product(StockModel.MADE_TO_ORDER).variants[0].id)
        assert "berangkat 23 Desember 2026 sampai 25 Desember 2026" in client.get("/keranjang").text
