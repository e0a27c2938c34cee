"""Measure the shop: `make bench`, or `python -m bench --postgresql`; about five minutes.

On SQLite, or on the PostgreSQL server that DATABASE_URL names (in databases of its own), or on one that is started.
"""

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from flask_migrate import upgrade

from app import clock, create_app
from app.api.health import database
from app.catalog.queries import PAGE
from app.db import db
from config import Settings
from tests.databases import PostgreSQLDatabases, PostgreSQLServer, SQLiteDatabases
from tests.settings import settings_for
from tools.processes import Failed

from . import report, shelf, stand, village
from .book import slug_of
from .buyers import ACCOUNT, Visitor, adding, buying, sign_in
from .load import WRK, Work, crowd, measure, one_by_one, pages
from .machine import Cores, describe, pin
from .report import A_STEP
from .serving import Host, Site
from .statements import Inside, of_deeds, of_pages

# Shops whose pages must take the same number of statements, and shops that are measured.
FEW, MANY, SIZES = 1, 100, (1_000, 10_000)
# And one in which only looking for cloth is measured.
HUGE = 100_000
ORDERS = 10_000
# A cooperative that has been to many fairs.
FAIRS, MANY_ORDERS = 100, 50_000
STARTS = 5
# What a shop keeps of its pages unless it is told otherwise. Those that are made anew are asked for at addresses of
# their own, so that none is there; what all of them ask is remembered as it always is.
AS_SERVED = str(Settings.model_fields["PAGE_CACHE_MB"].default)
CHOSEN = (
    "teknik=cap&teknik=tulis",
    "harga=250-500&warna=indigo&warna=soga",
    "jenis=kain&teknik=tulis&urut=termurah",
    "motif=kawung&tersedia=siap&ukuran=230-",
    "hal=2&pewarna=alami",
)
FAIR_PAGES = {
    "a fair": "/admin/exhibitions/{fair}",
    "what a fair was worth": "/admin/exhibitions/{fair}/worth",
    "what all fairs were worth": "/admin/exhibitions/worth",
}
# A server as one would really run it; the tests' own does not write to the disk.
DURABLE = ("max_connections=50", "listen_addresses=")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--postgresql", action="store_true", help="start a PostgreSQL server and measure on it"
    )
    asked = parser.parse_args()
    if sys.platform != "linux":
        sys.exit("This reads /proc and pins processes to cores: it needs Linux.")
    with ExitStack() as stack:
        try:
            results = Bench(stack, postgresql=asked.postgresql).run()
        except Failed as failure:
            sys.exit(str(failure))
    reached = report.goals(results)
    print(f"\nKept as {report.keep(results)}")
    return 0 if reached else 1


class Bench:
    """One measurement: its databases, its servers, and what it has found so far."""

    def __init__(self, stack: ExitStack, *, postgresql: bool) -> None:
        self.stack = stack
        self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="canting-bench-")))
        self.cores = Cores.find()
        self.database_pid: int | None = None
        self.databases = self._databases(postgresql)
        # What we do between measurements leaves the server's core alone.
        pin(os.getpid(), self.cores.clients)
        self.template = self._kept(self.databases.new())
        with self._app(self.template).app_context():
            upgrade()
            self.kind, version = db.engine.dialect.name, database()
            db.session.remove()
            db.engine.dispose()
        machine = describe(self.cores) | {"kind": self.kind, "database": version}
        self.found: dict[str, Any] = {"machine": machine, "statements": {}, "steps": {}, "sizes": {}}

    def _databases(self, postgresql: bool) -> SQLiteDatabases | PostgreSQLDatabases:
        url = os.environ.get("DATABASE_URL", "")
        if url.startswith("postgresql"):
            return PostgreSQLDatabases(url, f"bench_{os.getpid()}")
        if not postgresql:
            return SQLiteDatabases(self.folder)
        server = PostgreSQLServer(DURABLE)
        self.stack.callback(server.stop)
        if server.process:
            self.database_pid = server.process.pid
            pin(self.database_pid, self.cores.server)
        return PostgreSQLDatabases(server.url, f"bench_{os.getpid()}")

    def _kept(self, url: str) -> str:
        self.stack.callback(self.databases.drop, url)
        return url

    def _settings(self, url: str) -> dict[str, str]:
        more = {"ENVIRONMENT": "production", "MEDIA_URL": str(self.folder / "media"), "BANK_ACCOUNT": ACCOUNT}
        return settings_for(url, **more)

    def _app(self, url: str) -> Flask:
        app = create_app(Settings.model_validate(self._settings(url)))
        # Its log would stand between the lines of the table.
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
        return app

    def run(self) -> dict[str, Any]:
        report.about(
            self.found["machine"], "wrk" if WRK else "processes of our own, which a bare page outruns"
        )
        for size in (FEW, MANY):
            self._count(self._filled(size, size), size, size)
        for size in SIZES:
            url = self._filled(size, ORDERS)
            self._count(url, size, ORDERS)
            self._measure(Host(self.folder, self.cores, self._settings(url), self.database_pid), size)
        self._sell_at_a_fair(self._filled(SIZES[0], MANY_ORDERS))
        url = self._filled(HUGE, FEW)
        self._look_for_cloth(Host(self.folder, self.cores, self._settings(url), self.database_pid))
        self._start(Host(self.folder, self.cores, self._settings(url), self.database_pid))
        report.statements(self.found["statements"])
        report.shelf(self.found["shelf_ms"])
        self.found["load_after"] = os.getloadavg()
        return self.found

    def _filled(self, products: int, orders: int) -> str:
        url = self._kept(self.databases.copy(self.template))
        with self._app(url).app_context():
            village.fill(products, orders)
            db.engine.dispose()
        return url

    def _count(self, url: str, size: int, orders: int) -> None:
        """Count the statements of each page, and of each step of buying."""
        app, today = self._app(url), clock.today()
        # An order that is paid: its page has the same to show in each shop.
        places = {"order": max(1, orders - 3), "today": today, "year_ago": today - timedelta(days=364)}
        staff = Inside(app)
        staff.post("/masuk", [("email", village.ADMIN), ("password", village.PASSWORD)])
        steps = self.found["steps"][size] = of_deeds(app)
        added = [count for _, count in steps["add to basket"][-2:]]
        whole = [count for _, count in steps["guest checkout"]]
        self.found["statements"][size] = of_pages(app, staff.cookie, places) | {A_STEP: max(added + whole)}
        self.found.setdefault("deeds", {})[size] = {"add to basket": sum(added), "guest checkout": sum(whole)}
        with app.app_context():
            db.engine.dispose()

    def _measure(self, host: Host, size: int) -> None:
        report.heading(f"{size:,} products, {ORDERS:,} orders")
        sql = self.found["statements"][size] | self.found["deeds"][size]
        found = self.found["sizes"][str(size)] = {}
        with host.serve(PAGE_CACHE_MB=AS_SERVED) as site:
            for name, work in self._works(site, size):
                found[name] = asdict(measure(site, work))
                report.line(name, found[name], sql[name])
            self._look_at(site)
            _, catalogue, _ = Visitor(site.url).ask("GET", "/batik", None)
        with host.serve(PAGE_CACHE_MB="64") as site:
            for name, work in self._kept_works(site, size):
                found[name] = asdict(measure(site, work))
                report.line(name, found[name], sql.get(name, 0))
            seen = shelf.look(site.url)
            self.found["shelf_ms"] = asdict(seen) if seen else {}
        with host.serve("bench.yardstick:app", BENCH_BYTES=str(len(catalogue.encode()))) as site:
            for name, path, statements in (
                ("bare Flask page", "/bare", 0),
                ("24 cards, one query", "/cards", 1),
            ):
                found[name] = asdict(measure(site, pages(site, [path], self.cores)))
                report.line(name, found[name], statements)

    def _look_for_cloth(self, host: Host) -> None:
        report.heading(f"{HUGE:,} products")
        found = self.found["sizes"][str(HUGE)] = {}
        with host.serve(PAGE_CACHE_MB=AS_SERVED) as site:
            for name, paths in self._finding():
                found[name] = asdict(measure(site, pages(site, paths, self.cores, anew=True)))
                report.line(name, found[name])

    def _sell_at_a_fair(self, url: str) -> None:
        with self._app(url).app_context():
            stand.hold_fairs(FAIRS)
            ids, slug = stand.pack(), stand.FAIR.lower().replace(" ", "-")
            db.engine.dispose()
        with Host(self.folder, self.cores, self._settings(url), self.database_pid).serve() as site:
            cookie = sign_in(site.url, village.ADMIN, village.PASSWORD)
            found = self.found["stand"] = asdict(stand.sync(site, slug, cookie, ids))
            places = {name: path.format(fair=FAIRS // 2) for name, path in FAIR_PAGES.items()}
            self.found["fairs_ms"] = {name: one_by_one(site, path, cookie) for name, path in places.items()}
        report.stand(found)

    def _finding(self) -> Iterator[tuple[str, list[str]]]:
        """The pages on which people look for cloth, the same in every shop."""
        words = [word.lower() for word in village.WORDS]
        yield "catalogue", ["/batik"]
        yield "catalogue, chosen", [f"/batik?{chosen}" for chosen in CHOSEN]
        yield "search", [f"/batik?q={word}" for word in words]
        yield "search, misspelt", [f"/batik?q={word[0]}{word[2]}{word[1]}{word[3:]}" for word in words]
        yield "suggestions", [f"/batik/saran.json?q={word[:3]}" for word in words]

    def _works(self, site: Site, size: int) -> Iterator[tuple[str, Work]]:
        cloths = [f"/batik/{slug_of(number)}" for number in range(1, size, max(1, size // 500))]
        for name, paths in (("home", ["/"]), *self._finding(), ("product", cloths)):
            yield name, pages(site, paths, self.cores, anew=True)
        cookie = sign_in(site.url, village.ADMIN, village.PASSWORD)
        for name, path in self._admin_pages().items():
            yield name, pages(site, [path], self.cores, cookie)

    def _kept_works(self, site: Site, size: int) -> Iterator[tuple[str, Work]]:
        """What is answered from memory, or told to be the same; and people who buy, in the shop as it is served."""
        for name, path in (("home", "/"), ("catalogue", "/batik"), ("product", f"/batik/{slug_of(1)}")):
            yield f"{name}, kept", pages(site, [path], self.cores)
        if WRK:
            tag = Visitor(site.url).tag("/batik")
            yield "catalogue, 304", pages(site, ["/batik"], self.cores, tag=tag)
        shelves = ["/batik", *(f"/batik?hal={number}" for number in range(2, size // PAGE + 1))]
        for name, deed in (("add to basket", adding), ("guest checkout", buying)):
            yield name, crowd(site, shelves, self.cores, deed)

    def _admin_pages(self) -> dict[str, str]:
        today = clock.today()
        year = f"/admin/revenue?from={today - timedelta(days=364)}&to={today}"
        return {
            "order list": "/admin/orders",
            "revenue, this month": "/admin/revenue",
            "revenue, 12 months": year,
        }

    def _look_at(self, site: Site) -> None:
        """What is measured with nobody else there, and when all has been used."""
        cookie = sign_in(site.url, village.ADMIN, village.PASSWORD)
        alone = {name: one_by_one(site, path, cookie) for name, path in self._admin_pages().items()}
        resident, share = site.memory_mb()
        self.found |= {"alone_ms": alone, "resident_mb": resident, "memory_mb": share}

    def _start(self, host: Host) -> None:
        times = [host.start_seconds() for _ in range(STARTS)]
        self.found["start_s"] = {"least": min(times), "median": statistics.median(times), "most": max(times)}


if __name__ == "__main__":
    sys.exit(main())
