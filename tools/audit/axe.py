"""axe on every page, as somebody sees it on a small telephone, in both themes."""

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from tests.browsers import open_browser
from tools.pages import Jar, Jars, Page
from tools.shots import open_tab

from .node import AXE

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Beside colour nothing changes with the theme, so only that is looked at a second time.
RULES = {
    "light": {"runOnly": {"type": "tag", "values": TAGS}},
    "dark": {"runOnly": {"type": "rule", "values": ["color-contrast"]}},
}
RUN = """async rules => {
  const { violations } = await axe.run(document, { ...rules, resultTypes: ["violations"], preload: false });
  return violations.map(({ id, nodes }) => [id, nodes.map(node => node.target.join(" "))]);
}"""
# No rule of axe, and as bad on a telephone.
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"
CORES = 2


def violations(url: str, pages: Sequence[Page], jars: Jars, chromium: str) -> list[str]:
    """What is wrong where: each rule with its places, and the pages that have them."""
    with ProcessPoolExecutor(CORES, mp_context=get_context("spawn")) as cores:
        shares = [cores.submit(_look, url, pages[turn::CORES], jars, chromium) for turn in range(CORES)]
        found = [each for share in shares for each in share.result()]
    where = defaultdict(list)
    for wrong, page in found:
        where[wrong].append(page)
    return [
        f"{wrong}: {', '.join(named[:3])}{' ...' * (len(named) > 3)}"
        for wrong, named in sorted(where.items())
    ]


def _look(url: str, pages: Sequence[Page], jars: Jars, chromium: str) -> list[tuple[str, str]]:
    with open_browser(chromium) as browser:
        tabs = {who: _tab(browser, url, jar) for who, jar in jars.items()}
        return [
            (f"{rule} ({theme}) {target}", page.name)
            for page in pages
            for theme, rule, target in _wrong(tabs[page.who], f"{url}{page.path}")
        ]


def _tab(browser: Browser, url: str, jar: Jar) -> Tab:
    tab = open_tab(browser, url, jar)
    tab.add_init_script(path=AXE)
    return tab


def _wrong(tab: Tab, address: str) -> list[tuple[str, str, str]]:
    tab.goto(address)
    found = [("light", "one has to scroll sideways", "html")] if tab.evaluate(SIDEWAYS) else []
    # What is folded away is looked at, too.
    tab.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    for theme, rules in RULES.items():
        tab.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        said: list[Any] = tab.evaluate(RUN, rules)
        found += [(theme, rule, target) for rule, targets in said for target in targets]
    return found
