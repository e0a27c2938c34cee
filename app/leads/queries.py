from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.accounts.models import Role, User
from app.catalog.models import Product, Variant
from app.db import db
from app.exhibitions import queries as exhibitions
from app.exhibitions.models import Exhibition
from app.orders.models import Order, PaymentStatus

from .models import FollowUp, Lead, LeadQuote, LeadQuoteLine, LeadStatus, LeadTemplate, WhyNot

OPEN = (LeadStatus.NEW, LeadStatus.CONTACTED)


def seen_by(user: User) -> sa.Select[Lead]:
    """Who may be followed up by somebody: by an officer those of her fairs, by an admin all; the newest first."""
    found = sa.select(Lead).where(Lead.forgotten_at.is_(None)).order_by(Lead.id.desc())
    if user.role is Role.ADMIN:
        return found
    fairs = exhibitions.seen_by(user).with_only_columns(Exhibition.id).order_by(None)
    return found.where(Lead.exhibition_id.in_(fairs))


def due(user: User, day: date) -> sa.Select[Lead]:
    """Who waits to be written to on a day, or has waited since before; the longest first."""
    waits = seen_by(user).where(Lead.status.in_(OPEN), Lead.due_on <= day)
    return waits.order_by(None).order_by(Lead.due_on, Lead.id)


def with_fair(found: sa.Select[Lead]) -> sa.Select[Lead]:
    """The same, with what a list tells of each."""
    return found.options(joinedload(Lead.exhibition), joinedload(Lead.product), joinedload(Lead.campaign))


def whole(lead_id: int, user: User) -> sa.Select[Lead]:
    """One that somebody may see, with what was said so far."""
    return with_fair(seen_by(user).where(Lead.id == lead_id)).options(
        selectinload(Lead.follow_ups),
        selectinload(Lead.quotes),
        joinedload(Lead.order),
        joinedload(Lead.photo),
    )


def by_token(token: str) -> sa.Select[Lead]:
    return sa.select(Lead).where(Lead.token == token)


def quotes_of(lead: Lead) -> sa.Select[LeadQuote]:
    """What she was offered, the newest first."""
    return (
        sa.select(LeadQuote)
        .where(LeadQuote.lead_id == lead.id)
        .order_by(LeadQuote.id.desc())
        .options(selectinload(LeadQuote.lines), joinedload(LeadQuote.order))
    )


def quote_seen_by(quote_id: int, user: User) -> sa.Select[LeadQuote]:
    """One whose lead somebody may follow up."""
    theirs = seen_by(user).with_only_columns(Lead.id).order_by(None)
    return _whole_quote().where(LeadQuote.id == quote_id, LeadQuote.lead_id.in_(theirs))


def quote_by_token(token: str) -> sa.Select[LeadQuote]:
    """The quote of a private link, while its lead is known."""
    return _whole_quote().where(LeadQuote.token == token, Lead.forgotten_at.is_(None))


def _whole_quote() -> sa.Select[LeadQuote]:
    pictured = joinedload(LeadQuoteLine.variant).joinedload(Variant.product).joinedload(Product.cover)
    return (
        sa.select(LeadQuote)
        .join(LeadQuote.lead)
        .options(selectinload(LeadQuote.lines).options(pictured), contains_eager(LeadQuote.lead))
        .options(joinedload(LeadQuote.order))
    )


def bought() -> list[sa.Select[int, int]]:
    """Leads of whom nobody knew yet that they bought, each with the first order that they paid for since, or whose
    deposit they paid; by their number, by their address, and by what they accepted."""
    paid = (PaymentStatus.DEPOSIT_PAID, PaymentStatus.PAID, PaymentStatus.PARTLY_REFUNDED)
    accepted = (
        sa.select(Lead.id, sa.func.min(Order.id))
        .join(LeadQuote, LeadQuote.lead_id == Lead.id)
        .join(Order, Order.id == LeadQuote.order_id)
        .where(Lead.order_id.is_(None), Order.payment_status.in_(paid))
        .group_by(Lead.id)
    )
    return [
        accepted,
        *(
            sa.select(Lead.id, sa.func.min(Order.id))
            .join(Order, theirs == ours)
            .where(
                ours != "",
                Lead.order_id.is_(None),
                Order.payment_status.in_(paid),
                Order.placed_at >= Lead.created_at,
            )
            .group_by(Lead.id)
            for ours, theirs in ((Lead.phone, Order.phone), (Lead.email, Order.email))
        ),
    ]


def templates() -> sa.Select[LeadTemplate]:
    return sa.select(LeadTemplate).order_by(LeadTemplate.name, LeadTemplate.id)


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many left their number at a fair, and what became of them; of those who were forgotten, too."""

    leads: int
    followed_up: int
    bought: int
    declined: int
    unsubscribed: int
    why_not: Mapping[WhyNot, int]


def funnel(exhibition_id: int) -> Funnel:
    written = sa.exists().where(FollowUp.lead_id == Lead.id)
    count = sa.func.count
    row = db.session.execute(
        sa.select(
            count(),
            count(sa.case((written, 1))),
            count(Lead.order_id),
            count(sa.case((Lead.status == LeadStatus.DECLINED, 1))),
            count(sa.case((Lead.status == LeadStatus.UNSUBSCRIBED, 1))),
        ).where(Lead.exhibition_id == exhibition_id)
    ).one()
    reasons = db.session.execute(
        sa.select(Lead.why_not, count())
        .where(Lead.exhibition_id == exhibition_id, Lead.status == LeadStatus.DECLINED)
        .group_by(Lead.why_not)
        .order_by(count().desc(), Lead.why_not)
    )
    return Funnel(*row, why_not={why: number for why, number in reasons if why})
