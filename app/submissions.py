"""Forms that were sent: what one asks for is done once, however often it comes."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.db import Model, db, insert

KEPT = timedelta(days=2)


class Submission(Model):
    """A form that was sent, as a digest of all that it said, and the page that it led to; none until it is answered."""

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    led_to: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


def is_first(digest: str) -> bool:
    """Has no such form done its work? Where one is at it in this moment, this waits until that is settled.

    It is known only when the transaction is committed: a form that was answered with a mistake can be sent again.
    """
    values = {"digest": digest, "at": clock.now(), "led_to": ""}
    written = insert(Submission).values(values).on_conflict_do_nothing(index_elements=["digest"])
    return db.session.scalar(written.returning(Submission.digest)) is not None


def lead(digest: str, to: str) -> None:
    """Say where it has led."""
    db.session.execute(sa.update(Submission).where(Submission.digest == digest).values(led_to=to))


def led_to(digest: str) -> str:
    """Where it has led; empty where that was not written down any more."""
    return db.session.scalar(sa.select(Submission.led_to).where(Submission.digest == digest)) or ""


def forget_old() -> None:
    """Forget those that nobody will send again."""
    db.session.execute(sa.delete(Submission).where(Submission.at < clock.now() - KEPT))
