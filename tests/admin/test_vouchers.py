"""Vouchers in the back office."""

import sqlalchemy as sa

from app.db import db
from app.money import Money
from app.promotions.models import Bearer, Voucher
from tests.admin.conftest import page, words
from tests.factories import a_product
from tests.promotions.test_actions import a_voucher, ordered

FACTS = {
    "code": "expo 10",
    "amount": "50.000",
    "bearer": "makers",
    "campaign_id": "0",
    "first_day": "2026-12-01",
    "last_day": "2026-12-31",
    "most_uses": "20",
    "active": "y",
}


def test_a_voucher_is_made_with_its_rules(admin):
    answer = admin.post("/admin/vouchers", data=FACTS)
    voucher = db.session.scalars(sa.select(Voucher)).one()
    assert answer.location == f"/admin/vouchers/{voucher.id}"
    assert (voucher.code, voucher.amount, voucher.percent) == ("EXPO10", Money(50_000), 0)
    assert (voucher.bearer, voucher.most_uses, voucher.most_each) == (Bearer.MAKERS, 20, None)


def test_what_makes_no_sense_is_refused_with_what_was_typed(admin):
    a_voucher("SUDAH")
    changes = {
        "percent": {"percent": "10"},
        "amount": {"amount": ""},
        "code": {"code": "sudah"},
        "last_day": {"last_day": "2026-11-30"},
        "most_uses": {"most_uses": "0"},
    }
    for field, change in changes.items():
        answer = admin.post("/admin/vouchers", data=FACTS | change)
        wrong = page(answer).xpath(f"//*[@id='{'amount' if field == 'percent' else field}-error']")
        assert (field, answer.status_code, bool(wrong)) == (field, 422, True)
    assert db.session.scalar(sa.select(sa.func.count(Voucher.id))) == 1


def test_its_rules_change_but_not_below_what_is_used_and_its_orders_are_listed(admin):
    voucher = a_voucher()
    orders = [ordered(voucher, a_product(stock=9), phone=f"+628111111111{n}") for n in range(2)]
    where, rules = f"/admin/vouchers/{voucher.id}", {"first_day": "2026-11-01", "last_day": "2027-01-31"}
    assert admin.post(where, data=rules | {"most_uses": "1", "active": "y"}).status_code == 422
    assert admin.post(where, data=rules | {"most_uses": "2"}).status_code == 303
    db.session.refresh(voucher)
    assert (voucher.most_uses, voucher.active) == (2, False)
    listed = [words(each) for each in page(admin.get(where)).xpath("//tbody/tr/th")]
    assert listed == [order.number for order in reversed(orders)]
    assert "EXPO10" in admin.get(f"/admin/orders/{orders[0].id}").text


def test_an_officer_gives_no_vouchers(officer):
    assert officer.get("/admin/vouchers").status_code == 403
    assert officer.post("/admin/vouchers", data=FACTS).status_code == 403
    assert db.session.scalar(sa.select(sa.func.count(Voucher.id))) == 0
