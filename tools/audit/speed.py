"""Lighthouse on the pages that most visitors come through, on a telephone with a slow line, and what they weigh."""

import json
import math
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import sync_playwright

from tests.browsers import OPTIONS
from tools.pages import Jar
from tools.processes import Command, Failed, free_port

from .node import LIGHTHOUSE

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
LCP, CLS = 1500, 0.02
# What is the same on a busy machine.
STEADY = ("accessibility", "best-practices", "seo")
# On a busy machine a page is measured slower than it is, and never faster: the best of these counts.
RUNS, WARMING = 8, 6
CODE = {"Document", "Stylesheet", "Script"}


@dataclass(frozen=True)
class Measured:
    """What Lighthouse says of a page: points, largest paint (ms), shift, bytes as they came over the line with their
    headers (`whole`), and as they are packed (`code`: HTML, CSS and JavaScript; `fonts`)."""

    points: dict[str, int]
    lcp: float
    cls: float
    code: int
    fonts: int
    whole: int
    lost: tuple[str, ...]

    def misses(self, *, steady: bool = False) -> list[str]:
        """What is short of what is wanted; of what is `steady`, only what is so on a busy machine, too."""
        short = [
            f"{name} {points}, wanted {LEAST[name]}"
            for name, points in self.points.items()
            if points < LEAST[name] and (name in STEADY or not steady)
        ]
        if self.lcp >= LCP and not steady:
            short.append(f"LCP {self.lcp:.0f} ms, {self.lcp - LCP:.0f} too long")
        if self.cls >= CLS:
            short.append(f"CLS {self.cls:.3f}, wanted below {CLS}")
        return short + [f"lost points for {title}" for title in self.lost if short]


@contextmanager
def open_for_lighthouse(chromium: str) -> Iterator[int]:
    """The port of a browser that ends with the block."""
    port = free_port()
    with sync_playwright() as playwright:
        options = [*OPTIONS, f"--remote-debugging-port={port}"]
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        yield port
        browser.close()


def measure(
    address: str, port: int, jar: Jar, folder: Path, skip: str = "", *, until: float = math.inf
) -> tuple[Measured, int]:
    """The best of a few runs, and how many they were: the first that misses nothing is enough, and so is one after
    `until`, on the monotonic clock."""
    found: list[Measured] = []
    turn = 0
    # As nearly everybody finds it: kept, by each process of the server.
    for _ in range(WARMING):
        _packed([address], jar)
    while turn < RUNS and not (found and (not found[-1].misses() or time.monotonic() > until)):
        turn += 1
        found += _run(address, port, jar, folder, skip)
    if not found:
        raise Failed(f"Lighthouse could not measure {address}.")
    best = max(found, key=lambda each: (not each.misses(), each.points["performance"], -each.lcp))
    return best, turn


def _run(address: str, port: int, jar: Jar, folder: Path, skip: str) -> list[Measured]:
    """What one run says; nothing where it lost its trace, as it does on a busy machine."""
    answer = folder / "lighthouse.json"
    cookies = "; ".join(f"{name}={value}" for name, value in jar.items())
    command: Command = [
        *("node", LIGHTHOUSE, address, f"--port={port}", "--quiet", "--disable-full-page-screenshot"),
        *("--output=json", f"--output-path={answer}", f"--only-categories={','.join(CATEGORIES)}"),
        *((f"--extra-headers={json.dumps({'Cookie': cookies})}",) if jar else ()),
        *((f"--skip-audits={skip}",) if skip else ()),
    ]
    ended = subprocess.run(command, cwd=folder, stderr=subprocess.DEVNULL, check=False)
    return [_read(json.loads(answer.read_text()), jar)] if ended.returncode == 0 else []


def _read(said: dict[str, Any], jar: Jar) -> Measured:
    audits, categories = said["audits"], said["categories"]
    points = {name: round(100 * categories[name]["score"]) for name in CATEGORIES}
    came = audits["network-requests"]["details"]["items"]
    weighing = {
        ref["id"]
        for name in CATEGORIES
        for ref in categories[name]["auditRefs"]
        if ref["weight"] and points[name] < LEAST[name]
    }
    lost = [audits[name]["title"] for name in sorted(weighing) if (audits[name]["score"] or 0) < 0.9]
    return Measured(
        points,
        lcp=audits["largest-contentful-paint"]["numericValue"],
        cls=audits["cumulative-layout-shift"]["numericValue"],
        code=_packed([item["url"] for item in came if item.get("resourceType") in CODE], jar),
        fonts=_packed([item["url"] for item in came if item.get("resourceType") == "Font"], jar),
        whole=sum(item["transferSize"] for item in came),
        lost=tuple(lost),
    )


def _packed(urls: list[str], jar: Jar) -> int:
    """How many bytes these are as they are sent to a browser."""
    with requests.Session() as session:
        session.trust_env = False
        session.headers["Accept-Encoding"] = "br"
        return sum(len(session.get(url, cookies=jar, stream=True, timeout=10).raw.read()) for url in urls)
