"""What a browser may fetch before it is asked for: a public page, when a finger or pointer is on its link.

Nothing is told to who is not asked (a page that is fetched and not opened changes nothing), and no page of somebody's
own is among them: those differ by the minute.
"""

import re

from flask import Blueprint, Response, current_app, jsonify, request

from app.languages import LANGUAGES
from app.web import url_in

bp = Blueprint("prefetch", __name__)

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
# What a script puts in place without leaving the page is fetched by that script.
SWAPPED = {"selector_matches": "[data-swap], [data-swap] *, [target]"}
DAY = 86_400


@bp.get("/prefetch.json")
def rules() -> Response:
    """Speculation rules: public pages, in each language."""
    where = {"and": [{"href_matches": public_pages()}, {"not": SWAPPED}]}
    answer = jsonify(prefetch=[{"where": where, "eagerness": "moderate"}])
    answer.mimetype = "application/speculationrules+json"
    answer.headers["Cache-Control"] = f"public, max-age={DAY}"
    return answer


def public_pages() -> list[str]:
    """The addresses of pages that are the same for everybody, as patterns."""
    root: str = request.environ.get("canting.root", "")
    roots = [root, *(f"{root}/{language}" for language in LANGUAGES[1:])]
    pages = sorted(
        PARAMETER.sub(r":\1", rule.rule)
        for rule in current_app.url_map.iter_rules()
        if rule.endpoint.startswith("shop.") and is_public(rule.endpoint) and "." not in rule.rule
    )
    return [f"{each}{page}" for each in roots for page in pages]


def is_public(endpoint: str | None) -> bool:
    return getattr(current_app.view_functions.get(endpoint or ""), "public", False)


def announce(response: Response) -> Response:
    """Tell the browser on public pages where the rules are; as an after_request."""
    if is_public(request.endpoint) and response.mimetype == "text/html":
        response.headers["Speculation-Rules"] = f'"{url_in(LANGUAGES[0], "shop.prefetch.rules")}"'
    return response
