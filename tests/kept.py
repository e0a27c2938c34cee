"""Every piece of a page that is kept (app/fragments.py) is made anew too while the tests run, and must be the same: so
each test of a page proves that the pieces' keys name all that they show."""

from collections.abc import Callable
from typing import Any

from flask import Flask


def prove_pieces(app: Flask) -> None:
    kept = app.jinja_env.globals["kept"]

    def proven(name: str, *shown: Any, caller: Callable[[], str]) -> str:
        said: str = kept(name, *shown, caller=caller)
        assert said == caller(), f"what is kept as {name!r} shows more than {shown}"
        return said

    app.jinja_env.globals["kept"] = proven
