import enum
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.db import Model
from app.exhibitions.models import Campaign
from app.money import Money

# However large a voucher is, somebody pays for a tenth of the cloth.
MOST_PERCENT = 90


class Bearer(enum.StrEnum):
    """Who has less because of a voucher."""

    COOPERATIVE = "cooperative"
    MAKERS = "makers"


class Voucher(Model):
    """A code that takes an amount, or so many hundredths, off the goods of an order.

    `first_day` and `last_day` are the shop's days, both whole. `used` is the number of its live uses; it moves in the
    transaction that adds or ends one, by one conditional statement. What it takes off, and who bears it, never change.
    """

    __table_args__ = (
        CheckConstraint("(amount > 0) <> (percent > 0)", "amount_or_percent"),
        CheckConstraint("amount >= 0 AND percent BETWEEN 0 AND 90 AND minimum >= 0", "nothing_negative"),
        CheckConstraint("used >= 0", "used_not_negative"),
        CheckConstraint("most_uses IS NULL OR used <= most_uses", "no_more_than_most"),
        CheckConstraint("first_day <= last_day", "days_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey(Campaign.id), index=True)
    amount: Mapped[Money] = mapped_column(default=Money)
    percent: Mapped[int] = mapped_column(default=0)
    minimum: Mapped[Money] = mapped_column(default=Money)
    most_uses: Mapped[int | None]
    most_each: Mapped[int | None]
    first_day: Mapped[date]
    last_day: Mapped[date]
    bearer: Mapped[Bearer] = mapped_column(default=Bearer.COOPERATIVE)
    active: Mapped[bool] = mapped_column(default=True)
    used: Mapped[int] = mapped_column(default=0)
    sample: Mapped[bool] = mapped_column(default=False)
    by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    campaign: Mapped[Campaign | None] = relationship()

    def off(self, goods: Money) -> Money:
        """What it takes off goods of this price; nothing below its minimum."""
        if goods < self.minimum:
            return Money()
        wanted = self.amount or goods.percent(Decimal(self.percent))
        return min(wanted, Money(goods.rupiah * MOST_PERCENT // 100))


class UseState(enum.StrEnum):
    LIVE = "live"
    RETURNED = "returned"


class VoucherUse(Model):
    """One use of a voucher, by an order that points here. Buyers are known by keyed fingerprints of what they typed,
    only to count their uses."""

    __table_args__ = (Index(None, "voucher_id", "phone"), Index(None, "voucher_id", "email"))

    id: Mapped[int] = mapped_column(primary_key=True)
    voucher_id: Mapped[int] = mapped_column(ForeignKey(Voucher.id))
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    discount: Mapped[Money]
    state: Mapped[UseState] = mapped_column(default=UseState.LIVE)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    voucher: Mapped[Voucher] = relationship()
