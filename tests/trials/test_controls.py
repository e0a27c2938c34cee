"""The trials can fail: a shop without its guards does not pass them."""

from collections.abc import Iterator

import pytest

from tests.buyer import Product
from tests.conftest import Database
from tests.driver import Driver
from tests.trials.mutants import start_mutant
from tests.trials.test_money import forge
from tests.trials.test_payments import heard_at_once, lost_and_found
from tests.trials.test_refunds import give_back_in_parts, paid
from tests.trials.test_stock import rush
from tests.trials.test_time import MIDNIGHT, ask_again, opened_unheard, sold_at


@pytest.fixture(scope="module")
def mutant(database: Database) -> Iterator[Driver]:
    """All mutants in one shop: each case looks for its own."""
    with (
        database.copy() as url,
        start_mutant(url, processes=2, application="tests.travel:app") as driver,
    ):
        yield driver


@pytest.fixture(scope="module")
def product(mutant: Driver) -> Product:
    return mutant.make_product(stock=100, model="stocked")


@pytest.mark.one_database
def test_p18_a_payment_is_opened_twice_where_each_try_has_a_key_of_its_own(
    mutant: Driver, product: Product
) -> None:
    found = ask_again(mutant, opened_unheard(mutant, product))
    assert [(keys > 1, opened > 1) for keys, opened in found] == [(True, True)] * 4


def test_money_is_lost_where_a_message_that_cannot_be_acted_on_is_thanked_for(
    mutant: Driver, product: Product
) -> None:
    assert lost_and_found(mutant, product) == "unpaid"


@pytest.mark.one_database
def test_r02_more_goes_back_than_came_where_earlier_refunds_are_forgotten(
    mutant: Driver, product: Product
) -> None:
    assert give_back_in_parts(mutant, paid(mutant, product, 1)[0]).count(303) > 2


@pytest.mark.one_database
def test_m08_a_forged_total_is_what_is_paid_where_the_form_is_believed(mutant: Driver) -> None:
    assert forge(mutant, {"expected_total": "1000"})["total"] == 1_000


@pytest.mark.one_database
def test_c09_a_mail_is_out_before_anybody_sends_it_where_the_buyer_waits_for_it(
    mutant: Driver, product: Product
) -> None:
    before = len(mutant.shop.mailbox.messages)
    mutant.order(product, "transfer")
    assert len(mutant.shop.mailbox.messages) > before


def test_p03_a_message_breaks_where_it_is_looked_for_first_and_kept_then(
    mutant: Driver, product: Product
) -> None:
    _, answers = heard_at_once(mutant, product, 5)
    assert 500 in {status for statuses in answers for status in statuses}


def test_s03_a_piece_is_sold_twice_where_it_is_looked_at_first_and_taken_then(mutant: Driver) -> None:
    rounds = rush(mutant, mutant.make_product(), 5)
    assert max(sum(page.status == 303 for page in pages) for pages in rounds) > 1


@pytest.mark.one_database
def test_t01_a_sale_is_on_another_day_where_the_village_is_forgotten(mutant: Driver) -> None:
    mutant.be_at(MIDNIGHT)
    vars(mutant).pop("admin", None)
    order = mutant.order(mutant.make_product(stock=5, model="stocked"), "transfer")
    mutant.confirm(order)
    assert sold_at(mutant, "2027-12-29", "2027-12-30") != {"2027-12-30": order.state().total}
