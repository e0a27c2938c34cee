"""The basket."""

from flask import Blueprint

bp = Blueprint("basket", __name__, url_prefix="/keranjang")
