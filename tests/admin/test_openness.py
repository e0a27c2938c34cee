from flask.testing import FlaskClient
from lxml import html

from app.catalog import actions, openness
from app.catalog.actions import VariantFacts
from app.catalog.models import Kind
from app.db import db
from app.money import Money
from tests.admin.conftest import page, words
from tests.factories import a_product

PARTS = {"makers": "250.000", "materials": "100.000", "cooperative": "100.000", "note_id": "Upah per lembar."}


def bar(client: FlaskClient, address: str) -> tuple[list[tuple[str, str, str]], str]:
    """The bar on a cloth's page, and the words beside it."""
    document = html.fromstring(client.get(address).text)
    drawn = [
        (each.get("class"), each.get("x"), each.get("width"))
        for each in document.xpath("//svg[@class='parts']/rect")
    ]
    found = document.xpath("//section[@id='harga']")
    return drawn, words(found[0]).replace("\xa0", " ") if found else ""


def test_an_admin_tells_where_a_price_goes_and_buyers_read_it_in_figures(admin: FlaskClient) -> None:
    product = a_product(price=450_000)
    address, shown = f"/admin/price-parts/products/{product.id}", f"/batik/{product.slug}"
    assert admin.post(address, data=PARTS).location == f"/admin/products/{product.id}"
    assert bar(admin, shown) == ([], "")
    admin.post(address, data={**PARTS, "published": "y"})
    drawn, said = bar(admin, shown)
    assert drawn == [
        ("makers", "0", "250000"),
        ("materials", "250000", "100000"),
        ("cooperative", "350000", "100000"),
    ]
    for figure in ("Ke mana Rp 450.000 ini pergi", "Rp 250.000 56%", "Rp 100.000 22%", "Upah per lembar."):
        assert figure in said
    assert "Where these Rp 450.000 go" in bar(admin, f"/en{shown}")[1]


def test_parts_that_do_not_come_to_the_price_are_refused_with_what_is_missing(admin: FlaskClient) -> None:
    product = a_product(price=450_000)
    address = f"/admin/price-parts/products/{product.id}"
    for typed, answered in (("90.000", "Masih kurang Rp 10.000"), ("110.000", "Lebih Rp 10.000")):
        answer = admin.post(address, data={**PARTS, "cooperative": typed, "published": "y"})
        assert (answer.status_code, answered in answer.text, typed in answer.text) == (422, True, True)
    assert openness.of_product(product) is None


def test_a_changed_price_is_said_where_the_admin_works(admin: FlaskClient) -> None:
    product = a_product(price=450_000)
    admin.post(f"/admin/price-parts/products/{product.id}", data={**PARTS, "published": "y"})
    product = db.session.merge(product)
    actions.edit_variant(product.variants[0], VariantFacts(price=Money(475_000), weight_g=300), by="a")
    assert bar(admin, f"/batik/{product.slug}") == ([], "")
    for address in (f"/admin/products/{product.id}", f"/admin/price-parts/products/{product.id}"):
        said = words(page(admin.get(address))).replace("\xa0", " ")
        assert "Harganya sudah Rp 475.000, sedangkan pembagiannya berjumlah Rp 450.000." in said
    (due,) = page(admin.get("/admin/")).xpath("//li[.//a[@href='/admin/price-parts']]")
    assert words(due).startswith("1pembagian harga tidak cocok lagi")
    assert "Harga berubah" in words(page(admin.get("/admin/price-parts")))


def test_a_kinds_parts_are_told_once_and_a_product_goes_back_to_them(admin: FlaskClient) -> None:
    product = a_product(price=450_000)
    of_kind = {**PARTS, "makers": "60.000", "materials": "25.000", "cooperative": "15.000", "published": "y"}
    assert admin.post("/admin/price-parts/kinds/kain", data=of_kind).status_code == 303
    admin.post(f"/admin/price-parts/products/{product.id}", data=PARTS)
    assert bar(admin, f"/batik/{product.slug}")[0] == []
    admin.post(f"/admin/price-parts/products/{product.id}/remove")
    assert [each[2] for each in bar(admin, f"/batik/{product.slug}")[0]] == ["270000", "112500", "67500"]
    assert openness.of_kinds().keys() == {Kind.KAIN}
    assert admin.get("/admin/price-parts/kinds/sepatu").status_code == 404


def test_an_officer_edits_cloth_but_does_not_open_its_price(officer: FlaskClient) -> None:
    product = a_product()
    assert "/admin/price-parts" not in officer.get(f"/admin/products/{product.id}").text
