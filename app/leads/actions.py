"""Leads come in once, are followed up, buy or do not, and are forgotten."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app import clock
from app.accounts import emails
from app.accounts.audit import record
from app.accounts.emails import BadEmail
from app.accounts.models import User
from app.db import db, insert
from app.errors import ShopError
from app.exhibitions.models import Exhibition
from app.phones import BadPhone, read_phone
from app.pictures.models import Picture

from . import queries
from .models import FollowUp, How, Lead, LeadQuote, LeadQuoteLine, LeadStatus, LeadTemplate, WhyNot

# As the consent says: at most a year.
KEPT = timedelta(days=365)
# When to write to somebody for the first time, and again.
FIRST = timedelta(days=1)
AGAIN = timedelta(days=7)


class NoWay(ShopError):
    """There is no number, or no address, by which this could be sent."""

    status = 422


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said of herself; `contact` is a number or an address, `wording` what she agreed to."""

    name: str
    contact: str
    wording: str
    interest: str = ""
    note: str = ""
    language: str = "id"
    product_id: int | None = None
    campaign_id: int | None = None


def read_contact(text: str) -> tuple[str, str]:
    """A number and an address, one of them empty. Raises BadPhone and BadEmail."""
    return ("", emails.normal(text)) if "@" in text else (read_phone(text), "")


def receive(
    told: Told,
    *,
    fair: Exhibition | None,
    officer: User | None,
    client_id: str | None = None,
    at: datetime | None = None,
) -> Lead:
    """Take a lead down, met at a moment or now; one that a telephone sends again is the same one.

    A number that nobody can read is kept as it was typed, in the note: at a stand nobody can be asked again.
    """
    phone = email = ""
    note = told.note
    try:
        phone, email = read_contact(told.contact)
    except (BadPhone, BadEmail):
        note = f"{note}\n{told.contact}".strip()
    met = at or clock.now()
    values = {
        "client_id": client_id,
        "token": secrets.token_urlsafe(16),
        "status": LeadStatus.NEW,
        "exhibition_id": fair.id if fair else None,
        "officer_id": officer.id if officer else None,
        "product_id": told.product_id,
        "campaign_id": told.campaign_id,
        "name": told.name,
        "phone": phone,
        "email": email,
        "language": told.language,
        "interest": told.interest,
        "note": note,
        "wording": told.wording,
        "due_on": clock.today() + FIRST,
        # From when it was agreed to, and not from when it came in.
        "keep_until": clock.shop_day(met) + KEPT,
        "created_at": met,
    }
    written = insert(Lead).values(values).on_conflict_do_nothing(index_elements=["client_id"])
    lead: Lead | None = db.session.scalar(written.returning(Lead))
    return lead or db.session.scalars(sa.select(Lead).where(Lead.client_id == client_id)).one()


def correct(lead: Lead, told: Told) -> None:
    """It was written down wrongly; what was agreed to stays. Raises BadPhone and BadEmail."""
    lead.phone, lead.email = read_contact(told.contact)
    lead.name, lead.interest, lead.note = told.name, told.interest, told.note
    lead.language, lead.product_id = told.language, told.product_id
    db.session.flush()


def attach(lead: Lead, photo: Picture | None) -> None:
    """Keep a picture of what she asked for, if there is one; one that was there before goes."""
    if photo:
        lead.photo = photo
        db.session.flush()


def follow_up(
    lead: Lead, how: How, text: str, *, by: str, again_on: date | None, result: str = ""
) -> FollowUp:
    """Write down that somebody was written to, or called. Raises NoWay, and WrongMove for who bought or said no."""
    if not (lead.email if how is How.MAIL else lead.phone):
        raise NoWay(_l("Tidak ada nomor atau alamat untuk cara ini. Lengkapi dulu datanya."))
    lead.status = LeadStatus.CONTACTED
    lead.due_on = again_on
    said = FollowUp(lead=lead, how=how, text=text, result=result, by=by)
    db.session.add(said)
    db.session.flush()
    return said


def decline(lead: Lead, why: WhyNot) -> None:
    """Somebody does not buy. Raises WrongMove."""
    lead.status, lead.why_not, lead.due_on = LeadStatus.DECLINED, why, None
    db.session.flush()


def unsubscribe(lead: Lead) -> None:
    """Somebody wants to hear nothing more: what is personal goes now. Done again it stays done."""
    if lead.status is not LeadStatus.UNSUBSCRIBED:
        lead.status = LeadStatus.UNSUBSCRIBED
    _forget([lead.id])
    db.session.refresh(lead)


def match() -> int:
    """Find out who bought since, by the number or the address on a paid order; returns how many."""
    found = dict[int, int]()
    for rows in queries.bought():
        for lead_id, order_id in db.session.execute(rows):
            found[lead_id] = min(order_id, found.get(lead_id, order_id))
    for lead in db.session.scalars(sa.select(Lead).where(Lead.id.in_(found)).with_for_update()):
        lead.order_id, lead.due_on = found[lead.id], None
        if lead.may("status", LeadStatus.CONVERTED):
            lead.status = LeadStatus.CONVERTED
    db.session.flush()
    return len(found)


def forget_old() -> int:
    """Forget whom nobody may keep any longer; returns how many."""
    late = sa.select(Lead.id).where(Lead.keep_until < clock.today(), Lead.forgotten_at.is_(None))
    gone = db.session.scalars(late.limit(500)).all()
    _forget(gone)
    return len(gone)


def _forget(ids: Sequence[int]) -> None:
    empty = dict.fromkeys(("name", "phone", "email", "interest", "note", "wording"), "")
    silently = {"synchronize_session": False}
    gone = sa.update(Lead).where(Lead.id.in_(ids)).values(**empty, due_on=None, photo_key=None)
    gone = gone.values(forgotten_at=clock.now())
    db.session.execute(gone.execution_options(**silently))
    said = sa.update(FollowUp).where(FollowUp.lead_id.in_(ids)).values(text="", result="")
    db.session.execute(said.execution_options(**silently))
    quotes = sa.update(LeadQuote).where(LeadQuote.lead_id.in_(ids))
    db.session.execute(quotes.values(words="", address="", answer="").execution_options(**silently))
    of_them = sa.select(LeadQuote.id).where(LeadQuote.lead_id.in_(ids))
    lines = sa.update(LeadQuoteLine).where(LeadQuoteLine.quote_id.in_(of_them)).values(title="")
    db.session.execute(lines.execution_options(**silently))


@dataclass(frozen=True, slots=True)
class Words:
    """What a template says; without English, English speakers get the Indonesian."""

    name: str
    text_id: str
    text_en: str = ""
    voucher: str = ""
    active: bool = True


def write_template(words: Words, template: LeadTemplate | None = None, *, by: str) -> LeadTemplate:
    """Write a message for officers, or write it anew."""
    template = template or LeadTemplate()
    for name in Words.__slots__:
        setattr(template, name, getattr(words, name))
    db.session.add(template)
    db.session.flush()
    record(
        by=by, action="write", subject="lead template", subject_id=template.id, details={"name": words.name}
    )
    return template
