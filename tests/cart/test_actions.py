from datetime import timedelta

import pytest

from app import clock
from app.cart import actions as cart
from app.cart import queries
from app.cart.actions import BadQuantity, NotForSale, TooMany
from app.cart.quote import quote
from app.catalog.models import ProductStatus, StockModel
from app.db import db
from app.money import Money
from app.orders import actions as orders
from tests.factories import a_product, a_user
from tests.trade import an_order


@pytest.fixture
def basket():
    return cart.open_basket()


def content(basket):
    return {line.variant_id: line.quantity for line in basket.lines}


def test_a_piece_that_is_the_only_one_is_in_the_basket_once_however_often_it_is_put_there(basket):
    variant = a_product(StockModel.ONE).variants[0]
    for quantity in (1, 1, 2):
        cart.put(basket, variant.id, quantity)
    assert content(basket) == {variant.id: 1}


def test_putting_more_of_the_same_adds_up_to_what_there_is(basket):
    variant = a_product(stock=3).variants[0]
    cart.put(basket, variant.id, 1)
    cart.put(basket, variant.id, 2)
    assert content(basket) == {variant.id: 3}
    with pytest.raises(TooMany):
        cart.put(basket, variant.id, 1)
    assert content(basket) == {variant.id: 3}


def test_made_to_order_is_limited_by_sense_alone(basket):
    variant = a_product(StockModel.MADE_TO_ORDER).variants[0]
    cart.put(basket, variant.id, 99)
    with pytest.raises(BadQuantity):
        cart.put(basket, variant.id, 1)
    assert content(basket) == {variant.id: 99}


@pytest.mark.parametrize("quantity", [0, -1, 100, 10**9])
def test_a_number_of_pieces_that_nobody_could_want_is_refused(basket, quantity):
    variant = a_product().variants[0]
    with pytest.raises(BadQuantity):
        cart.put(basket, variant.id, quantity)
    assert content(basket) == {}


def test_zero_takes_a_line_out_and_leaves_the_others(basket):
    first, second = (a_product().variants[0] for _ in range(2))
    cart.put(basket, first.id, 1)
    cart.put(basket, second.id, 2)
    cart.change(basket, first.id, 0)
    assert content(basket) == {second.id: 2}


@pytest.mark.parametrize("why", ["draft", "inactive", "unknown", "sold"])
def test_what_is_not_for_sale_does_not_get_in(basket, why):
    product = a_product(StockModel.ONE)
    variant = product.variants[0]
    if why == "draft":
        product.status = ProductStatus.DRAFT
    if why == "inactive":
        variant.active = False
    if why == "sold":
        orders.pay(an_order(product), by="stripe")
    with pytest.raises(NotForSale):
        cart.put(basket, variant.id if why != "unknown" else 10**6, 1)
    assert content(basket) == {}


def test_a_basket_holds_nothing(basket):
    product = a_product(StockModel.ONE)
    cart.put(basket, product.variants[0].id, 1)
    assert an_order(product).lines[0].quantity == 1


def test_emptying_begins_a_new_checkout(basket):
    cart.put(basket, a_product().variants[0].id, 1)
    before = basket.checkout_token
    cart.empty(basket)
    assert content(basket) == {}
    assert basket.checkout_token != before


def test_a_quote_adds_up_pieces_and_shipping_and_weighs_them():
    cheap, dear = a_product(price=35_000), a_product(price=1_250_000)
    wanted = [(cheap.variants[0], 3), (dear.variants[0], 1)]
    priced = quote(wanted, Money(14_000))
    assert (priced.goods, priced.shipping, priced.total) == (
        Money(1_355_000),
        Money(14_000),
        Money(1_369_000),
    )
    assert priced.weight_g == 4 * 300
    assert quote(reversed(wanted), Money(14_000)).total == priced.total


def test_a_quote_without_a_price_for_shipping_says_so():
    priced = quote([(a_product(price=35_000).variants[0], 1)], None)
    assert (priced.shipping, priced.total) == (None, Money(35_000))


def test_quoting_changes_nothing():
    product = a_product()
    db.session.commit()
    quote([(product.variants[0], 1)], None)
    assert not db.session.dirty
    assert not db.session.new


def test_only_a_basket_that_nobody_owns_and_nobody_touches_is_forgotten():
    old, owned, fresh = (cart.open_basket() for _ in range(3))
    for kept in (old, owned):
        kept.updated_at = clock.now() - timedelta(days=61)
    a_user(basket=owned.token)
    db.session.flush()
    assert cart.forget_old() == 1
    assert [queries.by_token(kept.token) for kept in (old, owned, fresh)] == [None, owned, fresh]


def test_an_order_takes_out_all_but_what_is_kept_for_later(basket):
    now, later = a_product().variants[0], a_product().variants[0]
    for variant in (now, later):
        cart.put(basket, variant.id, 1)
    cart.put_off(basket, later.id)
    cart.empty(basket)
    assert [(line.variant_id, line.later) for line in basket.lines] == [(later.id, True)]
