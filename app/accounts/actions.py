"""Signing up, in and out; and who among the staff may do what."""

from datetime import timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from app.db import db, reading
from app.errors import ShopError

from . import emails, passwords, queries, throttle
from .audit import record
from .models import AuditEntry, Role, User, UserAddress

# How often one account may be tried, and how often from one address: a village behind one router has many people.
WINDOW = timedelta(minutes=15)
TRIES_PER_ACCOUNT = 10
TRIES_PER_ADDRESS = 50
NEW_ACCOUNTS_PER_ADDRESS = 10
# How often a day somebody may be written to because an account with this address was wanted.
SIGN_UP_MAILS = 3


class EmailTaken(ShopError):
    """Somebody signs in with this address already."""

    status = 422


class WrongPassword(ShopError):
    """The present password is not that."""

    status = 422


class NotByOneself(ShopError):
    """The account is part of the cooperative's work; others end it."""


class LastAdmin(ShopError):
    """Without this person nobody could manage the shop."""


class Oneself(ShopError):
    """One does not take one's own rights away: a slip would lock the door from outside."""


def sign_up(name: str, email: str, password: str, *, locale: str = "id", address: str | None) -> None:
    """Make a customer's account, unless the address has one: the answer never tells.

    Raises BadEmail, WeakPassword and TooManyTries.
    """
    email = emails.normal(email)
    passwords.check(password, about=email)
    password_hash = passwords.hash(password)
    _count_sign_up(address)
    _add(User(name=name.strip(), email=email, password_hash=password_hash, locale=locale))


def count_sign_up(email: str, *, address: str | None) -> None:
    """Count a wish to sign up that will be answered by mail. Raises TooManyTries."""
    _count_sign_up(address)
    throttle.hit(f"sign-up-to:{email}", limit=SIGN_UP_MAILS, window=timedelta(days=1))


def _count_sign_up(address: str | None) -> None:
    throttle.hit(
        f"sign-up:{throttle.network(address)}", limit=NEW_ACCOUNTS_PER_ADDRESS, window=timedelta(hours=1)
    )


def join(name: str, email: str, password: str, *, locale: str = "id") -> User | None:
    """Make the account of somebody who has proved to own the address; None when it has one. Raises WeakPassword."""
    passwords.check(password, about=email)
    user = User(name=name.strip(), email=email, password_hash=passwords.hash(password), locale=locale)
    return user if _add(user) else None


def sign_in(email: str, password: str, *, address: str | None) -> User | None:
    """The one whose e-mail address and password these are; None for anybody else, and it takes just as long.

    Every try counts for the account and for the address; raises TooManyTries. The caller commits in either case.
    """
    email = email.strip().lower()
    account = (f"sign-in:{email}", TRIES_PER_ACCOUNT)
    place = (f"sign-in-from:{throttle.network(address)}", TRIES_PER_ADDRESS)
    with reading():
        for bucket, limit in (account, place):
            throttle.look(bucket, limit=limit, window=WINDOW)
        known = db.session.execute(
            sa.select(User.id, User.password_hash).where(User.email == email)
        ).one_or_none()
        # Checking a password is slow on purpose: nobody else's writing waits for it.
        db.session.rollback()
    right = passwords.verify(known.password_hash if known else None, password)
    for bucket, limit in (account, place):
        throttle.hit(bucket, limit=limit, window=WINDOW)
    if known is None or not right:
        return None
    user = db.session.get(User, known.id)
    if user is None or not user.active or user.password_hash != known.password_hash:
        return None
    throttle.forget(account[0])
    if passwords.needs_rehash(user.password_hash):
        user.password_hash = passwords.hash(password)
    return user


def sign_out(user: User) -> None:
    """End every session of this person, on the server: a copied cookie opens nothing any more."""
    user.session_epoch += 1


def change_password(user: User, old: str, new: str) -> None:
    """Replace one's own password and end all sessions. Raises WrongPassword, WeakPassword and TooManyTries."""
    prove(user, old)
    _set_password(user, new, by=user.email)


def prove(user: User, password: str) -> None:
    """Let pass only who knows the account's password. A wrong one counts: the caller commits in either case.

    Raises WrongPassword and TooManyTries.
    """
    throttle.hit(f"sign-in:{user.email}", limit=TRIES_PER_ACCOUNT, window=WINDOW)
    if not passwords.verify(user.password_hash, password):
        raise WrongPassword(_l("Kata sandi yang sekarang tidak cocok."))
    throttle.forget(f"sign-in:{user.email}")


def edit_profile(user: User, *, name: str, phone: str, locale: str) -> None:
    user.name, user.phone, user.locale = name, phone, locale


def refuse_to_leave(user: User) -> None:
    """Raise NotByOneself for who works in the shop, or is seen in it: what they did and allowed is kept by name."""
    if user.role is not Role.CUSTOMER:
        raise NotByOneself(
            _l("Akun pengurus, petugas, dan perajin dihapus bersama pengurus lain: hubungi mereka.")
        )


def leave(user: User) -> None:
    """Delete a customer's account with all that belongs to it alone. Raises NotByOneself."""
    refuse_to_leave(user)
    db.session.execute(sa.delete(UserAddress).where(UserAddress.user_id == user.id))
    # The book of who changed what stays; the address in it was the account's.
    db.session.execute(sa.update(AuditEntry).where(AuditEntry.by == user.email).values(by=f"user {user.id}"))
    record(by=f"user {user.id}", action="leave", subject="user", subject_id=user.id)
    db.session.delete(user)
    db.session.flush()


def give_password(user: User, password: str, *, by: str) -> None:
    """Give somebody who forgot it a new password, and end all sessions. Raises WeakPassword."""
    _set_password(user, password, by=by)


def make_staff(name: str, email: str, password: str, *, role: Role, by: str) -> User:
    """Make an account with a role. Raises BadEmail, WeakPassword and EmailTaken."""
    email = emails.normal(email)
    passwords.check(password, about=email)
    user = User(name=name.strip(), email=email, password_hash=passwords.hash(password), role=role)
    if not _add(user):
        raise EmailTaken(_l("Alamat surel ini sudah punya akun. Ubah perannya di daftar."))
    record(by=by, action="make", subject="user", subject_id=user.id, details={"role": role.value})
    return user


def change_role(user: User, role: Role, *, by: str) -> None:
    """Let somebody do more or less; sessions end, so that it counts at once. Raises Oneself and LastAdmin."""
    if role == user.role:
        return
    _keep_an_admin(user, by=by)
    record(
        by=by,
        action="change role",
        subject="user",
        subject_id=user.id,
        details={"from": user.role, "to": role},
    )
    user.role = role
    user.session_epoch += 1


def switch_off(user: User, *, by: str) -> None:
    """Let somebody in no longer, from the next request on. Raises Oneself and LastAdmin."""
    _keep_an_admin(user, by=by)
    user.active = False
    user.session_epoch += 1
    record(by=by, action="switch off", subject="user", subject_id=user.id)


def switch_on(user: User, *, by: str) -> None:
    """Let somebody in again."""
    user.active = True
    record(by=by, action="switch on", subject="user", subject_id=user.id)


def _add(user: User) -> bool:
    """Add a user; False when the address is taken, also by somebody who was quicker."""
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError:
        return False
    return True


def _set_password(user: User, password: str, *, by: str) -> None:
    passwords.check(password, about=user.email)
    user.password_hash = passwords.hash(password)
    user.session_epoch += 1
    record(by=by, action="change password", subject="user", subject_id=user.id)


def _keep_an_admin(user: User, *, by: str) -> None:
    if user.email == by:
        raise Oneself(_l("Anda tidak bisa mengurangi hak Anda sendiri. Minta pengurus lain."))
    admins = queries.by_role(Role.ADMIN).where(User.active).with_for_update()
    others = [admin for admin in db.session.scalars(admins) if admin.id != user.id]
    if user.role == Role.ADMIN and not others:
        raise LastAdmin(_l("Toko selalu perlu satu pengurus yang aktif."))
