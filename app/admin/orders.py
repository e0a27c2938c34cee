"""Orders: the list, and one with its next step."""

from flask import Blueprint

bp = Blueprint("orders", __name__, url_prefix="/orders")
