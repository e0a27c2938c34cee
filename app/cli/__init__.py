"""What the shell and the clock see."""

from flask import Blueprint

bp = Blueprint("cli", __name__, cli_group=None)
