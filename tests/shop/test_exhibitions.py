"""What visitors see of fairs, and where a hang-tag leads."""

from datetime import timedelta

from lxml import html

from app import clock
from app.catalog import hangtags
from app.catalog.models import ProductStatus, Variant
from app.db import db
from app.exhibitions import actions
from app.inventory import actions as inventory
from app.money import Money
from tests.exhibitions.test_actions import a_fair
from tests.factories import a_product


def test_fairs_to_come_stand_before_those_that_were_and_unpublished_ones_nowhere(client):
    today = clock.today()
    for name, days in (("Dulu", -9), ("Nanti", 9), ("Kini", 0), ("Rahasia", 3)):
        first = today + timedelta(days=days)
        fair = a_fair(name=name, first_day=first, last_day=first + timedelta(days=1))
        actions.publish(fair, name != "Rahasia", by="tests")
    shown = html.fromstring(client.get("/pameran").text)
    assert shown.xpath("//ul[@class='fairs']//h3/a/text()") == ["Kini", "Nanti", "Dulu"]
    assert client.get("/pameran/rahasia").status_code == 404
    assert "/pameran/kini" in client.get("/sitemap.xml").text


def test_a_fair_shows_what_it_takes_along_as_far_as_visitors_may_see_it(client):
    fair, shown, hidden = a_fair(), a_product(), a_product()
    for product in (shown, hidden):
        actions.take_along(fair, product.variants[0], by="tests")
    hidden.status = ProductStatus.DRAFT
    actions.publish(fair, True, by="tests")
    page = client.get(f"/pameran/{fair.slug}").text
    assert (shown.title_id in page, hidden.title_id in page) == (True, False)


def test_a_hang_tag_leads_to_its_piece_with_that_very_size_chosen(client):
    product = a_product()
    other = Variant(sku="KB-T-LAIN", price=Money(1), weight_g=1, label_id="Lain", position=1)
    product.variants.append(other)
    db.session.flush()
    inventory.receive(other, 1, by="tests")
    from_tag = client.get(f"/en/k/{hangtags.code_of(other.id).upper()}")
    assert (from_tag.status_code, from_tag.location) == (303, f"/en/batik/{product.slug}?pilih={other.id}")
    shown = html.fromstring(client.get(from_tag.location).text)
    assert shown.xpath("//input[@name='variant'][@checked]/@value") == [str(other.id)]
    assert client.get("/k/0000").status_code == 404
    hidden = a_product(published=False)
    assert client.get(f"/k/{hangtags.code_of(hidden.variants[0].id)}").status_code == 404
