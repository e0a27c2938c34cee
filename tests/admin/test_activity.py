import ast
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from app.accounts.audit import record
from app.accounts.models import Role, User
from app.admin import activity, changes
from app.catalog import actions as catalog
from app.catalog.actions import MotifFacts, ProductFacts, VariantFacts
from app.db import db
from app.exhibitions import actions as fairs
from app.exhibitions import campaigns
from app.exhibitions.actions import FairFacts
from app.exhibitions.campaigns import Told
from app.leads import quotes
from app.leads.quotes import Line, Offered
from app.makers import actions
from app.makers.models import Use
from app.money import Money
from app.orders.models import EventKind, Order, OrderEvent
from app.promotions import actions as vouchers
from app.promotions.actions import Rules
from app.shipping.actions import CourierTerms, add_courier, add_zone
from app.webhooks import actions as webhooks
from config import ROOT
from tests.admin.test_leads import a_lead
from tests.factories import a_product, a_user, sign_in
from tests.people import a_maker, statements
from tests.promotions.test_actions import a_voucher
from tests.trade import an_order

DAY = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.fixture
def admin(client: FlaskClient) -> User:
    return sign_in(client, a_user(Role.ADMIN, email="admin@contoh.id"))


def changed(by: str, at: datetime, action: str = "publish", subject: str = "product") -> None:
    record(by=by, action=action, subject=subject, subject_id=7).at = at
    db.session.commit()


def happened(order: Order, kind: EventKind, by: str, at: datetime, note: str = "") -> None:
    db.session.add(OrderEvent(order=order, kind=kind, by=by, at=at, note=note))
    db.session.commit()


def lines(page: str) -> list[list[str]]:
    rows = html.fromstring(page).xpath("//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row.findall("td")] for row in rows]


# The functions that write into the book, the shop's own around it too.
WRITERS = {"record", "_record", "_note", "note", "record_courier", "record_zone"}


def written_in(source: str) -> Iterator[tuple[str, str]]:
    """What a file writes into the book as its action or subject."""
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call) or getattr(call.func, "id", "") not in WRITERS:
            continue
        named = [(each.arg or "", each.value) for each in call.keywords if each.arg in {"action", "subject"}]
        plain = [arg for arg in call.args if isinstance(arg, ast.Constant | ast.IfExp)][:1]
        for name, value in [*named, *(("action", arg) for arg in plain)]:
            for part in ast.walk(value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield name, part.value


def test_all_that_is_written_down_is_said_in_words() -> None:
    found = {pair for path in (ROOT / "app").rglob("*.py") for pair in written_in(path.read_text())}
    assert {"make", "plan", "set rates", "receive", "add"} < {
        text for name, text in found if name == "action"
    }
    said = {"action": activity.ACTIONS, "subject": activity.SUBJECTS}
    assert sorted((name, text) for name, text in found if text not in said[name]) == []


def test_changes_and_order_events_stand_on_one_line_newest_first(client: FlaskClient, admin: User) -> None:
    order = an_order(a_product())
    placed = order.events[0]
    placed.at = DAY
    changed("admin@contoh.id", DAY + timedelta(hours=1))
    happened(order, EventKind.PACKED, "admin@contoh.id", DAY + timedelta(hours=2), note="dua bungkus")
    assert lines(client.get("/admin/activity").text) == [
        ["23 November 2026, 12.00 WIB", "admin@contoh.id", "Dikemas: dua bungkus", order.number],
        ["23 November 2026, 11.00 WIB", "admin@contoh.id", "Menampilkan di toko", "Produk 7"],
        ["23 November 2026, 10.00 WIB", "Pembeli", "Pesanan dibuat", order.number],
    ]


def test_what_one_person_did_is_shown_alone(client: FlaskClient, admin: User) -> None:
    changed("admin@contoh.id", DAY)
    changed("sari@contoh.id", DAY, action="archive")
    found = lines(client.get("/admin/activity?by=sari@contoh.id").text)
    assert [line[1:3] for line in found] == [["sari@contoh.id", "Menyimpan"]]


def test_a_day_is_the_shops_day_from_its_first_to_its_last_moment(client: FlaskClient, admin: User) -> None:
    midnight = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    for at, action in [
        (midnight - timedelta(seconds=1), "before"),
        (midnight, "first"),
        (midnight + timedelta(hours=23, minutes=59), "last"),
        (midnight + timedelta(days=1), "after"),
    ]:
        changed("admin@contoh.id", at, action=action)
    found = lines(client.get("/admin/activity?from=2026-11-23&to=2026-11-23").text)
    assert [line[2] for line in found] == ["last", "first"]


def test_pages_follow_each_other_without_a_gap(client: FlaskClient, admin: User) -> None:
    order = an_order(a_product())
    for number in range(60):
        changed("admin@contoh.id", DAY + timedelta(minutes=2 * number), action=f"change {number}")
        happened(
            order,
            EventKind.PACKED,
            "admin@contoh.id",
            DAY + timedelta(minutes=2 * number + 1),
            note=str(number),
        )
    pages = [
        lines(client.get(f"/admin/activity?by=admin@contoh.id&page={page}").text) for page in (1, 2, 3, 4)
    ]
    assert [len(page) for page in pages] == [50, 50, 20, 0]
    expected = [said for number in reversed(range(60)) for said in (f"Dikemas: {number}", f"change {number}")]
    assert [line[2] for page in pages for line in page] == expected


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=x", "page=99999999999999999999", "from=kemarin&to=9999-12-31", "by=%F0%9F%A7%B5"],
)
def test_an_address_that_makes_no_sense_is_answered(client: FlaskClient, admin: User, query: str) -> None:
    assert client.get(f"/admin/activity?{query}").status_code == 200


def test_the_page_takes_the_same_statements_however_much_happened(client: FlaskClient, admin: User) -> None:
    counts = []
    for _ in range(2):
        for _ in range(3):
            changed("admin@contoh.id", DAY)
            an_order(a_product())
        with statements() as asked:
            assert client.get("/admin/activity").status_code == 200
        counts.append(len(asked))
    assert counts == [4, 4]


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_line_says_what_of_each_kind_of_thing_was_changed(
    client: FlaskClient, admin: User, language: str
) -> None:
    voucher, hook = a_voucher(), webhooks.add("https://example.org/hook", ["order.paid"], by="other")
    first, last = voucher.first_day, voucher.last_day
    vouchers.change(voucher, Rules(first, last + timedelta(days=1), most_uses=9), by="desk")
    webhooks.change(hook, "https://example.org/other", ["order.paid"], active=True, by="desk")
    webhooks.change(hook, "https://example.org/other", ["order.placed"], active=False, by="desk")
    webhooks.change(hook, "https://example.org/other", ["order.placed"], active=False, by="desk")
    actions.edit(a_maker(), village="Kebumen", by="desk")
    product = a_product(price=350_000)
    known = {field.name: getattr(product.variants[0], field.name) for field in fields(VariantFacts)}
    catalog.edit_variant(product.variants[0], VariantFacts(**known | {"price": Money(360_000)}), by="desk")
    db.session.commit()
    page = client.get(f"{'/en' if language == 'en' else ''}/admin/activity?by=desk").text
    said = {
        "id": [
            "Mengubah pilihan: Harga (Rp)",
            "Mengubah: Desa",
            "Mengubah",
            "Mengubah: Yang diberitahukan, dimatikan",
            "Mengubah: Alamat",
            "Mengubah: Berlaku sampai, Dipakai paling banyak",
        ],
        "en": [
            "Changed a size or colour: Price (Rp)",
            "Changed: Village",
            "Changed",
            "Changed: What it is told, switched off",
            "Changed: Address",
            "Changed: Valid until, Used at most",
        ],
    }
    assert [line[2] for line in lines(page)] == said[language]


@pytest.mark.parametrize("language", ["id", "en"])
def test_fairs_campaigns_quotes_and_the_shipping_table_say_too_what_was_changed(
    client: FlaskClient, admin: User, language: str
) -> None:
    first = date(2026, 12, 1)
    known: dict[str, Any] = {"name": "Pekan", "place": "Kebumen", "first_day": first, "last_day": first}
    fair = fairs.plan(FairFacts(**known), by="other")
    campaign = campaigns.begin("pekan", Told("Pekan"), owner=None, by="other")
    product = a_product()
    line = Line(product.variants[0].id, 1, Money(300_000))
    quote = quotes.write(a_lead(fair), Offered([line], first, address="Jl. Contoh 1"), by="other")
    courier, zone = add_courier(CourierTerms("JNE", "REG")), add_zone("Jawa", ["33"])
    changed = known | {"target": Money(5_000_000), "last_day": date(2026, 12, 5)}
    fairs.edit(fair, FairFacts(**changed), by=admin.email)
    campaigns.edit(campaign, Told("Pekan", product_id=product.id), by=admin.email)
    dearer = Line(line.variant_id, 1, Money(320_000))
    quotes.write_anew(quote, Offered([dearer], first, address="Jl. Lain 2"), by=admin.email)
    db.session.commit()
    sent = {"name": "JNE", "service": "REG", "tolerance_g": "200", "minimum_kg": "1"}
    client.post(f"/admin/shipping/couriers/{courier.id}", data=sent)
    client.post(f"/admin/shipping/zones/{zone.id}", data={"name": "Jawa", "provinces": ["33", "34"]})
    page = client.get(f"{'/en' if language == 'en' else ''}/admin/activity?by=admin@contoh.id").text
    said = {
        "id": [
            "Mengubah: Provinsi",
            "Mengubah: Kelebihan yang tidak dihitung (gram), dimatikan",
            "Mengubah: Yang ditawarkan, Alamat pengiriman",
            "Mengubah: Kain yang dituju",
            "Mengubah: Hari terakhir, Sasaran penjualan",
        ],
        "en": [
            "Changed: Province",
            "Changed: Excess not counted (grams), switched off",
            "Changed: What is offered, Delivery address",
            "Changed: The cloth it leads to",
            "Changed: Last day, Sales target",
        ],
    }
    assert [line[2] for line in lines(page)] == said[language]
    assert "Jl." not in page


def test_whatever_can_be_changed_is_called_as_its_form_calls_it() -> None:
    facts = {
        "product": {field.name for each in (ProductFacts, VariantFacts) for field in fields(each)},
        "motif": {field.name for field in fields(MotifFacts)},
        "maker": set(actions.EDITABLE),
        "voucher": set(Rules.__slots__),
        "webhook": {"url", "events", "active"},
        "exhibition": {field.name for field in fields(FairFacts)},
        "campaign": set(Told.__slots__),
        "quote": set(Offered.__slots__),
        "courier": set(CourierTerms.__slots__),
        "zone": {"name", "provinces", "regencies"},
    }
    assert facts.keys() == changes.FORMS.keys()
    unnamed = {
        (subject, name)
        for subject, names in facts.items()
        for name in names
        if len(changes.changed(subject, {"changed": [name]})) != 1
    }
    assert unnamed == set()


def test_a_line_leads_to_what_was_changed_and_says_which_consent(client: FlaskClient, admin: User) -> None:
    maker = a_maker(Use.NAME, Use.STORY)
    actions.withdraw(maker, [Use.NAME, Use.STORY], by="siti@contoh.id")
    page = client.get("/admin/activity?by=siti@contoh.id").text
    assert [line[2] for line in lines(page)] == ["Mencabut persetujuan: Nama asli, Cerita"]
    assert html.fromstring(page).xpath("//tbody//a/@href") == [f"/admin/makers/{maker.id}"]
