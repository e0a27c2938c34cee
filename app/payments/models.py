import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.db import Model
from app.lifecycle import Lifecycle
from app.money import Money
from app.orders.models import Order, OrderLine
from app.pictures.models import Picture

STRIPE = "stripe"
TRANSFER = "transfer"
# Taken at a stand and written down there: no service speaks of it.
CASH, QRIS, CARD_READER, STALL_TRANSFER = "cash", "qris", "card_reader", "stall_transfer"


class Asked:
    """What a payment service is asked about by the worker, until it has answered for good.

    `ask_at` is when to ask next, and `silent_since` since when there was no answer. `refused_at` is when the service
    said no: it would say no again, so a person decides whether to ask again. All three are None while all is well.
    """

    ask_at: Mapped[datetime | None]
    silent_since: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]

    @property
    def is_refused(self) -> bool:
        """May a person want the service to be asked once more?"""
        return self.refused_at is not None


class PaymentState(enum.StrEnum):
    """OPEN can still be paid; CLOSED was given up by us, and money that comes all the same is late money."""

    OPEN = "open"
    SETTLED = "settled"
    CLOSED = "closed"


class Payment(Asked, Lifecycle, Model):
    """One try at being paid for an order.

    `key` is the idempotency key with which the payment service is asked, kept before it is asked. `reference` is the
    service's id of it (Stripe: Checkout Session) or, for a transfer, the bank's reference; `charge` is what a refund
    names (Stripe: PaymentIntent). `received` is what came, None until something did. `rest` says that it is for what is
    left after a deposit.
    """

    MOVES = {
        "state": {
            PaymentState.OPEN: {PaymentState.SETTLED, PaymentState.CLOSED},
            PaymentState.CLOSED: {PaymentState.SETTLED},
            PaymentState.SETTLED: set(),
        }
    }
    __table_args__ = (
        CheckConstraint("amount > 0", "amount_positive"),
        CheckConstraint("received IS NULL OR received > 0", "received_positive"),
        UniqueConstraint("provider", "reference"),
        # While a transfer is open its amount tells whose it is.
        Index(
            "uq_payment_open_transfer_amount",
            "amount",
            unique=True,
            postgresql_where=text("provider = 'transfer' AND state = 'open'"),
            sqlite_where=text("provider = 'transfer' AND state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey(Order.id), index=True)
    provider: Mapped[str]
    amount: Mapped[Money]
    state: Mapped[PaymentState] = mapped_column(default=PaymentState.OPEN)
    key: Mapped[str] = mapped_column(unique=True)
    reference: Mapped[str | None]
    charge: Mapped[str | None]
    url: Mapped[str | None]
    url_until: Mapped[datetime | None]
    received: Mapped[Money | None]
    settled_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    rest: Mapped[bool] = mapped_column(default=False, server_default=false(), sort_order=1)
    order: Mapped[Order] = relationship()
    proofs: Mapped[list["Proof"]] = relationship(back_populates="payment", order_by="Proof.id")

    @property
    def is_refused(self) -> bool:
        """Of a payment that was given up before the service knew it there is nothing to ask."""
        return self.refused_at is not None and (self.state is PaymentState.OPEN or self.url is not None)


class Proof(Model):
    """A picture of a transfer that a buyer sent. A hint, never money: pictures can be edited."""

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey(Payment.id), index=True)
    key: Mapped[str] = mapped_column(ForeignKey(Picture.key), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    payment: Mapped[Payment] = relationship(back_populates="proofs")
    picture: Mapped[Picture] = relationship(lazy="joined", innerjoin=True)


class RefundState(enum.StrEnum):
    """PENDING is asked for or not yet known; only the payment service's word ends it."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


class Refund(Asked, Lifecycle, Model):
    """Money that goes back. `refunded_on` is the shop's day on which it counts against revenue."""

    MOVES = {
        "state": {
            RefundState.PENDING: {RefundState.DONE, RefundState.FAILED},
            RefundState.DONE: {RefundState.FAILED},
            RefundState.FAILED: set(),
        }
    }
    __table_args__ = (
        CheckConstraint("amount > 0", "amount_positive"),
        UniqueConstraint("provider", "reference"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey(Payment.id), index=True)
    order_id: Mapped[int] = mapped_column(ForeignKey(Order.id), index=True)
    provider: Mapped[str]
    amount: Mapped[Money]
    state: Mapped[RefundState] = mapped_column(default=RefundState.PENDING)
    key: Mapped[str] = mapped_column(unique=True)
    reference: Mapped[str | None]
    reason: Mapped[str] = mapped_column(default="")
    # Money of an order that was never counted as sold (late, doubled) goes back without touching revenue.
    counts: Mapped[bool] = mapped_column(default=True)
    by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    done_at: Mapped[datetime | None]
    refunded_on: Mapped[date | None] = mapped_column(index=True)
    payment: Mapped[Payment] = relationship()
    order: Mapped[Order] = relationship()
    shares: Mapped[list["RefundShare"]] = relationship(back_populates="refund")


class RefundShare(Model):
    """What part of a refund falls on an order line, or on shipping (no line); the shares add up to the refund."""

    id: Mapped[int] = mapped_column(primary_key=True)
    refund_id: Mapped[int] = mapped_column(ForeignKey(Refund.id), index=True)
    line_id: Mapped[int | None] = mapped_column(ForeignKey(OrderLine.id), index=True)
    amount: Mapped[Money]
    refund: Mapped[Refund] = relationship(back_populates="shares")
    line: Mapped[OrderLine | None] = relationship()


class ProviderEvent(Model):
    """A message of a payment service, without who paid; the unique id makes a second delivery nothing new."""

    __table_args__ = (UniqueConstraint("provider", "event_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str]
    event_id: Mapped[str]
    kind: Mapped[str]
    payload: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
    applied_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")


class TaskKind(enum.StrEnum):
    MISMATCH = "mismatch"
    LATE_MONEY = "late_money"
    DOUBLE_PAYMENT = "double_payment"
    REFUND_DUE = "refund_due"
    REFUND_FAILED = "refund_failed"
    UNMATCHED = "unmatched"
    REFUSED = "refused"
    SOLD_TWICE = "sold_twice"


class Task(Model):
    """Money that a person must decide about; open until somebody did. No money is without an owner."""

    __table_args__ = (Index(None, "closed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[TaskKind]
    order_id: Mapped[int | None] = mapped_column(ForeignKey(Order.id), index=True)
    payment_id: Mapped[int | None] = mapped_column(ForeignKey(Payment.id), index=True)
    amount: Mapped[Money | None]
    note: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str] = mapped_column(default="")
    resolution: Mapped[str] = mapped_column(default="")
    order: Mapped[Order | None] = relationship()
    payment: Mapped[Payment | None] = relationship()
