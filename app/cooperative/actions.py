from datetime import date

from flask_babel import lazy_gettext as _l

from app import clock
from app.accounts.audit import record
from app.db import db
from app.errors import ShopError

from .models import Goal


class BadGoal(ShopError):
    """Nothing that members could have decided."""

    status = 422


def set_goal(percent: int, *, from_month: date, decided_on: date, note: str, by: str) -> Goal:
    """Write down what the members decided; `from_month` is any day of the month in which it begins. Raises BadGoal."""
    if not 0 <= percent <= 100:
        raise BadGoal(_l("Sasaran ditulis dalam persen, dari 0 sampai 100."))
    if decided_on > clock.today():
        raise BadGoal(_l("Tanggal keputusan tidak mungkin sesudah hari ini."))
    goal = Goal(
        percent=percent,
        from_month=from_month.replace(day=1),
        decided_on=decided_on,
        note=note,
        by=by,
    )
    db.session.add(goal)
    db.session.flush()
    said = {"percent": percent, "from": str(goal.from_month)}
    record(by=by, action="decide", subject="goal", subject_id=goal.id, details=said)
    return goal
