import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.accounts.models import User
from app.db import Model
from app.exhibitions.models import Exhibition
from app.money import Money
from app.orders.models import Order
from app.payments.models import CARD_READER, CASH, QRIS, STALL_TRANSFER


class EntryKind(enum.StrEnum):
    SALE = "sale"
    LEAD = "lead"
    VISITORS = "visitors"
    CLOSING = "closing"


class Method(enum.StrEnum):
    """How a buyer paid at the stand; each is the name of a provider that no service stands behind."""

    CASH = CASH
    QRIS = QRIS
    TRANSFER = STALL_TRANSFER
    CARD_READER = CARD_READER


class StallEntry(Model):
    """What was written down on a telephone, as it came; `client_id` is the telephone's own name for it, so that it is
    in once however often it is sent.

    `said_at` is the telephone's time and `at` that time put right: its clock was `clock_off` seconds ahead when it
    sent the entry.
    """

    __table_args__ = (Index(None, "exhibition_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(unique=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey(Exhibition.id))
    officer_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    device: Mapped[str]
    kind: Mapped[EntryKind]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    said_at: Mapped[datetime]
    at: Mapped[datetime]
    clock_off: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    officer: Mapped[User] = relationship()
    sales: Mapped[list["StallSale"]] = relationship(order_by="StallSale.id", back_populates="entry")


class StallSale(Model):
    """An order that was sold at a stand: of one entry usually one; several when one of its pieces was gone.

    `listed` is what its pieces cost in the shop at that moment, `taken` what was paid for them at the stand (without
    sending). `rival_id` is the order that has its piece, while somebody has to decide between the two.
    """

    __table_args__ = (
        CheckConstraint("taken > 0", "something_taken"),
        Index(None, "exhibition_id", "on_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey(StallEntry.id), index=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey(Exhibition.id))
    officer_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    order_id: Mapped[int] = mapped_column(ForeignKey(Order.id), unique=True)
    rival_id: Mapped[int | None] = mapped_column(ForeignKey(Order.id), index=True)
    conflict: Mapped[bool] = mapped_column(default=False)
    method: Mapped[Method]
    on_day: Mapped[date]
    taken: Mapped[Money]
    listed: Mapped[Money]
    total: Mapped[Money]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    entry: Mapped[StallEntry] = relationship(back_populates="sales")
    order: Mapped[Order] = relationship(foreign_keys=[order_id])
    rival: Mapped[Order | None] = relationship(foreign_keys=[rival_id])

    @property
    def bargained(self) -> bool:
        """Was another price taken than the shop's?"""
        return self.taken != self.listed


class StallVisitors(Model):
    """How many came by in a while that ended at the entry's moment; negative where too many had been counted."""

    __table_args__ = (CheckConstraint("visitors <> 0", "somebody_came"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey(StallEntry.id), unique=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey(Exhibition.id), index=True)
    on_day: Mapped[date]
    hour: Mapped[int]
    visitors: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class StallClosing(Model):
    """Cash that an officer counted at the end of a day, and what there should have been as her telephone knew it."""

    __table_args__ = (CheckConstraint("counted >= 0", "counted_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey(StallEntry.id), unique=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey(Exhibition.id), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    on_day: Mapped[date]
    expected: Mapped[Money]
    counted: Mapped[Money]
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    officer: Mapped[User] = relationship()
