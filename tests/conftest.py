"""What every test gets: a migrated database of its own, and a shop on it whose work is undone after each test.

pytest                         on SQLite
pytest --database=postgresql   on PostgreSQL
pytest --database=both         each test that needs a database once on each
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from flask_migrate import upgrade
from playwright.sync_api import Browser

from app import create_app
from app.db import db
from config import Settings
from tests.browsers import HOW_TO_GET_ONE, find_chromium, open_browser
from tests.databases import PostgreSQLDatabases, PostgreSQLServer, SQLiteDatabases
from tests.kept import prove_pieces
from tests.servers import Shop, start_shop
from tests.settings import settings_for
from tests.stand_in import stripe, stripe_server  # noqa: F401  (fixtures)

# What this shell or its .env says to a real shop must not reach the tests.
for name in Settings.model_fields:
    os.environ.pop(name, None)
Settings.model_config["env_file"] = None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql", "both"], default="sqlite")


def pytest_configure(config: pytest.Config) -> None:
    # Ended by TERM, the tests clean up as they do after Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if config.option.database != "sqlite" and not hasattr(config, "workerinput"):
        config.postgresql = PostgreSQLServer()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a process of pytest-xdist where the server is."""
    if hasattr(node.config, "postgresql"):
        node.workerinput["postgresql"] = node.config.postgresql.url


def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "postgresql"):
        config.postgresql.stop()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what needs a database on each that was asked for, all of one before all of the other."""
    if "database" in metafunc.fixturenames:
        asked = metafunc.config.option.database
        kinds = ["sqlite", "postgresql"] if asked == "both" else [asked]
        if metafunc.definition.get_closest_marker("one_database"):
            kinds = kinds[:1]
        metafunc.parametrize("database", kinds, indirect=True, scope="session")


@dataclass
class Database:
    """One kind of database: `template` has the tables and nothing in them; copies of it are for using."""

    kind: str
    databases: SQLiteDatabases | PostgreSQLDatabases
    template: str

    @contextmanager
    def copy(self) -> Iterator[str]:
        """The address of a fresh database, gone afterwards."""
        url = self.databases.copy(self.template)
        yield url
        self.databases.drop(url)


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """For what lives as long as the tests; pytest's own folder is shared with other runs on the machine."""
    with TemporaryDirectory(prefix="canting-tests-") as path:
        yield Path(path)


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest, folder: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        databases = SQLiteDatabases(folder)
    else:
        config = request.config
        server = config.workerinput["postgresql"] if hasattr(config, "workerinput") else config.postgresql.url
        databases = PostgreSQLDatabases(server, os.environ.get("PYTEST_XDIST_WORKER", "main"))
    template = databases.new()
    migrate(template)
    yield Database(request.param, databases, template)
    databases.drop(template)


def migrate(url: str) -> None:
    with create_app(Settings(**settings_for(url))).app_context():
        upgrade()
        db.engine.dispose()


@pytest.fixture
def database_url(database: Database) -> Iterator[str]:
    """A database for one test, for work that is really committed: by several processes, or by a running shop."""
    with database.copy() as url:
        yield url


@pytest.fixture(scope="session")
def app(database: Database, folder: Path) -> Iterator[Flask]:
    with database.copy() as url:
        app = create_app(Settings(**settings_for(url, MEDIA_URL=str(folder / "media"))))
        app.testing = True
        app.test_client_class = Client
        app.test_cli_runner_class = Runner
        prove_pieces(app)
        with app.app_context():
            db.session.configure(join_transaction_mode="create_savepoint")
        yield app
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(autouse=True)
def rollback(app: Flask) -> Iterator[None]:
    """Run each test inside one transaction that is thrown away; commits inside it are savepoints."""
    with app.app_context():
        engines = db.engines
        engine = engines[None]
        with engine.connect() as connection:
            outer = connection.begin()
            engines[None] = connection
            yield
            db.session.remove()
            engines[None] = engine
            outer.rollback()


@contextmanager
def as_if_alone(app: Flask) -> Iterator[None]:
    """A request and a command see what the test has committed, in a session and context of their own.

    Flask would lend them the context of the test, and a view that forgets to commit would pass.
    """
    db.session.commit()
    with app.app_context():
        yield


class Client(FlaskClient):
    def open(self, *args: Any, **kwargs: Any) -> Any:
        with as_if_alone(self.application):
            return super().open(*args, **kwargs)


class Runner(FlaskCliRunner):
    def invoke(self, *args: Any, **kwargs: Any) -> Any:
        with as_if_alone(self.app):
            return super().invoke(*args, **kwargs)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


@pytest.fixture
def shop(database_url: str) -> Iterator[Shop]:
    """A shop that really runs, on a database of its own, for tests from outside."""
    with start_shop(database_url) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium. Only a person's machine may lack one: CI never runs without it."""
    chromium = find_chromium()
    if not chromium and os.environ.get("CI"):
        pytest.fail(f"No Chromium found: {HOW_TO_GET_ONE}")
    if not chromium:
        pytest.skip("no Chromium found")
    with open_browser(chromium) as browser:
        yield browser


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if not find_chromium():
        terminalreporter.write_line(
            f"No Chromium found, so no journeys in a browser. To get one: {HOW_TO_GET_ONE}."
        )
