"""The shop's words about itself, one file for each page and language."""

import re
from functools import cache
from pathlib import Path

from flask import Blueprint, current_app, render_template
from markupsafe import Markup

from app.languages import locale
from app.page_cache import public
from app.prose import render

bp = Blueprint("pages", __name__)

# A line of the form "## Heading" begins a section.
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


@bp.get("/tentang")
@public
def about() -> str:
    return _page("about")


@bp.get("/bantuan")
@public
def help() -> str:
    return _page("help")


@bp.get("/privasi")
@public
def privacy() -> str:
    return _page("privacy")


@bp.get("/syarat")
@public
def terms() -> str:
    return _page("terms")


def _page(name: str) -> str:
    folder = Path(current_app.root_path).parent / "templates/shop/pages"
    opening, sections = read(folder / f"{name}.{locale()}.md")
    return render_template(f"shop/pages/{name}.html", opening=opening, sections=sections)


@cache
def read(file: Path) -> tuple[Markup, list[tuple[str, Markup]]]:
    """The words before the first heading, and each section with its heading."""
    opening, *rest = HEADING.split(file.read_text())
    sections = [(heading.strip(), render(text)) for heading, text in zip(rest[::2], rest[1::2], strict=True)]
    return render(opening), sections
