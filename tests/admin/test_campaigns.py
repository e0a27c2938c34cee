"""Campaigns in the back office: made, printed, and nobody else's."""

import io

import pytest
import sqlalchemy as sa
from PIL import Image

from app import papers
from app.accounts.models import AuditEntry, Role
from app.db import db
from app.exhibitions import actions, campaigns
from app.exhibitions.campaigns import Told
from app.exhibitions.models import Campaign, Target
from tests.admin.conftest import page, words
from tests.exhibitions.test_actions import a_fair
from tests.factories import a_product, a_user, sign_in

FACTS = {"name": "Kartu stan", "code": "Expo26", "exhibition_id": "0", "maker_id": "0", "target": "welcome"}


def test_a_campaign_is_made_with_what_it_shows_and_printed(admin):
    fair, product, other = a_fair(), a_product(), a_product()
    answer = admin.post("/admin/campaigns", data=FACTS | {"exhibition_id": fair.id})
    campaign = db.session.scalars(sa.select(Campaign)).one()
    where = f"/admin/campaigns/{campaign.id}"
    assert (answer.location, campaign.code, campaign.owner_id) == (where, "expo26", None)
    for each in (product, other):
        assert admin.post(f"{where}/choice", data={"product": each.variants[0].sku}).status_code == 303
    admin.post(f"{where}/choice/{other.id}/lift")
    shown = page(admin.get(where)).xpath("//ol[@class='picked']/li/span")
    assert [words(each) for each in shown] == [other.title_id, product.title_id]
    admin.post(f"{where}/choice/{other.id}/drop")
    wrong = admin.post(f"{where}/choice", data={"product": "bukan"})
    assert (wrong.status_code, page(wrong).xpath("//input[@name='product']/@value")) == (422, ["bukan"])
    svg, png, pdf = (admin.get(f"{where}/{name}") for name in ("qr.svg", "qr.png", "poster.pdf"))
    assert (svg.mimetype, svg.text[:4], pdf.mimetype, pdf.data[:5]) == (
        "image/svg+xml",
        "<svg",
        "application/pdf",
        b"%PDF-",
    )
    assert Image.open(io.BytesIO(png.data)).size[0] >= 500


@pytest.mark.parametrize(
    ("prefix", "said"),
    [("", "Berkas ini tidak selesai dibuat."), ("/en", "This file could not be finished.")],
)
def test_what_the_press_does_not_finish_is_said_on_a_page(admin, monkeypatch, prefix, said):
    campaign = campaigns.begin("expo", Told(name="Expo"), owner=None, by="tests")
    monkeypatch.setattr(papers, "PATIENCE", 0.01)
    answer = admin.get(f"{prefix}/admin/campaigns/{campaign.id}/poster.pdf")
    assert (answer.status_code, answer.mimetype, said in answer.text) == (503, "text/html", True)


def test_the_book_says_what_of_a_campaign_was_changed_and_of_no_change_nothing(admin):
    campaign = campaigns.begin("expo", Told(name="Expo"), owner=None, by="tests")
    where = f"/admin/campaigns/{campaign.id}/edit"
    facts = {name: value for name, value in FACTS.items() if name != "code"} | {"name": "Expo"}
    edits = sa.select(AuditEntry.details).where(AuditEntry.action == "edit")
    assert admin.post(where, data=facts).status_code == 303
    assert db.session.scalars(edits).all() == []
    changed = facts | {"greeting_en": "Welcome", "first_day": "2026-12-01"}
    assert admin.post(where, data=changed).status_code == 303
    assert db.session.scalars(edits).all() == [{"code": "expo", "changed": ["greeting_en", "first_day"]}]


def test_a_code_is_one_campaigns_and_a_target_is_named(admin):
    admin.post("/admin/campaigns", data=FACTS)
    refusals = (
        ({}, "code"),
        ({"code": "x"}, "code"),
        ({"code": "kain", "target": "product"}, "product"),
        ({"code": "ibu", "target": "maker"}, "maker_id"),
    )
    for change, field in refusals:
        answer = admin.post("/admin/campaigns", data=FACTS | change)
        assert (answer.status_code, bool(page(answer).xpath(f"//*[@id='{field}-error']"))) == (422, True)
    assert db.session.scalar(sa.select(sa.func.count(Campaign.id))) == 1


def test_a_campaign_is_changed_and_keeps_its_code(admin):
    product = a_product()
    campaign = campaigns.begin("expo", Told(name="Expo"), owner=None, by="tests")
    where = f"/admin/campaigns/{campaign.id}/edit"
    facts = FACTS | {"target": "product", "product": f"/batik/{product.slug}", "first_day": "2026-12-01"}
    assert admin.post(where, data=facts | {"last_day": "2026-11-01"}).status_code == 422
    assert admin.post(where, data=facts).status_code == 303
    db.session.refresh(campaign)
    assert (campaign.code, campaign.target, campaign.product_id) == ("expo", Target.PRODUCT, product.id)
    assert page(admin.get(where)).xpath("//input[@name='product']/@value") == [product.variants[0].sku]


def test_an_officer_finds_her_own_campaigns_and_those_of_her_fairs_alone(app):
    officer, client = a_user(Role.OFFICER), app.test_client()
    sign_in(client, officer)
    fair = a_fair()
    others = campaigns.begin("lain", Told(name="Lain", exhibition_id=fair.id), owner=None, by="tests")
    where = f"/admin/campaigns/{others.id}"
    paths = ("", "/edit", "/qr.svg", "/qr.png", "/poster.pdf")
    assert {client.get(where + path).status_code for path in paths} == {404}
    posts = ("/edit", "/choice", "/choice/1/lift", "/choice/1/drop")
    assert {client.post(where + path).status_code for path in posts} == {404}
    assert client.post("/admin/campaigns", data=FACTS | {"exhibition_id": fair.id}).status_code == 422
    assert client.post("/admin/campaigns", data=FACTS).status_code == 303
    own = db.session.scalars(sa.select(Campaign).where(Campaign.owner_id == officer.id)).one()
    assert client.get(f"/admin/campaigns/{own.id}").status_code == 200
    actions.appoint(fair, officer, by="tests")
    assert client.get(where).status_code == 200
