"""What a lead is offered: written by an officer, accepted once by her, and an order from then on."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app import clock
from app.accounts.audit import record, tell
from app.cart.quote import Quote, QuoteLine, agreed
from app.db import db
from app.errors import ShopError
from app.money import Money
from app.orders import actions as orders
from app.orders.models import UNKNOWN, Channel, Destination, Order
from app.orders.terms import Address, Terms

from . import queries
from .models import Lead, LeadQuote, LeadQuoteLine, QuoteStatus


class QuoteClosed(ShopError):
    """It has been answered, withdrawn, or its day has gone by."""


class QuoteChanged(ShopError):
    """It was written anew since she saw it."""


class NoAddress(ShopError):
    """Nobody knows where it is to be sent."""

    status = 422


@dataclass(frozen=True, slots=True)
class Line:
    """So many of a variant at a price; `title` is what was agreed upon in words, empty where the product says it."""

    variant_id: int
    quantity: int
    price: Money
    title: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """What an officer writes. `shipping` is None where it is picked up."""

    lines: Sequence[Line]
    valid_until: date
    language: str = "id"
    words: str = ""
    delivery_on: date | None = None
    deposit_percent: int = 0
    shipping: Money | None = None
    address: str = ""


def write(lead: Lead, offered: Offered, *, by: str) -> LeadQuote:
    """Offer something; nobody is told by this."""
    quote = LeadQuote(lead=lead, token=secrets.token_urlsafe(16), by=by)
    _fill(quote, offered)
    db.session.add(quote)
    db.session.flush()
    _note(quote, "write", by)
    return quote


def write_anew(quote: LeadQuote, offered: Offered, *, by: str) -> None:
    """Offer something else under the same address; what she has accepted stays. The same again changes nothing of
    what is on offer. Raises WrongMove."""
    quote = _lock(quote.id)
    opened, quote.status = quote.status is not QuoteStatus.OPEN, QuoteStatus.OPEN
    changed = _fill(quote, offered)
    if changed or opened:
        quote.version += 1
        quote.answer, quote.answered_at = "", None
        db.session.flush()
        _note(quote, "edit", by, changed=changed)


def _fill(quote: LeadQuote, offered: Offered) -> list[str]:
    """The names of what changed."""
    changed = tell(quote, {name: getattr(offered, name) for name in Offered.__slots__ if name != "lines"})
    lines = [Line(line.variant_id, line.quantity, line.price, line.title) for line in quote.lines]
    if lines == list(offered.lines):
        return changed
    quote.lines = [
        LeadQuoteLine(variant_id=line.variant_id, quantity=line.quantity, price=line.price, title=line.title)
        for line in offered.lines
    ]
    return ["lines", *changed]


def withdraw(quote: LeadQuote, *, by: str) -> None:
    """It is not on offer any more. Raises WrongMove."""
    quote = _lock(quote.id)
    quote.status = QuoteStatus.WITHDRAWN
    db.session.flush()
    _note(quote, "withdraw", by)


def price_of(quote: LeadQuote) -> Quote:
    """What it comes to."""
    lines = (QuoteLine(line.variant, line.quantity, line.price, title=line.title) for line in quote.lines)
    return agreed(lines, quote.shipping if quote.shipping is not None else Money(0))


def deposit_of(quote: LeadQuote) -> Money | None:
    """What of it is paid first; None where all is paid at once."""
    total = price_of(quote).total
    deposit = total.percent(Decimal(quote.deposit_percent))
    return deposit if Money(0) < deposit < total else None


def accept(quote: LeadQuote, version: int, *, address: str, until: datetime) -> Order:
    """She takes it: an order at its prices, whose pieces wait for her money until a moment. Done again it is the same
    order. Raises QuoteClosed, QuoteChanged, NoAddress and inventory.SoldOut."""
    quote = _lock(quote.id)
    if quote.order:
        return quote.order
    _refuse_closed(quote)
    if quote.version != version:
        raise QuoteChanged(_l("Penawaran ini baru saja kami ubah. Silakan lihat lagi, lalu jawab."))
    if quote.shipping is not None and not address:
        raise NoAddress(_l("Tulis alamat pengirimannya."))
    order = orders.place(price_of(quote), _terms(quote, address), until=until)
    order.sample = order.sample or bool(quote.lead.exhibition and quote.lead.exhibition.sample)
    quote.status, quote.order, quote.answered_at = QuoteStatus.ACCEPTED, order, clock.now()
    # Who does not pay in time is asked what is missing.
    if quote.lead.status in queries.OPEN:
        quote.lead.due_on = clock.shop_day(until)
    db.session.flush()
    return order


def _terms(quote: LeadQuote, address: str) -> Terms:
    lead, sent = quote.lead, quote.shipping is not None
    campaign_id = lead.campaign_id
    return Terms(
        name=lead.name,
        phone=lead.phone,
        email=lead.email,
        address=Address(Destination.VILLAGE, street=address) if sent else Address(Destination.PICKUP),
        expected_total=price_of(quote).total,
        checkout_token=f"quote-{quote.id}-{quote.token}",
        locale=quote.language,
        channel=Channel.WHATSAPP,
        first_campaign_id=campaign_id,
        last_campaign_id=campaign_id,
        source="campaign" if campaign_id else UNKNOWN,
        deposit=deposit_of(quote),
    )


def decline(quote: LeadQuote, answer: str) -> None:
    """She does not take it; whoever follows her up reads why. Done again it stays done. Raises QuoteClosed."""
    quote = _lock(quote.id)
    if quote.status is QuoteStatus.DECLINED:
        return
    _refuse_closed(quote)
    quote.status, quote.answer, quote.answered_at = QuoteStatus.DECLINED, answer, clock.now()
    if quote.lead.status in queries.OPEN:
        quote.lead.due_on = clock.today()
    db.session.flush()


def _refuse_closed(quote: LeadQuote) -> None:
    if quote.lapsed:
        raise QuoteClosed(
            _l(
                "Maaf, masa berlaku penawaran ini sudah lewat. Hubungi kami: yang baru kami buatkan dengan senang hati."
            )
        )
    if quote.status is not QuoteStatus.OPEN:
        raise QuoteClosed(_l("Penawaran ini sudah dijawab atau kami tarik."))


def _lock(quote_id: int) -> LeadQuote:
    """The quote as it is now, kept from all others until this transaction ends."""
    found = sa.select(LeadQuote).where(LeadQuote.id == quote_id).with_for_update()
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def _note(quote: LeadQuote, action: str, by: str, **details: object) -> None:
    told = {"lead": quote.lead_id, **details}
    record(by=by, action=action, subject="quote", subject_id=quote.id, details=told)
