"""Every route asked as every role and as a stranger, against the one written matrix (permissions_matrix.py)."""

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from app import create_app
from app.accounts.models import Role
from config import Settings
from tests.factories import a_user, sign_in
from tests.permissions_matrix import ALLOWED, MATRIX, STRANGER, WHO
from tests.settings import settings_for


def rules() -> list[Rule]:
    return list(create_app(Settings(**settings_for("sqlite://"))).url_map.iter_rules())


def address(app: Flask, rule: Rule) -> str:
    """The route's address for a thing that is not there: the door stands before the search."""
    nothing = {
        name: 0 if isinstance(converter, IntegerConverter) else "tidak-ada"
        for name, converter in rule._converters.items()
    }
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, nothing)


def test_every_route_stands_in_the_matrix_once() -> None:
    written = sorted(endpoint for endpoints in MATRIX.values() for endpoint in endpoints.split())
    assert written == sorted({rule.endpoint for rule in rules()})


@pytest.mark.one_database
@pytest.mark.parametrize("who", WHO)
def test_a_route_lets_in_whom_the_matrix_names(app: Flask, who: str) -> None:
    client = app.test_client()
    if who != STRANGER:
        sign_in(client, a_user(Role(who)))
    # Signing out comes last: it ends the session that the others are asked with.
    for rule in sorted(rules(), key=lambda rule: rule.endpoint == "shop.account.sign_out"):
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            answer = client.open(address(app, rule), method=method)
            sent_to_sign_in = answer.status_code == 303 and "/masuk?next=" in answer.location
            let_in = answer.status_code != 403 and not sent_to_sign_in
            assert (method, rule.endpoint, let_in) == (method, rule.endpoint, who in ALLOWED[rule.endpoint])
            assert answer.status_code != 500
