"""Posters come, and go when what they show is no more to be seen."""

from collections.abc import Collection

import sqlalchemy as sa

from app.db import db
from app.pictures import actions as pictures

from .models import Poster
from .queries import HEIGHT, WIDTH


def keep(key: str) -> None:
    """A poster whose file is in the store."""
    pictures.keep(key, width=WIDTH, height=HEIGHT, ground="")
    db.session.add(Poster(key=key))
    db.session.flush()


def forget_all_but(wanted: Collection[str]) -> None:
    """Let go of those that show what is not so any more; their files go as those of every picture that nobody shows."""
    for key in set(db.session.scalars(sa.select(Poster.key))) - set(wanted):
        db.session.execute(sa.delete(Poster).where(Poster.key == key))
