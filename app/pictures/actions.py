"""A picture is received, developed, shown, and let go when nobody shows it any more."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from app import clock, edition
from app.db import db, insert

from . import queries
from .models import Picture, PictureState, Trouble

# How long a picture is in the hands of who develops it or takes it away; a worker that dies keeps it no longer.
LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Sent:
    """A picture that somebody sent: what it will be called, and where its original is kept."""

    key: str
    original: str


def receive(sent: Sent) -> Picture:
    """A picture that waits to be developed; sent again, it is the same one, and its second original is the sweep's."""
    new = {
        "key": sent.key,
        "original": sent.original,
        "state": PictureState.WAITING,
        "created_at": clock.now(),
    }
    db.session.execute(insert(Picture).values(**new, width=0, height=0, ground="").on_conflict_do_nothing())
    picture = _lock(sent.key)
    if picture.state in {PictureState.REFUSED, PictureState.LEAVING}:
        picture.state, picture.original, picture.trouble = PictureState.WAITING, sent.original, None
    db.session.flush()
    return picture


def keep(key: str, *, width: int, height: int, ground: str, original: str | None = None) -> Picture:
    """A picture whose prints are in the store already, all of them or, where an original is named, all but AVIF."""
    picture = db.session.get(Picture, key) or Picture(key=key)
    picture.state, picture.original = PictureState.READY, original
    picture.width, picture.height, picture.ground = width, height, ground
    db.session.add(picture)
    db.session.flush()
    return picture


def claim() -> Picture | None:
    """The next picture to develop, put out of reach of other workers for a while."""
    picture = db.session.scalar(queries.undeveloped().limit(1))
    if picture:
        picture.claimed_until = clock.now() + LEASE
        db.session.flush()
    return picture


def developed(key: str, *, width: int, height: int, ground: str) -> Picture:
    """All its prints are in the store."""
    picture = _lock(key)
    picture.state, picture.trouble = PictureState.READY, None
    picture.width, picture.height, picture.ground = width, height, ground
    picture.original = picture.claimed_until = None
    _be_seen(picture)
    return picture


def refuse(key: str, trouble: Trouble) -> Picture:
    """It cannot be developed; what is left of it is why."""
    picture = _lock(key)
    picture.state, picture.trouble = PictureState.REFUSED, trouble
    picture.original = picture.claimed_until = None
    _be_seen(picture)
    return picture


def begin_leaving() -> Picture | None:
    """The next picture that nobody shows, put out of reach while its files are taken away."""
    for key in db.session.scalars(queries.unused().with_only_columns(Picture.key).limit(1)):
        # Asked again once it is locked: somebody may just have begun to show it.
        picture = _lock(key)
        if db.session.scalar(sa.select(queries.nobody_shows(key))):
            picture.state, picture.claimed_until = PictureState.LEAVING, clock.now() + LEASE
            db.session.flush()
            return picture
    return None


def left(key: str) -> None:
    """Its files are gone. If it was sent again in the meantime it stays, to be developed from its new original."""
    picture = _lock(key)
    if picture.state is PictureState.LEAVING:
        db.session.delete(picture)
    picture.claimed_until = None
    db.session.flush()


def _be_seen(picture: Picture) -> None:
    """Pages that show it change; a picture that only staff see is on none."""
    db.session.flush()
    if picture.room != "proofs":
        edition.move()


def _lock(key: str) -> Picture:
    """The picture as it is now, in our hands until the transaction ends."""
    found = sa.select(Picture).where(Picture.key == key).with_for_update()
    return db.session.scalars(found.execution_options(populate_existing=True)).one()
