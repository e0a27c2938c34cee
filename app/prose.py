"""Texts that people write with a little formatting, made safe to show."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import nh3
from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a"}


@lru_cache(256)
def render(markdown: str) -> Markup:
    """The text as HTML in which nothing can run and nothing can load."""
    html = nh3.clean(
        _markdown().render(markdown),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto"},
        link_rel="noopener nofollow",
    )
    return Markup(html)


@lru_cache(256)
def in_one_line(markdown: str) -> str:
    """The words alone, without formatting and line breaks."""
    return " ".join(render(markdown).striptags().split())


@cache
def _markdown() -> "MarkdownIt":
    """Paragraphs, emphasis, lists, quotes and links; no headings (pages have their own), no pictures, no HTML."""
    # Loaded by the first text, as a start has none.
    from markdown_it import MarkdownIt  # noqa: PLC0415

    return MarkdownIt("zero", {"html": False, "breaks": True}).enable(
        ["emphasis", "list", "blockquote", "link", "newline", "escape", "entity"]
    )
