from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from app.accounts.models import Role
from tests.factories import a_user, sign_in


@pytest.fixture
def admin(client: FlaskClient) -> FlaskClient:
    """A browser in which an admin is signed in."""
    sign_in(client, a_user(Role.ADMIN, email="pengurus@contoh.test"))
    return client


@pytest.fixture
def officer(app: Flask) -> FlaskClient:
    client = app.test_client()
    sign_in(client, a_user(Role.OFFICER))
    return client


def page(answer: Any) -> Any:
    """The page that was answered, to be looked into."""
    assert answer.status_code in {200, 422}, (answer.status_code, answer.text)
    return html.fromstring(answer.text)


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL that is sent meanwhile, without what keeps transactions."""
    sent: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            sent.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(sa.Engine, "before_cursor_execute", note)
