"""Public pages, kept as they were sent until the edition moves; and every text, packed for the line.

A page that is the same for everybody is made once for each edition, packed once, and answered from memory by each
process before Flask is asked; who has it already is told so (304). Static files are kept for as long as the process
lives, packed as small as it goes. What is kept never depends on a cookie: only views that are marked `public` and have
not looked at the session come in here.
"""

import gzip
import json
import secrets
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import brotli
from flask import Flask, Response, current_app, request
from flask.globals import request_ctx

from app import clock
from app.build import Build
from app.edition import Reader
from app.remembered import Memory, remembering

# What a page says of time (a hold that ends, a consent that runs out at midnight) is true for so many seconds more.
FRESH_SECONDS = 15
# Shorter texts are not worth packing.
LEAST_BYTES = 500
# Larger files are read from the disk each time.
MOST_BYTES = 200_000
PACKED = {
    *("text/html", "text/css", "text/javascript", "text/csv", "text/plain", "image/svg+xml"),
    *("application/json", "application/ld+json", "application/xml", "application/atom+xml"),
    *("application/feed+json", "application/rss+xml", "application/problem+json"),
}
# On every answer, so not kept with one.
PASSING = {"x-request-id", "date"}
# Says something of a body, which an answer of 304 does not have.
OF_A_BODY = {"content-length", "content-type", "content-encoding"}

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Mark a view whose page is the same bytes for everybody."""
    view.public = True  # type: ignore[attr-defined]
    return view


def is_public(endpoint: str | None) -> bool:
    """Is its page the same bytes for everybody?"""
    return getattr(current_app.view_functions.get(endpoint or ""), "public", False)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was sent. `stamp` is the edition that it shows; None for what never changes."""

    stamp: str | None
    until: float
    etag: str
    headers: list[tuple[str, str]]
    headers_of_same: list[tuple[str, str]]
    body: bytes
    rule: str
    endpoint: str


class PageCache:
    """WSGI: answers what it has kept, and hands everything else on."""

    def __init__(self, app: Flask, most_bytes: int) -> None:
        self.wsgi_app, self.most_bytes = app.wsgi_app, most_bytes
        self.reader = Reader(app)
        self.kept: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self.bytes = 0
        self.memory: tuple[str | None, Memory] = (None, {})
        self.lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self.wsgi_app(environ, start_response)
        began, key = time.perf_counter(), _key(environ)
        found = self.kept.get(key)
        if found is None or found.stamp is not None:
            environ["canting.stamp"] = stamp = self.stamp()
            if found is None or stamp is None or found.stamp != stamp or found.until < time.monotonic():
                environ["canting.cache"], environ["canting.key"] = self, key
                with remembering(self._memory_of(stamp)):
                    return self.wsgi_app(environ, start_response)
        return self._answer(found, environ, start_response, began)

    def stamp(self) -> str | None:
        """What visitors may see now: the edition and the day; None when the database does not say."""
        edition = self.reader.current()
        return edition and f"{edition}.{clock.today():%y%m%d}"

    def _memory_of(self, stamp: str | None) -> Memory | None:
        known = self.memory
        if known[0] != stamp:
            known = self.memory = (stamp, {})
        return known[1] if stamp else None

    def _answer(
        self, found: Kept, environ: dict[str, Any], start_response: Any, began: float
    ) -> Iterable[bytes]:
        same = found.etag in environ.get("HTTP_IF_NONE_MATCH", "")
        request_id = secrets.token_hex(8)
        headers = [*(found.headers_of_same if same else found.headers), ("X-Request-Id", request_id)]
        start_response("304 NOT MODIFIED" if same else "200 OK", headers)
        _log(found, environ["REQUEST_METHOD"], 304 if same else 200, request_id, began)
        return [] if same or environ["REQUEST_METHOD"] == "HEAD" else [found.body]

    def keep(self, key: tuple[str, ...], page: Kept) -> None:
        size = len(page.body) + 1000
        if size > MOST_BYTES:
            return
        with self.lock:
            before = self.kept.pop(key, None)
            self.bytes += size - (len(before.body) + 1000 if before else 0)
            self.kept[key] = page
            while self.bytes > self.most_bytes:
                _, oldest = self.kept.popitem(last=False)
                self.bytes -= len(oldest.body) + 1000


def _key(environ: dict[str, Any]) -> tuple[str, ...]:
    """What an answer depends on. The host is one that Flask has let in before, or there is nothing kept for it."""
    return (
        environ.get("HTTP_HOST", ""),
        environ["wsgi.url_scheme"],
        environ.get("SCRIPT_NAME", ""),
        environ.get("PATH_INFO", ""),
        environ.get("QUERY_STRING", ""),
        _packing(environ.get("HTTP_ACCEPT_ENCODING", "")),
    )


def _packing(accepted: str) -> str:
    """The best packing that a browser says it can open."""
    if "br" in accepted:
        return "br"
    return "gzip" if "gzip" in accepted else ""


def _pack(content: bytes, packing: str, *, once: bool) -> bytes:
    """Packed as small as it goes where that is done once, else quickly."""
    if packing == "br":
        packed: bytes = brotli.compress(content, quality=11 if once else 4)
        return packed
    return gzip.compress(content, 9 if once else 5, mtime=0)


def _log(found: Kept, method: str, status: int, request_id: str, began: float) -> None:
    """The same line as for an answer that was made, without the machinery that costs more than the answer."""
    ms = (time.perf_counter() - began) * 1000
    at = datetime.now(UTC).isoformat()
    sys.stdout.write(
        f'{{"method": "{method}", "rule": {found.rule}, "endpoint": "{found.endpoint}", "status": {status}, '
        f'"ms": {ms:.1f}, "kept": true, "event": "request", "request_id": "{request_id}", "level": "info", '
        f'"timestamp": "{at}"}}\n'
    )
    sys.stdout.flush()


def finish(response: Response) -> Response:
    """At the very end of a request: pack the answer, and keep it where it is the same for everybody."""
    cache: PageCache | None = request.environ.get("canting.cache")
    static = request.endpoint == "static"
    stamp = None if static else request.environ.get("canting.stamp")
    same_for_all = response.status_code == 200 and (static or _is_same_for_all())
    if static and (response.content_length or 0) > MOST_BYTES:
        return response
    _pack_response(response, once=static)
    if static and "v" in request.args and response.status_code < 400:
        response.cache_control.immutable = True
    if same_for_all and not static:
        response.headers["Cache-Control"] = "public, no-cache"
    shared = same_for_all and (static or stamp is not None)
    if shared and not static:
        response.set_etag(_tag(stamp), weak=True)
    # What is too large to be in memory at once is not kept there either.
    if shared and cache is not None and not response.is_streamed:
        cache.keep(request.environ["canting.key"], _kept(response, stamp))
    if shared:
        response.make_conditional(request)
    return response


def unchanged() -> Response | None:
    """The answer to who has this edition of the page already: for a page that takes long to make."""
    stamp = request.environ.get("canting.stamp")
    if stamp is None or not request.if_none_match.contains_weak(_tag(stamp)):
        return None
    response = Response(status=304)
    response.set_etag(_tag(stamp), weak=True)
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _tag(stamp: str | None) -> str:
    return f"{stamp}-{Build.of(current_app).number}"


def _is_same_for_all() -> bool:
    # To ask `session` itself would count as having read it (Flask 3.1).
    seen = request_ctx._session
    return is_public(request.endpoint) and not (seen is not None and seen.accessed)


def _pack_response(response: Response, *, once: bool) -> None:
    packing = _packing(request.headers.get("Accept-Encoding", ""))
    if response.mimetype not in PACKED or response.content_encoding or response.status_code in {204, 304}:
        return
    if response.is_streamed and not once:
        return
    response.vary.add("Accept-Encoding")
    response.direct_passthrough = False
    content = response.get_data()
    if packing and len(content) >= LEAST_BYTES:
        response.set_data(_pack(content, packing, once=once))
        response.headers["Content-Encoding"] = packing
    # What is packed is not the file with the tag of before.
    if once and response.headers.get("ETag"):
        response.set_etag(f"{response.get_etag()[0]}-{packing}")


def _kept(response: Response, stamp: str | None) -> Kept:
    headers = [(name, value) for name, value in response.headers if name.lower() not in PASSING]
    rule = json.dumps(request.url_rule.rule if request.url_rule else None)
    until, tag = time.monotonic() + FRESH_SECONDS, response.headers["ETag"]
    response.direct_passthrough = False
    body = response.get_data()
    same = [(name, value) for name, value in headers if name.lower() not in OF_A_BODY]
    return Kept(stamp, until, tag, headers, same, body, rule, request.endpoint or "")


def init_app(app: Flask) -> None:
    if app.config["PAGE_CACHE_MB"]:
        app.wsgi_app = PageCache(app, app.config["PAGE_CACHE_MB"] * 2**20)  # type: ignore[method-assign]
