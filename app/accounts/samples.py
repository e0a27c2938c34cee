"""The sign-ins of the sample village, whose passwords everybody knows: only where no stranger can reach them."""

import sqlalchemy as sa
from flask import Flask, current_app

from app.db import db

from . import passwords, queries
from .models import Role, User

PASSWORD = "batik-contoh-2026"
SAMPLES = {
    Role.ADMIN: ("admin@contoh.test", "Pengurus Contoh"),
    Role.OFFICER: ("petugas@contoh.test", "Petugas Contoh"),
    Role.MAKER: ("perajin@contoh.test", "Perajin Contoh"),
    Role.CUSTOMER: ("pembeli@contoh.test", "Pembeli Contoh"),
}


class NotHere(RuntimeError):
    """Known passwords in a shop that the world can reach."""


def make_sample_users() -> dict[Role, User]:
    """The sample users by role, made where they are missing. Raises NotHere outside the demo and the tests."""
    if current_app.config["ENVIRONMENT"] not in {"demo", "test"}:
        raise NotHere("sample sign-ins have known passwords: they exist only with ENVIRONMENT=demo")
    known = {user.email: user for user in db.session.scalars(queries.samples())}
    password_hash = passwords.hash(PASSWORD)
    users = {
        role: known.get(email)
        or User(name=name, email=email, password_hash=password_hash, role=role, sample=True)
        for role, (email, name) in SAMPLES.items()
    }
    db.session.add_all(users.values())
    db.session.flush()
    return users


def refuse_samples(app: Flask) -> None:
    """Raise NotHere when a shop in production has sample users; a database without tables has none."""
    if app.config["ENVIRONMENT"] != "production":
        return
    with app.app_context():
        known = sa.inspect(db.engine).has_table(User.__tablename__)
        found = known and db.session.scalar(queries.samples().limit(1))
        # Nothing stays open that the processes of a server would share.
        db.session.remove()
        db.engine.dispose()
    if found:
        raise NotHere(
            "this database has the sample village's users, whose passwords are public: "
            "run `flask demo wipe` with ENVIRONMENT=demo before you serve it in production"
        )
