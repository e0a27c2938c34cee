"""How many SQL statements pages take: counted in this process, in shops of different sizes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.db import db

from .buyers import Visitor, adding, buying

# Pages and what differs in their addresses: the number of an order that is paid, and how many pieces are in the basket.
SHOP = {
    "home": "/",
    "catalogue": "/batik",
    "catalogue, chosen": "/batik?teknik=cap&teknik=tulis&warna=indigo",
    "search": "/batik?q=laut",
    "search, misspelt": "/batik?q=luat",
    "suggestions": "/batik/saran.json?q=lau",
    "product": "/batik/kain-1",
    "makers": "/perajin",
    "maker": "/perajin/perajin-2",
    "visitor": "/pengunjung.json",
    "basket": "/keranjang",
    "checkout": "/checkout",
    "order": "/pesanan/bench-order-{order:032}",
    "my orders": "/akun",
}
ADMIN = {
    "today": "/admin/",
    "order list": "/admin/orders",
    "order list, searched": "/admin/orders?q=sari",
    "order, admin": "/admin/orders/{order}",
    "revenue, this month": "/admin/revenue",
    "revenue, 12 months": "/admin/revenue?from={year_ago}&to={today}",
    "products": "/admin/products",
    "product, admin": "/admin/products/1",
    "stock": "/admin/stock",
    "stock of one": "/admin/stock/1",
    "makers, admin": "/admin/makers",
    "maker, admin": "/admin/makers/2",
    "motifs": "/admin/motifs",
    "tasks": "/admin/tasks",
    "messages": "/admin/messages",
    "activity": "/admin/activity",
    "people": "/admin/people",
    "shipping": "/admin/shipping",
}


class Inside(Visitor):
    """Asks an application of this process, and writes down how many statements each answer took."""

    def __init__(self, app: Flask) -> None:
        super().__init__("http://127.0.0.1")
        self.app = app
        self.client = app.test_client(use_cookies=False)
        self.counts: list[tuple[str, int]] = []

    def ask(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        headers = {"Cookie": self.cookie} if self.cookies else {}
        kind = "application/x-www-form-urlencoded" if body else None
        with counting(self.app) as statements:
            answer = self.client.open(path, method=method, data=body, content_type=kind, headers=headers)
        for cookie in answer.headers.get_all("Set-Cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.counts.append((f"{method} {path.partition('?')[0]}", len(statements)))
        return answer.status_code, answer.text, answer.headers.get("Location", "")

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)


@contextmanager
def counting(app: Flask) -> Iterator[list[str]]:
    """The statements that are executed within the block; beginning and ending transactions is not counted."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def of_pages(app: Flask, admin: str, places: dict[str, Any]) -> dict[str, int]:
    """The statements of each page; `admin` is the cookie of somebody who may see them all."""
    found = {}
    guest, staff = Inside(app), Inside(app)
    adding(guest, ["/batik"])
    staff.cookies = dict(part.split("=", 1) for part in admin.split("; "))
    for name, address in (SHOP | ADMIN).items():
        visitor = staff if name in ADMIN or name == "my orders" else guest
        visitor.counts.clear()
        # Once for what is only read once in the life of a process.
        visitor.get(address.format(**places))
        visitor.get(address.format(**places))
        found[name] = visitor.counts[-1][1]
    return found


def of_deeds(app: Flask) -> dict[str, list[tuple[str, int]]]:
    """The statements of each step of putting a piece into a basket, and of buying."""
    found = {}
    for name, deed in (("add to basket", adding), ("guest checkout", buying)):
        visitor = Inside(app)
        deed(visitor, ["/batik"])
        found[name] = visitor.counts
    return found
