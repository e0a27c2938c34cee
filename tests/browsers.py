"""The real browser of the journeys: whichever Chromium the machine has."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

HOW_TO_GET_ONE = (
    "apt install chromium libatomic1, or .venv/bin/playwright install chromium, or name one in CHROMIUM"
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ON_A_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
# Nothing here is asked of the world: the browser calls no home, and draws the same on every machine.
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    """The browser that CHROMIUM names, else an installed one, else one that Playwright has downloaded."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return found
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    downloaded = sorted(cache.glob("chromium-*/chrome-linux*/chrome"), reverse=True)
    return next((str(path) for path in [*downloaded, Path(ON_A_MAC)] if path.exists()), None)


def need_chromium() -> str:
    """The browser for a command that is nothing without one; ends the program where there is none."""
    return find_chromium() or sys.exit(f"No Chromium found. To get one: {HOW_TO_GET_ONE}.")


@contextmanager
def open_browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
        yield browser
        browser.close()
