"""Handing over: everything at once, written down, and who has left sees nothing."""

import pytest
import sqlalchemy as sa

from app.accounts.models import AuditEntry, Role
from app.db import db
from app.exhibitions import actions, campaigns, handover
from app.exhibitions.actions import NoOfficer
from app.exhibitions.campaigns import Told
from app.publicity.models import Publication
from tests.exhibitions.test_actions import a_fair
from tests.factories import a_product, a_user, sign_in


def busy():
    """An officer with two fairs and a campaign."""
    officer = a_user(Role.OFFICER)
    fairs = [a_fair(name=name) for name in ("Satu", "Dua")]
    for fair in fairs:
        actions.appoint(fair, officer, by="tests")
    return officer, fairs, campaigns.begin("kartu", Told(name="Kartu"), owner=officer, by="tests")


def runs(user):
    held = handover.holding_of(user)
    return sorted(fair.name for fair in held.fairs), [campaign.code for campaign in held.campaigns]


def test_all_of_it_passes_to_another_officer_in_one_step_with_an_entry_in_the_book(admin):
    officer, fairs, campaign = busy()
    other = a_user(Role.OFFICER)
    actions.appoint(fairs[0], other, by="tests")
    answer = admin.post(f"/admin/people/{officer.id}/handover", data={"to": other.id})
    assert (answer.status_code, runs(officer), runs(other)) == (303, ([], []), (["Dua", "Satu"], ["kartu"]))
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "hand over")).one()
    told = {"to": other.id, "fairs": [fairs[1].id, fairs[0].id], "campaigns": [campaign.id]}
    assert (entry.by, entry.subject_id, entry.details) == ("pengurus@contoh.test", officer.id, told)


def test_what_was_made_for_them_passes_too_and_still_says_who_made_it(app, admin):
    officer, fairs, campaign = busy()
    other = a_user(Role.OFFICER)
    hers, theirs = app.test_client(), app.test_client()
    sign_in(hers, officer)
    sign_in(theirs, other)
    product = a_product(maker_id=None)
    db.session.commit()
    asked = [{"fair": fairs[0].id}, {"campaign": campaign.id}, {"product": product.id}]
    made = [hers.post("/admin/publicity", data={"kind": "poster"} | each).location for each in asked]

    def seen():
        return [[client.get(each).status_code for each in made] for client in (hers, theirs)]

    assert seen() == [[200, 200, 200], [404, 404, 404]]
    admin.post(f"/admin/people/{officer.id}/handover", data={"to": other.id})
    assert seen() == [[404, 404, 200], [200, 200, 404]]
    listed = {path for path in made if f'href="{path}"' in theirs.get("/admin/publicity").text}
    assert (listed, theirs.get(f"{made[0]}.pdf").data[:5]) == (set(made[:2]), b"%PDF-")
    assert set(db.session.scalars(sa.select(Publication.by))) == {officer.email}


def test_it_passes_to_the_cooperative_and_who_leaves_sees_nothing_from_the_next_request_on(app, admin):
    officer, fairs, campaign = busy()
    client = app.test_client()
    sign_in(client, officer)
    where = f"/admin/exhibitions/{fairs[0].id}"
    assert client.get(where).status_code == 200
    told = {"to": "0", "leaves": "y"}
    assert admin.post(f"/admin/people/{officer.id}/handover", data=told).status_code == 303
    db.session.refresh(campaign)
    assert (runs(officer), campaign.owner_id, fairs[0].officers) == (([], []), None, [])
    assert "/masuk" in client.get(where).location
    assert [admin.get(path).status_code for path in (where, f"/admin/campaigns/{campaign.id}")] == [200, 200]


def test_who_has_left_already_is_offered_to_nobody_and_her_things_can_still_be_handed_over(admin):
    gone, _, _ = busy()
    gone.active = False
    customer = a_user()
    page = admin.get(f"/admin/people/{gone.id}/handover").text
    assert (f'value="{gone.id}"' in page, f'value="{customer.id}"' in page) == (False, False)
    assert admin.post(f"/admin/people/{gone.id}/handover", data={"to": customer.id}).status_code == 422
    with pytest.raises(NoOfficer):
        handover.hand_over(gone, customer, by="tests")
    assert runs(gone) == (["Dua", "Satu"], ["kartu"])
    assert admin.post(f"/admin/people/{gone.id}/handover", data={"to": "0"}).status_code == 303
    assert runs(gone) == ([], [])


def test_to_whom_is_always_chosen_so_the_browser_need_not_ask_for_it(admin):
    page = admin.get(f"/admin/people/{busy()[0].id}/handover").text
    assert '<select id="to" name="to">' in page
