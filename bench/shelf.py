"""How soon a shelf of the shop is seen on somebody else's page, over a telephone's slow line."""

import statistics
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from tests.browsers import find_chromium, open_browser
from tests.elsewhere import site

# What Lighthouse calls slow 4G: 150 ms there and back, 1.6 Mbit/s down and 0.75 up.
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
TELEPHONE = {"width": 360, "height": 740}
TIMES = 7
SHELF = """<!doctype html><title>Desa</title><canting-shelf></canting-shelf>
<script async crossorigin src="{shop}/embed.js"></script>"""
FRAME = '<!doctype html><title>Desa</title><iframe src="{shop}/embed/baru" width="320" height="655"></iframe>'
# From when the page around it is there: how slow that one is, is not ours.
PAINTED = """name => {
  const [seen] = performance.getEntriesByName(name);
  return seen && seen.startTime - (window === top ? performance.getEntriesByType("navigation")[0].responseEnd : 0);
}"""
TITLED = """() => {
  const shelf = document.querySelector("canting-shelf");
  return shelf.shadowRoot?.querySelector("a")
    && performance.now() - performance.getEntriesByType("navigation")[0].responseEnd;
}"""


@dataclass(frozen=True, slots=True)
class Seen:
    """In ms, the median of some visits with nothing kept: the shelf's outline, its cloth's names, and a frame's
    words."""

    outline: float
    names: float
    frame: float


def look(shop: str) -> Seen | None:
    """None where there is no browser to look with."""
    chromium = find_chromium()
    if not chromium:
        return None
    with open_browser(chromium) as browser, site("", SHELF.format(shop=shop)) as shelf:
        seen = [_shelf(browser, shelf) for _ in range(TIMES)]
        with site("", FRAME.format(shop=shop)) as frame:
            framed = [_frame(browser, frame) for _ in range(TIMES)]
    outlines, names = zip(*seen, strict=True)
    return Seen(*map(statistics.median, (outlines, names, framed)))


def _shelf(browser: Browser, address: str) -> tuple[float, float]:
    page = _visit(browser, address)
    named = page.wait_for_function(TITLED).json_value()
    outline = page.wait_for_function(PAINTED, arg="first-paint").json_value()
    page.context.close()
    return outline, named


def _frame(browser: Browser, address: str) -> float:
    page = _visit(browser, address)
    frame = page.frames[1]
    seen: float = frame.wait_for_function(PAINTED, arg="first-contentful-paint").json_value()
    page.context.close()
    return seen


def _visit(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport=TELEPHONE).new_page()  # type: ignore[arg-type]
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_4G)
    page.goto(address)
    return page
