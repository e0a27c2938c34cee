"""What the faces share: saying no politely, guards, the request-forgery check, languages, headers and the log."""

import json
import secrets
import time
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urlsplit

import structlog
from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.globals import request_ctx
from flask_login import current_user
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.routing import IntegerConverter
from werkzeug.wrappers import Response as BaseResponse

from app import page_cache, problems, storage
from app.accounts.permissions import Permission, allows
from app.db import begin_reading, db
from app.errors import ShopError
from app.extensions import Sessions, babel, login
from app.languages import LANGUAGES
from app.pictures import headers, prints
from app.pictures.models import Picture

log = structlog.get_logger()
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
View = TypeVar("View", bound=Callable[..., Any])


class Id(IntegerConverter):
    """`<int:...>` in an address: a number that an id's column can hold; beyond it nothing is to be found."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"max": 2**31 - 1} | kwargs))


class Languages:
    """WSGI: an address under /en is the same page in English.

    The prefix moves from the path to the script name, so that every `url_for` made while answering keeps the language,
    wherever the shop is mounted.
    """

    def __init__(self, wsgi_app: Callable[..., Iterable[bytes]]) -> None:
        self.wsgi_app = wsgi_app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["canting.root"] = environ.get("SCRIPT_NAME", "")
        environ["canting.locale"] = LANGUAGES[0]
        first, _, rest = environ.get("PATH_INFO", "").lstrip("/").partition("/")
        if first in LANGUAGES[1:]:
            environ["canting.locale"] = first
            environ["SCRIPT_NAME"] = f"{environ['canting.root']}/{first}"
            environ["PATH_INFO"] = f"/{rest}"
        return self.wsgi_app(environ, start_response)


def asked_language() -> str:
    """The language of the address that was asked for; Indonesian where nobody asked."""
    return request.environ.get("canting.locale", LANGUAGES[0]) if request else LANGUAGES[0]


def url_in(language: str, endpoint: str, /, **values: Any) -> str:
    """The address of a page in a language; pictures and static files have one address for all."""
    # A page of cards asks a hundred times, so what builds its addresses is made once for a request.
    adapters = g.setdefault("adapters", {})
    if language not in adapters:
        root: str = request.environ.get("canting.root", "")
        prefix = root if language == LANGUAGES[0] else f"{root}/{language}"
        adapters[language] = current_app.url_map.bind(
            request.host, script_name=prefix or "/", url_scheme=request.scheme
        )
    address: str = adapters[language].build(endpoint, values)
    return address


def polite(blueprint: Blueprint) -> Blueprint:
    """Answer a ShopError on this face by undoing, and saying why on a page that leads back."""
    blueprint.register_error_handler(ShopError, say_no)
    return blueprint


def say_no(error: ShopError) -> tuple[str, int]:
    db.session.rollback()
    return render_template("errors/refused.html", message=error.message, back=way_back()), error.status


def way_back() -> str:
    """The page that the visitor came from, if it is ours and can be opened; else the one above, or the front page."""
    came_from = urlsplit(request.referrer or "")
    routes = current_app.create_url_adapter(request)
    if routes and came_from.netloc == request.host and came_from.path.startswith(request.script_root):
        path = came_from.path.removeprefix(request.script_root)
        if routes.test(path, "GET"):
            return came_from.geturl()
    # The page of an order tells its address to nobody, not even to us.
    return page_above() or url_for("shop.home.show")


def page_above() -> str | None:
    """The nearest page above the address that was asked for: where the form stands that is sent to it."""
    routes, path = current_app.create_url_adapter(request), request.path
    if request.method in SAFE_METHODS:
        path = path.rstrip("/").rpartition("/")[0]
    while routes and path.strip("/"):
        if routes.test(path, "GET"):
            return safe_next(request.script_root + path, url_for("shop.home.show"))
        path = path.rpartition("/")[0]
    return None


def safe_next(target: str | None, otherwise: str) -> str:
    """Where to go after signing in: a path of this site, never another host (`//x`, `https:x`, `\\\\x`, control
    characters)."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return otherwise
    return target if target.isprintable() and not urlsplit(target).netloc else otherwise


def to_sign_in() -> BaseResponse:
    """To the sign-in page, and from there back to this one, with the prefix under which it was asked for."""
    return redirect(url_for("shop.account.sign_in", next=here()), 303)


def here() -> str:
    """The address that was asked for, as a path of this host."""
    return request.script_root + request.full_path.rstrip("?")


def send_picture(picture: Picture | None, width: int, form: str) -> Response:
    """A picture that not everybody may always see: whoever keeps it asks each time whether it is still to be seen."""
    if picture is None or not picture.ready or width not in prints.widths(picture.room, form, picture.width):
        abort(404)
    try:
        content = storage.read(prints.file_of(picture.key, form, width))
    except FileNotFoundError:
        abort(404)
    response = Response(content, mimetype=prints.KINDS[form])
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def needs(permission: Permission) -> Callable[[View], View]:
    """Say which permission a view belongs to; `guard` holds it."""

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark


def guard() -> BaseResponse | tuple[str, int] | None:
    """Let in who may, as a face's before_request: a view that belongs to no permission lets nobody in."""
    view = current_app.view_functions[request.endpoint or ""]
    permission = getattr(view, "permission", None)
    if sent_away := signed_in():
        return sent_away
    if permission is None or not allows(current_user.role, permission):
        abort(403)
    return None


def signed_in() -> BaseResponse | tuple[str, int] | None:
    """Let in whoever is signed in, as a before_request; others sign in first, and lose nothing that they typed."""
    if current_user.is_authenticated:
        return None
    return to_sign_in() if request.method in SAFE_METHODS else session_over(typed(), here())


def session_over(fields: str, address: str, wrong: str = "") -> tuple[str, int]:
    """Ask to sign in again for a form that was sent after the session had ended; what was typed comes along."""
    return render_template("errors/session_over.html", fields=fields, address=address, wrong=wrong), 403


def typed() -> str:
    """What was filled in, as one text; without passwords, and empty where there were files, which cannot be kept."""
    if request.mimetype == "multipart/form-data":
        return ""
    return json.dumps([pair for pair in request.form.items(multi=True) if "password" not in pair[0]])


def refuse_forged() -> None:
    """Refuse an unsafe request that another site made a browser send.

    Browsers say where a request comes from (Sec-Fetch-Site, else Origin), and no site can forge that for them. Requests
    with neither come from no browser, and so carry no visitor's cookies. Webhooks prove themselves by their signatures.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None:
        if site not in {"same-origin", "none"}:
            abort(403)
    elif origin is not None and urlsplit(origin).netloc != request.host:
        abort(403)


def refuse_nul() -> None:
    """As a before_request: no text that a person types has a NUL, and PostgreSQL keeps none."""
    # Forms that carry files are left to their views, which know how large they may be.
    if request.mimetype == "application/x-www-form-urlencoded" and any(
        "\0" in text for texts in request.form.listvalues() for text in texts
    ):
        abort(400)


def start_request() -> None:
    g.started = time.perf_counter()
    g.request_id = secrets.token_hex(8)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)
    begin_reading(request.method in SAFE_METHODS)
    if (
        "\0" in request.path
        or "\0" in request.query_string.decode("latin-1")
        or "%00" in request.query_string.decode("latin-1")
    ):
        abort(400)
    # A body that does not say how long it is would be read until the limit, and then taken for whole.
    if request.content_length is None and "Transfer-Encoding" in request.headers:
        abort(411)
    refuse_forged()


CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'{rules}; style-src 'self'; img-src 'self' data:{media}; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self' {pay}; "
    "frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)


@cache
def origin(url: str) -> str:
    """Where pictures come from when not from here, as the policy names it."""
    where = urlsplit(url)
    return f" {where.scheme}://{where.netloc}" if url else ""


# What is only ever a piece of a page: it can do nothing that would have to be forbidden to it, and a page has thirty.
PIECES = {"text/css", "text/javascript", "font/woff2", "image/avif", "image/webp", "image/jpeg"}


def content_policy(*more: str) -> str:
    """What a page may load and do, and what one page may beyond that."""
    # A form that leads to Stripe's page needs its host here: browsers follow form-action through redirects.
    pay = current_app.config["STRIPE_API_BASE"] or "https://checkout.stripe.com"
    media = origin(current_app.config["MEDIA_PUBLIC_URL"])
    # What may be fetched ahead is said inside public pages. It is nothing that runs.
    rules = " 'inline-speculation-rules'" if page_cache.is_public(request.endpoint) else ""
    return _policy(pay, media, rules, more)


@cache
def _policy(pay: str, media: str, rules: str, more: tuple[str, ...]) -> str:
    return "; ".join([CONTENT_SECURITY_POLICY.format(pay=pay, media=media, rules=rules), *more])


def restrict(response: Response) -> None:
    """Tell the browser what this page may do."""
    response.headers.setdefault("Content-Security-Policy", content_policy())
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")


def finish_request(response: Response) -> Response:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    if response.mimetype not in PIECES:
        restrict(response)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    # To ask `session` itself would count as having read it (Flask 3.1).
    seen = request_ctx._session
    if request.endpoint != "static" and seen is not None and seen.accessed:
        response.headers.setdefault("Cache-Control", "private, no-store")
    response.headers["X-Request-Id"] = g.get("request_id", "")
    response = page_cache.finish(response)
    log.info(
        "request",
        method=request.method,
        # The rule and not the path: paths of orders carry the secret that opens them.
        rule=request.url_rule.rule if request.url_rule else None,
        endpoint=request.endpoint,
        status=response.status_code,
        ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
    )
    return response


def show_error(error: HTTPException) -> tuple[str, int] | BaseResponse:
    db.session.rollback()
    code = error.code or 500
    # To a host that is not ours no page can be made: none of its addresses would be ours.
    if error.response is not None or code < 400 or isinstance(error, SecurityError):
        return error.get_response()
    if problems.expected():
        return problems.problem(error)
    if code == 405 and request.method in SAFE_METHODS and (above := page_above()):
        # A form that came back with its mistakes stands at an address that cannot be opened: reloaded in another
        # language, say.
        return redirect(above, 303)
    page = code if code in {403, 404, 413, 500} else 400
    return render_template(
        f"errors/{page}.html",
        request_id=g.get("request_id", ""),
        back=way_back(),
        most_mb=headers.MOST_BYTES >> 20,
        together_mb=(request.max_content_length or 0) >> 20,
    ), code


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = Id
    babel.init_app(app, locale_selector=asked_language, default_timezone="Asia/Jakarta")
    # Flask-Login would look up the user for every page; most pages must not know who reads them.
    login.init_app(app, add_context_processor=False)
    app.jinja_env.globals["current_user"] = current_user
    app.session_interface = Sessions()
    app.wsgi_app = Languages(app.wsgi_app)  # type: ignore[method-assign]
    app.before_request(start_request)
    app.after_request(finish_request)
    app.register_error_handler(HTTPException, show_error)
