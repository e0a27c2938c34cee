"""What there is to do today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.accounts.permissions import Permission
from app.catalog import openness
from app.db import db
from app.exhibitions import queries as exhibitions
from app.inventory import queries as inventory
from app.leads import queries as leads
from app.notifications import queries as mails
from app.orders import queries as orders
from app.orders.stages import Stage
from app.payments import queries as money
from app.reports import revenue
from app.reports.periods import Period, month_before, month_of
from app.reviews import queries as reviews
from app.web import needs
from app.webhooks import queries as webhooks

from .navigation import may_open

bp = Blueprint("today", __name__)


@dataclass(frozen=True, slots=True)
class Due:
    """Something that waits: how many, of what, and where it is done."""

    count: int
    words: str
    hint: str
    address: str


@bp.get("/")
@needs(Permission.SEE_TODAY)
def show() -> str:
    today = clock.today()
    this_month, last_month = so_far(today)
    return render_template(
        "admin/today/show.html",
        today=today,
        waiting=[*orders_due(), *lists_due(), *reviews_due()],
        months=(this_month, last_month),
        now=revenue.total(this_month),
        before=revenue.total(last_month),
    )


def so_far(today: date) -> tuple[Period, Period]:
    """This month until today, and as many days of last month."""
    this, last = month_of(today), month_before(today)
    until = last.first.replace(day=min(today.day, last.last.day))
    return Period(this.first, today), Period(last.first, until)


def orders_due() -> Iterator[Due]:
    if not may_open("admin.orders.browse"):
        return
    counts, late = orders.counts(orders.containing()), orders.late()
    hints = {
        Stage.IN_REVIEW: (_("bukti transfer untuk diperiksa"), _("cocokkan dengan mutasi rekening")),
        Stage.TO_QUOTE: (_("ongkos kirim untuk dihitung"), _("pesanan ke luar negeri")),
        Stage.IN_THE_MAKING: (_("pesanan sedang dibuat"), _("uang muka masuk, sisanya belum")),
        Stage.TO_PACK: (_("pesanan untuk dikemas"), _("sudah dibayar")),
        Stage.TO_SHIP: (_("paket untuk dikirim"), _("sudah dikemas")),
    }
    for stage, (words, hint) in hints.items():
        yield Due(counts[stage], words, hint, url_for("admin.orders.browse", stage=stage))
    hint = _("dibayar lebih dari 3 hari lalu, atau dikemas lebih dari 2 hari lalu")
    yield Due(len(late), _("pesanan terlambat"), hint, url_for("admin.orders.browse", late=1))


def lists_due() -> Iterator[Due]:
    """What waits in a list, for who may open it."""
    lists: list[tuple[sa.Select[Any], str, dict[str, Any], str, str]] = [
        (money.open_tasks(), "admin.tasks.browse", {}, _("tugas uang"), _("uang yang perlu keputusan Anda")),
        (
            inventory.low(),
            "admin.stock.browse",
            {"low": 1},
            _("kain hampir habis"),
            _("yang disediakan beberapa, sisa paling banyak 1"),
        ),
        (
            exhibitions.uncounted(current_user, clock.today()),
            "admin.exhibitions.browse",
            {},
            _("pameran belum dihitung"),
            _("sudah lewat, dan masih ada kain di luar"),
        ),
        (
            leads.due(current_user, clock.today()),
            "admin.leads.browse",
            {},
            _("peminat untuk dihubungi"),
            _("yang ditemui di pameran"),
        ),
        (
            openness.untrue(),
            "admin.openness.browse",
            {},
            _("pembagian harga tidak cocok lagi"),
            _("harganya berubah, jadi tidak tampil lagi"),
        ),
        (
            mails.failed(),
            "admin.messages.browse",
            {"state": "failed"},
            _("surel gagal terkirim"),
            _("periksa alamatnya, lalu coba lagi"),
        ),
        (
            webhooks.given_up(),
            "admin.webhooks.browse",
            {},
            _("webhook dimatikan"),
            _("berhari-hari tidak menerima; periksa, lalu putuskan"),
        ),
    ]
    mine = [known for known in lists if may_open(known[1])]
    counts = how_many([rows for rows, *_rest in mine])
    for count, (_rows, endpoint, words, what, hint) in zip(counts, mine, strict=True):
        yield Due(count, what, hint, url_for(endpoint, **words))


def reviews_due() -> Iterator[Due]:
    if may_open("admin.reviews.browse"):
        words, hint = _("ulasan untuk dibaca"), _("tampil setelah Anda setujui, apa pun bintangnya")
        yield Due(reviews.waiting(), words, hint, url_for("admin.reviews.browse"))


def how_many(lists: list[sa.Select[Any]]) -> list[int]:
    """How many rows each list has, in one statement and without reading them."""
    counted = [
        rows.with_only_columns(sa.func.count(), maintain_column_froms=True).order_by(None).scalar_subquery()
        for rows in lists
    ]
    return list(db.session.execute(sa.select(*counted)).one()) if counted else []
