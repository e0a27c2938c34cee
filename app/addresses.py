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
    said = tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in values.items())
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    return _built(_adapter(app.url_map, app.config["SITE_URL"], locale), endpoint, said)


@lru_cache(512)
def _built(addresses: MapAdapter, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    """A page of the catalogue names thirty addresses, and the next one most of them again."""
    return addresses.build(endpoint, dict(values), force_external=True)


@lru_cache(8)
def _adapter(urls: Map, site_url: str, locale: str) -> MapAdapter:
    site = urlsplit(site_url)
    prefix = site.path.rstrip("/") + ("" if locale == LANGUAGES[0] else f"/{locale}")
    return urls.bind(site.netloc, script_name=prefix or "/", url_scheme=site.scheme)
