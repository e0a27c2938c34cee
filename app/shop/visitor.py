"""What differs from visitor to visitor on public pages, as JSON."""

from flask import Blueprint

bp = Blueprint("visitor", __name__)
