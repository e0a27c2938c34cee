"""Each case works on a shop that really runs, through the driver only; after each, what must always hold is looked at.

All cases share one shop of eight processes, each with goods and orders of its own: to start one takes longer than most
cases. A module that needs another shop (see start_shop) has a fixture `trial` of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from tests.conftest import Database
from tests.driver import Driver
from tests.servers import start_shop
from tests.trials.invariants import Invariants

PROCESSES = 8


@dataclass
class Trial:
    """A running shop, and who uses it and who watches it."""

    driver: Driver
    invariants: Invariants


@contextmanager
def open_trial(database: Database, **how: Any) -> Iterator[Trial]:
    with database.copy() as url, start_shop(url, **how) as shop, Driver(shop) as driver:
        found = Invariants(driver, url)
        yield Trial(driver, found)
        found.engine.dispose()


@pytest.fixture(scope="package")
def trial(database: Database) -> Iterator[Trial]:
    with open_trial(database, processes=PROCESSES) as trial:
        yield trial


@pytest.fixture(scope="module")
def driver(trial: Trial) -> Driver:
    return trial.driver


@pytest.fixture(scope="module")
def invariants(trial: Trial) -> Invariants:
    return trial.invariants


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
