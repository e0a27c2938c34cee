"""Two people edit the same thing: who saves last loses nothing of what the other has saved."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.catalog.models import Kind, Photo
from app.db import db
from app.exhibitions import campaigns
from app.leads import actions as leads
from app.leads import quotes
from app.leads.actions import Words
from app.leads.quotes import Line, Offered
from app.money import Money
from app.promotions import actions as vouchers
from app.promotions.actions import Rules
from app.shipping import actions as shipping
from app.shipping.models import Courier
from app.shipping.suggestion import suggest_table
from app.webhooks import actions as webhooks
from tests.admin.conftest import page, words
from tests.admin.test_leads import a_lead
from tests.exhibitions.test_actions import a_fair
from tests.factories import a_motif, a_product, a_user, sign_in
from tests.images import a_printed
from tests.people import a_maker

BY = "pengurus@contoh.test"


@dataclass(frozen=True)
class Case:
    """A form that writes over something: its page, where it is sent, and two of its fields with what each person writes
    there."""

    page: str
    sent: str
    first: dict[str, str]
    second: dict[str, str]


def _product() -> Case:
    where = f"/admin/products/{a_product(title_id='Kawung').id}"
    return Case(where, where, {"title_id": "Kawung Prabu"}, {"title_en": "Kawung of Kings"})


def _variant() -> Case:
    product = a_product(price=450_000)
    where, variant = f"/admin/products/{product.id}", product.variants[0]
    name = f"variant-{variant.id}-"
    return Case(
        where, f"{where}/variants/{variant.id}", {f"{name}price": "500.000"}, {f"{name}weight_g": "321"}
    )


def _photo() -> Case:
    product = a_product(photos=[Photo(picture=a_printed(), alt_id="Kain", alt_en="Cloth")])
    db.session.flush()
    where, photo = f"/admin/products/{product.id}", product.photos[0]
    name = f"photo-{photo.id}-"
    return Case(
        where,
        f"{where}/photos/{photo.id}",
        {f"{name}alt_id": "Kain terbentang"},
        {f"{name}alt_en": "Cloth, laid out"},
    )


def _maker() -> Case:
    where = f"/admin/makers/{a_maker(name='Siti Aminah').id}"
    return Case(where, where, {"village": "Karanganyar"}, {"work_country": "Malaysia"})


def _motif() -> Case:
    where = f"/admin/motifs/{a_motif().id}"
    return Case(where, where, {"meaning_id": "Empat penjuru."}, {"source": "Bu Sumarni"})


def _fair() -> Case:
    where = f"/admin/exhibitions/{a_fair().id}/edit"
    return Case(where, where, {"stand": "B 12"}, {"target": "9.000.000"})


def _campaign() -> Case:
    told = campaigns.Told("Kartu", a_fair().id)
    where = f"/admin/campaigns/{campaigns.begin('kartu', told, owner=None, by=BY).id}/edit"
    return Case(where, where, {"name": "Kartu nama"}, {"product": a_product().variants[0].sku})


def _voucher() -> Case:
    rules = Rules(date(2026, 12, 1), date(2026, 12, 31))
    where = f"/admin/vouchers/{vouchers.make('HEMAT', rules, by=BY, percent=10).id}"
    return Case(where, where, {"minimum": "200.000"}, {"most_uses": "50"})


def _lead() -> Case:
    where = f"/admin/leads/{a_lead(a_fair()).id}/edit"
    return Case(where, where, {"interest": "Selendang"}, {"note": "Untuk pernikahan."})


def _quote() -> Case:
    line = Line(a_product(stock=3).variants[0].id, 2, Money(300_000))
    written = Offered(lines=(line,), valid_until=date(2030, 1, 1))
    where = f"/admin/quotes/{quotes.write(a_lead(a_fair()), written, by=BY).id}/edit"
    return Case(where, where, {"lines-0-price": "350.000"}, {"words": "Terima kasih."})


def _credits() -> Case:
    where, maker = f"/admin/products/{a_product().id}", a_maker()
    row = {"rows-0-step": "nglowong", "rows-0-maker": str(maker.id)}
    return Case(where, f"{where}/credits", row, {})


def _template() -> Case:
    where = f"/admin/leads/templates/{leads.write_template(Words('Terima kasih', 'Halo', 'Hello'), by=BY).id}"
    return Case(where, where, {"text_id": "Halo, ini kainnya."}, {"text_en": "Hello, here it is."})


def _webhook() -> Case:
    where = f"/admin/webhooks/{webhooks.add('https://93.184.216.34/a', ['order.paid'], by=BY).id}"
    return Case(where, where, {"url": "https://93.184.216.34/b"}, {"active": ""})


def _openness() -> Case:
    where = f"/admin/price-parts/kinds/{Kind.KAIN.value}"
    return Case(
        where,
        where,
        {"makers": "60.000", "materials": "30.000", "cooperative": "10.000"},
        {"note_id": "Contoh."},
    )


def _courier() -> Case:
    suggest_table()
    where = f"/admin/shipping/couriers/{db.session.scalars(sa.select(Courier.id)).first()}"
    return Case(where, where, {"service": "Kilat"}, {"tolerance_g": "123"})


def _zone() -> Case:
    where = f"/admin/shipping/zones/{shipping.add_zone('Sumatra', ['11', '12']).id}"
    return Case(where, where, {"name": "Sumatra utara"}, {"provinces": "12"})


CASES: dict[str, Callable[[], Case]] = {
    made.__name__.strip("_"): made
    for made in (
        _product,
        _variant,
        _photo,
        _maker,
        _motif,
        _fair,
        _campaign,
        _voucher,
        _lead,
        _quote,
        _template,
        _webhook,
        _openness,
        _courier,
        _zone,
    )
}


@pytest.fixture
def other(app: Flask) -> FlaskClient:
    client = app.test_client()
    sign_in(client, a_user(Role.ADMIN))
    return client


def fields(client: FlaskClient, case: Case) -> list[tuple[str, str]]:
    """The form as a browser would send it."""
    return fields_in(page(client.get(case.page)), case)


def fields_in(shown: Any, case: Case) -> list[tuple[str, str]]:
    (form,) = (
        each
        for each in shown.forms
        if each.method == "POST" and urlsplit(each.get("action") or case.page).path == case.sent
    )
    # A browser takes away the newline with which a longer text begins.
    return [(name, (value or "").lstrip("\r\n")) for name, value in form.form_values()]


def written(sent: list[tuple[str, str]], said: dict[str, str]) -> list[tuple[str, str]]:
    """The same with other words; a box that is not ticked any more is not sent."""
    kept = [pair for pair in sent if pair[0] not in said]
    return kept + [pair for pair in said.items() if pair[1]]


def post(client: FlaskClient, case: Case, sent: list[tuple[str, str]]) -> Any:
    data: dict[str, list[str]] = {}
    for name, value in sent:
        data.setdefault(name, []).append(value)
    return client.post(case.sent, data=data)


@pytest.mark.parametrize("kind", CASES)
def test_who_saves_last_is_shown_what_the_other_saved_and_keeps_it(
    admin: FlaskClient, other: FlaskClient, kind: str
) -> None:
    case = CASES[kind]()
    db.session.commit()
    opened = [fields(client, case) for client in (admin, other)]
    assert post(admin, case, written(opened[0], case.first)).status_code == 303

    overtaken = post(other, case, written(opened[1], case.second))
    assert overtaken.status_code == 422
    shown = page(overtaken)
    assert "orang lain menyimpan perubahan" in words(shown)
    both = dict(case.first | case.second)
    merged = fields_in(shown, case)
    assert [said for said in both.items() if said[1] and said not in merged] == []

    assert post(other, case, merged).status_code == 303
    now = fields(admin, case)
    assert [said for said in both.items() if said[1] and said not in now] == []
    assert [name for name, said in both.items() if not said and name in dict(now)] == []


def test_what_both_have_changed_is_asked_about_and_saving_again_is_meant(
    admin: FlaskClient, other: FlaskClient
) -> None:
    case = _fair()
    db.session.commit()
    opened = [fields(client, case) for client in (admin, other)]
    post(admin, case, written(opened[0], {"stand": "B 12"}))

    overtaken = page(post(other, case, written(opened[1], {"stand": "C 3"})))
    assert "Sementara itu orang lain menulis: B 12" in words(overtaken)
    assert dict(fields(admin, case))["stand"] == "B 12"

    assert post(other, case, fields_in(overtaken, case)).status_code == 303
    assert dict(fields(admin, case))["stand"] == "C 3"


def test_of_rows_that_both_have_changed_it_is_said_and_mine_stay(
    admin: FlaskClient, other: FlaskClient
) -> None:
    case = _credits()
    db.session.commit()
    opened = [fields(client, case) for client in (admin, other)]
    assert post(admin, case, written(opened[0], case.first)).status_code == 303

    overtaken = page(post(other, case, written(opened[1], {"rows-0-step": "nembok"})))
    assert "Sementara itu orang lain juga mengubahnya." in words(overtaken)
    assert dict(fields_in(overtaken, case))["rows-0-step"] == "nembok"
    assert dict(fields(admin, case))["rows-0-step"] == "nglowong"


def test_who_saves_the_same_is_not_asked(admin: FlaskClient, other: FlaskClient) -> None:
    case = _fair()
    db.session.commit()
    opened = [fields(client, case) for client in (admin, other)]
    saved = [
        post(client, case, written(sent, {"stand": "B 12"}))
        for client, sent in zip((admin, other), opened, strict=True)
    ]
    assert [answer.status_code for answer in saved] == [303, 303]


@pytest.mark.parametrize(
    "seen", ["", "{", "[]", "[" * 20_000, '{"stand": ["a"]}', '{"stand": 1}', '{"nobody": "a"}']
)
def test_a_form_that_does_not_say_what_it_showed_is_saved_as_it_is(admin: FlaskClient, seen: str) -> None:
    case = _fair()
    db.session.commit()
    sent = written(fields(admin, case), {"seen": seen, "stand": "B 12"})
    assert post(admin, case, sent).status_code == 303
    assert dict(fields(admin, case))["stand"] == "B 12"


def test_in_the_table_of_rates_each_price_is_its_own(admin: FlaskClient, other: FlaskClient) -> None:
    suggest_table()
    db.session.commit()
    case = Case("/admin/shipping", "/admin/shipping", {}, {})
    opened = [fields(client, case) for client in (admin, other)]
    mine, theirs, *_ = (name for name, _ in opened[0] if name.startswith("price-"))
    post(admin, case, written(opened[0], {mine: "11.000"}))

    # Another price is simply saved; the same one is asked about.
    assert post(other, case, written(opened[1], {theirs: "22.000"})).status_code == 303
    assert {name: dict(fields(admin, case))[name] for name in (mine, theirs)} == {
        mine: "11.000",
        theirs: "22.000",
    }
    asked = post(other, case, written(opened[1], {mine: "33.000"}))
    assert (asked.status_code, "Sementara itu orang lain menulis: 11.000" in words(page(asked))) == (
        422,
        True,
    )
    assert dict(fields(admin, case))[mine] == "11.000"
    assert post(other, case, fields_in(page(asked), case)).status_code == 303
    assert dict(fields(admin, case))[mine] == "33.000"
