"""Money that a person must decide about."""

from flask import Blueprint

bp = Blueprint("tasks", __name__, url_prefix="/tasks")
