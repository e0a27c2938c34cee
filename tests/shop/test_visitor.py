"""What public pages fill in about who looks at them."""

from typing import Any

from flask.testing import FlaskClient

from app.accounts.models import Role
from tests.factories import a_product, a_user, sign_in


def state(client: FlaskClient) -> tuple[Any, str]:
    answer = client.get("/pengunjung.json")
    return answer.json, answer.headers["Cache-Control"]


def test_a_stranger_is_nobody_with_nothing(client: FlaskClient) -> None:
    assert state(client) == ({"basket": 0, "name": None, "staff": False}, "private, no-store")


def test_it_counts_pieces(client: FlaskClient) -> None:
    client.post("/keranjang", data={"variant": a_product().variants[0].id, "quantity": "2"})
    client.post("/keranjang", data={"variant": a_product().variants[0].id, "quantity": "1"})
    assert state(client)[0]["basket"] == 3


def test_it_knows_customers_and_staff(client: FlaskClient) -> None:
    sign_in(client, a_user(name="Ani"))
    assert state(client)[0] == {"basket": 0, "name": "Ani", "staff": False}
    for role, staff in ((Role.OFFICER, True), (Role.ADMIN, True), (Role.MAKER, False)):
        sign_in(client, a_user(role))
        assert state(client)[0]["staff"] is staff


def test_a_basket_that_is_gone_counts_nothing(client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session["basket"] = "gone"
    assert state(client)[0]["basket"] == 0
