"""Which pictures want something done."""

from typing import Any

import sqlalchemy as sa

from app import clock
from app.db import Model, db

from . import prints
from .models import Picture, PictureState


def undeveloped() -> sa.Select[Picture]:
    """What has prints to be made and is in nobody's hands: what waits in the order it came, then the newest."""
    waits = sa.case((Picture.state == PictureState.WAITING, Picture.created_at))
    return (
        sa.select(Picture)
        .where(Picture.original.is_not(None), _free())
        .where(Picture.state.in_([PictureState.WAITING, PictureState.READY]))
        .order_by(Picture.state == PictureState.READY, waits, Picture.created_at.desc(), Picture.key)
        .with_for_update(skip_locked=True)
    )


def unused() -> sa.Select[Picture]:
    """What nobody shows: no row of any table refers to it."""
    return sa.select(Picture).where(_free(), nobody_shows(Picture.key)).order_by(Picture.key)


def nobody_shows(key: Any) -> sa.ColumnElement[bool]:
    # The rooms above that show pictures say so by their foreign keys, so none can be forgotten here.
    users = [
        foreign.parent
        for table in Model.metadata.tables.values()
        for foreign in table.foreign_keys
        if foreign.column is Picture.__table__.c.key
    ]
    return sa.and_(*(~sa.exists().where(column == key).correlate(Picture) for column in users))


def files() -> set[str]:
    """The keys of every file that some picture has, or may get at any moment (ending with `*`)."""
    known: set[str] = set()
    for key, state, original, width in db.session.execute(
        sa.select(Picture.key, Picture.state, Picture.original, Picture.width)
    ):
        if original:
            known.add(original)
        known.update(prints.files_of(key, width) if state is PictureState.READY else [f"{key}-*"])
    return known


def _free() -> sa.ColumnElement[bool]:
    return sa.or_(Picture.claimed_until.is_(None), Picture.claimed_until < clock.now())
