"""The migrations build exactly the tables of the models, on both databases, and can be undone."""

import ast
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, Engine, inspect, text

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


def a_row(connection: Connection, table: str, **told: Any) -> None:
    """Add a row of a table as it is now; what it must have and nobody told is as little as there can be."""
    plain = {
        "INTEGER": 0,
        "BIGINT": 0,
        "VARCHAR": "",
        "BOOLEAN": False,
        "DATE": date(2026, 1, 1),
        "JSON": "[]",
    }
    row = {
        column["name"]: plain.get(str(column["type"]).partition("(")[0], datetime(2026, 1, 1, tzinfo=UTC))
        for column in inspect(connection).get_columns(table)
        if not column["nullable"]
    } | told
    names = {name: f'"{name}"' for name in row}
    into = f'INSERT INTO "{table}" ({", ".join(names.values())}) VALUES (:{", :".join(names)})'
    connection.execute(text(into), row)


def test_pictures_that_were_there_are_made_anew_and_nobody_who_refers_to_them_is_lost(engine: Engine) -> None:
    upgrade(revision="0003")
    with engine.begin() as connection:
        a_row(connection, "maker", id=1, slug="melati", portrait="portraits/a")
        a_row(connection, "consent", id=1, maker_id=1, use="photo")
        a_row(
            connection, "product", id=1, slug="kain", kind="kain", technique="tulis", dye="mixed", maker_id=1
        )
        a_row(connection, "photo", id=1, product_id=1, key="photos/b")
        a_row(connection, "order", id=1, number="KB-1", token="t")
        for number, content in ((1, "c"), (2, "c"), (3, "d")):
            paid = {"order_id": 1, "provider": "transfer", "amount": number, "state": "closed"}
            a_row(connection, "payment", id=number, key=str(number), **paid)
            sent = {"key": f"proofs/{number}", "sha256": content * 64}
            a_row(connection, "proof", id=number, payment_id=number, **sent)
    upgrade()
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT key, state, original FROM picture ORDER BY key")).all()
        shown = [
            connection.execute(text(f"SELECT {column} FROM {table} ORDER BY id")).scalars().all()
            for table, column in (
                ("proof", "key"),
                ("photo", "key"),
                ("maker", "portrait"),
                ("consent", "maker_id"),
            )
        ]
    same, other = f"proofs/{'c' * 32}", f"proofs/{'d' * 32}"
    assert [tuple(row) for row in kept] == [
        ("photos/b", "waiting", "photos/b-1600.webp"),
        ("portraits/a", "waiting", "portraits/a-1600.webp"),
        (same, "waiting", "proofs/1-1600.webp"),
        (other, "waiting", "proofs/3-1600.webp"),
    ]
    assert shown == [[same, same, other], ["photos/b"], ["portraits/a"], [1]]


def test_what_payment_services_told_of_buyers_is_emptied_and_its_row_stays(engine: Engine) -> None:
    upgrade(revision="0014")
    with engine.begin() as connection:
        a_row(connection, "provider_event", id=1, event_id="evt_1", payload='{"email": "siti@contoh.test"}')
    upgrade()
    with engine.connect() as connection:
        found = connection.execute(text("SELECT event_id, payload FROM provider_event")).all()
    assert [tuple(row) for row in found] == [("evt_1", "")]
