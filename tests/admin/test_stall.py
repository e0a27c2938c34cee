"""The stall: who may bring in what was sold there."""

import json
import re
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
import sqlalchemy as sa
from lxml import html
from PIL import Image

from app import clock
from app.accounts.models import Role, User
from app.catalog.models import StockModel
from app.db import db
from app.exhibitions import actions as exhibitions
from app.exhibitions.actions import FairFacts
from app.exhibitions.models import Exhibition
from app.leads import actions as leads
from app.leads.models import Lead
from app.orders.models import Order
from app.pictures.models import Picture
from app.stall.models import StallEntry, StallSale
from tests.factories import a_product
from tests.images import cloth, file_of

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


@pytest.mark.parametrize(
    "sent", [None, [], {}, {"device": "x"}, batch(), batch(*[{}] * 101), batch(*[{}] * 100_000)]
)
def test_what_no_telephone_would_send_is_refused(officer, fair, sent):
    assert officer.post(f"/admin/kasir/{fair.slug}/masuk", json=sent).status_code == 422


NEST = "[" * 100_000 + "]" * 100_000
DEEP = json.dumps(batch(["nest"])).replace('"nest"', NEST)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe", b"NaN", NEST.encode(), DEEP.encode(), b'{"entries": ' + b"9" * 5000 + b"}"],
)
def test_a_body_that_is_no_json_or_too_deep_is_refused(officer, fair, body):
    where = f"/admin/kasir/{fair.slug}/masuk"
    answer = officer.post(where, data=body, content_type="application/json")
    assert answer.status_code == 422
    assert "Kiriman ini tidak terbaca." in answer.text
    assert db.session.scalar(sa.select(sa.func.count(StallEntry.id))) == 0


def test_five_megabytes_are_refused_for_what_they_are_and_the_sale_beside_them_is_in(officer, fair):
    sold = a_sale(fair)
    huge = sold | {"id": str(uuid4()), "note": "a" * 5_000_000}
    answer = officer.post(f"/admin/kasir/{fair.slug}/masuk", json=batch(huge, sold))
    assert [each["answer"] for each in answer.json["answers"]] == ["refused", "created"]
    assert "terlalu panjang" in answer.json["answers"][0]["reason"]


def test_why_something_was_refused_is_said_in_the_language_of_the_till(officer, fair):
    sold = a_sale(fair) | {"method": "stripe"}
    said = [
        officer.post(f"{way}/admin/kasir/{fair.slug}/masuk", json=batch(sold)).json["answers"][0]["reason"]
        for way in ("", "/en")
    ]
    assert said == ["Cara membayarnya tidak kami kenal.", "We do not know this way of paying."]


def test_who_is_no_officer_any_more_brings_in_nothing(officer, fair):
    sold = batch(a_sale(fair))
    db.session.scalars(sa.select(User).where(User.role == Role.OFFICER)).one().role = Role.CUSTOMER
    assert officer.post(f"/admin/kasir/{fair.slug}/masuk", json=sold).status_code == 403


def test_the_till_knows_the_fairs_pieces_and_nothing_of_other_people(officer, fair):
    a_sale(fair)
    known = officer.get(f"/admin/kasir/{fair.slug}/kain.json").json
    (piece,) = known["pieces"]
    assert (piece["price"], piece["out"], piece["online"]) == (450_000, 1, False)
    assert piece["picture"].startswith("/media/")
    assert sorted(known) == ["bank", "fair", "now", "pieces", "qris", "shop", "who"]


def test_the_till_keeps_itself_and_answers_for_no_other_page(officer, fair):
    page = officer.get(f"/en/admin/kasir/{fair.slug}")
    assert "camera=(self)" in page.headers["Permissions-Policy"]
    worker = officer.get(f"/en/admin/kasir/{fair.slug}/pekerja.js")
    assert worker.headers["Service-Worker-Allowed"] == f"/en/admin/kasir/{fair.slug}"
    assert worker.mimetype == "text/javascript"
    told = json.loads(re.search(r"const TOLD = (.*);", worker.text)[1])
    assert told["page"] == f"/en/admin/kasir/{fair.slug}"
    # All that the page names is kept.
    named = re.findall(r'(?:href|src)="(/static/[^"#]+)', page.text)
    assert set(named) <= set(told["kept"])
    for address in told["kept"]:
        with officer.get(address) as answer:
            assert answer.status_code == 200
    manifest = officer.get(f"/en/admin/kasir/{fair.slug}/aplikasi.webmanifest").get_json(force=True)
    assert (manifest["start_url"], manifest["scope"]) == (told["page"], told["page"])


def test_a_day_adds_up_by_officer_and_says_what_cash_is_missing(officer, fair):
    day = clock.today().isoformat()
    counted = {"id": str(uuid4()), "kind": "closing", "at": clock.now().isoformat(), "day": day}
    counted |= {"expected": 450_000, "counted": 440_000, "note": "=<b>kurang</b>"}
    officer.post(f"/admin/kasir/{fair.slug}/masuk", json=batch(a_sale(fair), counted))
    page = officer.get(f"/admin/kasir/{fair.slug}/hari/{day}")
    words = " ".join(html.fromstring(page.text).text_content().split())
    assert "440.000 -Rp 10.000=<b>kurang</b>" in words
    assert officer.get(f"/admin/kasir/{fair.slug}/hari/hari-ini").text.count("450.000") > 2
    assert officer.get(f"/admin/kasir/{fair.slug}/hari/kemarin").status_code == 404


def test_an_admin_gives_a_piece_that_was_sold_twice_to_who_has_it(admin, officer, fair):
    sold = a_sale(fair)
    others = sold | {"id": str(uuid4()), "name": "<i>Budi</i>"}
    officer.post(f"/admin/kasir/{fair.slug}/masuk", json=batch(sold))
    answer = officer.post(f"/admin/kasir/{fair.slug}/masuk", json=batch(others)).json["answers"][0]
    assert answer["answer"] == "conflict"
    task = admin.get("/admin/tasks").text
    assert "&lt;i&gt;Budi&lt;/i&gt;" in task
    lost = db.session.scalars(sa.select(StallSale).where(StallSale.conflict)).one()
    # Who has carried it home already keeps it: that order is done, and cannot be called off.
    assert admin.post(f"/admin/kasir/konflik/{lost.order_id}").status_code == 409
    db.session.refresh(lost)
    assert (lost.conflict, lost.order.is_paid) == (True, False)
    assert admin.post("/admin/kasir/konflik/0").status_code == 404


def a_lead(fair):
    return {
        "id": str(uuid4()),
        "kind": "lead",
        "at": clock.now().isoformat(),
        "name": "Ibu Ratna",
        "contact": "0812 3456 7890",
        "consent": "Saya setuju disimpan.",
    }


def bomb():
    """A picture of a few kilobytes that is 20,000 by 20,000 when it is unpacked."""
    kept = BytesIO()
    Image.new("1", (20_000, 20_000)).save(kept, "PNG")
    return kept.getvalue()


def test_a_photo_follows_its_lead_once_and_the_first_stays(app, officer, fair):
    met = a_lead(fair)
    where = f"/admin/kasir/{fair.slug}/foto/{met['id']}"

    def send(who, content):
        return who.post(where, data={"photo": (BytesIO(content), "foto.jpg")}).status_code

    photo, other = file_of(cloth()), file_of(cloth((700, 700)))
    assert send(officer, photo) == 404
    assert officer.post(f"/admin/kasir/{fair.slug}/masuk", json=batch(met)).status_code == 200
    lead = db.session.scalars(sa.select(Lead)).one()
    for refused in (b"<svg onload=alert(1)>", b"", photo[:200]):
        assert send(officer, refused) == 422
    assert officer.post(where, data={"photo": "no file"}).status_code == 400
    assert send(officer, bomb()) == 422
    for absurd in ("0", "%00", "a" * 5000, "%F0%9F%A7%B5"):
        answer = officer.post(f"{where[:-36]}{absurd}", data={"photo": (BytesIO(photo), "foto.jpg")})
        assert answer.status_code in (400, 404)
    db.session.refresh(lead)
    assert lead.photo_key is None
    assert [send(officer, each) for each in (photo, photo, other)] == [200, 200, 200]
    db.session.refresh(lead)
    first = lead.photo_key
    assert db.session.scalars(sa.select(Picture.key)).all() == [first]
    leads.unsubscribe(lead)
    db.session.commit()
    assert send(officer, photo) == 404
