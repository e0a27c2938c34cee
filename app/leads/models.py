import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.accounts.models import User
from app.catalog.models import Product, Variant
from app.db import Model
from app.exhibitions.models import Campaign, Exhibition
from app.lifecycle import Lifecycle
from app.money import Money
from app.orders.models import Order
from app.pictures.models import Picture


class LeadStatus(enum.StrEnum):
    NEW = "new"
    CONTACTED = "contacted"
    CONVERTED = "converted"
    DECLINED = "declined"
    UNSUBSCRIBED = "unsubscribed"


class WhyNot(enum.StrEnum):
    """Why somebody did not buy after all."""

    PRICE = "price"
    SIZE = "size"
    COLOUR = "colour"
    SHIPPING = "shipping"
    LOOKING = "looking"
    OTHER = "other"


class How(enum.StrEnum):
    WHATSAPP = "whatsapp"
    MAIL = "mail"
    CALL = "call"


class Lead(Lifecycle, Model):
    """Somebody who wants to hear from us, with the words of the consent as they were read.

    `phone` is E.164 and `email` in its one form; either may be empty, and both are where what was typed is neither: it
    stands in `note` then. `client_id` is a telephone's own name for it. `due_on` is the shop's day on which to write
    next. After `keep_until` what is personal is gone (`forgotten_at`), and what is counted stays.
    """

    MOVES = {
        "status": {
            LeadStatus.NEW: {
                LeadStatus.CONTACTED,
                LeadStatus.CONVERTED,
                LeadStatus.DECLINED,
                LeadStatus.UNSUBSCRIBED,
            },
            LeadStatus.CONTACTED: {
                LeadStatus.CONTACTED,
                LeadStatus.CONVERTED,
                LeadStatus.DECLINED,
                LeadStatus.UNSUBSCRIBED,
            },
            # Some say no, and buy.
            LeadStatus.DECLINED: {LeadStatus.CONVERTED, LeadStatus.UNSUBSCRIBED},
            LeadStatus.CONVERTED: {LeadStatus.UNSUBSCRIBED},
            LeadStatus.UNSUBSCRIBED: set(),
        }
    }
    __table_args__ = (Index(None, "status", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[str | None] = mapped_column(unique=True)
    token: Mapped[str] = mapped_column(unique=True)
    status: Mapped[LeadStatus] = mapped_column(default=LeadStatus.NEW)
    why_not: Mapped[WhyNot | None]
    exhibition_id: Mapped[int | None] = mapped_column(ForeignKey(Exhibition.id), index=True)
    # Who took it down.
    officer_id: Mapped[int | None] = mapped_column(ForeignKey(User.id), index=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey(Product.id), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey(Order.id), index=True)
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="", index=True)
    email: Mapped[str] = mapped_column(default="", index=True)
    language: Mapped[str] = mapped_column(default="id")
    interest: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    wording: Mapped[str]
    due_on: Mapped[date | None]
    keep_until: Mapped[date] = mapped_column(index=True)
    forgotten_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    # The campaign through which she was met.
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey(Campaign.id), index=True)
    photo_key: Mapped[str | None] = mapped_column(ForeignKey(Picture.key), index=True)
    exhibition: Mapped[Exhibition | None] = relationship()
    campaign: Mapped[Campaign | None] = relationship()
    photo: Mapped[Picture | None] = relationship()
    product: Mapped[Product | None] = relationship()
    order: Mapped[Order | None] = relationship()
    follow_ups: Mapped[list["FollowUp"]] = relationship(order_by="FollowUp.id", back_populates="lead")
    quotes: Mapped[list["LeadQuote"]] = relationship(order_by="LeadQuote.id", back_populates="lead")


class FollowUp(Model):
    """One time that a lead was written to or called: how, what was said, and what came of it; only ever added."""

    id: Mapped[int] = mapped_column(primary_key=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey(Lead.id), index=True)
    how: Mapped[How]
    text: Mapped[str] = mapped_column(default="")
    result: Mapped[str] = mapped_column(default="")
    by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    lead: Mapped[Lead] = relationship(back_populates="follow_ups")


class LeadTemplate(Model):
    """A message that the cooperative wrote for its officers; `{nama}`, `{kain}`, `{tautan}` and `{voucher}` stand for
    what is each lead's."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    text_id: Mapped[str]
    text_en: Mapped[str] = mapped_column(default="")
    voucher: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class QuoteStatus(enum.StrEnum):
    """OPEN waits for an answer, until the day after which nobody is bound to it."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class LeadQuote(Lifecycle, Model):
    """What a lead is offered, in her language, on a page of her own: the pieces at their prices, until which day, and
    how much of it is paid first (`deposit_percent`, 0 for all at once).

    `shipping` is None where she picks it up. `version` counts how often it was written anew: she accepts what she saw.
    What it comes to is computed, never kept; what she accepted is the order.
    """

    MOVES = {
        "status": {
            QuoteStatus.OPEN: {
                QuoteStatus.OPEN,
                QuoteStatus.ACCEPTED,
                QuoteStatus.DECLINED,
                QuoteStatus.WITHDRAWN,
            },
            QuoteStatus.ACCEPTED: set(),
            # Written anew.
            QuoteStatus.DECLINED: {QuoteStatus.OPEN},
            QuoteStatus.WITHDRAWN: {QuoteStatus.OPEN},
        }
    }
    __table_args__ = (CheckConstraint("deposit_percent BETWEEN 0 AND 90", "deposit_is_a_part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey(Lead.id), index=True)
    token: Mapped[str] = mapped_column(unique=True)
    status: Mapped[QuoteStatus] = mapped_column(default=QuoteStatus.OPEN)
    version: Mapped[int] = mapped_column(default=1)
    language: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    delivery_on: Mapped[date | None]
    valid_until: Mapped[date]
    deposit_percent: Mapped[int] = mapped_column(default=0)
    shipping: Mapped[Money | None]
    address: Mapped[str] = mapped_column(default="")
    order_id: Mapped[int | None] = mapped_column(ForeignKey(Order.id), unique=True)
    # What she said when she declined.
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    lead: Mapped[Lead] = relationship(back_populates="quotes")
    order: Mapped[Order | None] = relationship()
    lines: Mapped[list["LeadQuoteLine"]] = relationship(
        order_by="LeadQuoteLine.id", back_populates="quote", cascade="all, delete-orphan"
    )

    @property
    def lapsed(self) -> bool:
        """Has its day gone by without an answer?"""
        return self.status is QuoteStatus.OPEN and self.valid_until < clock.today()


class LeadQuoteLine(Model):
    """So many of a variant at a price; `title` is what was agreed upon in words, empty where the product says it."""

    __table_args__ = (
        CheckConstraint("quantity > 0", "quantity_positive"),
        CheckConstraint("price > 0", "price_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey(LeadQuote.id), index=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey(Variant.id), index=True)
    title: Mapped[str] = mapped_column(default="")
    quantity: Mapped[int]
    price: Mapped[Money]
    quote: Mapped[LeadQuote] = relationship(back_populates="lines")
    variant: Mapped[Variant] = relationship()
