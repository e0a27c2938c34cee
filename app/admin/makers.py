"""Makers, their stories and consents."""

from flask import Blueprint

bp = Blueprint("makers", __name__, url_prefix="/makers")
