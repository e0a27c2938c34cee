"""A form that is sent twice does once what it asks for."""

from functools import partial
from io import BytesIO

import sqlalchemy as sa

from app import create_app
from app.accounts.models import Role
from app.db import db
from app.exhibitions.models import Exhibition
from app.inventory.queries import available
from app.leads.models import Lead
from config import Settings
from tests.admin.conftest import page
from tests.exhibitions.test_actions import a_fair
from tests.factories import a_product, a_user, sign_in
from tests.images import cloth, file_of
from tests.settings import settings_for
from tests.trials.races import at_once

FAIR = {
    "name": "Pekan Contoh",
    "place": "Gedung Contoh, Kebumen",
    "first_day": "2026-12-01",
    "last_day": "2026-12-05",
}


def number_of(client, address, form="//form"):
    return page(client.get(address)).xpath(f"{form}//input[@name='once']/@value")[0]


def fairs():
    return db.session.scalars(sa.select(Exhibition.name).order_by(Exhibition.id)).all()


def test_a_form_that_comes_twice_makes_one_fair_and_leads_to_it_both_times(admin):
    told = FAIR | {"once": number_of(admin, "/admin/exhibitions/new")}
    first, again = (admin.post("/admin/exhibitions", data=told) for _ in range(2))
    assert (first.status_code, again.status_code, again.location) == (303, 303, first.location)
    assert "Sudah tersimpan." in admin.get(again.location).text
    assert fairs() == ["Pekan Contoh"]


def test_whoever_goes_back_and_writes_the_next_one_makes_another(admin):
    told = FAIR | {"once": number_of(admin, "/admin/exhibitions/new")}
    admin.post("/admin/exhibitions", data=told)
    admin.post("/admin/exhibitions", data=told | {"name": "Pekan Kedua"})
    assert fairs() == ["Pekan Contoh", "Pekan Kedua"]


def test_the_same_words_from_a_form_that_was_opened_anew_are_meant(admin):
    numbers = [number_of(admin, "/admin/exhibitions/new") for _ in range(2)]
    for number in numbers:
        admin.post("/admin/exhibitions", data=FAIR | {"once": number})
    assert fairs() == ["Pekan Contoh"] * 2


def test_what_was_refused_can_be_sent_again_as_it_is(admin):
    number = number_of(admin, "/admin/exhibitions/new")
    wrong = FAIR | {"once": number, "last_day": "2026-11-30"}
    assert [admin.post("/admin/exhibitions", data=wrong).status_code for _ in range(2)] == [422, 422]
    assert admin.post("/admin/exhibitions", data=FAIR | {"once": number}).status_code == 303
    assert fairs() == ["Pekan Contoh"]


def test_pieces_that_arrived_are_counted_once(admin):
    variant = a_product(stock=3).variants[0]
    where = f"/admin/stock/{variant.id}"
    told = {"once": number_of(admin, where, "//form[contains(@action, 'receive')]"), "quantity": "5"}
    answers = [admin.post(f"{where}/receive", data=told) for _ in range(3)]
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, where)] * 3
    assert available([variant.id]) == {variant.id: 8}


def test_a_visitor_who_is_taken_down_with_a_photo_is_one_lead(admin):
    told = {"name": "Bu Ratna", "contact": "0812-3456-7890", "consent": "y", "language": "id"}
    told["fair"] = a_fair().id
    told["once"] = number_of(admin, "/admin/leads/new", "//form[@id='lead']")
    for _ in range(2):
        sent = told | {"photo": (BytesIO(file_of(cloth())), "kain.jpg")}
        assert admin.post("/admin/leads/new", data=sent).status_code == 303
    assert db.session.scalars(sa.select(Lead.name)).all() == ["Bu Ratna"]


def test_of_forms_that_come_at_the_same_moment_one_does_its_work(database_url):
    app = create_app(Settings(**settings_for(database_url)))
    with app.app_context():
        admin = a_user(Role.ADMIN)
        db.session.commit()
        windows = [app.test_client() for _ in range(4)]
        for window in windows:
            sign_in(window, admin)
    told = FAIR | {"once": "one-and-the-same"}
    answers = at_once(*(partial(window.post, "/admin/exhibitions", data=told) for window in windows))
    with app.app_context():
        assert [answer.status_code for answer in answers] == [303] * 4
        assert fairs() == ["Pekan Contoh"]
        # A connection that is in use when its pool goes is closed by nobody.
        db.session.remove()
        db.engine.dispose()
