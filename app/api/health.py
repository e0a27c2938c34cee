"""Is the shop well?"""

import shutil
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, jsonify

from app import clock, storage
from app.db import db
from app.notifications.queries import oldest_waiting
from config import ROOT

bp = Blueprint("health", __name__)

LATE = 15 * 60
LITTLE_DISK_MB = 200


@bp.get("/healthz")
def show() -> Response:
    """What matters for running, in JSON: 200 when all is well, 503 when somebody should look."""
    found: dict[str, Any] = {
        "database": "down",
        "migrations": "unknown",
        "outbox_seconds": None,
        "disk_mb": disk_mb(),
    }
    try:
        found["database"] = database()
        found["migrations"] = migrations()
        found["outbox_seconds"] = outbox_seconds()
    except sa.exc.SQLAlchemyError:
        db.session.rollback()
    well = (
        found["migrations"] == "current"
        and (found["outbox_seconds"] or 0) < LATE
        and found["disk_mb"] >= LITTLE_DISK_MB
    )
    answer = jsonify(status="ok" if well else "unwell", **found)
    answer.status_code = 200 if well else 503
    return answer


def database() -> str:
    dialect = db.engine.dialect.name
    if dialect == "sqlite":
        mode = db.session.scalar(sa.text("PRAGMA journal_mode"))
        return f"sqlite {db.session.scalar(sa.text('SELECT sqlite_version()'))} {mode}"
    return f"{dialect} {db.session.scalar(sa.text('SHOW server_version'))}"


def migrations() -> str:
    """`current`, or `behind` when the database lacks some. They are numbered, so this needs nothing but their names."""
    newest = max(path.name for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))
    applied = db.session.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return "current" if newest.startswith(f"{applied}_") else "behind"


def outbox_seconds() -> int:
    """How long the oldest news has been waiting to be sent."""
    oldest = oldest_waiting()
    return int((clock.now() - oldest).total_seconds()) if oldest else 0


def disk_mb() -> int:
    """Free space where uploads go; where they go to another machine, on the disk that the shop itself is on."""
    free = storage.free_mb()
    return shutil.disk_usage(ROOT).free // 2**20 if free is None else free
