"""What the shell and the clock see."""

from flask import Blueprint, Flask
from flask_migrate import Migrate

from app.db import db
from config import ROOT

from . import admin, check, demo, orders, worker

migrate = Migrate(render_as_batch=True)
bp = Blueprint("cli", __name__, cli_group=None)
for commands in (admin, check, demo, orders, worker):
    bp.register_blueprint(commands.bp)


def init_app(app: Flask) -> None:
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    app.register_blueprint(bp)
