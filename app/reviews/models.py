import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.catalog.models import Product
from app.db import Model
from app.lifecycle import Lifecycle
from app.makers.models import Maker
from app.orders.models import OrderLine
from app.pictures.models import Picture


class ReviewState(enum.StrEnum):
    WAITING = "waiting"
    SHOWN = "shown"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Reason(enum.StrEnum):
    """Why something is not shown. That few stars were given is no reason, and must never become one."""

    PERSONAL = "personal"
    INSULT = "insult"
    ADVERTISING = "advertising"
    OFF_TOPIC = "off_topic"
    PICTURE = "picture"


class Moderated(Lifecycle):
    """What somebody wrote for everybody to read: shown when an admin lets it through, never changed by staff.

    `version` counts how often it was written, so that what is let through is what was read. `note` says to its writer
    what the reason for not showing it does not.
    """

    MOVES = {
        "state": {
            ReviewState.WAITING: {ReviewState.SHOWN, ReviewState.REJECTED, ReviewState.WITHDRAWN},
            ReviewState.SHOWN: {ReviewState.REJECTED, ReviewState.WITHDRAWN},
            ReviewState.REJECTED: {ReviewState.SHOWN, ReviewState.WAITING, ReviewState.WITHDRAWN},
            ReviewState.WITHDRAWN: {ReviewState.WAITING},
        }
    }

    text: Mapped[str]
    state: Mapped[ReviewState] = mapped_column(default=ReviewState.WAITING)
    reason: Mapped[Reason | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="", server_default="")


class Review(Moderated, Model):
    """What a buyer says of one line of a delivered order, in `locale`, by the name that he chose to be shown by."""

    visible = True

    __table_args__ = (
        CheckConstraint("stars BETWEEN 1 AND 5", "stars_from_one_to_five"),
        # Named, because columns of a mixin have no table yet that a name could be made of.
        Index("ix_review_product_id_state", "product_id", "state"),
        Index("ix_review_maker_id_state", "maker_id", "state"),
        Index("ix_review_state_written_at", "state", "written_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey(OrderLine.id), unique=True)
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id))
    maker_id: Mapped[int | None] = mapped_column(ForeignKey(Maker.id))
    stars: Mapped[int]
    name: Mapped[str]
    locale: Mapped[str]
    photo: Mapped[str | None] = mapped_column(ForeignKey(Picture.key), index=True)
    sample: Mapped[bool] = mapped_column(default=False)
    line: Mapped[OrderLine] = relationship()
    product: Mapped[Product] = relationship()
    maker: Mapped[Maker | None] = relationship()
    picture: Mapped[Picture | None] = relationship(lazy="joined")
    reply: Mapped["Reply | None"] = relationship(back_populates="review", uselist=False)


class Reply(Moderated, Model):
    """What the maker of the cloth answers, once."""

    visible = True

    __table_args__ = (Index("ix_reply_state_written_at", "state", "written_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey(Review.id), unique=True)
    maker_id: Mapped[int] = mapped_column(ForeignKey(Maker.id), index=True)
    review: Mapped[Review] = relationship(back_populates="reply")
    maker: Mapped[Maker] = relationship()


class Flag(Model):
    """Somebody who read a review says why it should not be shown: of what was read, its `version`.

    Open until an admin has judged it. `token` is of the form by which it came, so that none comes twice.
    """

    __table_args__ = (
        UniqueConstraint("review_id", "token"),
        Index(None, "review_id", "version"),
        Index(None, "closed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey(Review.id))
    version: Mapped[int]
    reason: Mapped[Reason]
    text: Mapped[str]
    token: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]
    review: Mapped[Review] = relationship()
