"""The shop's headline: what share of revenue comes from beyond exhibitions, and what the members want it to be."""

from datetime import date
from itertools import dropwhile

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app import clock
from app.accounts.permissions import Permission
from app.cooperative import actions, queries
from app.db import db
from app.reports import beyond, revenue
from app.reports.periods import Period
from app.web import needs

from .forms.goals import GoalForm
from .revenue import written

bp = Blueprint("beyond", __name__, url_prefix="/revenue/beyond")

# Two years, so that each month stands beside itself a year before.
MONTHS = 24


@bp.get("")
@needs(Permission.SEE_REVENUE)
def show() -> str:
    today = clock.today()
    return page(GoalForm(formdata=None, data={"from_month": today, "decided_on": today}))


@bp.post("")
@needs(Permission.SET_GOALS)
def decide() -> tuple[str, int] | BaseResponse:
    form = GoalForm()
    if not form.validate():
        return page(form), 422
    facts = {name: form.data[name] for name in ("percent", "from_month", "decided_on", "note")}
    actions.set_goal(**facts, by=current_user.email)
    db.session.commit()
    flash(_("Sasaran tercatat."), "done")
    return redirect(url_for(".show"), 303)


def page(form: GoalForm) -> str:
    decided = queries.goals()
    every = beyond.months(revenue.sales(last_months(clock.today())), decided)
    # A young shop has no months before its first sale.
    months = list(dropwhile(lambda month: not (month.at_fairs or month.beyond), every)) or every[-1:]
    return render_template(
        "admin/beyond/show.html",
        form=form,
        months=months,
        names=[written(month.period.first, "MMMM y") for month in months],
        short=[written(month.period.first, "MMM yy") for month in months],
        year=beyond.of_all(months[-12:]),
        before=beyond.of_all(every[:-12]),
        goal=queries.goal_in(clock.today(), decided),
        decided=decided,
    )


def last_months(today: date) -> Period:
    """So many months, this one until today."""
    year, month = divmod(today.year * 12 + today.month - MONTHS, 12)
    return Period(date(year, month + 1, 1), today)
