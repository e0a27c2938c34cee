"""Open the sample village, hold its pages against the web's rules, and say what missed: exits 1 where something did.

make audit
make audit WAIT=0      so many seconds at most until the pictures are printed; those that lack AVIF are not weighed
make audit WITHIN=300  after so many seconds nothing is measured again, and a page that was slow until then is told of
"""

import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from tests.browsers import need_chromium
from tools.pages import BUYER, Page, Walk
from tools.run import ENDINGS
from tools.village import open_village

from . import axe, html, node
from .speed import RUNS, Measured, measure, open_for_lighthouse

# What is measured, and what Lighthouse need not look for there: no search engine shall keep a checkout.
MEASURED = {
    "shop.home.show id": "",
    "shop.catalog.browse id": "",
    "shop.catalog.show id": "",
    "shop.makers.show id": "",
    "shop.checkout.show id": "is-crawlable",
}
KB = 1000
MOST_CODE, MOST_FONTS, MOST_WHOLE = 25 * KB, 45 * KB, 300 * KB


def main() -> None:
    for number in ENDINGS:
        signal.signal(number, lambda *_: sys.exit(1))
    chromium = need_chromium()
    node.bring()
    began, patience = time.monotonic(), float(os.environ.get("WAIT", "120"))
    until = began + float(os.environ.get("WITHIN", "inf"))
    with open_village() as village, tempfile.TemporaryDirectory(prefix="canting-audit-") as folder:
        walk = Walk(village)
        pages = list(walk.pages())
        misses = look(walk, pages, chromium, Path(folder))
        named = {page.name: page for page in pages}
        printed = walk.wait_for_prints_of([named[name] for name in MEASURED], patience)
        with village.at_rest():
            misses += race(walk, named, chromium, Path(folder), printed=printed, until=until)
    print(f"\n{len(pages)} pages in {time.monotonic() - began:.0f} seconds.", flush=True)
    sys.exit(f"{len(misses)} missed:\n" + "\n".join(f"- {miss}" for miss in misses) if misses else 0)


def look(walk: Walk, pages: list[Page], chromium: str, folder: Path) -> list[str]:
    """What is wrong with pages as they are, however quick they come."""
    wrong = html.mistakes(pages, folder)
    print(f"v.Nu   {len(pages)} pages, {len(wrong)} mistakes", flush=True)
    violations = axe.violations(walk.url, pages, walk.jars(), chromium)
    print(f"axe    {len(pages)} pages in light and dark, {len(violations)} violations\n", flush=True)
    return [f"v.Nu: {text}" for text in wrong] + [f"axe: {text}" for text in violations]


def race(
    walk: Walk,
    pages: dict[str, Page],
    chromium: str,
    folder: Path,
    *,
    printed: bool,
    until: float,
) -> list[str]:
    """How quick the pages are that most visitors come through, and what they weigh; their pictures only where those
    are `printed`. Where there was no time left to measure again, only what is so on a busy machine, too, is a miss."""
    if not printed:
        print("Not all pictures have been printed yet, and are not weighed.")
    misses: list[str] = []
    jars = walk.jars()
    print(f"{'':<18}fast  access  best  SEO   LCP ms    CLS  code kB  fonts kB  all kB  runs")
    with open_for_lighthouse(chromium) as port:
        for name, skip in MEASURED.items():
            page = pages[name]
            jar = jars[BUYER] if page.who == BUYER else {}
            found, runs = measure(f"{walk.url}{page.path}", port, jar, folder, skip, until=until)
            title = " ".join(name.split()[0].split(".")[1:])
            print(row(title, found, runs), flush=True)
            hurried = runs < RUNS and bool(found.misses())
            if hurried:
                print(f"{'':<18}no time to measure it again: {'; '.join(found.misses())}", flush=True)
            wrong = [*found.misses(steady=hurried), *heavy(name, found, printed=printed)]
            misses += [f"{title}: {miss}" for miss in wrong]
    return misses


def row(title: str, found: Measured, runs: int) -> str:
    points = "  ".join(f"{found.points[name]:>4}" for name in found.points)
    weights = f"{found.code / KB:>9.1f} {found.fonts / KB:>9.1f} {found.whole / KB:>7.0f}"
    return f"{title:<16}{points} {found.lcp:>8.0f} {found.cls:>6.3f}{weights} {runs:>5}"


def heavy(name: str, found: Measured, *, printed: bool) -> Iterable[str]:
    limits = {
        "shop.catalog.browse id": [
            ("its code", found.code, MOST_CODE),
            ("its fonts", found.fonts, MOST_FONTS),
        ],
        # While the worker has not printed all pictures, a page weighs more than it will.
        "shop.home.show id": [("the whole page", found.whole, MOST_WHOLE)] if printed else [],
    }
    for what, weight, most in limits.get(name, []):
        if weight > most:
            yield f"{what}: {weight / KB:.1f} kB, {(weight - most) / KB:.1f} too many"


if __name__ == "__main__":
    main()
