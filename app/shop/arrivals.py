"""What brought a visitor here: kept in a cookie of the shop's own, by nothing but a code and a day.

The cookie has the first and the last touch: a campaign's code ("q:expo"), the host of a site that shows our cloth
("site:desa.id"), or "direct" for who came without either. It is sealed, so that nobody else writes it; each touch is
forgotten after 90 days.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from flask import current_app, redirect, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from app import clock
from app.exhibitions import campaigns
from app.exhibitions.models import Campaign
from app.orders.models import UNKNOWN

COOKIE = "asal"
REMEMBERED = timedelta(days=90)
DIRECT, CAMPAIGN, SITE = "direct", "q:", "site:"
HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?", re.ASCII)
Touch = tuple[str, date]
Answer = TypeVar("Answer", bound=Response)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What an order keeps of it."""

    first_campaign_id: int | None = None
    last_campaign_id: int | None = None
    source: str = UNKNOWN


def touch(response: Answer, what: str) -> Answer:
    """Remember that the visitor came by this now; the first of 90 days stays the first."""
    known = touches()
    now = (what, clock.today())
    _keep(response, known[0] if known else now, now)
    return response


def send_on(address: str, what: str | None) -> Response:
    """To a page of the shop, remembering by what the visitor came; None where that counts for nothing."""
    answer = redirect(address, 303)
    if what:
        touch(answer, what)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def by_campaign(campaign: Campaign | None) -> str | None:
    """What is remembered of who follows a campaign's link while it counts."""
    return f"{CAMPAIGN}{campaign.code}" if campaign and campaigns.counts_now(campaign) else None


def note_direct(response: Answer) -> Answer:
    """Remember of a visitor of whom nothing is known that nothing brought her."""
    return response if touches() else touch(response, DIRECT)


def touches() -> list[Touch]:
    """The first and the last touch of the last 90 days; none where the cookie is not there, or not ours."""
    try:
        kept = _seals().loads(request.cookies.get(COOKIE, ""))
        found = [(str(what), date.fromisoformat(day)) for what, day in kept]
    except (BadSignature, ValueError, TypeError):
        return []
    oldest = clock.today() - REMEMBERED
    return [(what, day) for what, day in found if day >= oldest]


def arrival() -> Arrival:
    """What brought the visitor who orders now."""
    known = [what for what, _ in touches()]
    if not known:
        return Arrival()
    first, last = known[0], known[-1]
    ids = campaigns.ids_of(what.removeprefix(CAMPAIGN) for what in {first, last} if what.startswith(CAMPAIGN))
    by = {f"{CAMPAIGN}{code}": campaign_id for code, campaign_id in ids.items()}
    source = "campaign" if last in by else UNKNOWN if last.startswith(CAMPAIGN) else last
    return Arrival(by.get(first), by.get(last), source)


def _keep(response: Response, first: Touch, last: Touch) -> None:
    sealed = _seals().dumps([(what, day.isoformat()) for what, day in (first, last)])
    response.set_cookie(
        COOKIE,
        sealed if isinstance(sealed, str) else sealed.decode(),
        max_age=REMEMBERED,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )


def _seals() -> URLSafeSerializer:
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt="what brought a visitor")
