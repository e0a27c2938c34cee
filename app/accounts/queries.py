import sqlalchemy as sa

from app.db import db

from .models import User


def by_session_id(session_id: str) -> User | None:
    """The user of a session, None when signed out on the server, switched off or gone."""
    user_id, _, epoch = session_id.partition(".")
    if not (user_id.isascii() and user_id.isdigit() and epoch.isascii() and epoch.isdigit()):
        return None
    user = db.session.get(User, int(user_id))
    return user if user and user.active and user.session_epoch == int(epoch) else None


def by_email(email: str) -> sa.Select[tuple[User]]:
    return sa.select(User).where(User.email == email.strip().lower())
