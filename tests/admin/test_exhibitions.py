"""Fairs in the back office: planned, packed by scanning, counted, closed; an officer's own and nobody else's."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.catalog import hangtags
from app.catalog.models import StockModel
from app.db import db
from app.exhibitions import actions
from app.exhibitions.models import CostKind, Exhibition, ExhibitionCost, ExhibitionPiece, ExhibitionStatus
from app.inventory.queries import available
from app.money import Money
from tests.admin.conftest import page, words
from tests.exhibitions.test_actions import a_fair
from tests.factories import a_product, a_user, sign_in

FACTS = {
    "name": "Pekan Contoh",
    "place": "Gedung Contoh, Kebumen",
    "first_day": "2026-12-01",
    "last_day": "2026-12-05",
    "target": "20.000.000",
}


@pytest.fixture
def fair(admin):
    return a_fair()


def counts():
    return [
        (piece.taken, piece.back, piece.sold, piece.missing, piece.online)
        for piece in db.session.scalars(
            sa.select(ExhibitionPiece).order_by(ExhibitionPiece.id).execution_options(populate_existing=True)
        )
    ]


def test_a_fair_is_planned_changed_and_shown_when_an_admin_says_so(admin, client):
    answer = admin.post("/admin/exhibitions", data=FACTS)
    fair = db.session.scalars(sa.select(Exhibition)).one()
    where = f"/admin/exhibitions/{fair.id}"
    assert (answer.status_code, answer.location) == (303, where)
    assert (fair.target, fair.last_day, fair.status) == (
        Money(20_000_000),
        date(2026, 12, 5),
        ExhibitionStatus.PLANNED,
    )
    wrong = admin.post(f"{where}/edit", data=FACTS | {"last_day": "2026-11-30"})
    assert (wrong.status_code, page(wrong).xpath("//input[@name='last_day']/@value")) == (422, ["2026-11-30"])
    assert client.get(f"/pameran/{fair.slug}").status_code == 404
    assert admin.post(f"{where}/edit", data=FACTS | {"stand": "B 12"}).status_code == 303
    assert admin.post(f"{where}/publish").status_code == 303
    assert "B 12" in client.get(f"/en/pameran/{fair.slug}").text


def test_scanning_tags_packs_pieces_and_counts_them_back(admin, fair):
    first, second = a_product(StockModel.ONE).variants[0], a_product(stock=3).variants[0]
    packing, back = f"/admin/exhibitions/{fair.id}/packing", f"/admin/exhibitions/{fair.id}/return"
    tag = f"https://toko.example/k/{hangtags.code_of(first.id)}?q=abc"
    assert admin.post(packing, data={"code": tag, "quantity": "1"}).status_code == 303
    kept = {"code": second.sku.lower(), "quantity": "2", "online": "y"}
    assert admin.post(packing, data=kept).location == f"{packing}?online=1"
    assert (counts(), available([first.id, second.id])) == (
        [(1, 0, 0, 0, False), (2, 0, 0, 0, True)],
        {first.id: 0, second.id: 3},
    )
    again = admin.post(packing, data={"code": tag, "quantity": "1"})
    assert (again.status_code, page(again).xpath("//input[@name='code']/@value")) == (422, [tag])
    assert admin.post(packing, data={"code": "kain-lain", "quantity": "1"}).status_code == 422
    assert admin.post(back, data={"code": f"/batik/{first.product.slug}", "quantity": "1"}).status_code == 303
    assert admin.post(back, data={"code": tag, "quantity": "1"}).status_code == 422
    assert admin.post(f"{back}/{second.id}", data={"what": "sold", "quantity": "2"}).status_code == 303
    assert admin.post(f"{back}/{second.id}", data={"what": "eaten", "quantity": "1"}).status_code == 400
    assert (counts(), available([first.id, second.id])) == (
        [(1, 1, 0, 0, False), (2, 0, 2, 0, True)],
        {first.id: 1, second.id: 1},
    )


def test_the_page_says_what_is_next(admin, fair):
    variant = a_product(stock=2).variants[0]
    where = f"/admin/exhibitions/{fair.id}"

    def step():
        return words(page(admin.get(where)).xpath("//section[@class='next']//strong")[0])

    assert step() == "Kemas kain yang dibawa"
    admin.post(f"{where}/packing", data={"code": variant.sku, "quantity": "2"})
    assert step() == "Buka stan"
    admin.post(f"{where}/packing/{variant.id}/unpack")
    admin.post(f"{where}/packing/{variant.id}/online")
    assert counts() == [(1, 0, 0, 0, True)]
    admin.post(f"{where}/open")
    assert admin.post(f"{where}/close").status_code == 409
    admin.post(f"{where}/return", data={"code": variant.sku, "quantity": "1"})
    assert step() == "Tutup pameran"
    assert admin.post(f"{where}/close").status_code == 303
    assert step() == "Pameran ini sudah ditutup"
    assert admin.post(f"{where}/packing", data={"code": variant.sku, "quantity": "1"}).status_code == 422


def test_costs_are_added_and_a_correction_names_what_it_corrects(admin, fair):
    where = f"/admin/exhibitions/{fair.id}/costs"
    cost = {"kind": "stand", "amount": "1.500.000", "spent_on": "2026-11-20"}
    assert admin.post(where, data=cost).status_code == 303
    wrong = cost | {"amount": "100.000", "counters": "y"}
    refused = admin.post(where, data=wrong)
    assert (refused.status_code, page(refused).xpath("//input[@name='amount']/@value")) == (422, ["100.000"])
    assert admin.post(where, data=wrong | {"note": "Potongan panitia"}).status_code == 303
    rows = db.session.execute(sa.select(ExhibitionCost.kind, ExhibitionCost.amount)).all()
    assert rows == [(CostKind.STAND, Money(1_500_000)), (CostKind.STAND, Money(-100_000))]


def test_an_officer_works_on_her_own_fairs_and_finds_no_others(app, admin, fair):
    officer, client = a_user(Role.OFFICER), app.test_client()
    sign_in(client, officer)
    variant = a_product().variants[0]
    actions.take_along(fair, variant, by="tests")
    where = f"/admin/exhibitions/{fair.id}"
    posts = ("/edit", "/open", "/close", "/costs", "/packing", f"/packing/{variant.id}/unpack", "/return")
    more = (f"/packing/{variant.id}/online", f"/packing/{variant.id}/offline", f"/return/{variant.id}")
    assert {client.post(where + path).status_code for path in (*posts, *more)} == {404}
    assert {client.get(where + path).status_code for path in ("", "/edit", "/packing", "/return")} == {404}
    assert fair.name not in client.get("/admin/exhibitions").text
    assert admin.post(f"{where}/officers", data={"user": officer.id}).status_code == 303
    assert fair.name in client.get("/admin/exhibitions").text
    assert client.post(f"{where}/publish").status_code == 403
    assert client.post("/admin/exhibitions", data=FACTS).status_code == 303
    assert len(page(client.get("/admin/exhibitions")).xpath("//tbody/tr")) == 2
    assert admin.post(f"{where}/officers/{officer.id}/dismiss").status_code == 303
    assert client.get(where).status_code == 404
    assert (counts(), fair.status) == ([(1, 0, 0, 0, False)], ExhibitionStatus.PLANNED)
