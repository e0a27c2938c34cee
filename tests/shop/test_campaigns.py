"""Short links: where they lead, what they remember, and that public pages know nothing of it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.catalog import hangtags
from app.db import db
from app.exhibitions import actions, campaigns
from app.exhibitions.campaigns import Told
from app.exhibitions.models import Target
from app.orders.models import Order
from tests.exhibitions.test_actions import a_fair
from tests.factories import a_product
from tests.people import a_maker

BUYER = {"name": "Ani Contoh", "phone": "0812 3456 7890", "destination": "pickup", "provider": "transfer"}


def a_campaign(code="expo", **told):
    return campaigns.begin(code, Told(**{"name": "Expo", **told}), owner=None, by="tests")


def bought(client):
    """The order that this visitor places now."""
    variant = a_product().variants[0]
    client.post("/keranjang", data={"variant": variant.id, "quantity": 1})
    page = client.get("/checkout").text
    token = page.partition('name="checkout_token"')[2].partition('value="')[2].partition('"')[0]
    sent = {"checkout_token": token, "expected_total": 450_000, "step": "place"}
    answer = client.post("/checkout", data=BUYER | sent)
    assert answer.status_code == 303, answer.text
    return db.session.scalars(sa.select(Order).order_by(Order.id.desc())).first()


def came(order):
    return order.first_campaign_id, order.last_campaign_id, order.source


def test_an_order_keeps_the_first_and_the_last_link_that_brought_its_buyer(client):
    first, last = a_campaign("expo"), a_campaign("surat")
    assert client.get("/q/EXPO").status_code == 303
    assert client.get("/en/q/surat").location == "/en/q/surat/selamat-datang"
    client.get("/pengunjung.json")
    assert came(bought(client)) == (first.id, last.id, "campaign")
    client.get("/dari/desa.example/batik")
    assert came(bought(client)) == (first.id, None, "site:desa.example")


def test_direct_is_who_came_without_a_link_and_unknown_of_whom_nothing_is_known(app, client):
    assert came(bought(client)) == (None, None, "unknown")
    client.get("/pengunjung.json")
    assert came(bought(client)) == (None, None, "direct")
    campaign, other = a_campaign(), app.test_client()
    other.get("/q/expo")
    with clock.pretend(clock.now() + timedelta(days=90)):
        assert came(bought(other)) == (campaign.id, campaign.id, "campaign")
    with clock.pretend(clock.now() + timedelta(days=91)):
        assert came(bought(other)) == (None, None, "unknown")


def test_a_cookie_that_is_not_ours_says_nothing(client):
    client.set_cookie("asal", '[["q:expo", "2026-11-25"]]')
    a_campaign()
    assert came(bought(client)) == (None, None, "unknown")


def test_a_campaign_leads_where_visitors_may_go_and_counts_on_its_days_only(client):
    product, maker = a_product(), a_maker()
    today = clock.today()
    a_campaign("kain", target=Target.PRODUCT, product_id=product.id)
    a_campaign("rahasia", target=Target.PRODUCT, product_id=a_product(published=False).id)
    a_campaign("ibu", target=Target.MAKER, maker_id=maker.id)
    a_campaign("depan", target=Target.SHOP, last_day=today - timedelta(days=1))
    leads = {code: client.get(f"/q/{code}").location for code in ("kain", "rahasia", "ibu")}
    assert leads == {
        "kain": f"/batik/{product.slug}",
        "rahasia": "/q/rahasia/selamat-datang",
        "ibu": "/q/ibu/selamat-datang",
    }
    over = client.get("/q/depan")
    assert (over.location, "Set-Cookie" in over.headers) == ("/", False)
    assert (
        client.get("/q/tidak-ada").status_code == client.get("/q/tidak-ada/selamat-datang").status_code == 404
    )


def test_the_welcome_greets_by_the_fairs_name_and_shows_the_officers_choice_first(client):
    fair, taken, chosen, later = a_fair(name="Inakria"), *(a_product() for _ in range(3))
    actions.publish(fair, True, by="tests")
    actions.take_along(fair, taken.variants[0], by="tests")
    campaign = a_campaign(exhibition_id=fair.id)
    for product in (later, chosen):
        campaigns.choose(campaign, product)
    campaigns.lift(campaign, chosen.id)
    page = client.get("/q/expo/selamat-datang").text
    places = [page.index(f"/batik/{product.slug}") for product in (chosen, later, taken)]
    assert ("Selamat datang dari Inakria" in page, places == sorted(places)) == (True, True)
    campaigns.drop(campaign, later.id)
    db.session.commit()
    assert f"/batik/{later.slug}" not in client.get("/q/expo/selamat-datang").text


def test_public_pages_are_the_same_with_and_without_the_cookie(app, client):
    a_campaign()
    client.get("/q/expo")
    for address in ("/", "/q/expo/selamat-datang", "/pameran"):
        known, new = client.get(address), app.test_client().get(address)
        assert (known.data, known.headers["Cache-Control"]) == (new.data, "public, no-cache")
        assert "Set-Cookie" not in known.headers


def test_a_hang_tag_can_carry_its_fairs_campaign(client):
    campaign = a_campaign()
    variant = a_product().variants[0]
    client.get(f"/k/{hangtags.code_of(variant.id)}?q=expo")
    assert came(bought(client)) == (campaign.id, campaign.id, "campaign")


def test_who_scans_a_tag_at_a_fair_was_brought_by_that_fair_while_it_lasts(app):
    today = clock.today()
    fair, other = (
        a_fair(first_day=today, last_day=today),
        a_fair(first_day=today, last_day=today, name="Lain"),
    )
    a_campaign("dulu", exhibition_id=fair.id, last_day=today - timedelta(days=1))
    campaign, _ = a_campaign("stan", exhibition_id=fair.id), a_campaign("lain", exhibition_id=other.id)
    hangs, stays = (a_product(stock=2).variants[0] for _ in range(2))
    actions.take_along(fair, hangs, by="tests")
    for variant, moment, source in (
        (hangs, clock.now(), (campaign.id, campaign.id, "campaign")),
        (stays, clock.now(), (None, None, "unknown")),
        (hangs, clock.now() + timedelta(days=1), (None, None, "unknown")),
    ):
        visitor = app.test_client()
        with clock.pretend(moment):
            visitor.get(f"/k/{hangtags.code_of(variant.id)}")
        assert came(bought(visitor)) == source


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("/dari/desa.example/", "/"),
        ("/dari/desa.example/batik?warna=soga", "/batik?warna=soga"),
        ("/en/dari/desa.example/batik", "/en/batik"),
        ("/dari/desa.example/tidak/ada", "/"),
        ("/dari/desa.example/https:%2F%2Fjahat.example", "/"),
        ("/dari/desa.example/%5Cjahat.example", "/"),
        ("/dari/desa.example/%09/jahat.example", "/"),
    ],
)
def test_a_site_leads_to_pages_of_this_shop_alone(client, path, leads):
    answer = client.get(path, follow_redirects=False)
    while answer.status_code == 308:
        answer = client.get(answer.location)
    assert (answer.status_code, answer.location) == (303, leads)


def test_a_host_that_is_none_is_not_remembered(client):
    client.get("/dari/<script>/batik")
    assert came(bought(client)) == (None, None, "unknown")
