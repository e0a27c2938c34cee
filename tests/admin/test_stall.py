"""The stall: who may bring in what was sold there."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app import clock
from app.accounts.models import Role, User
from app.catalog.models import StockModel
from app.db import db
from app.exhibitions import actions as exhibitions
from app.exhibitions.actions import FairFacts
from app.exhibitions.models import Exhibition
from app.orders.models import Order
from tests.factories import a_product

BY = "petugas@contoh.test"


@pytest.fixture
def fair(app, officer) -> Exhibition:
    """A fair of the officer who is signed in."""
    today = clock.today()
    fair = exhibitions.plan(FairFacts("Pekan Contoh", "Kebumen", today, today + timedelta(days=3)), by=BY)
    user = db.session.scalars(sa.select(User).where(User.role == Role.OFFICER)).one()
    exhibitions.appoint(fair, user, by=BY)
    return fair


def batch(*entries):
    return {"device": str(uuid4()), "sent_at": clock.now().isoformat(), "entries": list(entries)}


def a_sale(fair):
    variant = a_product(StockModel.ONE).variants[0]
    exhibitions.take_along(fair, variant, by=BY)
    return {
        "id": str(uuid4()),
        "kind": "sale",
        "at": clock.now().isoformat(),
        "method": "cash",
        "lines": [{"variant": variant.id, "quantity": 1, "price": 450_000}],
    }


def test_an_officer_brings_in_what_she_sold_at_her_fair(officer, fair):
    sold = a_sale(fair)
    answers = [officer.post(f"/admin/kasir/{fair.slug}/masuk", json=batch(sold)) for _ in range(2)]
    assert [answer.json["answers"][0]["answer"] for answer in answers] == ["created", "exists"]
    number = db.session.scalars(sa.select(Order.number)).one()
    assert answers[1].json["answers"] == [
        {"id": sold["id"], "answer": "exists", "reason": "", "orders": [number]}
    ]


def test_another_officers_fair_is_not_there(officer, fair):
    sold = a_sale(fair)
    exhibitions.dismiss(
        fair, db.session.scalars(sa.select(User).where(User.role == Role.OFFICER)).one().id, by=BY
    )
    assert officer.post(f"/admin/kasir/{fair.slug}/masuk", json=batch(sold)).status_code == 404
    assert db.session.scalar(sa.select(sa.func.count(Order.id))) == 0


@pytest.mark.parametrize(("headers", "who"), [({"Origin": "https://evil.test"}, True), ({}, False)])
def test_a_forged_batch_and_one_of_a_stranger_change_nothing(client, officer, fair, headers, who):
    sold = batch(a_sale(fair))
    answer = (officer if who else client).post(f"/admin/kasir/{fair.slug}/masuk", json=sold, headers=headers)
    assert (answer.status_code, db.session.scalar(sa.select(sa.func.count(Order.id)))) == (403, 0)


@pytest.mark.parametrize("sent", [None, [], {}, {"device": "x"}, batch(), batch("x"), batch(*[{}] * 101)])
def test_what_no_telephone_would_send_is_refused(officer, fair, sent):
    assert officer.post(f"/admin/kasir/{fair.slug}/masuk", json=sent).status_code == 422


def test_who_is_no_officer_any_more_brings_in_nothing(officer, fair):
    sold = batch(a_sale(fair))
    db.session.scalars(sa.select(User).where(User.role == Role.OFFICER)).one().role = Role.CUSTOMER
    assert officer.post(f"/admin/kasir/{fair.slug}/masuk", json=sold).status_code == 403
