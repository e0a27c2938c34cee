"""What differs from visitor to visitor on public pages, as JSON."""

from flask import Blueprint, Response, jsonify
from flask_login import current_user

from app.accounts.permissions import is_staff
from app.cart import queries
from app.db import db

from . import arrivals
from .basket import basket_token

bp = Blueprint("visitor", __name__)


@bp.get("/pengunjung.json")
def state() -> Response:
    """How much is in the basket, and who is signed in."""
    token, user = basket_token(), current_user
    known = user.is_authenticated
    answer = jsonify(
        basket=db.session.scalar(queries.count(token)) if token else 0,
        name=user.name if known else None,
        staff=known and is_staff(user.role),
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return arrivals.note_direct(answer)
