"""Long lists, a page at a time."""

from flask import request

# What is further than anybody turns is no page, and no number that a database refuses.
LAST = 10_000


def page_asked() -> int:
    """Which page the address wants: the first where it does not say."""
    return min(max(1, request.args.get("page", 1, int)), LAST)
