"""A walk through the English shop, as a customer, an admin and a maker: what is met there is English, and so is what
every form answers that is sent as it stands."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from lxml import etree, html

from app import clock
from app.accounts.models import Role, User
from app.catalog import openness
from app.catalog.models import Dye, Kind, Product, StockModel, Technique, Variant
from app.catalog.openness import Told
from app.db import db
from app.exhibitions import actions as exhibitions
from app.exhibitions import campaigns
from app.exhibitions.actions import FairFacts
from app.exhibitions.models import CostKind
from app.makers.models import Maker, Use
from app.money import Money
from app.notifications import actions as notifications
from app.notifications.models import Message
from app.orders import actions as orders
from app.orders import shipments
from app.orders.models import Destination, Order
from app.orders.terms import Address
from app.payments import actions as payments
from app.payments import proofs, refunds
from app.promotions import actions as vouchers
from app.reviews import actions as reviews
from app.reviews import flags
from app.reviews.models import Reason
from app.shipping import suggestion
from tests import people
from tests.factories import a_motif, a_picture, a_product, a_user, sign_in
from tests.trade import VILLAGE, a_review, a_transfer, an_order, paid
from tools import texts

pytestmark = pytest.mark.one_database
DESK = "desk@example.test"
# So many pages, and forms, of one kind are tried, besides those where a walk begins.
ENOUGH = 3
READ = ("alt", "aria-label", "label", "placeholder", "title", "content")
PLACEHOLDER = re.compile(r"%%|%\(\w+\)s")


@cache
def sayings() -> list[tuple[str, re.Pattern[str], str]]:
    """Every Indonesian text whose English differs: as it stands, as a pattern of what it becomes, and its longest
    part that never changes, by which it is quickly not found."""
    found = []
    for message in texts.english():
        written = message.id[0] if isinstance(message.id, tuple) else message.id
        english = message.string[0] if isinstance(message.id, tuple) else message.string
        # A name of the craft may stand in its English too.
        if written and written not in english:
            parts = PLACEHOLDER.split(written)
            pattern = re.compile(".+?".join(map(re.escape, parts)))
            found.append((written, pattern, max(parts, key=len)))
    return found


@cache
def indonesian(text: str) -> list[str]:
    """The Indonesian texts of the catalogue that this text is; or, if long enough to be no accident, has in it."""
    pieces = (text, *re.split(r" · |, |: ", text))
    return [
        written
        for written, pattern, part in sayings()
        if part in text
        and (
            any(pattern.fullmatch(piece) for piece in pieces)
            or (len(part.split()) >= 3 and pattern.search(text))
        )
    ]


def read(page: Any) -> Iterator[str]:
    """What is to be read on a page, except what says itself that it is Indonesian."""
    for element in page.iter(etree.Element):
        if element.tag in {"script", "style"} or any(
            one.get("lang") == "id" for one in (element, *element.iterancestors())
        ):
            continue
        told = [element.get(name) for name in READ]
        told += [value for name, value in element.items() if name.startswith("data-")]
        told += [element.text, *(child.tail for child in element)]
        yield from (" ".join(text.split()) for text in told if text and text.strip())


def leads_out(app: Flask, page: Any) -> list[str]:
    """Addresses on a page that leave its language: only pictures, files and the other language may."""
    urls = app.url_map.bind("localhost")
    out = []
    for element in page.xpath(
        "//*[@href or @src or @action or @formaction or @data-source or @data-visitor]"
    ):
        for name in ("href", "src", "action", "formaction", "data-source", "data-visitor"):
            address = urlsplit(element.get(name) or "")
            inside = address.netloc in {"", "localhost"} and address.path.startswith("/")
            if (
                inside
                and element.get("hreflang") not in {"id", "x-default"}
                and not f"{address.path}/".startswith("/en/")
            ):
                endpoint = urls.match(address.path, method="GET")[0]
                out += [element.get(name)] if endpoint not in {"static", "shop.media.photo"} else []
    return out


def switches(page: Any) -> set[str]:
    return set(page.xpath("//a[@hreflang='id']/@href"))


class Walk:
    """One browser's way through the English pages, a few of each kind, and then through their forms."""

    def __init__(self, app: Flask, client: FlaskClient, *starts: str) -> None:
        self.app, self.client = app, client
        self.seen: Counter[str] = Counter()
        self.starts = starts
        self.known: set[str] = set(starts)
        self.ahead = deque(starts)
        self.forms: dict[str, list[tuple[str, dict[str, str]]]] = {}
        self.wrong: list[tuple[str, str]] = []

    def kind(self, address: str, method: str = "GET") -> str:
        path = urlsplit(address).path.removeprefix("/en")
        return self.app.url_map.bind("localhost").match(path or "/", method=method)[0]

    def go(self) -> "Walk":
        while self.ahead:
            address = self.ahead.popleft()
            kind = self.kind(address)
            self.seen[kind] += address not in self.starts
            if address in self.starts or self.seen[kind] <= ENOUGH:
                self.visit(address)
        return self

    def visit(self, address: str) -> None:
        answer = self.client.get(address)
        if answer.status_code == 303:
            self.check_way_on(address, answer)
        if answer.status_code == 303 or answer.mimetype != "text/html":
            return
        assert answer.status_code in {200, 403, 404}, (address, answer.status_code)
        page = self.look(address, answer)
        if switches(page) and switches(page) != {address.removeprefix("/en") or "/"}:
            self.wrong.append((address, f"switches to {switches(page)}"))
        for link in page.xpath("//a/@href[starts-with(., '/en')]"):
            if (link := link.partition("#")[0]) not in self.known:
                self.known.add(link)
                self.ahead.append(link)
        for form in page.forms:
            if form.method == "POST":
                kind = self.kind(form.action or address, "POST")
                sent = (form.action or address, dict(form.form_values()))
                self.forms.setdefault(kind, []).append(sent)

    def look(self, address: str, answer: Any) -> Any:
        page = html.fromstring(answer.text)
        if page.get("lang") != "en":
            self.wrong.append((address, f"lang={page.get('lang')}"))
        self.wrong += [(address, text) for text in read(page) for _ in indonesian(text)]
        self.wrong += [(address, f"leads to {out}") for out in leads_out(self.app, page)]
        return page

    def send(self, *but: str) -> "Walk":
        """Send every kind of form: as it stands, and with nonsense in every field."""
        for kind, forms in self.forms.items():
            for address, values in forms[:ENOUGH] if kind not in but else []:
                for sent in (values, dict.fromkeys(values, "x")):
                    answer = self.client.post(address, data=sent)
                    assert answer.status_code < 500, (address, sent)
                    if answer.status_code == 303:
                        self.check_way_on(address, answer)
                        answer = self.client.get(answer.location)
                    self.look(f"POST {address}", answer)
        return self

    def check_way_on(self, address: str, answer: Any) -> None:
        if not urlsplit(answer.location).path.startswith("/en/"):
            self.wrong.append((address, f"goes on to {answer.location}"))

    def report(self) -> str:
        return "\n".join(f"{address}: {what}" for address, what in dict.fromkeys(self.wrong))


@dataclass
class Village:
    products: list[Product]
    orders: list[Order]
    maker: User


@pytest.fixture
def village() -> Village:
    """A shop with something of everything, and every text that it keeps in English too."""
    user = a_user(Role.MAKER, name="Sari", locale="en")
    with force_locale("en"):
        maker = people.a_maker(*Use, user=user)
    given = {
        "motif": a_motif(name="Kawung"),
        "maker": maker,
        "dye_detail_id": "tawas",
        "dye_detail_en": "alum",
    }
    one, sold = (a_product(StockModel.ONE, stock=stock, **given) for stock in (1, 0))
    to_order = a_product(StockModel.MADE_TO_ORDER, technique=Technique.KOMBINASI, dye=Dye.MIXED, **given)
    a_product(published=False, kind=Kind.SYAL, technique=Technique.CAP, dye=Dye.SYNTHETIC)
    suggestion.suggest_table()
    made = [*in_every_state(a_product(stock=40)), an_order(one, to_order, locale="en")]
    reviewed(maker)
    open_price(to_order)
    at_a_fair(made[0].lines[0].variant)
    notifications.write()
    db.session.commit()
    return Village([to_order, one, sold], made, user)


def open_price(product: Product) -> None:
    price, none = product.price_from, Money(0)
    openness.tell(
        product,
        Told(makers=price, materials=none, cooperative=none, note_id="", note_en="", published=True),
        by=DESK,
    )


def at_a_fair(variant: Variant) -> None:
    """A fair with pieces, a cost and an officer, which visitors see."""
    days = {"first_day": clock.today(), "last_day": clock.today()}
    fair = exhibitions.plan(FairFacts(name="Java Craft", place="Surakarta", **days), by=DESK)
    exhibitions.take_along(fair, variant, by=DESK)
    exhibitions.spend(fair, CostKind.MEALS, Money(50_000), spent_on=clock.today(), by=DESK)
    exhibitions.appoint(fair, a_user(Role.OFFICER, name="Wati"), by=DESK)
    exhibitions.publish(fair, True, by=DESK)
    told = campaigns.Told(name="Card", exhibition_id=fair.id)
    campaigns.choose(campaigns.begin("card", told, owner=None, by=DESK), variant.product)
    today = clock.today()
    vouchers.make("CARD10", vouchers.Rules(today, today), by=DESK, percent=10)


def reviewed(maker: Maker) -> None:
    """Reviews of the maker's cloth in each state, of which one is answered and one waits for it."""
    cloth, said = a_product(stock=9, maker_id=maker.id), {"text": "Lovely.", "name": "Anne", "locale": "en"}
    answered, _, turned_down = (a_review(cloth, **said) for _ in range(3))
    a_review(cloth, shown=False, **said)
    reviews.show(reviews.answer(answered, maker, "Matur nuwun."), version=1, by=DESK)
    flags.flag(answered.id, Reason.INSULT, "It is rude.", token="form")
    reviews.reject(turned_down, Reason.OFF_TOPIC, version=1, by=DESK, note="Please write about the cloth.")


def in_every_state(product: Product) -> list[Order]:
    """An order of the product in each state, and some that came there by a detour."""
    abroad = Address(Destination.ABROAD, country="JP", street="1-1 Chiyoda, Tokyo")
    sent_to = [VILLAGE] * 11 + [Address(Destination.PICKUP)]
    made = [an_order(product, locale="en", note="For my sister.", address=address) for address in sent_to]
    cancelled, unpaid, proved, mismatched, lapsed, revived, *settled = made
    to_pack, to_ship, on_its_way, arrived, given_back, to_collect = settled
    payments.cancel_order(cancelled, by="buyer", reason="I changed my mind.")
    proofs.add(a_transfer(proved), a_picture("proofs"))
    transfers = {order: a_transfer(order) for order in (unpaid, mismatched, lapsed, revived)}
    for order in (lapsed, revived):
        order.hold_until = clock.now() - timedelta(seconds=1)
        payments.expire_order(order)
    for order, amount in ((mismatched, Money(1_000)), (revived, revived.total)):
        payments.confirm_transfer(transfers[order], reference=order.number, received=amount, by=DESK)
    last = {order: paid(order, by=DESK) for order in settled}
    for order in (to_ship, on_its_way, arrived, to_collect):
        orders.pack(order, by=DESK)
    for order, bill in ((on_its_way, "JP0000000001"), (arrived, "JP0000000002")):
        shipments.ship(order, courier="JNE", airway_bill=bill, tracking_url="", by=DESK)
    orders.deliver(arrived, by=DESK)
    refunds.ask(last[given_back], Money(50_000), reason="A hole.", by=DESK, bank_reference="OUT 1")
    return [*made, an_order(product, locale="en", shipping=None, address=abroad)]


def test_a_customer_meets_english_alone(app: Flask, client: FlaskClient, village: Village) -> None:
    wanted = village.products[0].variants[0].id
    client.post("/en/keranjang", data={"variant": wanted, "quantity": "1"})
    cloth = [f"/en/batik/{product.slug}" for product in village.products]
    ordered = [f"/en/pesanan/{order.token}" for order in village.orders]
    private = [
        "/en/keranjang",
        "/en/checkout",
        "/en/q/card/selamat-datang",
        "/en/lacak",
        "/en/masuk",
        "/en/daftar",
    ]
    assert Walk(app, client, "/en/", *private, *cloth, *ordered).go().send().report() == ""


def test_a_maker_meets_english_alone(app: Flask, client: FlaskClient, village: Village) -> None:
    sign_in(client, village.maker)
    assert Walk(app, client, "/en/akun", "/en/akun/cerita").go().send("shop.account.sign_out").report() == ""


def test_an_admin_meets_english_alone(app: Flask, client: FlaskClient, village: Village) -> None:
    sign_in(client, a_user(Role.ADMIN, name="Rina", locale="en"))
    ordered = [f"/en/admin/orders/{order.id}" for order in village.orders]
    assert Walk(app, client, "/en/admin/", *ordered).go().send("shop.account.sign_out").report() == ""


def test_a_mail_to_somebody_who_ordered_in_english_is_english_alone(village: Village) -> None:
    mails = db.session.scalars(sa.select(Message)).all()
    said = [
        text
        for mail in mails
        for text in [mail.subject, *mail.text.splitlines(), *read(html.fromstring(mail.html))]
    ]
    assert len(mails) > len(village.orders)
    assert [(text, written) for text in said for written in indonesian(text.strip())] == []


def test_a_strange_address_is_answered_in_english(app: Flask, client: FlaskClient) -> None:
    walk = Walk(app, client)
    walk.look("/en/nowhere", client.get("/en/nowhere"))
    walk.look("/en/batik/nowhere", client.get("/en/batik/nowhere"))
    assert walk.report() == ""


def test_the_language_is_switched_on_the_same_page_with_the_same_question(client: FlaskClient) -> None:
    asked = "/batik?q=kawung&teknik=tulis"
    there = html.fromstring(client.get(asked).text)
    back = html.fromstring(client.get(f"/en{asked}").text)
    assert set(there.xpath("//a[@hreflang='en']/@href")) == {f"/en{asked}"}
    assert set(back.xpath("//a[@hreflang='id']/@href")) == {asked}
    assert (there.get("lang"), back.get("lang")) == ("id", "en")


def test_a_script_is_answered_in_the_language_of_its_page(client: FlaskClient) -> None:
    answer = client.post(
        "/en/keranjang", data={"variant": "0", "quantity": "1"}, headers={"Accept": "application/json"}
    )
    assert (answer.status_code, answer.json) == (409, {"message": "This cloth is no longer for sale."})


def test_a_page_in_the_other_language_is_found_whatever_else_was_asked(client: FlaskClient) -> None:
    asked = "/?language=en&endpoint=x"
    there = html.fromstring(client.get(asked).text)
    assert set(there.xpath("//a[@hreflang='en']/@href")) == {f"/en{asked}"}
