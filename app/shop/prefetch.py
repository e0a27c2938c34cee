"""What a browser may fetch before it is asked for: a public page, when a finger or pointer is on its link.

Nothing is told to who is not asked (a page that is fetched and not opened changes nothing), and no page of somebody's
own is among them: those differ by the minute. The rules stand in the page: as a file of their own they would come
between a slow line and the picture that the page opens on.
"""

import re
from functools import cache

from flask import current_app, request
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from app.languages import LANGUAGES
from app.page_cache import is_public

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
# What a script puts in place without leaving the page is fetched by that script.
SWAPPED = {"selector_matches": "[data-swap], [data-swap] *, [target]"}


def rules() -> Markup:
    """Speculation rules for public pages, on public pages."""
    return _rules(request.environ.get("canting.root", "")) if is_public(request.endpoint) else Markup()


@cache
def _rules(root: str) -> Markup:
    where = {"and": [{"href_matches": public_pages(root)}, {"not": SWAPPED}]}
    told = {"prefetch": [{"where": where, "eagerness": "moderate"}]}
    return Markup('<script type="speculationrules">') + htmlsafe_json_dumps(told) + Markup("</script>")


def public_pages(root: str) -> list[str]:
    """The addresses of pages that are the same for everybody, as patterns, in each language."""
    languages = "".join(f"{{/{language}}}?" for language in LANGUAGES[1:])
    return sorted(
        root + languages + PARAMETER.sub(r":\1", rule.rule)
        for rule in current_app.url_map.iter_rules()
        if rule.endpoint.startswith("shop.") and is_public(rule.endpoint) and "." not in rule.rule
    )
