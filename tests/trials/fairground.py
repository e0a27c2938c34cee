"""A fair with all that hangs on it, made by forms as people make it, with a mark in whatever somebody can type."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.browsing import Page
from tests.buyer import Product, Visitor, a_picture
from tests.driver import Driver
from tests.trials.invariants import Invariants

SLIP = "Rahasia Ground"
# A formula at its head, what a template would count out, and an element that acts; no longer than the shortest field.
MARK = f'=1+1 {SLIP} {{{{7*7}}}}{{%x%}} "><img src=x onerror="marked=1" data-mark>'
PHONE, MAIL = "0813-5555-0001", "peminat@contoh.id"
# Each endpoint, method and rule, as the shop itself lists them.
RULE = re.compile(r"^(\S+)\s+([A-Z, ]+?)\s+(/\S*)\s*$", re.M)
ROOMS = re.compile(
    r"/admin/(exhibitions|kasir|leads|quotes|campaigns|publicity|tags|vouchers|webhooks|tasks|people/[^/]+/handover)"
    r"|/(penawaran|berhenti|pameran|q|k)(/|$)"
)
OWNED = re.compile(r"<(\w+:)?(\w+_id|slug|token)>")


@dataclass
class Fairground:
    """An officer with her fair, another officer, and what to put for each name in the address of a route."""

    driver: Driver
    officer: Visitor
    other: Visitor
    product: Product
    names: dict[str, str]

    def routes(self, method: str, *, of_one: bool = False) -> dict[str, str]:
        """The address of each endpoint of these rooms; `of_one`: only of those that are about something there is."""
        found = RULE.findall(self.driver.flask("routes"))
        return {
            endpoint: re.sub(r"<(?:\w+:)?(\w+)>", lambda name: self.names[name[1]], rule)
            for endpoint, methods, rule in found
            if ROOMS.match(rule) and method in methods and (not of_one or OWNED.search(rule))
        }


def today() -> date:
    """In the village."""
    return (datetime.now(UTC) + timedelta(hours=7)).date()


def open_ground(driver: Driver, invariants: Invariants) -> Fairground:
    officer, other, product = driver.person("officer"), driver.person("officer"), driver.make_product(stock=1)
    names = {"product_id": str(product.id), "variant_id": str(product.variant), "day": str(today())}
    names |= {"shape": "feed", "language": "id", "width": "320", "host": "desa.contoh", "path": "batik"}

    def newest(table: str, column: str = "id") -> str:
        ((value,),) = invariants.ask(f'SELECT {column} FROM "{table}" ORDER BY id DESC LIMIT 1')
        return str(value)

    def did(page: Page) -> None:
        wrong = page.document.xpath("//*[contains(@class, 'error') or contains(@class, 'wrong')]//text()")
        assert page.status in (200, 303), (page.url, page.status, wrong)

    def says(*fields: str, **facts: Any) -> dict[str, Any]:
        return {**dict.fromkeys(fields, MARK), **facts}

    days = {"first_day": str(today()), "last_day": str(today() + timedelta(days=2))}
    texts = ("name", "place", "organiser", "about_id", "about_en", "note")
    did(officer.post("/admin/exhibitions", data=says(*texts, stand="=A1<b data-mark>", **days)))
    names |= {"exhibition_id": newest("exhibition"), "slug": newest("exhibition", "slug")}
    fair = names["exhibition_id"]
    did(driver.admin.post(f"/admin/exhibitions/{fair}/publish"))
    packed = {"code": product.address, "quantity": "1", "online": "y"}
    did(officer.post(f"/admin/exhibitions/{fair}/packing", data=packed))
    did(
        officer.post(
            f"/admin/exhibitions/{fair}/costs",
            data=says("note", kind="stand", amount="10.000", spent_on=str(today())),
        )
    )

    told = {"code": f"q{uuid4().hex[:8]}", "exhibition_id": fair, "maker_id": "0", "target": "welcome"}
    did(officer.post("/admin/campaigns", data=says("greeting_id", "greeting_en", name=MARK, **told)))
    names |= {"campaign_id": newest("campaign"), "code": told["code"]}
    chosen = {"product": product.address}
    did(officer.post(f"/admin/campaigns/{names['campaign_id']}/choice", data=chosen))

    lead = says(
        "name", "interest", "note", contact=PHONE, fair=fair, consent="y", campaign=names["campaign_id"]
    )
    did(officer.post("/admin/leads/new", data=lead, files={"photo": ("<b data-mark>.jpg", a_picture())}))
    names["lead_id"] = newest("lead")
    sent = {"how": "whatsapp", "text": MARK, "result": MARK, "again_on": str(today() + timedelta(days=9))}
    did(officer.post(f"/admin/leads/{names['lead_id']}/follow-ups", data=sent))
    line = {"lines-0-title": MARK, "lines-0-quantity": "2", "lines-0-price": "150.000"}
    quote = says(
        "words",
        valid_until=str(today() + timedelta(days=7)),
        language="id",
        deposit_percent="30",
        shipping="10.000",
    )
    did(officer.post(f"/admin/quotes/new?lead={names['lead_id']}", data=quote | line))
    names |= {"quote_id": newest("lead_quote"), "token": newest("lead_quote", "token")}
    did(officer.post("/admin/publicity", data={"kind": "share", "fair": fair}))
    names["publication_id"] = newest("publication")
    names["client_id"] = bring_in(officer, names["slug"], lead=a_lead(), visitors={"visitors": 3})["lead"]
    names |= of_admins(driver, newest, did)
    return Fairground(driver, officer, other, product, names)


def of_admins(driver: Driver, newest: Any, did: Any) -> dict[str, str]:
    """What only admins make: a voucher, an address that is told, a message."""
    admin = driver.admin
    driver.make_voucher()
    did(
        admin.post(
            "/admin/webhooks", data={"url": f"https://example.org/?{SLIP[:7]}", "events": "order.refunded"}
        )
    )
    names = {"voucher_id": newest("voucher"), "webhook_id": newest("webhook")}
    did(admin.post(f"/admin/webhooks/{names['webhook_id']}/test"))
    words = {"name": MARK, "text_id": MARK, "text_en": MARK, "active": "y"}
    did(admin.post("/admin/leads/templates/new", data=words))
    delivery, template = newest("webhook_delivery"), newest("lead_template")
    # Whom a handover would be of, and things of other rooms: nobody's.
    return (
        names
        | {"delivery_id": delivery, "template_id": template}
        | dict.fromkeys(("user_id", "task_id", "order_id"), "0")
    )


def a_lead(**over: Any) -> dict[str, Any]:
    consent = "Saya setuju nama dan nomor saya disimpan."
    return {"name": MARK, "contact": MAIL, "interest": MARK, "note": MARK, "consent": consent, **over}


def bring_in(officer: Visitor, slug: str, **entries: dict[str, Any]) -> dict[str, str]:
    """Send what a telephone wrote down, each of these kinds once; the telephone's own name of each."""
    ids, now = {kind: str(uuid4()) for kind in entries}, datetime.now(UTC).isoformat()
    told = [{"id": ids[kind], "kind": kind, "at": now, **entry} for kind, entry in entries.items()]
    batch = {"device": str(uuid4()), "sent_at": now, "entries": told}
    answers = officer.post(f"/admin/kasir/{slug}/masuk", json=batch).answer.json()["answers"]
    assert [each["answer"] for each in answers] == ["created"] * len(told), answers
    return ids
