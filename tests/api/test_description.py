"""The API's description is of the routes that there are, and the routes do what it says."""

from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from app.db import db
from app.makers.models import Use
from app.webhooks.bodies import TRIAL, TYPES
from tests.factories import a_motif, a_product
from tests.people import a_maker

# Machines are told of these elsewhere: what they send is described by who sends it.
OTHERS = {"/api/openapi.json", "/api/stripe/webhook"}


def test_every_address_of_the_api_is_described(app: Flask, client: FlaskClient) -> None:
    document = client.get("/api/openapi.json").json
    there = {rule.rule.replace("<", "{").replace(">", "}") for rule in app.url_map.iter_rules()}

    assert document["openapi"] == "3.1.0"
    assert set(document["paths"]) == {path for path in there if path.startswith("/api/")} - OTHERS
    assert set(document["webhooks"]) == {*TYPES.values(), TRIAL}
    assert [server["url"] for server in document["servers"]] == ["http://localhost", "http://localhost/en"]
    (parameters,) = (document["paths"]["/api/products"]["get"]["parameters"],)
    assert {one["name"] for one in parameters} == {
        "maker", "motif", "fair", "technique", "available", "limit", "cursor",
    }  # fmt: skip


@pytest.mark.one_database
def test_every_answer_is_as_it_is_described_whatever_is_asked(app: Flask) -> None:
    maker, motif = a_maker(*Use), a_motif(slug="kawung")
    for _ in range(3):
        a_product(maker_id=maker.id, motif_id=motif.id)
    db.session.commit()
    api = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    few = settings(
        max_examples=40,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    for operation in (result.ok() for result in api.get_all_operations()):
        asks = operation.definition.raw["parameters"]
        # Where nothing can be asked, nothing can be asked wrongly.
        for mode in GenerationMode if asks else [GenerationMode.POSITIVE]:

            @few
            @given(operation.as_strategy(generation_mode=mode))
            def holds(case: Any) -> None:
                case.call_and_validate(headers={"Accept-Encoding": "identity"})

            holds()
