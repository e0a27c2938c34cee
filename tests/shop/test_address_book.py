"""Where a customer has things sent, kept for the next order."""

from collections.abc import Sequence

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from lxml import html

from app.accounts import address_book, queries
from app.accounts.address_book import Place
from app.accounts.models import User, UserAddress
from app.db import db
from app.orders.models import Order
from app.shipping.suggestion import suggest_table
from tests.factories import a_product, a_user, sign_in

KALIBANGKANG = "33.05.01.2009"
FORM = {
    "name": "Ani Contoh",
    "phone": "0812-3456-7890",
    "destination": "village",
    "village": KALIBANGKANG,
    "street": "RT 02 RW 01",
}
HOME = Place("Ani Contoh", "+6281234567890", "RT 02 RW 01", village_code=KALIBANGKANG)
HONG_KONG = Place("Budi", "+85223456789", "12 Nathan Road", country="HK")


@pytest.fixture
def buyer(client: FlaskClient) -> User:
    return sign_in(client, a_user(name="Ani Contoh", phone="+6281234567890"))


def kept(user: User) -> Sequence[UserAddress]:
    db.session.expire_all()
    return db.session.scalars(queries.addresses(user)).all()


def chosen(page: str) -> dict[str, str]:
    """What a checkout is filled in with."""
    form = html.fromstring(page).xpath("//form[contains(@class, 'checkout')]")[0]
    return {
        name: form.fields[name].strip() for name in ("name", "destination", "village", "street", "country")
    }


def test_an_address_is_added_changed_preferred_and_removed(client: FlaskClient, buyer: User) -> None:
    assert client.post("/akun/alamat", data=FORM).location == "/akun/alamat"
    abroad = {
        **FORM,
        "name": "Budi",
        "destination": "abroad",
        "country": "HK",
        "address_abroad": "12 Nathan Road",
    }
    client.post("/akun/alamat", data=abroad)
    second, first = kept(buyer)
    assert (first.name, first.phone, first.village_code, first.street, first.country) == (
        "Ani Contoh",
        "+6281234567890",
        KALIBANGKANG,
        "RT 02 RW 01",
        "ID",
    )
    assert (second.village_code, second.street, second.country) == ("", "12 Nathan Road", "HK")
    client.post(f"/akun/alamat/{first.id}/utama")
    assert [each.id for each in kept(buyer)] == [first.id, second.id]
    assert client.post(f"/akun/alamat/{first.id}", data={**FORM, "street": "RT 09"}).status_code == 303
    assert kept(buyer)[0].street == "RT 09"
    page = client.get("/akun/alamat").text
    assert "RT 09, Kalibangkang, Ayah, Kabupaten Kebumen 54473" in page
    assert "12 Nathan Road, Hong Kong" in page
    client.post(f"/akun/alamat/{first.id}/hapus")
    assert [each.id for each in kept(buyer)] == [second.id]


def test_what_is_missing_is_said_and_kept_in_the_form(client: FlaskClient, buyer: User) -> None:
    answer = client.post("/akun/alamat", data={**FORM, "village": ""})
    assert (answer.status_code, "Pilih desa atau kelurahan." in answer.text) == (422, True)
    assert 'value="Ani Contoh"' in answer.text
    assert list(kept(buyer)) == []


def test_nothing_was_not_found_before_it_was_looked_for(client: FlaskClient, buyer: User) -> None:
    assert "Tidak ada desa" not in client.get("/akun/alamat/baru").text


def test_a_village_is_found_without_a_script(client: FlaskClient, buyer: User) -> None:
    found = client.post("/akun/alamat", data={**FORM, "village": "", "find": "kalibangkang", "step": "find"})
    assert (found.status_code, f'value="{KALIBANGKANG}"' in found.text) == (200, True)
    picked = client.post("/akun/alamat", data={**FORM, "village": "", "pick": KALIBANGKANG})
    assert (picked.status_code, "54473" in picked.text, list(kept(buyer))) == (200, True, [])


def test_the_address_of_another_is_not_there(client: FlaskClient, buyer: User) -> None:
    other = address_book.keep(a_user(), HOME)
    for answer in (
        client.get(f"/akun/alamat/{other.id}"),
        client.post(f"/akun/alamat/{other.id}", data={**FORM, "street": "RT 99"}),
        client.post(f"/akun/alamat/{other.id}/utama"),
        client.post(f"/akun/alamat/{other.id}/hapus"),
    ):
        assert answer.status_code == 404
    db.session.refresh(other)
    assert other.street == "RT 02 RW 01"


def test_nobody_keeps_more_than_is_ever_used(client: FlaskClient, buyer: User) -> None:
    for number in range(address_book.MOST):
        client.post("/akun/alamat", data={**FORM, "street": f"RT {number}"})
    answer = client.post("/akun/alamat", data={**FORM, "street": "RT 77"})
    assert (answer.status_code, "RT 77" in answer.text, len(kept(buyer))) == (409, True, address_book.MOST)
    assert "Paling banyak 10 alamat" in answer.text


def test_a_checkout_is_filled_in_with_the_preferred_address_and_another_is_one_tap_away(
    client: FlaskClient, buyer: User
) -> None:
    suggest_table(sample=True)
    away, home = address_book.keep(buyer, HONG_KONG), address_book.keep(buyer, HOME)
    client.post("/keranjang", data={"variant": a_product().variants[0].id, "quantity": "1"})
    page = client.get("/checkout").text
    assert chosen(page) == {
        "name": "Ani Contoh",
        "destination": "village",
        "village": KALIBANGKANG,
        "street": "RT 02 RW 01",
        "country": "",
    }
    assert ("Pos Reguler" in page, f'value="{home.id}"' in page) == (True, True)
    other = client.post("/checkout", data={**FORM, "note": "Cepat ya", "address": away.id})
    assert (chosen(other.text)["destination"], chosen(other.text)["country"]) == ("abroad", "HK")
    assert (other.status_code, "Cepat ya" in other.text) == (200, True)
    strangers = address_book.keep(a_user(), Place("Cici", "+6281111111111", "RT 55", KALIBANGKANG))
    assert "RT 55" not in client.post("/checkout", data={**FORM, "address": strangers.id}).text


def test_the_address_of_an_order_is_kept_when_asked_for_and_only_once(
    client: FlaskClient, buyer: User
) -> None:
    suggest_table(sample=True)
    for keep_it in ("", "y", "y"):
        client.post("/keranjang", data={"variant": a_product().variants[0].id, "quantity": "1"})
        form = html.fromstring(client.get("/checkout").text).xpath("//form[contains(@class, 'checkout')]")[0]
        order = {**FORM, "provider": "transfer", "expected_total": "457000", "keep_address": keep_it}
        client.post("/checkout", data={**order, "checkout_token": form.fields["checkout_token"]})
    assert len(db.session.scalars(sa.select(Order)).all()) == 3
    assert [each.street for each in kept(buyer)] == ["RT 02 RW 01"]


def test_a_guest_is_offered_no_address_book(client: FlaskClient) -> None:
    client.post("/keranjang", data={"variant": a_product().variants[0].id, "quantity": "1"})
    page = client.get("/checkout").text
    assert ("keep_address" in page, 'name="address"' in page) == (False, False)
    assert client.get("/akun/alamat").location == "/masuk?next=/akun/alamat"
