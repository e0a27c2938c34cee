"""So much may wait for money from one network, and no more."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from app import clock
from app.catalog.models import StockModel
from app.db import db
from app.inventory.queries import available
from app.orders import actions as orders
from app.orders import limits
from app.orders.limits import MOST_UNPAID_ORDERS, MOST_UNPAID_PIECES, TooManyUnpaid
from app.orders.models import Order
from app.payments import actions as payments
from tests.factories import a_product
from tests.trade import an_order, paid

HOME, NEIGHBOUR = "a" * 40, "b" * 40


@pytest.fixture
def product():
    return a_product(stock=100)


def full(product):
    return [an_order(product, placed_from=HOME) for _ in range(MOST_UNPAID_ORDERS)]


def state(product):
    """How many orders there are, and how many pieces are free."""
    free = available([product.variants[0].id])[product.variants[0].id]
    return db.session.scalar(sa.select(sa.func.count(Order.id))), free


def test_the_next_order_than_may_be_unpaid_is_refused_and_changes_nothing(product):
    full(product)
    before = state(product)
    with pytest.raises(TooManyUnpaid) as refused:
        an_order(product, placed_from=HOME)
    assert (refused.value.status, state(product)) == (429, before)
    an_order(product, placed_from=NEIGHBOUR)
    an_order(product)


@pytest.mark.parametrize("pieces", [[MOST_UNPAID_PIECES + 1], [MOST_UNPAID_PIECES - 1, 2]])
def test_more_pieces_than_may_be_held_are_refused(product, pieces):
    *first, last = pieces
    for quantity in first:
        an_order(product, quantity=quantity, placed_from=HOME)
    before = state(product)
    with pytest.raises(TooManyUnpaid):
        an_order(product, quantity=last, placed_from=HOME)
    assert state(product) == before
    an_order(product, quantity=MOST_UNPAID_PIECES - sum(first), placed_from=HOME)


def test_what_is_made_to_order_holds_nothing():
    product = a_product(StockModel.MADE_TO_ORDER)
    an_order(product, quantity=MOST_UNPAID_PIECES + 1, placed_from=HOME)


@pytest.mark.parametrize(
    "verb",
    [
        paid,
        lambda order: payments.cancel_order(order, by="buyer", reason=""),
        lambda order: setattr(order, "hold_until", clock.now()) or payments.expire_order(order),
    ],
    ids=["paid", "cancelled", "expired"],
)
def test_what_is_paid_or_closed_makes_room_and_forgets_its_network(product, verb):
    first, *_ = full(product)
    verb(first)
    assert first.placed_from is None
    an_order(product, placed_from=HOME)


def test_a_deadline_that_is_over_counts_no_more_and_a_proof_still_counts(product):
    first, *_ = full(product)
    orders.receive_proof(first, until=clock.now() + timedelta(hours=48))
    with pytest.raises(TooManyUnpaid):
        an_order(product, placed_from=HOME)
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        for _ in range(MOST_UNPAID_ORDERS - 1):
            an_order(product, placed_from=HOME)
        with pytest.raises(TooManyUnpaid):
            an_order(product, placed_from=HOME)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.7", "::1", "fd00::1", None, "evil"])
def test_behind_a_proxy_that_nobody_has_named_nobody_is_counted(address):
    assert limits.network_of(address) is None


def test_an_ipv6_customer_is_one_network_whose_name_is_not_kept():
    one, other = (limits.network_of(f"2620:fe::{host}") for host in (1, 2))
    assert one == other != limits.network_of("9.9.9.9")
    assert len(one) == 40
