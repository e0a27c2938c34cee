"""Each case works on a shop that really runs, through the driver only; after each, what must always hold is looked at.

A module says with `SHOP = {...}` how its shop is started (see start_shop). Its cases share it, each with goods and
orders of its own.
"""

from collections.abc import Iterator

import pytest

from tests.conftest import Database
from tests.driver import Driver
from tests.servers import Shop, start_shop
from tests.trials.invariants import Invariants


@pytest.fixture(scope="module")
def shop_url(database: Database) -> Iterator[str]:
    with database.copy() as url:
        yield url


@pytest.fixture(scope="module")
def shop(request: pytest.FixtureRequest, shop_url: str) -> Iterator[Shop]:
    with start_shop(shop_url, **getattr(request.module, "SHOP", {})) as running:
        yield running


@pytest.fixture(scope="module")
def driver(shop: Shop) -> Iterator[Driver]:
    with Driver(shop) as driver:
        yield driver


@pytest.fixture(scope="module")
def invariants(driver: Driver, shop_url: str) -> Iterator[Invariants]:
    found = Invariants(driver, shop_url)
    yield found
    found.engine.dispose()


@pytest.fixture(autouse=True)
def what_must_always_hold(request: pytest.FixtureRequest) -> Iterator[None]:
    """After the case nothing is broken. A case that causes 503 on purpose asks for the fixture `faults`."""
    found: Invariants | None = None
    if "driver" in request.fixturenames:
        found = request.getfixturevalue("invariants")
    yield
    if found:
        assert found.broken(faults="faults" in request.fixturenames) == []


@pytest.fixture
def faults(driver: Driver) -> Iterator[None]:
    """Within the case the services of others fail, and the shop may say that it cannot (503)."""
    yield
    driver.stripe.behave()
