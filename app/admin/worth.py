"""What fairs were worth: each on a page for the office, and all beside each other. No buyer is named on either."""

from flask import Blueprint, render_template
from flask_login import current_user

from app import clock
from app.accounts.permissions import Permission
from app.db import db
from app.exhibitions import queries
from app.reports import aftermath, fairs
from app.web import needs

from .exhibitions import find_fair

bp = Blueprint("worth", __name__, url_prefix="/exhibitions")

# Ten years of them; who has held more looks at the latest.
MOST = 100


@bp.get("/worth")
@needs(Permission.RUN_FAIRS)
def browse() -> str:
    held = db.session.scalars(queries.seen_by(current_user).limit(MOST)).all()
    worths = [each for each in fairs.worths(held) if each.fair.first_day <= clock.today()]
    return render_template("admin/worth/browse.html", worths=worths, after=fairs.AFTER)


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
        best=aftermath.best(fair),
        lift=aftermath.lift(fair, today),
        officers=officers,
        campaigns=campaigns,
        today=today,
    )
