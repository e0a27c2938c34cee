import pytest
import sqlalchemy as sa

from app.accounts.models import AuditEntry
from app.catalog import actions, openness
from app.catalog.actions import VariantFacts
from app.catalog.models import Kind, ProductStatus
from app.catalog.openness import NotTheWhole, Part, PriceParts, Told
from app.db import db
from app.money import Money
from tests.factories import a_product

BY = "pengurus@contoh.test"


def told(makers, materials, cooperative, published=True):
    amounts = {"makers": Money(makers), "materials": Money(materials), "cooperative": Money(cooperative)}
    return Told(**amounts, note_id="Catatan", note_en="Note", published=published)


def parts(product):
    found = openness.opened(product)
    return found and [
        (part.name, part.before.rupiah, part.amount.rupiah, part.percent) for part in found.parts
    ]


def count():
    return db.session.scalar(sa.select(sa.func.count()).select_from(PriceParts))


def test_parts_come_to_the_price_or_are_not_told():
    product = a_product(price=450_000)
    for amounts in ((250_000, 100_000, 99_999), (250_000, 100_000, 100_001), (0, 0, 0)):
        with pytest.raises(NotTheWhole):
            openness.tell(product, told(*amounts), by=BY)
    assert (count(), openness.opened(product)) == (0, None)
    openness.tell(product, told(250_000, 100_000, 100_000), by=BY)
    assert parts(product) == [
        ("makers", 0, 250_000, 56),
        ("materials", 250_000, 100_000, 22),
        ("cooperative", 350_000, 100_000, 22),
    ]


def test_parts_are_shown_only_when_published_and_a_part_of_nothing_not_at_all():
    product = a_product(price=450_000)
    openness.tell(product, told(450_000, 0, 0, published=False), by=BY)
    assert openness.opened(product) is None
    openness.tell(product, told(450_000, 0, 0), by=BY)
    assert openness.opened(product).parts == (Part("makers", Money(0), Money(450_000), 100),)
    assert count() == 1


def test_a_changed_price_hides_its_parts_until_they_are_told_anew():
    product = a_product(price=450_000)
    openness.tell(product, told(250_000, 100_000, 100_000), by=BY)
    facts = VariantFacts(price=Money(475_000), weight_g=300)
    actions.edit_variant(product.variants[0], facts, by=BY)
    own = openness.of_product(product)
    assert (own.published, own.true, openness.opened(product)) == (False, False, None)
    assert db.session.scalars(openness.untrue()).all() == [own]
    assert db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id.desc())).first() == (
        "edit variant"
    )
    assert "hide price parts" in db.session.scalars(sa.select(AuditEntry.action)).all()
    # The former price does not bring them back: somebody says so.
    actions.edit_variant(product.variants[0], VariantFacts(price=Money(450_000), weight_g=300), by=BY)
    assert (own.true, openness.opened(product)) == (True, None)
    openness.tell(product, told(275_000, 100_000, 75_000), by=BY)
    assert db.session.scalars(openness.untrue()).all() == []
    assert [part.amount.rupiah for part in openness.opened(product).parts] == [275_000, 100_000, 75_000]


def test_what_is_not_in_the_shop_waits_for_nobody():
    product = a_product(price=450_000)
    openness.tell(product, told(250_000, 100_000, 100_000), by=BY)
    actions.edit_variant(product.variants[0], VariantFacts(price=Money(1), weight_g=300), by=BY)
    product.status = ProductStatus.ARCHIVED
    assert db.session.scalars(openness.untrue()).all() == []


def test_a_kind_speaks_for_its_products_to_the_rupiah_and_each_may_speak_for_itself():
    odd, own = a_product(price=333_333), a_product(price=450_000)
    scarf = a_product(kind=Kind.SYAL)
    with pytest.raises(NotTheWhole):
        openness.tell(Kind.KAIN, told(60_000, 25_000, 14_000), by=BY)
    openness.tell(Kind.KAIN, told(60_000, 25_000, 15_000), by=BY)
    openness.tell(own, told(200_000, 200_000, 50_000, published=False), by=BY)
    assert [part[2] for part in parts(odd)] == [200_000, 83_333, 50_000]
    assert openness.opened(odd).of_kind
    assert (openness.opened(own), openness.opened(scarf)) == (None, None)
    openness.forget(own, by=BY)
    assert [part[2] for part in parts(own)] == [270_000, 112_500, 67_500]
