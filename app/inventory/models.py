import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.catalog.models import Variant
from app.db import Model


class Stock(Model):
    """The counters of one variant. Made-to-order variants have none.

    `on_hand` is the sum of its movements, `held` the sum of its live holds; both move in the transaction that adds
    those
    rows, by one conditional statement. `only_one` says that there is no second piece and never will be.
    """

    __table_args__ = (
        CheckConstraint("on_hand >= 0", "on_hand_not_negative"),
        CheckConstraint("held >= 0", "held_not_negative"),
        CheckConstraint("held <= on_hand", "held_is_on_hand"),
        CheckConstraint("NOT only_one OR on_hand <= 1", "only_one"),
    )

    variant_id: Mapped[int] = mapped_column(ForeignKey(Variant.id), primary_key=True)
    on_hand: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    only_one: Mapped[bool] = mapped_column(default=False)
    variant: Mapped[Variant] = relationship()


class Cause(enum.StrEnum):
    """Why pieces moved. What goes to a fair out of the online shop is TAKEN, and comes BROUGHT_BACK in the books with
    whatever becomes of it: it is here again, or it was sold there, or it is missing."""

    RECEIVED = "received"
    SOLD = "sold"
    RETURNED = "returned"
    ADJUSTED = "adjusted"
    TAKEN = "taken"
    BROUGHT_BACK = "brought_back"
    SOLD_THERE = "sold_there"
    MISSING = "missing"


class Movement(Model):
    """Pieces that came (positive) or went (negative), why, and by whom; only ever added."""

    __table_args__ = (CheckConstraint("quantity <> 0", "something_moved"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey(Variant.id), index=True)
    quantity: Mapped[int]
    cause: Mapped[Cause]
    reason: Mapped[str] = mapped_column(default="")
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    variant: Mapped[Variant] = relationship()


class HoldState(enum.StrEnum):
    LIVE = "live"
    SOLD = "sold"
    RELEASED = "released"
    RETURNED = "returned"


class Hold(Model):
    """Pieces set aside for one buyer until a moment. After that moment they are anybody's, whether tidied up or not."""

    __table_args__ = (
        CheckConstraint("quantity > 0", "quantity_positive"),
        Index(
            "ix_hold_live",
            "expires_at",
            postgresql_where=text("state = 'live'"),
            sqlite_where=text("state = 'live'"),
        ),
        # The last guard against selling a one-of-a-kind piece twice, whatever the code above it does.
        Index(
            "uq_hold_only_one",
            "variant_id",
            unique=True,
            postgresql_where=text("only_one AND state IN ('live', 'sold')"),
            sqlite_where=text("only_one AND state IN ('live', 'sold')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey(Variant.id), index=True)
    quantity: Mapped[int]
    only_one: Mapped[bool] = mapped_column(default=False)
    state: Mapped[HoldState] = mapped_column(default=HoldState.LIVE)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
