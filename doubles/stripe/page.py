"""The page where a session is paid, in the language of the session."""

import json
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from . import checkout
from .current import the_double
from .double import NOBODY, Double
from .errors import Json, Refusal

WORDS: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("words.json").read_text())
WIB = ZoneInfo("Asia/Jakarta")
CARDS = {"approve": "pm_card_visa", "decline": "pm_card_chargeDeclined"}
SHUT = {"complete": 200, "expired": 410}
Answer = tuple[str, int] | Response

face = Blueprint("page", __name__, url_prefix="/c")


@face.after_request
def close_in(response: Response) -> Response:
    """Let the page load nothing and be framed by nobody."""
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@face.get("/pay/<session_id>")
def show(session_id: str) -> Answer:
    """Show what is to be paid, or that it no longer is."""
    double = the_double()
    with double.lock:
        checkout.expire_due(double)
        session = double.objects.get(session_id)
        return _show(double, session)


@face.post("/pay/<session_id>")
def decide(session_id: str) -> Answer:
    """Approve, decline or abandon; deciding twice charges once."""
    double = the_double()
    outcome = request.form.get("outcome", "")
    with double.lock:
        checkout.expire_due(double)
        session = double.objects.get(session_id)
        if session is None or session["status"] == "expired":
            return _show(double, session)
        if session["status"] == "complete":
            return redirect(_success(session), 303)
        if outcome == "abandon" and session["cancel_url"]:
            return redirect(session["cancel_url"], 303)
        if outcome not in CARDS:
            return _show(double, session, "unknown_outcome", 400)
        double.cause = NOBODY
        try:
            checkout.pay(double, session, CARDS[outcome], request.form.get("email"))
        except Refusal:
            return _show(double, session, "declined", 402)
        return redirect(_success(session), 303)


def _success(session: Json) -> str:
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def _show(
    double: Double, session: Json | None, problem: str | None = None, status: int = 200
) -> tuple[str, int]:
    language = _language(session)
    if session is None:
        return _page("missing.html", language), 404
    common = {"session": session, "success_url": _success(session)}
    if session["status"] in SHUT:
        return _page("shut.html", language, **common), SHUT[session["status"]]
    until = datetime.fromtimestamp(session["expires_at"], WIB)
    lines = double.line_items[session["id"]]
    return _page("pay.html", language, **common, lines=lines, until=until, problem=problem), status


def _page(template: str, language: str, **shown: Any) -> str:
    return render_template(
        template,
        say=WORDS[language],
        language=language,
        amount=partial(write_amount, language),
        **shown,
    )


def _language(session: Json | None) -> str:
    wanted = (session or {}).get("locale")
    if wanted in WORDS:
        return str(wanted)
    if wanted in (None, "auto"):
        return request.accept_languages.best_match(list(WORDS)) or "id"
    return "en"


def write_amount(language: str, amount: int, currency: str) -> str:
    """Write an amount, which Stripe counts in hundredths, as people here write it."""
    whole, rest = divmod(amount, 100)
    digits = f"{whole:,}" + (f".{rest:02}" if rest else "")
    if language == "id":
        digits = digits.translate(str.maketrans(",.", ".,"))
    return f"Rp{digits}" if currency == "idr" else f"{currency.upper()} {digits}"
