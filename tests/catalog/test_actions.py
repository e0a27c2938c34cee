import pytest
import sqlalchemy as sa

from app.accounts.models import AuditEntry
from app.catalog import actions, photos
from app.catalog.actions import (
    NotReady,
    OnlyOneVariant,
    ProductFacts,
    StockModelFixed,
    VariantFacts,
)
from app.catalog.models import Dye, Kind, ProductStatus, StockModel, Technique
from app.db import db
from app.lifecycle import WrongMove
from app.makers.models import Step
from app.money import Money
from app.pictures.models import PictureState
from tests.factories import a_maker, a_picture, a_product

BY = "pengurus@contoh.test"


def facts(**over):
    return ProductFacts(
        **{
            "title_id": "Kawung Malam",
            "story_id": "Dicanting di teras.",
            "kind": Kind.KAIN,
            "technique": Technique.TULIS,
            "dye": Dye.NATURAL,
            "stock_model": StockModel.STOCKED,
            **over,
        }
    )


def priced(rupiah=450_000, **over):
    return VariantFacts(price=Money(rupiah), weight_g=300, **over)


def ready(**over):
    product = actions.make(facts(**over), by=BY)
    actions.add_variant(product, priced(), by=BY)
    photos.add(product, a_picture(), by=BY)
    return product


def audited():
    return db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()


def test_a_new_product_is_a_draft_with_an_address_of_its_title():
    first = actions.make(facts(), by=BY)
    second = actions.make(facts(), by=BY)
    strange = actions.make(facts(title_id="ꦧꦠꦶꦏ꧀"), by=BY)

    assert [first.status, first.slug] == [ProductStatus.DRAFT, "kawung-malam"]
    assert [second.slug, strange.slug] == ["kawung-malam-2", "batik"]


def test_the_address_follows_the_title_until_it_is_published_and_never_after():
    product = ready()
    actions.edit(product, facts(title_id="Kawung Pagi"), by=BY)
    assert product.slug == "kawung-pagi"

    actions.publish(product, by=BY)
    actions.withdraw(product, by=BY)
    actions.edit(product, facts(title_id="Kawung Siang"), by=BY)

    assert [product.slug, product.title_id] == ["kawung-pagi", "Kawung Siang"]


def test_the_lowest_price_of_what_is_for_sale_is_kept_with_the_product():
    product = actions.make(facts(), by=BY)
    cheap = actions.add_variant(product, priced(200_000), by=BY)
    actions.add_variant(product, priced(300_000), by=BY)
    assert product.price_from == Money(200_000)

    actions.edit_variant(cheap, priced(200_000, active=False), by=BY)

    assert product.price_from == Money(300_000)


def test_variants_get_numbers_of_their_own():
    product = actions.make(facts(), by=BY)
    made = [actions.add_variant(product, priced(), by=BY).sku for _ in range(2)]

    assert made == [f"KB-{product.id:04d}", f"KB-{product.id:04d}-2"]


def test_of_the_only_one_there_is_nothing_to_choose():
    product = actions.make(facts(stock_model=StockModel.ONE), by=BY)
    actions.add_variant(product, priced(), by=BY)

    with pytest.raises(OnlyOneVariant):
        actions.add_variant(product, priced(), by=BY)


def test_how_a_product_is_stocked_is_said_once():
    product = actions.make(facts(), by=BY)

    with pytest.raises(StockModelFixed):
        actions.edit(product, facts(stock_model=StockModel.ONE), by=BY)


def test_what_can_be_ordered_to_be_made_is_available_as_long_as_it_is_for_sale():
    product = actions.make(facts(stock_model=StockModel.MADE_TO_ORDER, lead_days=30), by=BY)
    variant = actions.add_variant(product, priced(), by=BY)
    assert product.available is True

    actions.edit_variant(variant, priced(active=False), by=BY)
    assert product.available is False


def test_a_product_without_photo_price_and_story_is_not_shown_and_says_what_is_missing():
    product = actions.make(facts(story_id=" ", stock_model=StockModel.MADE_TO_ORDER), by=BY)

    with pytest.raises(NotReady) as refused:
        actions.publish(product, by=BY)

    assert str(refused.value) == (
        "Belum bisa tampil di toko. Yang masih kurang: foto, cerita tentang kain, ukuran dan harga, lama pembuatan."
    )
    assert [product.status, product.published_at] == [ProductStatus.DRAFT, None]


def test_a_price_of_nothing_is_missing_too():
    product = actions.make(facts(), by=BY)
    actions.add_variant(product, priced(0), by=BY)
    photos.add(product, a_picture(), by=BY)

    with pytest.raises(NotReady, match="harga di atas nol"):
        actions.publish(product, by=BY)


def test_a_product_keeps_the_day_on_which_it_was_first_shown():
    product = ready()
    actions.publish(product, by=BY)
    first = product.published_at
    actions.withdraw(product, by=BY)
    actions.publish(product, by=BY)

    assert [product.status, product.published_at == first] == [ProductStatus.PUBLISHED, True]


def test_what_was_put_away_is_not_shown_without_a_look_at_it():
    product = ready()
    actions.archive(product, by=BY)

    with pytest.raises(WrongMove):
        actions.publish(product, by=BY)

    actions.withdraw(product, by=BY)
    assert product.status == ProductStatus.DRAFT


def test_who_did_what_is_said_once_each_and_in_order():
    product, sari, dewi = a_product(), a_maker(), a_maker()
    actions.set_credits(
        product, [(Step.NGLOWONG, sari.id), (Step.NGLOWONG, sari.id), (Step.NYOGA, dewi.id)], by=BY
    )
    actions.set_credits(product, [(Step.NYOGA, dewi.id), (Step.NYOREK, dewi.id)], by=BY)
    db.session.refresh(product, ["credits"])

    assert [(c.step, c.maker_id) for c in product.credits] == [(Step.NYOGA, dewi.id), (Step.NYOREK, dewi.id)]


def test_the_first_photo_is_the_cover_wherever_it_came_from():
    product = a_product(photos=[])
    first, second, third = (photos.add(product, a_picture(), by=BY) for _ in range(3))
    assert product.cover is first

    photos.move(third, 0, by=BY)
    assert [product.cover, product.photos] == [third, [third, first, second]]

    photos.remove(third, by=BY)
    assert [product.cover, product.photos] == [first, [first, second]]


def test_what_visitors_see_keeps_a_photo():
    product = a_product()
    photos.add(product, a_picture(state=PictureState.REFUSED), by=BY)

    with pytest.raises(photos.LastPhoto):
        photos.remove(product.photos[0], by=BY)

    photos.remove(product.photos[1], by=BY)
    assert len(product.photos) == 1


def test_the_same_picture_is_hung_once():
    product, picture = a_product(photos=[]), a_picture()

    assert photos.add(product, picture, by=BY) is photos.add(product, picture, by=BY)
    assert len(product.photos) == 1


def test_what_is_not_ready_stands_behind_what_is():
    product = a_product(photos=[])
    waiting = photos.add(product, a_picture(state=PictureState.WAITING), by=BY)
    assert (product.cover, product.shown_photos) == (waiting, [])
    seen = photos.add(product, a_picture(), by=BY)

    photos.move(waiting, 0, by=BY)

    assert (product.photos, product.cover) == ([seen, waiting], seen)


def test_nobody_hangs_thirteen_photos():
    product = a_product(photos=[])
    for _ in range(photos.MOST):
        photos.add(product, a_picture(), by=BY)

    with pytest.raises(photos.TooManyPhotos):
        photos.add(product, a_picture(), by=BY)


def test_what_was_done_is_in_the_book():
    product = ready()
    actions.edit_variant(product.variants[0], priced(500_000), by=BY)
    actions.publish(product, by=BY)

    entries = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.action for entry in entries] == [
        "make",
        "add variant",
        "add photo",
        "edit variant",
        "publish",
    ]
    assert entries[3].details == {
        "sku": product.variants[0].sku,
        "changed": ["price"],
        "price": [450_000, 500_000],
    }
