"""What an officer leaves behind goes on: fairs and campaigns pass to another, or to the cooperative, in one step."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.audit import record
from app.accounts.models import User
from app.db import db

from .actions import check_may_run
from .models import Campaign, Exhibition, ExhibitionOfficer


@dataclass(frozen=True, slots=True)
class Holding:
    """What is somebody's to run."""

    fairs: Sequence[Exhibition]
    campaigns: Sequence[Campaign]

    def __bool__(self) -> bool:
        return bool(self.fairs or self.campaigns)


def holding_of(user: User) -> Holding:
    """The fairs that somebody is written down for, and the campaigns that are hers, also after she has left."""
    fairs = (
        sa.select(Exhibition)
        .join(ExhibitionOfficer, ExhibitionOfficer.exhibition_id == Exhibition.id)
        .where(ExhibitionOfficer.user_id == user.id)
        .order_by(Exhibition.first_day.desc(), Exhibition.id.desc())
    )
    campaigns = sa.select(Campaign).where(Campaign.owner_id == user.id).order_by(Campaign.id.desc())
    return Holding(db.session.scalars(fairs).all(), db.session.scalars(campaigns).all())


def hand_over(user: User, to: User | None, *, by: str) -> Holding:
    """Pass all of it to somebody who may run fairs, or to the cooperative (None); returns what was passed.

    Raises NoOfficer.
    """
    if to is not None:
        check_may_run(to)
    held = holding_of(user)
    rows = sa.select(ExhibitionOfficer).where(ExhibitionOfficer.user_id == user.id)
    runs = set(_fairs_of(to)) if to else set()
    for row in db.session.scalars(rows).all():
        if to is None or row.exhibition_id in runs:
            db.session.delete(row)
        else:
            row.user_id = to.id
    for campaign in held.campaigns:
        campaign.owner_id = to.id if to else None
    db.session.flush()
    told = {
        "to": to.id if to else None,
        "fairs": [fair.id for fair in held.fairs],
        "campaigns": [campaign.id for campaign in held.campaigns],
    }
    record(by=by, action="hand over", subject="user", subject_id=user.id, details=told)
    return held


def _fairs_of(user: User) -> Sequence[int]:
    runs = sa.select(ExhibitionOfficer.exhibition_id).where(ExhibitionOfficer.user_id == user.id)
    return db.session.scalars(runs).all()
