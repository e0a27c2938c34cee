import enum
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.db import Model
from app.orders.models import Order, OrderEvent


class DeliveryState(enum.StrEnum):
    QUEUED = "queued"
    DELIVERED = "delivered"
    FAILED = "failed"


class Webhook(Model):
    """An address of another program, and what it wants to be told.

    `secret` and `former_secret` are sealed (sealing.py); the former one signs too for a while after `renewed_at`.
    `failing_since` is when the first try failed after the last that did not; `given_up_at` is when the shop itself
    switched it off for that, until an admin decides.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str]
    events: Mapped[list[str]] = mapped_column(JSON)
    active: Mapped[bool] = mapped_column(default=True)
    secret: Mapped[str]
    former_secret: Mapped[str] = mapped_column(default="")
    renewed_at: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class WebhookDelivery(Model):
    """What one address is told of one event, and what became of the last try. `body` is the same with every try.

    A trial of the address belongs to no event. `attempts` counts tries; `next_try_at` is when to try again.
    """

    __table_args__ = (
        UniqueConstraint("webhook_id", "event_id"),
        Index(None, "state", "next_try_at"),
        Index(None, "webhook_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey(Webhook.id))
    event_id: Mapped[int | None] = mapped_column(ForeignKey(OrderEvent.id), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey(Order.id), index=True)
    type: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    body: Mapped[str]
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(default=clock.now)
    # Of the last try: when, the HTTP status and the beginning of what was answered (without a status: what went
    # wrong), and how long it took.
    tried_at: Mapped[datetime | None]
    code: Mapped[int | None]
    answer: Mapped[str] = mapped_column(default="")
    took_ms: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    webhook: Mapped[Webhook] = relationship()
    order: Mapped[Order | None] = relationship()
