"""What a lead is offered: written, sent, accepted once, paid in two parts."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from app import clock
from app.accounts.models import AuditEntry, Role
from app.catalog.models import Product, ProductStatus, StockModel
from app.db import db
from app.inventory.queries import available
from app.leads import actions, quotes
from app.leads.models import FollowUp, LeadQuote, LeadStatus, QuoteStatus
from app.leads.quotes import Line, Offered
from app.money import Money
from app.orders.models import Channel, Destination, Order, PaymentStatus
from app.payments import actions as payments
from tests.admin.conftest import page, words
from tests.admin.test_leads import BY, PHONE, a_lead, fair
from tests.factories import a_product, a_user, sign_in
from tests.trade import an_order, paid

__all__ = ["fair"]


def offered(*lines, **over):
    return Offered(lines=lines, valid_until=over.pop("valid_until", clock.today()), **over)


@pytest.fixture
def shawl():
    return a_product(StockModel.STOCKED, price=350_000, stock=3)


@pytest.fixture
def quote(fair, shawl):
    lines = Line(shawl.variants[0].id, 2, Money(300_000))
    return quotes.write(
        a_lead(fair),
        offered(lines, deposit_percent=50, shipping=Money(20_000), address="Jl. Contoh 1"),
        by=BY,
    )


def orders():
    return db.session.scalars(sa.select(Order)).all()


def told(row, **over):
    return {f"lines-{row}-{name}": value for name, value in over.items()}


def test_a_bulk_enquiry_becomes_a_quote_an_order_with_a_deposit_and_a_buyer(app, admin, fair, shawl):
    lead = a_lead(fair, language="en", interest="Uniforms, 20 pieces")
    ready = page(admin.get(f"/admin/quotes/new?lead={lead.id}"))
    assert ready.xpath("//input[@name='lines-0-title']/@value") == ["Uniforms, 20 pieces"]
    form = {
        **told(0, title="Uniform cloth, kawung, 2 m", quantity="20", price="150.000"),
        **told(1, piece=shawl.variants[0].sku, quantity="2"),
        "valid_until": clock.today() + timedelta(days=7),
        "deposit_percent": "30",
        "shipping": "100.000",
        "language": "en",
        "words": "In the brown you saw.",
    }
    made = admin.post(f"/admin/quotes/new?lead={lead.id}", data=form)
    quote = db.session.scalars(sa.select(LeadQuote)).one()
    assert (made.status_code, made.location) == (303, f"/admin/quotes/{quote.id}")
    assert quotes.price_of(quote).total == Money(3_800_000)
    text = page(admin.get(f"/admin/leads/{lead.id}?quote={quote.id}")).xpath(
        "string(//textarea[@name='text'])"
    )
    assert ("Hello Ibu Ratna" in text, f"/en/penawaran/{quote.token}" in text) == (True, True)
    sent = {"how": "whatsapp", "text": text}
    assert admin.post(f"/admin/leads/{lead.id}/follow-ups", data=sent).status_code == 303
    (opens,) = page(admin.get(f"/admin/leads/{lead.id}")).xpath("//a[contains(@href, 'wa.me')]/@href")
    assert quote.token in parse_qs(urlsplit(opens).query)["text"][0]

    visitor = app.test_client()
    seen = visitor.get(f"/en/penawaran/{quote.token}")
    assert (seen.headers["X-Robots-Tag"], "no-store" in seen.headers["Cache-Control"]) == ("noindex", True)
    shown = words(page(seen))
    assert (
        "In the brown you saw." in shown,
        "Rp\u00a01.140.000" in seen.text or "1,140,000" in seen.text,
    ) == (
        True,
        True,
    )
    taken = {"version": quote.version, "address": ""}
    assert visitor.post(f"/en/penawaran/{quote.token}/terima", data=taken).status_code == 422
    assert orders() == []
    taken["address"] = "Jl. Sekolah 2"
    answers = [visitor.post(f"/en/penawaran/{quote.token}/terima", data=taken) for _twice in range(2)]
    (order,) = orders()
    assert {(each.status_code, each.location) for each in answers} == {(303, f"/en/pesanan/{order.token}")}
    assert [(line.title_en, line.quantity, line.price) for line in order.lines] == [
        ("Uniform cloth, kawung, 2 m", 20, Money(150_000)),
        (shawl.title_en or shawl.title_id, 2, Money(350_000)),
    ]
    assert (order.total, order.deposit, order.channel, order.phone) == (
        Money(3_800_000),
        Money(1_140_000),
        Channel.WHATSAPP,
        PHONE,
    )
    assert (order.street, order.locale) == ("Jl. Sekolah 2", "en")
    assert available([shawl.variants[0].id]) == {shawl.variants[0].id: 1}
    assert "/batik/pesanan-khusus" not in visitor.get(answers[0].location).text

    assert actions.match() == 0
    paid(order)
    assert (actions.match(), lead.status, lead.order_id) == (1, LeadStatus.CONVERTED, order.id)
    paid(order)
    assert (order.payment_status, order.is_paid) == (PaymentStatus.PAID, True)
    assert "Disepakati" in words(page(admin.get(f"/admin/quotes/{quote.id}")))
    del form["lines-1-piece"], form["lines-1-quantity"]
    assert admin.post(f"/admin/quotes/{quote.id}/edit", data=form).status_code == 409
    assert (quote.status, quote.version) == (QuoteStatus.ACCEPTED, 1)


def test_what_is_agreed_in_words_is_one_product_that_nobody_sees(admin, client, fair):
    lead = a_lead(fair)
    form = {"valid_until": clock.today(), "deposit_percent": "0", "language": "id"}
    for _each in range(2):
        lines = told(2, title="<b>Taplak</b>", quantity="5", price="90.000")
        assert admin.post(f"/admin/quotes/new?lead={lead.id}", data=form | lines).status_code == 303
    product = db.session.scalars(sa.select(Product)).one()
    assert (product.status, product.price_from) == (ProductStatus.ARCHIVED, Money(0))
    assert client.get(f"/batik/{product.slug}").status_code == 404
    first, second = db.session.scalars(sa.select(LeadQuote)).all()
    assert "&lt;b&gt;Taplak" in client.get(f"/penawaran/{first.token}").text
    order = quotes.accept(second, 1, address="", until=clock.now())
    assert (order.deposit, order.destination, order.lines[0].hold) == (None, Destination.PICKUP, None)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ({}, "paling sedikit satu baris"),
        (told(0, title="Kain", quantity="0", price="1000"), "Baris 1: tulis jumlahnya"),
        (told(0, title="") | told(1, title="Kain", quantity="3", price="-1"), "Baris 2: tulis harga"),
        (told(0, piece="KB-9999", quantity="3"), "tidak ditemukan"),
        (told(0, quantity="3", price="1000"), "tulis apa yang ditawarkan"),
        ("too many", "hanya ada 3"),
        ("twice", "cukup di satu baris"),
    ],
)
def test_a_line_that_cannot_be_meant_is_said_and_what_was_typed_stays(admin, fair, shawl, lines, says):
    sku = shawl.variants[0].sku
    if lines == "too many":
        lines = told(0, piece=sku, quantity="4")
    if lines == "twice":
        lines = told(0, piece=sku, quantity="1") | told(1, piece=sku, quantity="1")
    form = {"valid_until": clock.today(), "deposit_percent": "0", "language": "id", "words": "Halo"}
    answer = admin.post(f"/admin/quotes/new?lead={a_lead(fair).id}", data=form | lines)
    shown = page(answer)
    assert (answer.status_code, says in words(shown)) == (422, True)
    assert shown.xpath("string(//textarea[@name='words'])").strip() == "Halo"
    assert db.session.scalars(sa.select(LeadQuote)).all() == []


def test_what_she_did_not_see_she_does_not_accept(client, quote, shawl):
    quotes.write_anew(quote, offered(Line(shawl.variants[0].id, 2, Money(340_000))), by=BY)
    where = f"/penawaran/{quote.token}"
    assert client.post(f"{where}/terima", data={"version": 1, "address": "Jl."}).status_code == 409
    quotes.withdraw(quote, by=BY)
    assert "tidak berlaku lagi" in client.get(where).text
    assert client.post(f"{where}/terima", data={"version": 2}).status_code == 409
    assert client.post(f"{where}/tolak").status_code == 409
    assert orders() == []


def test_the_book_says_what_of_a_quote_was_changed_never_whose_address_and_of_no_change_nothing(quote, shawl):
    line, edits = shawl.variants[0].id, sa.select(AuditEntry.details).where(AuditEntry.action == "edit")
    known = {"deposit_percent": 50, "shipping": Money(20_000), "address": "Jl. Contoh 1"}
    quotes.write_anew(quote, offered(Line(line, 2, Money(300_000)), **known), by=BY)
    assert (quote.version, db.session.scalars(edits).all()) == (1, [])
    quotes.write_anew(
        quote, offered(Line(line, 1, Money(300_000)), **known | {"address": "Jl. Lain 2"}), by=BY
    )
    quotes.withdraw(quote, by=BY)
    again = offered(Line(line, 1, Money(300_000)), **known | {"address": "Jl. Lain 2"})
    quotes.write_anew(quote, again, by=BY)
    assert (quote.version, quote.status, quote.address) == (3, QuoteStatus.OPEN, "Jl. Lain 2")
    written = [{"lead": quote.lead_id, "changed": changed} for changed in (["lines", "address"], [])]
    assert db.session.scalars(edits.order_by(AuditEntry.id)).all() == written


def test_a_quote_whose_day_is_over_is_said_kindly_and_holds_nothing(client, quote, shawl):
    quote.valid_until = clock.today() - timedelta(days=1)
    db.session.flush()
    shown = client.get(f"/penawaran/{quote.token}").text
    assert ("dengan senang hati" in shown, "Terima penawaran" in shown) == (True, False)
    taken = {"version": 1, "address": "Jl."}
    assert client.post(f"/penawaran/{quote.token}/terima", data=taken).status_code == 409
    assert (orders(), available([shawl.variants[0].id])) == ([], {shawl.variants[0].id: 3})


def test_a_piece_that_was_sold_meanwhile_is_not_promised_twice(client, quote, shawl):
    an_order(shawl, quantity=2)
    taken = {"version": 1, "address": "Jl. Contoh 1"}
    assert client.post(f"/penawaran/{quote.token}/terima", data=taken).status_code == 409
    db.session.refresh(quote)
    assert (quote.status, len(orders())) == (QuoteStatus.OPEN, 1)


def test_who_declines_is_asked_why_and_an_officer_reads_it_today(admin, client, quote):
    assert client.post(f"/penawaran/{quote.token}/tolak", data={"answer": "Terlalu lama"}).status_code == 303
    assert client.post(f"/penawaran/{quote.token}/tolak").status_code == 303
    assert (quote.status, quote.answer, quote.lead.due_on) == (
        QuoteStatus.DECLINED,
        "Terlalu lama",
        clock.today(),
    )
    assert client.post(f"/penawaran/{quote.token}/terima", data={"version": 1}).status_code == 409
    assert "Terlalu lama" in admin.get(f"/admin/quotes/{quote.id}").text
    assert orders() == []


def test_a_deposit_that_nobody_pays_frees_the_pieces_and_the_officer_asks_why(quote, shawl):
    until = clock.now() + timedelta(days=2)
    order = quotes.accept(quote, 1, address="Jl. Contoh 1", until=until)
    assert quote.lead.due_on == clock.shop_day(until)
    order.hold_until = clock.now()
    assert payments.expire_order(order) is True
    assert available([shawl.variants[0].id]) == {shawl.variants[0].id: 3}


def test_an_officer_offers_to_those_of_her_fairs_only(app, quote):
    officer = app.test_client()
    sign_in(officer, a_user(Role.OFFICER))
    assert officer.get(f"/admin/quotes/{quote.id}").status_code == 404
    assert officer.get(f"/admin/quotes/new?lead={quote.lead_id}").status_code == 404
    for act in ("edit", "withdraw"):
        assert officer.post(f"/admin/quotes/{quote.id}/{act}").status_code == 404
    assert quote.status is QuoteStatus.OPEN


def test_who_is_forgotten_has_no_quote_any_more_and_her_order_stays(client, quote):
    order = quotes.accept(quote, 1, address="Jl. Contoh 1", until=clock.now() + timedelta(days=1))
    actions.unsubscribe(quote.lead)
    db.session.refresh(quote)
    assert (quote.words, quote.address, order.street) == ("", "", "Jl. Contoh 1")
    assert client.get(f"/penawaran/{quote.token}").status_code == 404
    assert client.get(f"/pesanan/{order.token}").status_code == 200
    assert db.session.scalars(sa.select(FollowUp)).all() == []
