"""Readers, and an admin, press at the same moment."""

from collections.abc import Iterator
from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.accounts.models import Role
from app.db import db
from app.reviews.models import Flag, Review, ReviewState
from config import Settings
from tests.factories import a_product, a_user, sign_in
from tests.settings import settings_for
from tests.trade import a_review
from tests.trials.races import at_once

SENT = {"reason": "insult", "text": "Kasar.", "token": "t" * 32}


@pytest.fixture
def shop(database_url: str) -> Iterator[Flask]:
    shop = create_app(Settings(**settings_for(database_url)))
    yield shop
    with shop.app_context():
        db.session.remove()
        db.engine.dispose()


def a_shown_review(shop: Flask) -> int:
    with shop.app_context():
        review = a_review(a_product())
        db.session.commit()
        return review.id


def flag(shop: Flask, review_id: int, network: int, **over: str) -> int:
    sent, of = {**SENT, **over}, {"REMOTE_ADDR": f"203.0.113.{network}"}
    answer = shop.test_client().post(f"/ulasan/{review_id}/lapor", data=sent, environ_base=of)
    return answer.status_code


def test_the_same_form_sent_at_once_from_anywhere_counts_once(shop: Flask) -> None:
    review_id = a_shown_review(shop)
    codes = at_once(*(partial(flag, shop, review_id, network) for network in (1, 1, 2, 3)))
    with shop.app_context():
        assert (codes, db.session.scalar(sa.select(sa.func.count(Flag.id)))) == ([303] * 4, 1)


def test_nothing_that_is_hidden_has_a_flag_that_waits(shop: Flask) -> None:
    review_id = a_shown_review(shop)
    with shop.app_context():
        client = shop.test_client()
        sign_in(client, a_user(Role.ADMIN))
        db.session.commit()
    judged = {"version": "1", "reason": "insult", "note": ""}
    codes = at_once(
        *(partial(flag, shop, review_id, number, token=f"{number}" * 32) for number in (1, 2, 3)),
        lambda: client.post(f"/admin/reviews/{review_id}/reject", data=judged).status_code,
    )
    with shop.app_context():
        waiting = db.session.scalar(sa.select(sa.func.count()).where(Flag.closed_at.is_(None)))
        assert (codes[-1], set(codes[:-1]) <= {303, 404}, waiting) == (303, True, 0)
        assert db.session.get(Review, review_id).state is ReviewState.REJECTED
