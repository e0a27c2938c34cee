"""Stock in the back office: what is there, and every piece that came or went."""

import sqlalchemy as sa

from app.accounts.models import AuditEntry
from app.catalog.models import ProductStatus, StockModel
from app.db import db
from app.inventory.models import Movement
from tests.admin.conftest import page, statements, words
from tests.factories import a_product
from tests.trade import an_order, paid


def lines(answer):
    """Each line of the list: name, on hand, held, free."""
    rows = page(answer).xpath("//tbody/tr")
    return [
        (words(row.xpath("th/a")[0]), *(words(cell) for cell in row.xpath("td[@class='figure']")))
        for row in rows
    ]


def test_the_list_says_what_is_there_what_is_held_and_what_is_free(admin):
    first, second, made = (
        a_product(stock=5, title_id="A"),
        a_product(StockModel.ONE, title_id="B"),
        a_product(StockModel.MADE_TO_ORDER, title_id="C"),
    )
    an_order(first, quantity=2)
    paid(an_order(first))
    a_product(stock=0, title_id="D")
    a_product(stock=0, title_id="E", status=ProductStatus.ARCHIVED)
    assert lines(admin.get("/admin/stock")) == [
        ("A", "4", "2", "2"),
        ("B", "1", "0", "1"),
        ("D", "0", "0", "0"),
    ]
    assert [line[0] for line in lines(admin.get(f"/admin/stock?q={second.variants[0].sku.lower()}"))] == ["B"]
    assert admin.get(f"/admin/stock/{made.variants[0].id}").status_code == 404


def test_what_is_nearly_gone_is_listed_alone(admin):
    a_product(stock=5)
    a_product(StockModel.ONE)
    low = a_product(stock=1)
    assert [line[0] for line in lines(admin.get("/admin/stock?low=1"))] == [low.title_id]


def test_the_list_needs_the_same_few_statements_for_any_number(admin):
    a_product()
    with statements() as few:
        admin.get("/admin/stock")
    for _ in range(30):
        a_product()
    with statements() as many:
        admin.get("/admin/stock")
    assert len(few) == len(many) <= 4


def test_pieces_that_come_are_written_down_with_who_and_why(admin):
    variant = a_product(stock=0).variants[0]
    answer = admin.post(f"/admin/stock/{variant.id}/receive", data={"quantity": "4", "reason": "Bu Melati"})
    movement = db.session.scalar(sa.select(Movement))
    assert answer.status_code == 303
    assert (movement.quantity, movement.reason, movement.by) == (4, "Bu Melati", "pengurus@contoh.test")
    assert db.session.scalar(sa.select(AuditEntry.action)) == "receive"
    shown = page(admin.get(f"/admin/stock/{variant.id}"))
    cells = [words(cell) for cell in shown.xpath("//tbody/tr/td")]
    assert cells[1:] == ["DiterimaBu Melati", "+4", "pengurus@contoh.test"]


def test_a_correction_needs_a_reason_and_keeps_what_was_typed(admin):
    variant = a_product(stock=3).variants[0]
    answer = admin.post(f"/admin/stock/{variant.id}/adjust", data={"difference": "-1", "reason": " "})
    assert (answer.status_code, page(answer).xpath("//input[@name='difference']/@value")) == (422, ["-1"])
    assert (
        admin.post(f"/admin/stock/{variant.id}/adjust", data={"difference": "x", "reason": "x"}).status_code
        == 422
    )
    given = {"difference": "-1", "reason": "Hilang"}
    assert admin.post(f"/admin/stock/{variant.id}/adjust", data=given).status_code == 303
    assert lines(admin.get("/admin/stock"))[0][1:] == ("2", "0", "2")


def test_pieces_that_a_buyer_holds_are_not_corrected_away(admin):
    product = a_product(stock=1)
    an_order(product)
    given = {"difference": "-1", "reason": "Hilang"}
    assert admin.post(f"/admin/stock/{product.variants[0].id}/adjust", data=given).status_code == 409


def test_the_only_one_does_not_come_twice(admin):
    variant = a_product(StockModel.ONE).variants[0]
    assert admin.post(f"/admin/stock/{variant.id}/receive", data={"quantity": "1"}).status_code == 409
    assert page(admin.get(f"/admin/stock/{variant.id}")).xpath("//input[@name='quantity']") == []


def test_an_officer_moves_no_stock(officer):
    assert officer.get("/admin/stock").status_code == 403
