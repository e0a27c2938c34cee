"""People in a real Chromium, on a phone and at a desk, in a shop that really runs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import Database
from tests.driver import Driver
from tests.servers import Shop, start_shop

SCREENS = {"phone": (360, 740), "desk": (1280, 900)}
PATIENCE = 30_000  # ms; the machine may be busy
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where a journey goes by phone and at a desk, on both databases, and alone and mounted: each two of these meet,
    and not every three."""
    left_out = [item for item in items if _goes_three_ways(config, item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _goes_three_ways(config: pytest.Config, item: pytest.Item) -> bool:
    ours = item.path.parent == Path(__file__).parent and config.option.database == "both"
    turns = item.callspec.indices if ours and isinstance(item, pytest.Function) else {}
    if "screen" not in turns or item.get_closest_marker("one_database"):
        return False
    return sum(turns.get(way, 0) for way in ("database", "screen", "shop")) % 2 == 1


@dataclass
class Window:
    """A browser of one person. What a page complains about (a script's error, a breach of its policy) is kept."""

    context: BrowserContext
    problems: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda said: self.problems.append(said.text) if said.type == "error" else None)
        page.goto(address)
        return page


@pytest.fixture(scope="module")
def shop(request: pytest.FixtureRequest, database: Database) -> Iterator[Shop]:
    with database.copy() as url, start_shop(url, **getattr(request, "param", {})) as running:
        yield running


@pytest.fixture(scope="module")
def driver(shop: Shop) -> Iterator[Driver]:
    with Driver(shop) as driver:
        driver.set_up_couriers()
        yield driver


@pytest.fixture(params=SCREENS)
def screen(request: pytest.FixtureRequest) -> dict[str, int]:
    width, height = SCREENS[request.param]
    return {"width": width, "height": height}


@pytest.fixture
def window(browser: Browser, screen: dict[str, int]) -> Iterator[Window]:
    context = browser.new_context(viewport=screen, locale="id-ID")
    context.set_default_timeout(PATIENCE)
    window = Window(context)
    yield window
    context.close()
    assert window.problems == []


@pytest.fixture
def staff_window(browser: Browser, screen: dict[str, int]) -> Iterator[Window]:
    """The browser of somebody else, who works in the shop."""
    context = browser.new_context(viewport=screen, locale="id-ID")
    context.set_default_timeout(PATIENCE)
    window = Window(context)
    yield window
    context.close()
    assert window.problems == []


@pytest.fixture(autouse=True)
def all_agrees(driver: Driver) -> Iterator[None]:
    yield
    assert driver.check() == "all agrees"
    assert "Traceback" not in driver.shop.log()
