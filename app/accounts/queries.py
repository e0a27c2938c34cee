import re

import sqlalchemy as sa

from app.db import db

from .models import Role, User, UserAddress


def by_session_id(session_id: str) -> User | None:
    """The user of a session, None when signed out on the server, switched off or gone."""
    user_id, _, epoch = session_id.partition(".")
    if not re.fullmatch(r"[0-9]{1,9}\.[0-9]{1,9}", session_id, re.ASCII):
        return None
    user = db.session.get(User, int(user_id))
    return user if user and user.active and user.session_epoch == int(epoch) else None


def by_email(email: str) -> sa.Select[User]:
    return sa.select(User).where(User.email == email.strip().lower())


def addresses(user: User) -> sa.Select[UserAddress]:
    """Where somebody has things sent, the preferred one first."""
    return (
        sa.select(UserAddress)
        .where(UserAddress.user_id == user.id)
        .order_by(UserAddress.preferred_at.desc(), UserAddress.id.desc())
    )


def by_role(*roles: Role) -> sa.Select[User]:
    """Those who sign in as one of these, by name."""
    return sa.select(User).where(User.role.in_(roles)).order_by(User.name, User.id)


def everybody() -> sa.Select[User]:
    """All who can sign in: staff first, then makers, then customers."""
    rank = sa.case({role: place for place, role in enumerate(Role)}, value=User.role)
    return sa.select(User).order_by(rank, User.name, User.id)


def samples() -> sa.Select[User]:
    """The sign-ins of the sample village."""
    return sa.select(User).where(User.sample).order_by(User.id)
