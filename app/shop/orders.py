"""An order, for who holds its link; and finding one's order."""

from flask import Blueprint

bp = Blueprint("orders", __name__)
