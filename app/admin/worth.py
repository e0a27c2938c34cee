"""What fairs were worth: each on a page for the office, and all beside each other. No buyer is named on either."""

from flask import Blueprint, render_template
from flask_login import current_user

from app import clock
from app.accounts.permissions import Permission
from app.db import db
from app.exhibitions import queries
from app.exhibitions.models import Exhibition
from app.leads import queries as leads
from app.reports import aftermath, fairs
from app.web import needs

from .exhibitions import find_fair
from .paging import page_asked

bp = Blueprint("worth", __name__, url_prefix="/exhibitions")

# Five years of them or so.
PAGE = 50


@bp.get("/worth")
@needs(Permission.RUN_FAIRS)
def browse() -> str:
    begun = queries.seen_by(current_user).where(Exhibition.first_day <= clock.today())
    page = page_asked()
    held = db.session.scalars(begun.limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    return render_template(
        "admin/worth/browse.html",
        worths=fairs.worths(held[:PAGE]),
        after=fairs.AFTER,
        page=page,
        more=len(held) > PAGE,
    )


@bp.get("/<int:exhibition_id>/worth")
@needs(Permission.RUN_FAIRS)
def show(exhibition_id: int) -> str:
    fair, today = find_fair(exhibition_id), clock.today()
    (worth,) = fairs.worths([fair])
    officers, campaigns = fairs.names(worth)
    return render_template(
        "admin/worth/show.html",
        fair=fair,
        worth=worth,
        after=fairs.AFTER,
        funnel=leads.funnel(fair.id),
        best=aftermath.best(fair),
        lift=aftermath.lift(fair, today),
        officers=officers,
        campaigns=campaigns,
        today=today,
    )
