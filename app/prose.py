"""Texts that people write with a little formatting, made safe to show."""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

# Paragraphs, emphasis, lists, quotes and links; no headings (pages have their own), no pictures, no HTML.
_markdown = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    ["emphasis", "list", "blockquote", "link", "newline", "escape", "entity"]
)
_TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a"}


@lru_cache(64)
def render(markdown: str) -> Markup:
    """The text as HTML in which nothing can run and nothing can load."""
    html = nh3.clean(
        _markdown.render(markdown),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto"},
        link_rel="noopener nofollow",
    )
    return Markup(html)


# What formatting begins with, and what HTML does not keep as it is.
_MARKED = re.compile(r"[*_\[\\&<\0\ufeff]|(?:\A|[\n\r])\s*(?:[-+>]|\d+[.)])")


@lru_cache(64)
def in_one_line(markdown: str) -> str:
    """The words alone, without formatting and line breaks."""
    # Most stories have none: to make HTML of them and take it away again took a tenth of a cloth's page.
    words = render(markdown).striptags() if _MARKED.search(markdown) else markdown
    return " ".join(words.split())
