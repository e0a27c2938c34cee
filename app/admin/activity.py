"""Who did what, when: what staff changed and what happened to orders, on one time line."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, request, url_for
from flask_babel import lazy_gettext as _l

from app import clock
from app.accounts import queries as accounts
from app.accounts.models import AuditEntry, Role
from app.accounts.permissions import Permission
from app.db import db
from app.orders.models import Order, OrderEvent
from app.web import needs
from app.words import EVENT_KIND, PAGE_NAME, REASON, ROLE, USE

from .changes import changed
from .paging import page_asked

bp = Blueprint("activity", __name__, url_prefix="/activity")

PAGE = 50
# What the book of changes says, as people say it; what is not here is shown as it was written.
ACTIONS = {
    "make": _l("Membuat"),
    "edit": _l("Mengubah"),
    "publish": _l("Menampilkan di toko"),
    "withdraw": _l("Menarik dari toko"),
    "archive": _l("Menyimpan"),
    "add variant": _l("Menambah pilihan"),
    "edit variant": _l("Mengubah pilihan"),
    "set credits": _l("Mencatat siapa mengerjakan apa"),
    "add photo": _l("Menambah foto"),
    "move photo": _l("Memindahkan foto"),
    "remove photo": _l("Menghapus foto"),
    "set portrait": _l("Mengganti potret"),
    "remove portrait": _l("Menghapus potret"),
    "link sign-in": _l("Menautkan akun"),
    "tell price parts": _l("Mencatat pembagian harga"),
    "hide price parts": _l("Menyembunyikan pembagian harga yang tidak cocok lagi"),
    "forget price parts": _l("Menghapus pembagian harga"),
    "give consent": _l("Mencatat persetujuan"),
    "withdraw consent": _l("Mencabut persetujuan"),
    "show": _l("Menampilkan"),
    "reject": _l("Menolak"),
    "flag": _l("Melaporkan ulasan"),
    "keep": _l("Membiarkan tampil"),
    "change role": _l("Mengubah peran"),
    "change password": _l("Mengganti kata sandi"),
    "switch off": _l("Mematikan"),
    "switch on": _l("Menghidupkan"),
    "leave": _l("Menghapus akunnya sendiri"),
    "decide": _l("Mencatat keputusan anggota"),
    "plan": _l("Merencanakan"),
    "open": _l("Membuka"),
    "close": _l("Menutup"),
    "spend": _l("Mencatat biaya"),
    "appoint": _l("Menambah petugas"),
    "dismiss": _l("Melepas petugas"),
    "begin": _l("Memulai"),
    "change": _l("Mengubah"),
    "renew the secret": _l("Mengganti kunci rahasia"),
    "remove": _l("Menghapus"),
    "add": _l("Menambah"),
    "set rates": _l("Mengisi harga kirim"),
    "start from the suggestion": _l("Memulai dari usulan harga"),
    "send again": _l("Mengirim ulang"),
    "receive": _l("Mencatat kain masuk"),
    "adjust": _l("Mengoreksi stok"),
    "write": _l("Menulis"),
    "hand over": _l("Menyerahkan pameran dan kampanye"),
}
SUBJECTS = {
    "product": _l("Produk %(number)s"),
    "motif": _l("Motif %(number)s"),
    "kind": _l("Jenis kain"),
    "maker": _l("Perajin %(number)s"),
    "user": _l("Orang %(number)s"),
    "order": _l("Pesanan %(number)s"),
    "page": _l("Halaman toko"),
    "review": _l("Ulasan %(number)s"),
    "reply": _l("Jawaban %(number)s"),
    "goal": _l("Sasaran"),
    "exhibition": _l("Pameran %(number)s"),
    "campaign": _l("Kampanye %(number)s"),
    "voucher": _l("Voucher %(number)s"),
    "quote": _l("Penawaran %(number)s"),
    "lead template": _l("Pesan untuk peminat"),
    "webhook": _l("Webhook %(number)s"),
    "message": _l("Surel %(number)s"),
    "shipping": _l("Ongkos kirim"),
    "courier": _l("Kurir %(number)s"),
    "zone": _l("Zona %(number)s"),
}
# Where each thing is looked at: the page, and what its address calls the thing.
PLACES = {
    "product": ("admin.products.edit", "product_id"),
    "motif": ("admin.motifs.edit", "motif_id"),
    "maker": ("admin.makers.edit", "maker_id"),
    "user": ("admin.people.show", "user_id"),
    "order": ("admin.orders.show", "order_id"),
    "page": ("admin.pages.show", "revision_id"),
    "exhibition": ("admin.exhibitions.show", "exhibition_id"),
    "campaign": ("admin.campaigns.show", "campaign_id"),
    "voucher": ("admin.vouchers.show", "voucher_id"),
    "quote": ("admin.quotes.show", "quote_id"),
}
NOT_PEOPLE = {
    "buyer": _l("Pembeli"),
    "reader": _l("Pengunjung"),
    "system": _l("Toko sendiri"),
    "cli": _l("Baris perintah"),
}


@bp.get("")
@needs(Permission.SEE_ACTIVITY)
def browse() -> str:
    by, since, until = request.args.get("by", ""), a_day("from"), a_day("to")
    page = page_asked()
    lines = db.session.execute(
        time_line(by, since, until, first=page * PAGE + 1).offset((page - 1) * PAGE)
    ).all()
    return render_template(
        "admin/activity/browse.html",
        lines=lines[:PAGE],
        numbers=numbers_of(lines[:PAGE]),
        more=len(lines) > PAGE,
        page=page,
        asked={"by": by, "from": since, "to": until},
        people=people(),
        not_people=NOT_PEOPLE,
        said=said,
        subject=subject,
        place=place,
    )


def time_line(by: str, since: date | None, until: date | None, *, first: int) -> sa.Select[Any]:
    """The latest changes and order events, newest first: of one person, and between two days of the shop."""
    change, event = AuditEntry, OrderEvent
    changes = sa.select(
        change.at,
        change.by,
        change.id,
        change.subject,
        change.subject_id,
        change.action,
        change.details,
        sa.literal("").label("note"),
    )
    events = sa.select(
        event.at,
        event.by,
        event.id,
        sa.literal("order").label("subject"),
        event.order_id.label("subject_id"),
        sa.cast(event.kind, sa.String).label("action"),
        event.details,
        event.note,
    )
    parts = [
        sa.select(
            found.where(*_wanted(table, by, since, until))
            .order_by(table.at.desc(), table.id.desc())
            .limit(first)
            .subquery()
        )
        for table, found in ((change, changes), (event, events))
    ]
    both = sa.union_all(*parts).subquery()
    return sa.select(both).order_by(both.c.at.desc(), both.c.subject, both.c.id.desc()).limit(PAGE + 1)


def _wanted(table: Any, by: str, since: date | None, until: date | None) -> list[sa.ColumnElement[bool]]:
    wanted = [table.by == by] if by else []
    if since:
        wanted.append(table.at >= clock.start_of(since))
    if until:
        wanted.append(table.at < clock.start_of(until + timedelta(days=1)))
    return wanted


def numbers_of(lines: Sequence[Any]) -> dict[int, str]:
    """The numbers of the orders on these lines."""
    ids = {line.subject_id for line in lines if line.subject == "order"}
    found = db.session.execute(sa.select(Order.id, Order.number).where(Order.id.in_(ids)))
    return dict(found.all())


def said(line: Any) -> str:
    """What was done, in the words of the page."""
    if line.subject == "order" and line.action in EVENT_KIND:
        done, more = EVENT_KIND[line.action], [line.note]
    else:
        uses = line.details.get("uses") or [line.details.get("use")]
        done, more = ACTIONS.get(line.action, line.action), [USE.get(use, "") for use in uses]
        more += [ROLE.get(line.details.get("to"), ""), PAGE_NAME.get(line.details.get("page"), "")]
        more += [REASON.get(line.details.get("reason"), ""), *changed(line.subject, line.details)]
    added = ", ".join(str(one) for one in more if one)
    return f"{done}: {added}" if added else str(done)


def place(line: Any) -> str | None:
    """The address of what it was done to."""
    endpoint, name = PLACES.get(line.subject, ("", ""))
    return url_for(endpoint, **{name: line.subject_id}) if endpoint and line.subject_id else None


def subject(line: Any, numbers: dict[int, str]) -> str:
    """What it was done to."""
    if line.subject == "order" and line.subject_id in numbers:
        return numbers[line.subject_id]
    words = str(SUBJECTS.get(line.subject, line.subject))
    return words % {"number": line.subject_id} if line.subject in SUBJECTS else words


def people() -> list[tuple[str, Any]]:
    """Whose doings can be asked for."""
    doers = db.session.scalars(accounts.by_role(Role.ADMIN, Role.OFFICER, Role.MAKER))
    return [*((user.email, f"{user.name} ({user.email})") for user in doers), *NOT_PEOPLE.items()]


def a_day(name: str) -> date | None:
    """The day that the address names; None for none, and for what is no day of this shop's time."""
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None
