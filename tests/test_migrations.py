"""The migrations build exactly the tables of the models, on both databases, and can be undone."""

import ast
import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import Engine, inspect

from app import create_app
from app.db import db
from config import ROOT, Settings
from tests.conftest import Database
from tests.settings import settings_for

VERSIONS = sorted((ROOT / "migrations" / "versions").glob("*.py"))


@pytest.fixture(autouse=True)
def rollback() -> None:
    """Tables are made and dropped here, on databases of their own."""


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    """An empty database, with a shop on it as the current app."""
    url = database.databases.new()
    with create_app(Settings(**settings_for(url))).app_context():
        yield db.engine
        db.engine.dispose()
    database.databases.drop(url)


def schema(engine: Engine) -> dict[str, Any]:
    """All that the database knows of its tables."""
    tables = inspect(engine)
    return {
        name: {
            "columns": [
                (column["name"], str(column["type"]), column["nullable"], column["default"])
                for column in tables.get_columns(name)
            ],
            "primary key": tables.get_pk_constraint(name)["constrained_columns"],
            "foreign keys": in_order(tables.get_foreign_keys(name)),
            "unique": in_order(tables.get_unique_constraints(name)),
            "checks": in_order(tables.get_check_constraints(name)),
            "indexes": in_order(tables.get_indexes(name)),
        }
        for name in tables.get_table_names()
        if name != "alembic_version"
    }


def in_order(things: list[Any]) -> list[str]:
    return sorted(json.dumps(thing, sort_keys=True, default=str) for thing in things)


def test_they_are_numbered_without_gaps() -> None:
    numbers = [path.name.split("_")[0] for path in VERSIONS]
    assert numbers == [f"{number:04}" for number in range(1, len(VERSIONS) + 1)]


def test_they_never_import_the_shop() -> None:
    """A migration says what was true on its day; the models go on changing."""
    imported = {
        name.split(".")[0]
        for path in VERSIONS
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
        )
    }
    assert imported <= {"alembic", "sqlalchemy"}


def test_they_build_exactly_the_models(engine: Engine) -> None:
    upgrade()
    migrated = schema(engine)
    downgrade(revision="base")
    db.create_all()
    assert migrated == schema(engine)


def test_they_can_be_undone_and_done_again(engine: Engine) -> None:
    upgrade()
    done = schema(engine)
    downgrade(revision="base")
    undone = schema(engine)
    upgrade()
    assert (undone, schema(engine)) == ({}, done)
