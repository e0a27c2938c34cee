"""What an account says of its owner: to be corrected, taken along, and deleted."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts import address_book
from app.accounts.address_book import Place
from app.accounts.models import AuditEntry, Role, User, UserAddress
from app.db import db
from app.money import Money
from app.notifications import actions as notifications
from app.notifications.models import Message
from app.orders import actions as orders
from app.orders.models import Order
from app.payments import actions as payments
from app.payments.models import Payment, Proof
from tests.factories import a_product
from tests.people import PASSWORD, a_maker, a_user, sign_in
from tests.trade import a_proof, an_order, paid

HOME = Place("Ani Contoh", "+6281234567890", "RT 02 RW 01", village_code="33.05.01.2009")


@pytest.fixture
def buyer(client: FlaskClient) -> User:
    user = a_user(name="Ani Contoh", email="ani@contoh.id", phone="+6281234567890")
    sign_in(client, user)
    return user


def delivered(user: User) -> Order:
    """An order that is over, with all that is kept of one."""
    order = an_order(a_product(price=450_000), customer_id=user.id, email=user.email, note="Untuk Ibu")
    a_proof(paid(order))
    orders.pack(order, by="pengurus")
    orders.deliver(order, by="pengurus")
    notifications.write()
    db.session.commit()
    return order


def deleting(client: FlaskClient, password: str = PASSWORD) -> Any:
    return client.post("/akun/hapus", data={"password": password})


def count(model: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_name_phone_and_language_are_corrected(client: FlaskClient, buyer: User) -> None:
    answer = client.post(
        "/akun/profil", data={"name": " Ani  B. ", "phone": "+852 2345 6789", "language": "en"}
    )
    assert (answer.status_code, answer.location) == (303, "/akun")
    db.session.refresh(buyer)
    assert (buyer.name, buyer.phone, buyer.locale) == ("Ani B.", "+85223456789", "en")
    client.post("/keluar")
    again = client.post("/masuk", data={"email": buyer.email, "password": PASSWORD})
    assert again.location == "/en/akun"


@pytest.mark.parametrize("wrong", [{"name": ""}, {"phone": "batik"}, {"language": "jv"}])
def test_what_cannot_be_is_not_kept(client: FlaskClient, buyer: User, wrong: dict[str, str]) -> None:
    answer = client.post("/akun/profil", data={"name": "Lain", "phone": "", "language": "en", **wrong})
    assert answer.status_code == 422
    db.session.refresh(buyer)
    assert (buyer.name, buyer.phone, buyer.locale) == ("Ani Contoh", "+6281234567890", "id")


def test_all_that_is_kept_is_taken_along_and_nothing_that_opens_doors(
    client: FlaskClient, buyer: User
) -> None:
    address_book.keep(buyer, HOME)
    order = delivered(buyer)
    delivered(a_user(name="Budi Contoh", email="budi@contoh.id"))
    answer = client.get("/akun/data.json")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    told = json.loads(answer.text)
    assert (told["account"]["email"], told["addresses"][0]["village_code"]) == (
        "ani@contoh.id",
        "33.05.01.2009",
    )
    (mine,) = told["orders"]
    assert (mine["number"], mine["goods"], mine["note"]) == (order.number, 450_000, "Untuk Ibu")
    assert [event["kind"] for event in mine["events"]] == ["placed", "paid", "packed", "delivered"]
    assert (len(mine["payments"][0]["proofs"]), mine["lines"][0]["quantity"]) == (1, 1)
    assert {message["recipient"] for message in told["messages"]} == {"ani@contoh.id"}
    for secret in ("password_hash", "session_epoch", "checkout_token", buyer.password_hash, "Budi Contoh"):
        assert secret not in answer.text


def test_a_maker_takes_along_what_she_allowed(client: FlaskClient) -> None:
    user = a_user(Role.MAKER)
    a_maker(user=user, name="Siti Contoh")
    sign_in(client, user)
    assert json.loads(client.get("/akun/data.json").text)["maker"]["name"] == "Siti Contoh"


def test_an_account_is_deleted_and_the_books_stay_without_its_name(client: FlaskClient, buyer: User) -> None:
    address_book.keep(buyer, HOME)
    order = delivered(buyer)
    kept = (order.number, order.goods, order.total, order.paid_on, len(order.lines))
    client.post("/akun/sandi", data={"old": PASSWORD, "password": PASSWORD})
    answer = deleting(client)
    assert (answer.status_code, answer.location) == (303, "/masuk")
    db.session.expire_all()
    assert (count(User), count(UserAddress), count(Message), count(Proof)) == (0, 0, 0, 0)
    assert (order.number, order.goods, order.total, order.paid_on, len(order.lines)) == kept
    assert (order.customer_id, order.name, order.phone, order.email, order.street, order.note) == (
        None,
        "–",
        "",
        "",
        "",
        "",
    )
    assert (order.village, order.postcode) == ("", "")
    assert (count(Payment), db.session.scalars(sa.select(Payment)).one().received) == (1, order.total)
    assert "ani@" not in " ".join(db.session.scalars(sa.select(AuditEntry.by)))
    assert client.get("/akun").status_code == 303
    assert client.get(f"/pesanan/{order.token}").status_code == 200


def test_whoever_has_the_number_of_a_deleted_account_is_not_let_in_by_its_sessions(
    client: FlaskClient, buyer: User
) -> None:
    cookie = client.get_cookie("canting")
    assert cookie
    number = buyer.id
    deleting(client)
    a_user(id=number)
    client.set_cookie("canting", cookie.value)
    assert client.get("/akun").status_code == 303


def test_only_the_password_deletes_and_a_wrong_one_counts(client: FlaskClient, buyer: User) -> None:
    for _ in range(10):
        assert deleting(client, "bukan ini").status_code == 422
    assert (deleting(client).status_code, count(User)) == (429, 1)


def test_an_account_with_a_running_order_stays_and_is_told_which(client: FlaskClient, buyer: User) -> None:
    order = an_order(a_product(), customer_id=buyer.id)
    answer = deleting(client)
    assert (answer.status_code, order.number in answer.text, count(User)) == (409, True, 1)
    db.session.refresh(order)
    assert order.name == "Ani Contoh"


def test_an_account_to_which_money_is_owed_stays(client: FlaskClient, buyer: User) -> None:
    order = an_order(a_product(), customer_id=buyer.id)
    paid(order)
    payments.cancel_order(order, by="pengurus", reason="Cacat")
    assert (deleting(client).status_code, count(User)) == (409, 1)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.OFFICER, Role.MAKER])
def test_who_works_in_the_shop_does_not_leave_alone(client: FlaskClient, role: Role) -> None:
    sign_in(client, a_user(role))
    assert (deleting(client).status_code, count(User)) == (409, 1)


def test_what_was_paid_is_still_revenue_and_still_shown(client: FlaskClient, buyer: User) -> None:
    order = delivered(buyer)
    deleting(client)
    admin = client.application.test_client()
    sign_in(admin, a_user(Role.ADMIN))
    page = admin.get(f"/admin/orders/{order.id}")
    assert (page.status_code, "wa.me" in page.text, order.goods) == (200, False, Money(450_000))
    assert admin.get("/admin/orders").status_code == 200
