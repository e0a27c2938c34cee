import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.accounts import actions, samples
from app.accounts.models import Role, User
from app.accounts.samples import NotHere
from app.db import db
from config import Settings
from tests.conftest import Database
from tests.settings import settings_for


def in_production(url: str) -> Flask:
    return create_app(Settings(**settings_for(url, ENVIRONMENT="production")))


def test_sample_users_are_one_for_each_role_however_often_they_are_made() -> None:
    samples.make_sample_users()
    users = samples.make_sample_users()
    db.session.commit()
    assert {role: user.email for role, user in users.items()} == {
        Role.ADMIN: "admin@contoh.test",
        Role.OFFICER: "petugas@contoh.test",
        Role.MAKER: "perajin@contoh.test",
        Role.CUSTOMER: "pembeli@contoh.test",
    }
    assert db.session.scalar(sa.select(sa.func.count(User.id)).where(User.sample)) == 4
    assert actions.sign_in("admin@contoh.test", "batik-contoh-2026", address=None) == users[Role.ADMIN]


def test_sample_users_are_not_made_in_production(database_url: str) -> None:
    with in_production(database_url).app_context(), pytest.raises(NotHere):
        samples.make_sample_users()


def test_a_start_in_production_that_finds_sample_users_is_refused(database_url: str) -> None:
    app = in_production(database_url)
    samples.refuse_samples(app)
    with app.app_context():
        db.session.add(User(email="a@contoh.test", name="A", password_hash="", sample=True))
        db.session.commit()
    with pytest.raises(NotHere, match="flask demo wipe"):
        samples.refuse_samples(app)
    with app.app_context():
        db.engine.dispose()


def test_a_start_in_production_before_there_are_tables_is_fine(database: Database) -> None:
    empty = database.databases.new()
    app = in_production(empty)
    samples.refuse_samples(app)
    with app.app_context():
        db.engine.dispose()
    database.databases.drop(empty)
