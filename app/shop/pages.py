"""The shop's words about itself."""

from flask import Blueprint

bp = Blueprint("pages", __name__)
