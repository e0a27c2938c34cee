"""What the shell and the clock see."""

from flask import Blueprint

from . import admin, check, demo, orders, worker

bp = Blueprint("cli", __name__, cli_group=None)
for commands in (admin, check, demo, orders, worker):
    bp.register_blueprint(commands.bp)
