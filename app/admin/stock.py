"""Stock: received and adjusted, with a reason."""

from flask import Blueprint

bp = Blueprint("stock", __name__, url_prefix="/stock")
