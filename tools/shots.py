"""Photograph every page of the sample village, in each width, theme and language, into shots/; the most telling ones
together, for the README; and those of the officers' guide.

    make shots                    all of them: some minutes
    make shots PAGES=checkout     those with this in their name
"""

import os
import shutil
import signal
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from tests.browsers import need_chromium, open_browser
from tools.pages import Jar, Jars, Page, Walk
from tools.run import ENDINGS, ROOT
from tools.village import open_village

SHOTS = ROOT / "shots"
SHEET = ROOT / "docs" / "pages.webp"
WIDTHS = {360: 740, 768: 1024, 1280: 900}
THEMES = ("light", "dark")
CORES = 2
# The sheet: rows of a page, the width it is seen at, and the theme.
TELLING = (
    (
        ("shop.home.show id", 1280, "light"),
        ("shop.catalog.show made to order id", 360, "light"),
        ("shop.catalog.browse id", 360, "dark"),
        ("shop.makers.show id", 768, "light"),
    ),
    (
        ("shop.checkout.show en", 360, "light"),
        ("shop.orders.show to pay id", 360, "dark"),
        ("admin.today.show id", 1280, "light"),
        ("admin.orders.show to pack id", 768, "dark"),
    ),
)
ROW, GAP, GROUND = 740, 24, "#e9dfc9"
# What the officers' guide shows, as it stands on a telephone.
GUIDE = ROOT / "docs" / "panduan"
SHOWN = {
    "pameran": "admin.exhibitions.show officer id",
    "kemas": "admin.packing.show id",
    "promosi": "admin.publicity.share id",
    "kasir": "admin.stall.show id",
    "kembali": "admin.unpacking.show id",
    "hasil": "admin.worth.show id",
    "peminat": "admin.leads.show id",
    "penawaran": "admin.quotes.show id",
}


def main() -> None:
    for number in ENDINGS:
        signal.signal(number, lambda *_: sys.exit(1))
    chromium = need_chromium()
    asked = os.environ.get("PAGES", "")
    shutil.rmtree(SHOTS, ignore_errors=True)
    SHOTS.mkdir()
    with open_village() as village:
        walk = Walk(village)
        walk.wait_for_prints()
        pages = [page for page in walk.pages() if asked in page.name]
        with ProcessPoolExecutor(CORES, mp_context=get_context("spawn")) as cores:
            shares = [
                cores.submit(photograph, walk.url, pages[turn::CORES], walk.jars(), chromium)
                for turn in range(CORES)
            ]
            wide = [name for share in shares for name in share.result()]
    print(
        f"{len(pages) * len(WIDTHS) * len(THEMES)} shots of {len(pages)} pages are in {SHOTS.relative_to(ROOT)}/."
    )
    for name in wide:
        print(f"Wider than its screen: {name}")
    if not asked:
        paste()
        illustrate()


def photograph(url: str, pages: Sequence[Page], jars: Jars, chromium: str) -> list[str]:
    """Take all shots of these pages; the names of those that one has to scroll sideways."""
    wide: list[str] = []
    with open_browser(chromium) as browser:
        tabs = {who: open_tab(browser, url, jar) for who, jar in jars.items()}
        for page in pages:
            tab = tabs[page.who]
            tab.goto(f"{url}{page.path}")
            for width, height in WIDTHS.items():
                tab.set_viewport_size({"width": width, "height": height})
                settle(tab)
                if tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    wide.append(f"{page.name} {width}")
                for theme in THEMES:
                    tab.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
                    tab.screenshot(
                        path=shot(page.name, width, theme), full_page=True, type="jpeg", quality=75
                    )
    return wide


def open_tab(browser: Browser, url: str, jar: Jar) -> Tab:
    """A tab of somebody with these cookies, in which nothing moves."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in jar.items()])
    return context.new_page()


def settle(tab: Tab) -> None:
    """Wait until the till has its cloth, and all pictures of the page have come, those further down as well."""
    tab.wait_for_function(
        "() => !document.querySelector('.signal:is([data-signal=\"\"], [data-signal=first])')"
    )
    tab.evaluate("""() => Promise.all([...document.images].map(image => {
        image.loading = "eager";
        return image.decode().catch(() => {});
    }))""")


def shot(name: str, width: int, theme: str) -> Path:
    return SHOTS / f"{name} {width} {theme}.jpg"


def paste() -> None:
    """The most telling pages on one sheet, light and dark."""
    rows = [[one(*wanted) for wanted in row] for row in TELLING]
    width = max(sum(each.width + GAP for each in row) + GAP for row in rows)
    sheet = Image.new("RGB", (width, (ROW + GAP) * len(rows) + GAP), GROUND)
    for number, row in enumerate(rows):
        # Spread over the whole width.
        space = (width - sum(each.width for each in row)) // (len(row) + 1)
        left = space
        for each in row:
            sheet.paste(each, (left, GAP + number * (ROW + GAP)))
            left += each.width + space
    sheet.save(SHEET, quality=70, method=6)
    print(f"{SHEET.relative_to(ROOT)}: {SHEET.stat().st_size / 1000:.0f} kB")


def illustrate() -> None:
    """The pictures of the officers' guide."""
    for picture, name in SHOWN.items():
        one(name, 360, "light").save(GUIDE / f"{picture}.webp", quality=70, method=6)


def one(name: str, width: int, theme: str) -> Image.Image:
    """What is seen of a page at once."""
    with Image.open(shot(name, width, theme)) as image:
        seen = image.crop((0, 0, width, WIDTHS[width]))
    return ImageOps.contain(seen, (width, ROW), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main()
