from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.db import db
from app.orders.models import OrderEvent
from tests.factories import a_product
from tests.trade import an_order


@pytest.fixture
def health(client):
    def ask():
        answer = client.get("/healthz")
        return answer.status_code, answer.get_json()

    return ask


def test_a_shop_that_is_well_says_so(health):
    status, found = health()
    assert (status, found["status"], found["migrations"], found["outbox_seconds"]) == (
        200,
        "ok",
        "current",
        0,
    )
    assert found["database"].startswith(("sqlite 3.", "postgresql "))
    assert found["disk_mb"] > 0


def test_news_that_nobody_was_told_is_unwell(health):
    an_order(a_product())
    db.session.execute(sa.update(OrderEvent).values(at=clock.now() - timedelta(minutes=16)))
    status, found = health()
    assert (status, found["status"]) == (503, "unwell")
    assert found["outbox_seconds"] >= 16 * 60


def test_a_database_without_the_newest_migration_is_unwell(health):
    db.session.execute(sa.text("UPDATE alembic_version SET version_num = '0000'"))
    status, found = health()
    assert (status, found["migrations"]) == (503, "behind")
