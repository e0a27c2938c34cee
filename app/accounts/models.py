import enum
import secrets
from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.db import Model


class Role(enum.StrEnum):
    ADMIN = "admin"
    OFFICER = "officer"
    MAKER = "maker"
    CUSTOMER = "customer"


def first_epoch() -> int:
    return secrets.randbelow(900_000_000)


class User(UserMixin, Model):
    """Somebody who can sign in.

    `email` is kept in lower case. `session_epoch` is part of every session: raising it ends them all on the server. It
    begins anywhere, because the number of an account that was deleted may be given out again, and its sessions may not.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str]
    role: Mapped[Role] = mapped_column(default=Role.CUSTOMER)
    locale: Mapped[str] = mapped_column(default="id")
    active: Mapped[bool] = mapped_column(default=True)
    session_epoch: Mapped[int] = mapped_column(default=first_epoch)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    sample: Mapped[bool] = mapped_column(default=False)
    # The token of the basket that all devices share on which this person is signed in.
    basket: Mapped[str | None]

    @property
    def is_active(self) -> bool:
        return self.active

    def get_id(self) -> str:
        return f"{self.id}.{self.session_epoch}"


class UserAddress(Model):
    """Where somebody has things sent: to a village (its Kepmendagri code), or abroad (country and free text). The one
    that was preferred last is offered first."""

    __table_args__ = (Index(None, "user_id", "preferred_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    name: Mapped[str]
    phone: Mapped[str]
    village_code: Mapped[str] = mapped_column(default="")
    street: Mapped[str]
    country: Mapped[str] = mapped_column(default="ID")
    preferred_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Attempt(Model):
    """One try at something that may be tried only so often (a sign-in, a look-up), counted over all processes."""

    __table_args__ = (Index(None, "bucket", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bucket: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)


class AuditEntry(Model):
    """Who changed what, when; only ever added."""

    __table_args__ = (Index(None, "subject", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    by: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int | None]
    details: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
