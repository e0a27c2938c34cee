"""The makers and their stories."""

from flask import Blueprint

bp = Blueprint("makers", __name__, url_prefix="/perajin")
