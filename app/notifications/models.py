import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.db import Model
from app.orders.models import Order, OrderEvent


class MessageState(enum.StrEnum):
    """KEPT is written for a shop without a mail server: it is read in the back office."""

    KEPT = "kept"
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class Message(Model):
    """A mail, written once from an order event. `attempts` counts tries; `next_try_at` is when to try again."""

    __table_args__ = (UniqueConstraint("event_id", "kind", "recipient"), Index(None, "state", "next_try_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey(Order.id), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey(OrderEvent.id))
    kind: Mapped[str]
    recipient: Mapped[str]
    locale: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[MessageState] = mapped_column(default=MessageState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    next_try_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime | None]
    order: Mapped[Order | None] = relationship()
