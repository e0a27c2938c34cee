"""The revenue view."""

from flask import Blueprint

bp = Blueprint("revenue", __name__, url_prefix="/revenue")
