"""People for the tests: who signs in, and makers with what they allow."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts import passwords
from app.accounts.models import Role, User
from app.db import db
from app.makers import actions as makers
from app.makers import consents
from app.makers.models import Maker, Use
from tests.factories import a_picture

PASSWORD = "tiga kata aneh"
_numbers = count(1)


def a_user(role: Role = Role.CUSTOMER, **facts: object) -> User:
    number = next(_numbers)
    known = {"name": f"Orang {number}", "email": f"orang{number}@contoh.id", "role": role}
    user = User(**{"password_hash": passwords.hash(PASSWORD)} | known | facts)
    db.session.add(user)
    db.session.commit()
    return user


def a_maker(*uses: Use, **facts: object) -> Maker:
    """A maker who allows these uses."""
    number = next(_numbers)
    known = {
        "pseudonym": f"Melati {number}",
        "name": f"Siti Aminah {number}",
        "village": "Kalibangkang",
        "work_country": "Taiwan",
        "story_id": "Saya membatik sejak pulang.",
        "story_en": "I have made batik since I came home.",
        "quote_id": "Malam yang panas, tangan yang sabar.",
        "quote_en": "Hot wax, patient hands.",
        "steps": ["nglowong", "ngiseni"],
    }
    user = facts.pop("user", None)
    maker = makers.make(by="test", **known | facts)
    makers.link_user(maker, user, by="test")
    if Use.PHOTO in uses and not maker.portrait:
        makers.set_portrait(maker, a_picture("portraits"), by="test")
    for use in uses:
        allow(maker, use)
    db.session.commit()
    return maker


def allow(maker: Maker, use: Use, **facts: object) -> None:
    known = {"wording": consents.wording(use), "channel": "own", "by": "test"}
    makers.give_consent(maker, use, **known | facts)
    db.session.commit()


def sign_in(client: FlaskClient, user: User) -> FlaskClient:
    answer = client.post("/masuk", data={"email": user.email, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return client


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SELECTs that are asked within."""
    asked: list[str] = []

    def listen(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", listen)
    yield asked
    sa.event.remove(sa.Engine, "before_cursor_execute", listen)
