"""What the shell and the clock see."""

from flask import Blueprint

from . import worker

bp = Blueprint("cli", __name__, cli_group=None)
for commands in (worker,):
    bp.register_blueprint(commands.bp)
