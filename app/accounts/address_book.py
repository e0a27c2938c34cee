"""Where somebody has things sent, kept for the next time."""

from dataclasses import asdict, dataclass

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app import clock
from app.db import db
from app.errors import ShopError

from .models import User, UserAddress
from .queries import addresses

MOST = 10


class BookIsFull(ShopError):
    """Nobody sends to so many places."""


@dataclass(frozen=True, slots=True)
class Place:
    """Whom and where: in a village by its code, or abroad by country; the phone is E.164."""

    name: str
    phone: str
    street: str
    village_code: str = ""
    country: str = "ID"


def has_room(user: User) -> bool:
    kept = sa.select(sa.func.count()).select_from(UserAddress).where(UserAddress.user_id == user.id)
    return (db.session.scalar(kept) or 0) < MOST


def keep(user: User, place: Place) -> UserAddress:
    """Keep a place, to be offered first; one that is kept already is only preferred. Raises BookIsFull."""
    for known in db.session.scalars(addresses(user)):
        if all(getattr(known, name) == value for name, value in asdict(place).items()):
            prefer(known)
            return known
    if not has_room(user):
        raise BookIsFull(_l("Paling banyak %(most)s alamat. Hapus dulu salah satunya.", most=MOST))
    address = UserAddress(user_id=user.id, **asdict(place))
    db.session.add(address)
    db.session.flush()
    return address


def change(address: UserAddress, place: Place) -> None:
    for name, value in asdict(place).items():
        setattr(address, name, value)


def prefer(address: UserAddress) -> None:
    """Offer it first from now on."""
    address.preferred_at = clock.now()


def remove(address: UserAddress) -> None:
    db.session.delete(address)
