"""The stall: a till on an officer's telephone, which needs no signal to sell."""

from flask import Blueprint, abort, request
from flask_login import current_user

from app import clock
from app.accounts.permissions import Permission
from app.db import db
from app.exhibitions import queries as fairs
from app.exhibitions.models import Exhibition
from app.stall import actions
from app.web import needs

bp = Blueprint("stall", __name__, url_prefix="/kasir/<slug>")


@bp.post("/masuk")
@needs(Permission.RUN_FAIRS)
def bring_in(slug: str) -> dict[str, object]:
    """Take in what a telephone wrote down, and answer for each entry."""
    fair = find_fair(slug)
    answers = actions.bring_in(fair, current_user, actions.read(request.get_json(silent=True)))
    db.session.commit()
    return {"now": clock.now().isoformat(), "answers": answers}


def find_fair(slug: str) -> Exhibition:
    """A fair that is this person's to sell at; others' are not there."""
    fair = db.session.scalar(fairs.seen_by(current_user).where(Exhibition.slug == slug))
    return fair or abort(404)
