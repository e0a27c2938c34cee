"""Who may sign in, and as what."""

from flask import Blueprint

bp = Blueprint("people", __name__, url_prefix="/people")
