"""Public addresses made without a request: for mails, payment services and the shell."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from app.languages import LANGUAGES


def public_url(endpoint: str, *, locale: str = "id", **values: Any) -> str:
    """The absolute address of a page as the world sees it, under SITE_URL, in the given language.

    It never looks at the request, so a forged Host header cannot lead anybody astray.
    """
    site = urlsplit(current_app.config["SITE_URL"])
    prefix = site.path.rstrip("/") + ("" if locale == LANGUAGES[0] else f"/{locale}")
    adapter = current_app.url_map.bind(site.netloc, script_name=prefix or "/", url_scheme=site.scheme)
    return adapter.build(endpoint, values, force_external=True)
