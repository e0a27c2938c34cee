"""Pieces of pages, kept under all that they show.

In a template, `{% call kept("card", product, maker) %}...{% endcall %}` renders what it encloses the first time, and
answers from memory for as long as that would be the same. What a piece shows *is* its key: it cannot be out of date,
and nobody has to say when it changes. A key that leaves out something would show what is not so; the tests render
every kept piece anew and compare.
"""

import sys
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.globals import _cv_request

from app.languages import locale

# Two generations of so many bytes: what is asked for again lives on, the rest goes with the older. A card has 3 KB, a
# cloth's own pieces have 8.
MOST_BYTES = 7_000_000
# About what a key takes.
OF_A_KEY = 1_000


class Fragments:
    def __init__(self, most_bytes: int) -> None:
        self.most_bytes, self.bytes = most_bytes, 0
        self.young: dict[Any, str] = {}
        self.old: dict[Any, str] = {}

    def kept(self, name: str, *shown: Any, caller: Callable[[], str]) -> str:
        """The piece of this name that shows these values, all of them values that never change themselves."""
        if (root := _root()) is None:
            return caller()
        # Its words have a language, and its addresses stand below where the shop is mounted.
        key = (name, locale(), root, *shown)
        said = self.young.get(key)
        if said is None:
            said = self.old.pop(key, None)
            self._keep(key, said := caller() if said is None else said)
        return said

    def _keep(self, key: Any, said: str) -> None:
        size = sys.getsizeof(said) + OF_A_KEY
        if self.bytes + size > self.most_bytes:
            self.young, self.old, self.bytes = {}, self.young, 0
        self.young[key] = said
        self.bytes += size


def _root() -> str | None:
    """Where the shop is mounted; none outside a request. A page asks forty times, and Flask's proxy looks thrice."""
    context = _cv_request.get(None)
    return context.request.environ.get("SCRIPT_NAME", "") if context else None


def init_app(app: Flask) -> None:
    app.add_template_global(Fragments(MOST_BYTES).kept, "kept")
