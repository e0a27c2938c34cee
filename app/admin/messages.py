"""Mails that were written, and what became of them."""

from flask import Blueprint

bp = Blueprint("messages", __name__, url_prefix="/messages")
