from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from app.db import db

from .models import Goal


def goals() -> Sequence[Goal]:
    """All that was decided, the latest decision first."""
    return db.session.scalars(sa.select(Goal).order_by(Goal.id.desc())).all()


def goal_in(month: date, decided: Sequence[Goal]) -> Goal | None:
    """What counts in the month that begins on this day: of the goals that have begun, the one that begins last; of
    several that begin together, the latest decision."""
    begun = [goal for goal in decided if goal.from_month <= month]
    return max(begun, key=lambda goal: (goal.from_month, goal.id), default=None)
