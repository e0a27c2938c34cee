from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.catalog.models import StockModel
from app.db import db
from app.errors import ShopError
from app.inventory import actions as inventory
from app.inventory.actions import NotEnough, OnlyOne, SoldOut
from app.inventory.models import Cause, Hold, HoldState, Movement, Stock
from app.inventory.queries import available, disagreements
from tests.factories import a_product


def soon():
    return clock.now() + timedelta(hours=1)


def past():
    return clock.now() - timedelta(seconds=1)


def counters(variant):
    stock = db.session.get_one(Stock, variant.id, populate_existing=True)
    return stock.on_hand, stock.held


@pytest.fixture
def variant():
    return a_product(stock=3).variants[0]


@pytest.fixture
def only_one():
    return a_product(StockModel.ONE).variants[0]


@pytest.fixture(autouse=True)
def counters_agree_with_their_rows():
    yield
    assert db.session.execute(disagreements()).all() == []


def test_a_hold_sets_pieces_aside_and_leaves_them_on_hand(variant):
    holds = inventory.hold({variant: 2}, until=soon())
    assert counters(variant) == (3, 2)
    assert available([variant.id]) == {variant.id: 1}
    assert holds[variant.id].state is HoldState.LIVE


def test_more_than_is_free_is_refused_and_nothing_is_held(variant):
    inventory.hold({variant: 2}, until=soon())
    with pytest.raises(SoldOut) as refusal:
        inventory.hold({variant: 2}, until=soon())
    assert refusal.value.variant is variant
    assert counters(variant) == (3, 2)


def test_of_several_pieces_one_sold_out_refuses_all(variant, only_one):
    inventory.hold({only_one: 1}, until=soon())
    with pytest.raises(SoldOut), db.session.begin_nested():
        inventory.hold({variant: 1, only_one: 1}, until=soon())
    assert counters(variant) == (3, 0)


def test_a_hold_past_its_time_is_free_for_others_before_anything_tidies_up(only_one):
    late = inventory.hold({only_one: 1}, until=past())[only_one.id]
    assert available([only_one.id]) == {only_one.id: 1}
    inventory.hold({only_one: 1}, until=soon())
    assert late.state is HoldState.RELEASED
    assert counters(only_one) == (1, 1)


def test_made_to_order_needs_no_piece():
    variant = a_product(StockModel.MADE_TO_ORDER).variants[0]
    assert inventory.hold({variant: 5}, until=soon()) == {}


def test_releasing_twice_frees_once(variant):
    held = inventory.hold({variant: 2}, until=soon())[variant.id]
    inventory.release([held])
    inventory.release([held])
    assert counters(variant) == (3, 0)


def test_selling_takes_pieces_off_hand_and_writes_it_down(variant):
    held = inventory.hold({variant: 2}, until=soon())[variant.id]
    assert inventory.sell(held, by="stripe", reason="KB-2026-0001") is True
    assert counters(variant) == (1, 0)
    movement = db.session.scalars(sa.select(Movement).order_by(Movement.id.desc()).limit(1)).one()
    assert (movement.quantity, movement.cause, movement.by, movement.reason) == (
        -2,
        Cause.SOLD,
        "stripe",
        "KB-2026-0001",
    )


def test_a_hold_is_sold_once(variant):
    held = inventory.hold({variant: 1}, until=soon())[variant.id]
    inventory.sell(held, by="stripe", reason="")
    assert inventory.sell(held, by="stripe", reason="") is False
    assert counters(variant) == (2, 0)


def test_sold_pieces_come_back_once(variant):
    held = inventory.hold({variant: 1}, until=soon())[variant.id]
    inventory.sell(held, by="stripe", reason="")
    inventory.put_back([held], by="pengurus", reason="")
    inventory.put_back([held], by="pengurus", reason="")
    assert counters(variant) == (3, 0)


def test_the_catalogue_knows_whether_a_piece_can_be_bought(only_one):
    product = only_one.product
    held = inventory.hold({only_one: 1}, until=soon())[only_one.id]
    db.session.refresh(product)
    assert product.available is False
    inventory.release([held])
    db.session.refresh(product)
    assert product.available is True


def test_a_one_of_a_kind_piece_comes_in_once(only_one):
    with pytest.raises(OnlyOne):
        inventory.receive(only_one, 1, by="pengurus")
    assert counters(only_one) == (1, 0)


def test_the_database_itself_refuses_a_second_live_hold_of_the_only_piece(only_one):
    inventory.hold({only_one: 1}, until=soon())
    with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
        db.session.add(Hold(variant_id=only_one.id, quantity=1, only_one=True, expires_at=soon()))


def test_the_database_itself_refuses_to_hold_more_than_there_is(variant):
    with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
        db.session.execute(sa.update(Stock).where(Stock.variant_id == variant.id).values(held=4))


def test_a_correction_cannot_take_pieces_that_orders_hold(variant):
    inventory.hold({variant: 2}, until=soon())
    with pytest.raises(NotEnough):
        inventory.adjust(variant, -2, by="pengurus", reason="hilang")
    assert counters(variant) == (3, 2)


@pytest.mark.parametrize(("quantity", "reason"), [(0, "hitung ulang"), (1, " ")])
def test_a_correction_needs_a_difference_and_a_reason(variant, quantity, reason):
    with pytest.raises(ShopError):
        inventory.adjust(variant, quantity, by="pengurus", reason=reason)
    assert counters(variant) == (3, 0)


def test_extending_keeps_the_later_moment(variant):
    held = inventory.hold({variant: 1}, until=soon())[variant.id]
    later = soon() + timedelta(days=1)
    inventory.extend([held], until=later)
    inventory.extend([held], until=soon())
    assert held.expires_at == later
