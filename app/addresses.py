"""Public addresses made without a request: for mails, payment services and the shell."""

from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from werkzeug.routing import Map, MapAdapter

from app.languages import LANGUAGES


def public_url(endpoint: str, *, locale: str = "id", **values: Any) -> str:
    """The absolute address of a page as the world sees it, under SITE_URL, in the given language.

    It never looks at the request, so a forged Host header cannot lead anybody astray.
    """
    urls, site_url = current_app.url_map, current_app.config["SITE_URL"]
    if values:
        return _adapter(urls, site_url, locale).build(endpoint, values, force_external=True)
    return _plain(urls, site_url, locale, endpoint)


@lru_cache(128)
def _plain(urls: Map, site_url: str, locale: str, endpoint: str) -> str:
    """The same for a page of which there is one: each page names several of them."""
    return _adapter(urls, site_url, locale).build(endpoint, force_external=True)


@lru_cache(8)
def _adapter(urls: Map, site_url: str, locale: str) -> MapAdapter:
    site = urlsplit(site_url)
    prefix = site.path.rstrip("/") + ("" if locale == LANGUAGES[0] else f"/{locale}")
    return urls.bind(site.netloc, script_name=prefix or "/", url_scheme=site.scheme)
