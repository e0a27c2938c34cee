"""Reading pages in tests: what is on them, found the way a stylesheet finds it."""

import re
from typing import Any

from flask.testing import FlaskClient
from lxml import html

STEP = re.compile(r"([\w-]+)?((?:\.[\w-]+|\[[^\]]+\])*)")
PART = re.compile(r"\.([\w-]+)|\[([\w-]+)(?:=\"?([^\"\]]*)\"?)?\]")


def page(client: FlaskClient, address: str, status: int = 200, **options: Any) -> Any:
    """The page at an address, which must answer with this status."""
    response = client.get(address, **options)
    assert response.status_code == status
    return html.fromstring(response.text)


def select(element: Any, selector: str) -> list[Any]:
    """Everything below that a simple selector finds: tags, .classes and [attributes], one within another."""
    return element.xpath("." + "".join(_within(step) for step in selector.split()))


def _within(step: str) -> str:
    tag, parts = STEP.fullmatch(step).groups()  # type: ignore[union-attr]
    conditions = [
        f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"
        if name
        else (f"@{attribute}" if value == "" else f"@{attribute}='{value}'")
        for name, attribute, value in PART.findall(parts)
    ]
    return f"//{tag or '*'}" + "".join(f"[{condition}]" for condition in conditions)


def words(element: Any) -> str:
    """What is to be read there, in one line."""
    return " ".join(element.text_content().split())
