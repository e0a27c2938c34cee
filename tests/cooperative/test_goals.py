"""What share of revenue the members want from beyond exhibitions."""

from datetime import date

import pytest
import sqlalchemy as sa
import time_machine

from app.accounts.models import AuditEntry
from app.cooperative import actions, queries
from app.cooperative.actions import BadGoal
from app.cooperative.models import Goal
from app.db import db

pytestmark = pytest.mark.usefixtures("app")


def decide(percent, month, decided_on=date(2026, 1, 5)):
    return actions.set_goal(percent, from_month=month, decided_on=decided_on, note="Rapat", by="tests")


def percent_in(month):
    goal = queries.goal_in(month, queries.goals())
    return goal.percent if goal else None


@time_machine.travel("2026-06-01T05:00:00Z", tick=False)
def test_a_goal_counts_from_its_month_until_the_next_begins():
    decide(40, date(2026, 2, 17))
    decide(60, date(2026, 4, 1))
    months = [date(2026, month, 1) for month in (1, 2, 3, 4, 5)]
    assert [percent_in(month) for month in months] == [None, 40, 40, 60, 60]


@time_machine.travel("2026-06-01T05:00:00Z", tick=False)
def test_of_two_decisions_for_one_month_the_later_counts_and_both_are_kept():
    decide(40, date(2026, 2, 1))
    decide(45, date(2026, 2, 28))
    assert percent_in(date(2026, 2, 1)) == 45
    assert [goal.percent for goal in queries.goals()] == [45, 40]
    entries = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.subject == "goal")).all()
    assert [(entry.by, entry.action, entry.details) for entry in entries] == [
        ("tests", "decide", {"percent": 40, "from": "2026-02-01"}),
        ("tests", "decide", {"percent": 45, "from": "2026-02-01"}),
    ]


@pytest.mark.parametrize(
    ("percent", "decided_on"), [(-1, date(2026, 1, 5)), (101, date(2026, 1, 5)), (50, date(2026, 6, 2))]
)
@time_machine.travel("2026-06-01T05:00:00Z", tick=False)
def test_what_members_cannot_have_decided_is_refused(percent, decided_on):
    with pytest.raises(BadGoal):
        decide(percent, date(2026, 2, 1), decided_on)
    assert db.session.scalars(sa.select(Goal)).all() == []
