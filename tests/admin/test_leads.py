"""People met at fairs, from the stand to what they bought."""

import re
from datetime import timedelta
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from app import clock, darkroom
from app.accounts.models import Role
from app.db import db
from app.exhibitions import actions as exhibitions
from app.exhibitions import campaigns
from app.exhibitions.actions import FairFacts
from app.leads import actions, queries
from app.leads.actions import Told
from app.leads.models import FollowUp, How, Lead, LeadStatus, LeadTemplate, WhyNot
from app.leads.queries import Funnel
from app.notifications.models import Message
from app.pictures.models import Picture
from tests.admin.conftest import page, words
from tests.factories import a_product, a_user, sign_in
from tests.images import cloth, file_of
from tests.trade import an_order, paid

BY = "petugas@contoh.test"
PHONE = "+6281234567890"


@pytest.fixture
def fair():
    today = clock.today()
    return exhibitions.plan(FairFacts("Pekan Contoh", "Kebumen", today, today), by=BY)


def a_lead(fair=None, contact="0812-3456-7890", **over):
    told = Told(name="Ibu Ratna", contact=contact, wording="Saya setuju disimpan setahun.", **over)
    return actions.receive(told, fair=fair, officer=None)


def due_now(lead):
    lead.due_on = clock.today()
    db.session.flush()
    return lead


def test_a_lead_is_followed_up_buys_and_the_fair_shows_each_step(app, admin, fair):
    a_lead(fair, "0813-1111-2222")
    form = {"name": "Ibu Ratna", "contact": "0812 3456 7890", "interest": "Kawung", "fair": fair.id}
    where = f"/admin/leads/new?fair={fair.id}"
    assert admin.post("/admin/leads/new", data=form).status_code == 422
    answer = admin.post("/admin/leads/new", data=form | {"consent": "y", "language": "en"})
    assert (answer.status_code, answer.location) == (303, where)
    lead = db.session.scalars(sa.select(Lead).order_by(Lead.id.desc())).first()
    assert (lead.phone, lead.exhibition_id, lead.status) == (PHONE, fair.id, LeadStatus.NEW)
    assert lead.wording.startswith("Saya setuju nama dan nomor saya")
    due_now(lead)
    assert "Ibu Ratna" in admin.get("/admin/leads").text
    ready = page(admin.get(f"/admin/leads/{lead.id}")).xpath("string(//textarea[@name='text'])")
    assert ("Hello Ibu Ratna" in ready, "/en/batik" in ready) == (True, True)
    sent = {"how": "whatsapp", "text": ready, "again_on": clock.today() + timedelta(days=7)}
    assert admin.post(f"/admin/leads/{lead.id}/follow-ups", data=sent).status_code == 303
    (opens,) = page(admin.get(f"/admin/leads/{lead.id}")).xpath("//a[contains(@href, 'wa.me')]/@href")
    assert urlsplit(opens).path == "/6281234567890"
    assert "BERHENTI" in parse_qs(urlsplit(opens).query)["text"][0]
    assert db.session.scalars(queries.due(a_user(Role.ADMIN), clock.today())).all() == []

    order = an_order(a_product(), phone=PHONE)
    assert actions.match() == 0
    paid(order)
    assert (actions.match(), actions.match()) == (1, 0)
    assert (lead.status, lead.order_id, lead.due_on) == (LeadStatus.CONVERTED, order.id, None)
    assert queries.funnel(fair.id) == Funnel(2, 1, 1, 0, 0, {})
    told = words(page(admin.get(f"/admin/exhibitions/{fair.id}/worth")))
    assert "Meninggalkan nomor2 Sudah dihubungi1 Membeli1" in told


def test_what_was_bought_before_is_not_counted(fair):
    paid(an_order(a_product(), phone=PHONE))
    lead = a_lead(fair)
    lead.created_at = clock.now() + timedelta(seconds=1)
    db.session.flush()
    assert actions.match() == 0


def test_a_mail_has_the_way_out_which_deletes_what_is_personal_and_leaves_the_counts(app, admin, fair):
    lead = a_lead(fair, "ratna@contoh.test", note="jam tujuh")
    mail = {"how": "mail", "text": "Halo Ibu Ratna\n\nKawungnya ada."}
    assert (
        admin.post(f"/admin/leads/{lead.id}/follow-ups", data=mail | {"how": "whatsapp"}).status_code == 422
    )
    assert db.session.scalars(sa.select(FollowUp)).all() == []
    admin.post(f"/admin/leads/{lead.id}/follow-ups", data=mail)
    message = db.session.scalars(sa.select(Message)).one()
    assert (message.recipient, "Kawungnya ada." in message.text) == ("ratna@contoh.test", True)
    way_out = urlsplit(re.search(r"http\S+/berhenti/\S+", message.text)[0]).path
    stranger = app.test_client()
    assert "Hapus data saya" in stranger.get(way_out).text
    assert lead.name == "Ibu Ratna"
    assert stranger.post(way_out).status_code == 303
    assert stranger.post(way_out).status_code == 303
    assert "Hapus data saya" not in stranger.get(way_out).text
    db.session.refresh(lead)
    assert (lead.status, lead.name, lead.email, lead.note) == (LeadStatus.UNSUBSCRIBED, "", "", "")
    assert db.session.scalars(sa.select(FollowUp.text)).all() == [""]
    assert db.session.scalars(sa.select(Message)).all() == []
    assert queries.funnel(fair.id) == Funnel(1, 1, 0, 0, 1, {})
    assert admin.get(f"/admin/leads/{lead.id}").status_code == 404


def test_after_its_time_a_lead_is_forgotten_and_why_it_did_not_buy_stays(admin, fair):
    late, fresh = a_lead(fair), a_lead(fair)
    assert admin.post(f"/admin/leads/{late.id}/decline", data={"why": "size"}).status_code == 303
    late.keep_until = clock.today() - timedelta(days=1)
    db.session.flush()
    assert (actions.forget_old(), actions.forget_old()) == (1, 0)
    db.session.refresh(late)
    assert (late.name, late.phone, late.wording, fresh.name) == ("", "", "", "Ibu Ratna")
    assert queries.funnel(fair.id) == Funnel(2, 0, 0, 1, 0, {WhyNot.SIZE: 1})


def test_an_officer_sees_those_of_her_fairs_only(app, client, fair):
    officer = a_user(Role.OFFICER)
    sign_in(client, officer)
    theirs, own = (
        a_lead(fair),
        a_lead(exhibitions.plan(FairFacts("Lain", "Solo", *[clock.today()] * 2), by=BY)),
    )
    nobodys = a_lead()
    exhibitions.appoint(own.exhibition, officer, by=BY)
    own.name = "=1+1"
    db.session.flush()
    pages = ("", "/edit")
    assert {client.get(f"/admin/leads/{theirs.id}{each}").status_code for each in pages} == {404}
    assert client.get(f"/admin/leads/{nobodys.id}").status_code == 404
    for act in ("edit", "follow-ups", "decline", "unsubscribe"):
        assert client.post(f"/admin/leads/{theirs.id}/{act}", data={"why": "size"}).status_code == 404
    assert (theirs.status, theirs.forgotten_at) == (LeadStatus.NEW, None)
    assert client.get(f"/admin/leads/{own.id}").status_code == 200
    (stands,) = page(client.get("/admin/leads/new")).xpath("//select[@name='fair']/option[@selected]/@value")
    assert stands == str(own.exhibition_id)
    taken = {"name": "X", "contact": "08123456789", "consent": "y", "fair": fair.id}
    assert client.post("/admin/leads/new", data=taken).status_code == 422
    listed = page(client.get("/admin/leads?all=1")).xpath("//tbody//a")
    assert [words(each) for each in listed] == ["=1+1"]
    rows = client.get("/admin/leads/peminat.csv").text.splitlines()
    assert [row.split(",")[:2] for row in rows[1:]] == [["'=1+1", "0812-3456-7890"]]


def test_admins_write_the_messages_and_names_in_them_are_no_formats(admin, fair):
    written = {"name": "Sapaan", "text_id": "Halo {nama}, kode {voucher} {lain}", "active": "y"}
    assert admin.post("/admin/leads/templates/new", data=written | {"voucher": "TIDAK"}).status_code == 422
    assert admin.post("/admin/leads/templates/new", data=written).status_code == 303
    template = db.session.scalars(sa.select(LeadTemplate)).one()
    lead = a_lead(fair)
    lead.name = "{voucher}{0.__class__}"
    db.session.flush()
    shown = page(admin.get(f"/admin/leads/{lead.id}?template={template.id}"))
    assert (
        shown.xpath("string(//textarea[@name='text'])").strip() == "Halo {voucher}{0.__class__}, kode  {lain}"
    )
    changed = written | {"text_en": "Hello {nama}"}
    assert admin.post(f"/admin/leads/templates/{template.id}", data=changed).status_code == 303
    assert template.text_en == "Hello {nama}"


def test_a_telephone_may_send_a_lead_twice_and_a_wrong_number_is_corrected(admin, fair):
    told = Told(name="Ani", contact="siang saja", wording="Saya setuju.")
    first, again = (actions.receive(told, fair=fair, officer=None, client_id="a" * 36) for _time in range(2))
    assert (first.id, first.phone, first.note) == (again.id, "", "siang saja")
    form = {"name": "Ani", "contact": "salah", "note": "", "language": "id"}
    assert admin.post(f"/admin/leads/{first.id}/edit", data=form).status_code == 422
    assert (
        admin.post(f"/admin/leads/{first.id}/edit", data=form | {"contact": "0812 345 678 90"}).status_code
        == 303
    )
    assert (first.phone, first.note, first.wording) == ("+6281234567890", "", "Saya setuju.")
    assert actions.follow_up(first, How.CALL, "Sudah bicara", by=BY, again_on=None).lead is first


def test_a_photo_that_is_only_its_name_is_none(admin, fair):
    form = {
        "name": "Ibu Ratna",
        "contact": "0812 3456 7890",
        "fair": fair.id,
        "consent": "y",
        "photo": "a.jpg",
    }
    assert admin.post("/admin/leads/new", data=form | {"name": ""}).status_code == 422
    assert admin.post("/admin/leads/new", data=form).status_code == 303
    assert db.session.scalars(sa.select(Lead)).one().photo is None


def test_a_photo_and_the_campaign_are_kept_with_a_lead_and_go_with_her(app, admin, officer, fair):
    campaign = campaigns.begin("kartu", campaigns.Told("Kartu nama", fair.id), owner=None, by=BY)
    known = {"name": "Ibu Ratna", "contact": "0812 3456 7890", "fair": fair.id, "campaign": campaign.id}
    form = known | {"consent": "y", "language": "id"}
    wrong = form | {"photo": (BytesIO(b"<svg onload=alert(1)>"), "a.jpg")}
    answer = admin.post("/admin/leads/new", data=wrong)
    assert (answer.status_code, db.session.scalars(sa.select(Lead)).all()) == (422, [])
    sent = form | {"photo": (BytesIO(file_of(cloth())), "a.jpg")}
    assert admin.post("/admin/leads/new", data=sent).status_code == 303
    lead = db.session.scalars(sa.select(Lead)).one()
    assert (lead.campaign.code, lead.photo.room) == ("kartu", "proofs")
    assert darkroom.develop() == 1
    where = f"/admin/leads/{lead.id}"
    (shown,) = page(admin.get(where)).xpath("//img[contains(@src, '/photo-')]/@src")
    seen = admin.get(shown)
    assert (seen.status_code, seen.mimetype, seen.headers["Cache-Control"]) == (
        200,
        "image/webp",
        "private, no-store",
    )
    assert (officer.get(shown).status_code, app.test_client().get(shown).status_code) == (404, 303)
    key = lead.photo_key
    actions.unsubscribe(lead)
    db.session.commit()
    assert darkroom.clear() == 1
    assert db.session.get(Picture, key) is None
    assert admin.get(shown).status_code == 404
