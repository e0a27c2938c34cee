from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.db import Model


class Goal(Model):
    """What share of revenue is to come from beyond exhibitions, in percent, from a month on, as the members decided.

    Only ever added: for each month the decision counts that was written down last.
    """

    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 100", "percent_of_all"),
        Index(None, "from_month"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    percent: Mapped[int]
    from_month: Mapped[date]
    decided_on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
