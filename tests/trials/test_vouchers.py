"""M09: a voucher is used as often as it may be, by however many at once, and a use comes back once."""

from functools import partial

from tests.browsing import Filled
from tests.buyer import Product, Visitor
from tests.driver import Driver
from tests.trials.invariants import Invariants
from tests.trials.races import BUYERS, ROUNDS, at_once, together

CROWD = 50


def test_m09_eight_orders_at_once_use_a_voucher_once_and_a_cancelled_one_gives_its_use_back_once(
    driver: Driver, invariants: Invariants
) -> None:
    product, code = driver.make_product(stock=500, model="stocked"), driver.make_voucher(most_uses="1")
    buyers, forms = [driver.visitor() for _ in range(BUYERS)], {}
    for _ in range(ROUNDS // 5):
        for buyer in buyers:
            if buyer not in forms:
                forms[buyer] = filled(buyer, product, code)
        pages = together(*(buyer.poise(forms[buyer]) for buyer in buyers))
        assert sorted(page.status for page in pages) == [303] + [422] * (BUYERS - 1)
        assert all("habis dipakai" in page.words for page in pages if page.status == 422)
        assert uses(invariants, code) == (1, 1)
        ((buyer, page),) = (pair for pair in zip(buyers, pages, strict=True) if pair[1].status == 303)
        del forms[buyer]
        cancelled = Filled(f"{driver.placed(buyer, page).address}/batal", [], [])
        together(*(buyer.poise(cancelled) for _ in range(2)))
        assert uses(invariants, code) == (0, 0)


def test_m09_of_fifty_orders_at_once_as_many_as_may_have_the_discount(
    driver: Driver, invariants: Invariants
) -> None:
    product, code = driver.make_product(stock=100, model="stocked"), driver.make_voucher(most_uses="7")
    buyers = [driver.visitor() for _ in range(CROWD)]
    forms = [filled(buyer, product, code) for buyer in buyers]
    # So many half-sent forms would take every thread of the server: these are sent whole.
    pages = at_once(*(partial(buyer.press, form) for buyer, form in zip(buyers, forms, strict=True)))
    assert sorted(page.status for page in pages) == [303] * 7 + [422] * (CROWD - 7)
    assert uses(invariants, code) == (7, 7)
    discounts = invariants.ask('SELECT DISTINCT discount FROM "order" WHERE discount > 0')
    assert discounts == [(35_000,)]


def filled(buyer: Visitor, product: Product, code: str) -> Filled:
    """The checkout of a buyer with the product and the code in the basket."""
    buyer.put(product)
    buyer.post("/keranjang/voucher", data={"voucher": code})
    return buyer.checkout()


def uses(invariants: Invariants, code: str) -> tuple[int, int]:
    """What the counter says, and how many uses are live."""
    query = (
        "SELECT v.used, (SELECT count(*) FROM voucher_use u WHERE u.voucher_id = v.id AND u.state = 'live') "
        "FROM voucher v WHERE v.code = :code"
    )
    ((used, live),) = invariants.ask(query, code=code)
    return used, live
