"""A maker's own story and her consents."""

from flask import Blueprint

bp = Blueprint("story", __name__, url_prefix="/akun/cerita")
