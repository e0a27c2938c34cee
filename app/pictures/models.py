import enum
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.db import Model
from app.lifecycle import Lifecycle


class PictureState(enum.StrEnum):
    """WAITING has no prints yet; LEAVING has nobody any more who shows it, and its files are being taken away."""

    WAITING = "waiting"
    READY = "ready"
    REFUSED = "refused"
    LEAVING = "leaving"


class Trouble(enum.StrEnum):
    """Why a picture could not be developed."""

    BROKEN = "broken"
    HEAVY = "heavy"
    LOST = "lost"


class Shown(NamedTuple):
    """What a page shows of a picture that is ready."""

    key: str
    width: int
    height: int
    ground: str
    has_avif: bool


class Picture(Lifecycle, Model):
    """A picture in the store, once for each content and room; whoever shows it refers to its key.

    `original` is the file that its prints are (still) to be made from: a picture that is READY and has one is shown
    already, but has no AVIF yet. `width` and `height` are those of its widest print, and `ground` is the picture in a
    few dots, as a data: address, to be seen until a print has come.
    """

    MOVES = {
        "state": {
            PictureState.WAITING: {PictureState.READY, PictureState.REFUSED, PictureState.LEAVING},
            PictureState.READY: {PictureState.READY, PictureState.REFUSED, PictureState.LEAVING},
            PictureState.REFUSED: {PictureState.WAITING, PictureState.LEAVING},
            # Sent again while it was going, or not gone at the first try.
            PictureState.LEAVING: {PictureState.WAITING, PictureState.LEAVING},
        }
    }
    __table_args__ = (
        sa.Index(
            "ix_picture_undeveloped",
            "created_at",
            sqlite_where=sa.text("original IS NOT NULL"),
            postgresql_where=sa.text("original IS NOT NULL"),
        ),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[PictureState] = mapped_column(default=PictureState.WAITING)
    original: Mapped[str | None]
    # What only the worker wants to know is read when it asks.
    claimed_until: Mapped[datetime | None] = mapped_column(deferred=True)
    trouble: Mapped[Trouble | None] = mapped_column(deferred=True)
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    ground: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now, deferred=True)

    @property
    def ready(self) -> bool:
        return self.state is PictureState.READY

    @property
    def room(self) -> str:
        return self.key.partition("/")[0]

    @property
    def has_avif(self) -> bool:
        return self.original is None
