"""A fair, and the telephones that bring in what was sold there: a day of one, and the last hour of twenty."""

import http.client
import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import sqlalchemy as sa

from app import clock
from app.db import db
from app.exhibitions import actions as exhibitions
from app.exhibitions.actions import FairFacts
from app.exhibitions.models import Campaign, CostKind, Exhibition, ExhibitionCost, ExhibitionPiece
from app.inventory.models import Stock
from app.money import Money
from app.orders.models import Channel, Order

from .buyers import Unexpected
from .serving import Site

DAY, PHONES, EACH = 500, 20, 25
# As many as a telephone of ours sends at once.
AT_ONCE = 25
FAIR = "Pekan ukur"


@dataclass(frozen=True, slots=True)
class Sync:
    """How long it took (`day_cpu_s`: what the server and its database computed for the day), and how many sales were
    not taken in."""

    day_s: float
    day_cpu_s: float
    phones_s: float
    failed: int


def pack() -> list[int]:
    """Take to a fair what all of it will sell, still for sale online; the variants' numbers. Commits."""
    free = sa.select(Stock.variant_id).where(Stock.on_hand - Stock.held >= 2, ~Stock.only_one)
    ids = list(db.session.scalars(free.order_by(Stock.variant_id).limit(DAY)))
    fair = exhibitions.plan(FairFacts(FAIR, "Kebumen", clock.today(), clock.today()), by="bench")
    pieces = [
        {"exhibition_id": fair.id, "variant_id": number, "online": True, "taken": 1 + DAY // len(ids)}
        for number in ids
    ]
    db.session.execute(sa.insert(ExhibitionPiece), pieces)
    db.session.commit()
    return ids


def hold_fairs(count: int) -> None:
    """So many fairs in the last year, each of three days with costs and a campaign that a tenth of all orders followed.
    Commits."""
    first = clock.today() - timedelta(days=365)
    fairs = [
        {
            "name": f"Pekan {number}",
            "slug": f"pekan-{number}",
            "place": "Kebumen",
            "first_day": first + timedelta(days=number * 365 // count),
            "last_day": first + timedelta(days=number * 365 // count + 2),
        }
        for number in range(count)
    ]
    ids = list(db.session.scalars(sa.insert(Exhibition).returning(Exhibition.id), fairs))
    cost = {"kind": CostKind.STAND, "amount": Money(500_000), "spent_on": first, "by": "bench"}
    db.session.execute(sa.insert(ExhibitionCost), [cost | {"exhibition_id": fair_id} for fair_id in ids * 5])
    told = [{"code": f"p{fair_id}", "name": "Kartu", "exhibition_id": fair_id} for fair_id in ids]
    campaigns = list(db.session.scalars(sa.insert(Campaign).returning(Campaign.id), told))
    followed = campaigns[0] + Order.id % count
    db.session.execute(
        sa.update(Order)
        .where(Order.id % 10 == 0, Order.channel != Channel.FAIR)
        .values(last_campaign_id=followed)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(sa.text("ANALYZE"))
    db.session.commit()


def sync(site: Site, slug: str, cookie: str, ids: Sequence[int]) -> Sync:
    """Bring in a day of one telephone, and then an hour of twenty at once."""
    url, began, cpu = site.url, time.perf_counter(), site.cpu_seconds()
    failed = _bring(url, slug, cookie, [ids[number % len(ids)] for number in range(DAY)])
    day, cpu = time.perf_counter() - began, site.cpu_seconds() - cpu
    shares = [[ids[(phone * EACH + each) % len(ids)] for each in range(EACH)] for phone in range(PHONES)]
    began = time.perf_counter()
    with ThreadPoolExecutor(PHONES) as phones:
        failed += sum(phones.map(lambda share: _bring(url, slug, cookie, share), shares))
    return Sync(day, cpu, time.perf_counter() - began, failed)


def _bring(url: str, slug: str, cookie: str, variants: Sequence[int]) -> int:
    """How many of these sales were not taken in."""
    line, sales = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60), [*map(_sale, variants)]
    told = [
        answer
        for start in range(0, len(sales), AT_ONCE)
        for answer in _post(line, f"/admin/kasir/{slug}/masuk", cookie, sales[start : start + AT_ONCE])
    ]
    return sum(answer["answer"] != "created" for answer in told)


def _sale(variant: int) -> dict[str, Any]:
    lines = [{"variant": variant, "quantity": 1, "price": 350_000}]
    return {
        "id": str(uuid4()),
        "kind": "sale",
        "at": clock.now().isoformat(),
        "method": "cash",
        "lines": lines,
    }


def _post(
    line: http.client.HTTPConnection, path: str, cookie: str, sales: Sequence[dict[str, Any]]
) -> Sequence[dict[str, Any]]:
    batch = {"device": str(uuid4()), "sent_at": clock.now().isoformat(), "entries": sales}
    headers = {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin", "Cookie": cookie}
    line.request("POST", path, json.dumps(batch), headers)
    answer = line.getresponse()
    text = answer.read().decode()
    if answer.status != 200:
        raise Unexpected(f"an answer of {answer.status}: {text[:200]}")
    answers: Sequence[dict[str, Any]] = json.loads(text)["answers"]
    return answers
