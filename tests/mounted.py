"""A village's own site with the shop under /toko, by exactly the lines that the README shows."""

import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from flask import Flask

README = Path(__file__).resolve().parent.parent / "README.md"


def lines(heading: str) -> str:
    """The Python under a heading of the README."""
    found = re.search(rf"^### {re.escape(heading)}\n+```python\n(.*?)^```", README.read_text(), re.M | re.S)
    if found is None:
        raise LookupError(f"The README shows no lines {heading!r}")
    return found[1]


def run(heading: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "village_site"}
    exec(compile(lines(heading), f"README: {heading}", "exec"), names)
    return names


def welcome() -> str:
    return "<h1>Desa Kalibangkang</h1>"


# What the README calls "whatever is a WSGI application".
village = ModuleType("village")
village.site = Flask("village")
village.site.add_url_rule("/", view_func=welcome)
sys.modules["village"] = village

in_flask = run("In a Flask site")["site"]
in_flask.add_url_rule("/", view_func=welcome)
elsewhere = run("In any other WSGI site")["application"]
