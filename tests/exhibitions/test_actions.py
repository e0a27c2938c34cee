"""Fairs: what goes along leaves the online shop or stays in it, and every piece is accounted for."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.accounts import actions as accounts
from app.accounts.models import AuditEntry, Role
from app.catalog.models import StockModel
from app.db import db
from app.errors import ShopError
from app.exhibitions import actions, queries
from app.exhibitions.actions import (
    FairFacts,
    FairIsOver,
    NoOfficer,
    NotAtTheFair,
    NotCounted,
    NothingToTake,
)
from app.exhibitions.models import CostKind, Exhibition, ExhibitionPiece, ExhibitionStatus
from app.inventory import actions as inventory
from app.inventory.actions import NotEnough
from app.inventory.models import Movement
from app.inventory.queries import available
from app.inventory.queries import disagreements as shelf_disagreements
from app.lifecycle import WrongMove
from app.money import Money
from tests.factories import a_product, a_user

BY = "petugas@contoh.test"


def a_fair(**over) -> Exhibition:
    known = {
        "name": "Pekan Contoh",
        "place": "Kebumen",
        "first_day": date(2026, 12, 1),
        "last_day": date(2026, 12, 5),
    }
    return actions.plan(FairFacts(**known | over), by=BY)


def counts(piece):
    db.session.refresh(piece)
    return piece.taken, piece.back, piece.sold, piece.missing


def ledger(variant):
    """What moved since the pieces came: cause and quantity."""
    rows = sa.select(Movement.cause, Movement.quantity).where(Movement.variant_id == variant.id)
    return [(cause.value, quantity) for cause, quantity in db.session.execute(rows.order_by(Movement.id))][1:]


@pytest.fixture
def fair():
    return a_fair()


@pytest.fixture
def variant():
    return a_product(stock=3).variants[0]


@pytest.fixture(autouse=True)
def every_piece_is_somewhere():
    yield
    assert db.session.execute(queries.disagreements()).all() == []
    assert db.session.execute(shelf_disagreements()).all() == []


def test_pieces_that_leave_the_online_shop_cannot_be_bought_until_they_are_back(fair):
    product = a_product(StockModel.ONE)
    variant = product.variants[0]
    piece = actions.take_along(fair, variant, by=BY)
    db.session.refresh(product)
    assert (available([variant.id]), product.available, counts(piece)) == (
        {variant.id: 0},
        False,
        (1, 0, 0, 0),
    )
    actions.bring_back(piece, by=BY)
    db.session.refresh(product)
    assert (available([variant.id]), product.available, counts(piece)) == (
        {variant.id: 1},
        True,
        (1, 1, 0, 0),
    )
    assert ledger(variant) == [("taken", -1), ("brought_back", 1)]


def test_pieces_that_stay_in_the_online_shop_are_sold_by_it_meanwhile(fair, variant):
    piece = actions.take_along(fair, variant, 2, by=BY, online=True)
    assert (available([variant.id]), ledger(variant)) == ({variant.id: 3}, [])
    inventory.hold({variant: 3}, until=clock.now() + timedelta(hours=1))
    with pytest.raises(NotEnough), db.session.begin_nested():
        actions.count_sold(piece, 1, by=BY)
    assert (counts(piece), ledger(variant)) == ((2, 0, 0, 0), [])


def test_what_is_sold_there_or_missing_leaves_the_stock_for_good(fair, variant):
    piece = actions.take_along(fair, variant, 3, by=BY)
    actions.count_sold(piece, 1, by=BY)
    actions.count_missing(piece, 1, by=BY)
    actions.bring_back(piece, by=BY)
    assert (counts(piece), piece.out, available([variant.id])) == ((3, 1, 1, 1), 0, {variant.id: 1})
    assert ledger(variant) == [
        ("taken", -3),
        ("brought_back", 1),
        ("sold_there", -1),
        ("brought_back", 1),
        ("missing", -1),
        ("brought_back", 1),
    ]


def test_an_order_at_the_stand_takes_a_piece_that_was_out_of_the_online_shop(fair):
    variant = a_product(StockModel.ONE).variants[0]
    piece = actions.take_along(fair, variant, by=BY)
    actions.give_to_order(piece, 1, by=BY)
    held = inventory.hold({variant: 1}, until=clock.now() + timedelta(hours=1))[variant.id]
    assert inventory.sell(held, by=BY, reason="KB-2026-00001")
    assert (counts(piece), available([variant.id])) == ((1, 0, 1, 0), {variant.id: 0})


def test_no_more_goes_along_than_is_free(fair, variant):
    inventory.hold({variant: 1}, until=clock.now() + timedelta(hours=1))
    actions.take_along(fair, variant, 2, by=BY)
    other = a_product(stock=2).variants[0]
    actions.take_along(a_fair(name="Pekan lain"), other, 1, by=BY, online=True)
    for refused, pieces, online in ((variant, 1, False), (other, 2, True)):
        with pytest.raises(NotEnough), db.session.begin_nested():
            actions.take_along(fair, refused, pieces, by=BY, online=online)
    made = a_product(StockModel.MADE_TO_ORDER).variants[0]
    with pytest.raises(NothingToTake):
        actions.take_along(fair, made, by=BY)
    assert db.session.scalars(sa.select(ExhibitionPiece.taken).order_by(ExhibitionPiece.id)).all() == [2, 1]


def test_a_piece_that_a_buyer_held_too_long_goes_along(fair):
    variant = a_product(StockModel.ONE).variants[0]
    inventory.hold({variant: 1}, until=clock.now() - timedelta(seconds=1))
    assert counts(actions.take_along(fair, variant, by=BY)) == (1, 0, 0, 0)


def test_no_piece_is_counted_twice(fair, variant):
    piece = actions.take_along(fair, variant, by=BY)
    actions.bring_back(piece, by=BY)
    for count in (actions.bring_back, actions.count_sold, actions.count_missing, actions.unpack):
        with pytest.raises(NotAtTheFair):
            count(piece, 1, by=BY)
    assert counts(piece) == (1, 1, 0, 0)


def test_what_is_out_can_change_between_the_stand_alone_and_the_online_shop_too(fair, variant):
    piece = actions.take_along(fair, variant, 2, by=BY)
    actions.sell_online_too(piece, True, by=BY)
    assert available([variant.id]) == {variant.id: 3}
    actions.sell_online_too(piece, False, by=BY)
    assert available([variant.id]) == {variant.id: 1}
    actions.unpack(piece, 2, by=BY)
    assert (counts(piece), available([variant.id])) == ((0, 0, 0, 0), {variant.id: 3})


def test_a_fair_closes_when_every_piece_is_counted_and_then_stays_as_it_is(fair, variant):
    piece = actions.take_along(fair, variant, 2, by=BY)
    actions.open_up(fair, by=BY)
    with pytest.raises(NotCounted):
        actions.close(fair, by=BY)
    assert fair.status is ExhibitionStatus.OPEN
    actions.bring_back(piece, 2, by=BY)
    db.session.refresh(fair)
    actions.close(fair, by=BY)
    with pytest.raises(FairIsOver):
        actions.take_along(fair, variant, by=BY)
    with pytest.raises(WrongMove):
        actions.close(fair, by=BY)
    actions.open_up(fair, by=BY)
    assert fair.status is ExhibitionStatus.OPEN


def test_a_wrong_cost_is_countered_and_never_changed(fair):
    actions.spend(fair, CostKind.STAND, Money(500_000), spent_on=date(2026, 11, 1), by=BY)
    with pytest.raises(ShopError):
        actions.spend(fair, CostKind.STAND, Money(-500_000), spent_on=date(2026, 11, 1), by=BY)
    actions.spend(
        fair, CostKind.STAND, Money(-50_000), spent_on=date(2026, 11, 2), by=BY, note="Potongan panitia"
    )
    db.session.refresh(fair)
    assert [cost.amount for cost in fair.costs] == [Money(500_000), Money(-50_000)]
    assert fair.cost == Money(450_000)


def test_an_officer_sees_her_own_fairs_and_an_admin_all(fair):
    other, officer, admin = a_fair(name="Pekan lain"), a_user(Role.OFFICER), a_user(Role.ADMIN)
    actions.appoint(fair, officer, by=BY)
    actions.appoint(fair, officer, by=BY)
    assert db.session.scalars(queries.seen_by(officer)).all() == [fair]
    assert set(db.session.scalars(queries.seen_by(admin))) == {fair, other}
    accounts.switch_off(officer, by=admin.email)
    assert db.session.scalars(queries.seen_by(officer)).all() == []
    with pytest.raises(NoOfficer):
        actions.appoint(other, officer, by=BY)
    actions.dismiss(fair, officer.id, by=BY)
    assert fair.officers == []


def test_visitors_see_what_is_published_and_the_book_says_by_whom(fair):
    assert db.session.scalars(queries.coming(date(2026, 12, 5))).all() == []
    actions.publish(fair, True, by=BY)
    assert db.session.scalars(queries.coming(date(2026, 12, 5))).all() == [fair]
    assert db.session.scalars(queries.past(date(2026, 12, 6))).all() == [fair]
    said = sa.select(AuditEntry.action).where(AuditEntry.subject == "exhibition").order_by(AuditEntry.id)
    assert db.session.scalars(said).all() == ["plan", "publish"]
    assert a_fair().slug == "pekan-contoh-2"


def test_the_book_says_what_of_a_fair_was_changed_and_of_no_change_nothing(fair):
    known = {name: getattr(fair, name) for name in FairFacts.__dataclass_fields__}
    edits = sa.select(AuditEntry.details).where(AuditEntry.action == "edit")
    actions.edit(fair, FairFacts(**known), by=BY)
    assert db.session.scalars(edits).all() == []
    actions.edit(fair, FairFacts(**known | {"stand": "B12", "target": Money(1_000_000)}), by=BY)
    assert (fair.stand, fair.target) == ("B12", Money(1_000_000))
    assert db.session.scalars(edits).all() == [{"name": "Pekan Contoh", "changed": ["stand", "target"]}]
