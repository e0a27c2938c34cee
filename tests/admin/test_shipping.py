"""The shipping table is kept on one page, and who changed what is written down."""

import pytest
from flask.testing import FlaskClient

from app.accounts.models import AuditEntry, Role
from app.db import db
from app.shipping import queries
from app.shipping.models import Courier, Rate, Zone
from app.shipping.suggestion import suggest_table
from tests.factories import a_user, sign_in


@pytest.fixture(autouse=True)
def admin(client: FlaskClient) -> None:
    sign_in(client, a_user(Role.ADMIN, email="pengurus@contoh.test"))


@pytest.fixture
def table() -> dict[str, str]:
    """The suggested table as its page sends it."""
    suggest_table()
    rates = db.session.scalars(db.select(Rate)).all()
    prices = {f"price-{rate.courier_id}-{rate.zone_id}": str(rate.per_kg.rupiah) for rate in rates}
    return prices | {
        f"days-{rate.courier_id}-{rate.zone_id}": f"{rate.days_min}-{rate.days_max}" for rate in rates
    }


def rates() -> list[tuple[str, int, int, int]]:
    db.session.expire_all()
    found = db.session.scalars(db.select(Rate).order_by(Rate.id))
    return [
        (f"{rate.courier_id}-{rate.zone_id}", rate.per_kg.rupiah, rate.days_min, rate.days_max)
        for rate in found
    ]


def audited() -> list[tuple[str, str, str]]:
    return [(entry.by, entry.action, entry.subject) for entry in db.session.scalars(db.select(AuditEntry))]


def changes() -> list[list[str]]:
    """What the book says of each edit."""
    edits = db.session.scalars(db.select(AuditEntry.details).where(AuditEntry.action == "edit"))
    return [details["changed"] for details in edits]


def test_an_empty_table_offers_to_start_from_the_suggestion(client: FlaskClient) -> None:
    assert "tabel contoh" in client.get("/admin/shipping").text
    assert client.post("/admin/shipping/suggest").status_code == 303
    assert (len(rates()), audited()) == (
        21,
        [("pengurus@contoh.test", "start from the suggestion", "shipping")],
    )
    assert {courier.active for courier in db.session.scalars(queries.couriers())} == {False}
    assert client.post("/admin/shipping/suggest").status_code == 409


def test_the_table_shows_every_price(client: FlaskClient, table: dict[str, str]) -> None:
    page = client.get("/admin/shipping").text
    for text in ("JNE REG", "Pos Reguler", "NTT, Maluku, Papua", 'value="14.000"', 'value="2-4"'):
        assert text in page


def test_saving_the_table_as_it_is_changes_nothing(client: FlaskClient, table: dict[str, str]) -> None:
    before = rates()
    assert client.post("/admin/shipping", data=table).status_code == 303
    assert (rates(), audited()) == (before, [])


def test_a_price_is_changed_and_another_taken_away(client: FlaskClient, table: dict[str, str]) -> None:
    (first, *_), (second, *_), *rest = rates()
    changed = table | {f"price-{first}": "Rp 9.500", f"days-{first}": "1 – 4", f"price-{second}": " "}
    assert client.post("/admin/shipping", data=changed).status_code == 303
    assert rates() == [(first, 9_500, 1, 4), *rest]
    (entry,) = db.session.scalars(db.select(AuditEntry))
    assert entry.details == {
        "JNE REG, Kebumen": ["9.000 / 1-2", "9.500 / 1-4"],
        "JNE REG, Jawa Tengah dan Yogyakarta": ["14.000 / 1-3", " / "],
    }


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("price", "-1"),
        ("price", "9.5"),
        ("price", "1e4"),
        ("price", "NaN"),
        ("price", "９０００"),
        ("price", "99999999"),
        ("days", ""),
        ("days", "cepat"),
        ("days", "5-2"),
        ("days", "1-99"),
    ],
)
def test_one_wrong_cell_keeps_the_whole_table_as_it_was(
    client: FlaskClient, table: dict[str, str], field: str, typed: str
) -> None:
    before = rates()
    (first, *_), (second, *_), *rest = before
    answer = client.post("/admin/shipping", data=table | {f"{field}-{first}": typed, f"price-{second}": "1"})
    assert answer.status_code == 422
    assert answer.text.count('class="error"') == 1
    assert f'value="{typed}"' in answer.text
    assert (rates(), audited()) == (before, [])


def test_a_cell_that_the_page_did_not_have_stays_as_it_is(client: FlaskClient, table: dict[str, str]) -> None:
    before = rates()
    assert client.post("/admin/shipping", data={}).status_code == 303
    assert rates() == before


COURIER = {"name": "SiCepat", "service": "REG", "tolerance_g": "0", "minimum_kg": "1", "active": "y"}


def test_a_courier_is_added_and_edited(client: FlaskClient) -> None:
    assert client.get("/admin/shipping/couriers/new").status_code == 200
    assert client.post("/admin/shipping/couriers", data=COURIER).status_code == 303
    (courier,) = db.session.scalars(db.select(Courier))
    assert (courier.name, courier.service, courier.tolerance_g, courier.active) == ("SiCepat", "REG", 0, True)
    address = f"/admin/shipping/couriers/{courier.id}"
    assert 'value="SiCepat"' in client.get(address).text
    edited = {key: value for key, value in COURIER.items() if key != "active"}
    tracking = "https://kurir.test/lacak/{resi}"
    assert (
        client.post(address, data=edited | {"tolerance_g": "250", "tracking_url": tracking}).status_code
        == 303
    )
    db.session.refresh(courier)
    assert (courier.tolerance_g, courier.active, courier.tracking_url) == (250, False, tracking)
    client.post(address, data=edited | {"tolerance_g": "250", "tracking_url": tracking})
    assert audited() == [
        ("pengurus@contoh.test", "add", "courier"),
        ("pengurus@contoh.test", "edit", "courier"),
    ]
    assert changes() == [["tolerance_g", "tracking_url", "active"]]


@pytest.mark.parametrize(
    "over",
    [
        {"name": ""},
        {"name": "x" * 41},
        {"tolerance_g": "1000"},
        {"tolerance_g": "x"},
        {"minimum_kg": "0"},
        {"minimum_kg": ""},
        {"tracking_url": "javascript:alert(1)"},
    ],
)
def test_a_courier_that_cannot_be_is_said_to_be_so(client: FlaskClient, over: dict[str, str]) -> None:
    answer = client.post("/admin/shipping/couriers", data=COURIER | over)
    assert (answer.status_code, 'class="error"' in answer.text) == (422, True)
    assert (db.session.scalars(db.select(Courier)).all(), audited()) == ([], [])


def test_a_zone_is_added_and_edited(client: FlaskClient) -> None:
    form = {"name": "Jawa Tengah", "provinces": ["33", "34"], "more": "33.05"}
    assert client.post("/admin/shipping/zones", data=form).status_code == 303
    (zone,) = db.session.scalars(db.select(Zone))
    assert sorted(area.code for area in zone.areas) == ["33", "33.05", "34"]
    page = client.get(f"/admin/shipping/zones/{zone.id}").text
    assert 'name="regencies" value="33.05" checked' in page
    client.post(f"/admin/shipping/zones/{zone.id}", data={"name": "Jateng", "provinces": "33"})
    db.session.expire_all()
    assert (zone.name, [area.code for area in zone.areas]) == ("Jateng", ["33"])
    client.post(f"/admin/shipping/zones/{zone.id}", data={"name": "Jateng", "provinces": "33"})
    assert audited() == [("pengurus@contoh.test", "add", "zone"), ("pengurus@contoh.test", "edit", "zone")]
    assert changes() == [["name", "provinces", "regencies"]]


def test_a_place_of_another_zone_is_not_taken(client: FlaskClient, table: dict[str, str]) -> None:
    answer = client.post("/admin/shipping/zones", data={"name": "Sendiri", "provinces": "33"})
    assert answer.status_code == 422
    assert "Jawa Tengah sudah ada di zona Jawa Tengah dan Yogyakarta." in answer.text
    assert (len(db.session.scalars(db.select(Zone)).all()), audited()) == (7, [])


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MAKER, Role.CUSTOMER])
def test_only_the_cooperative_changes_prices(client: FlaskClient, table: dict[str, str], role: Role) -> None:
    sign_in(client, a_user(role))
    before = rates()
    assert client.get("/admin/shipping").status_code == 403
    assert client.post("/admin/shipping", data=table).status_code == 403
    assert rates() == before
