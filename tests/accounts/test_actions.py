import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from app.accounts import actions, passwords, queries
from app.accounts.actions import EmailTaken, LastAdmin, Oneself, WrongPassword
from app.accounts.emails import BadEmail
from app.accounts.models import AuditEntry, Role, User
from app.accounts.passwords import WeakPassword
from app.accounts.throttle import TooManyTries
from app.db import db
from tests.people import PASSWORD, a_user

HOME = "203.0.113.9"


def users() -> list[tuple[str, Role]]:
    return [(user.email, user.role) for user in db.session.scalars(sa.select(User).order_by(User.id))]


def sign_in(email: str, password: str = PASSWORD, address: str = HOME) -> User | None:
    user = actions.sign_in(email, password, address=address)
    db.session.commit()
    return user


def test_sign_up_makes_a_customer_whose_address_is_in_one_form() -> None:
    actions.sign_up(" Siti ", " Siti@Contoh.ID ", PASSWORD, locale="en", address=HOME)
    user = db.session.scalars(sa.select(User)).one()
    assert (user.name, user.email, user.role, user.locale) == ("Siti", "siti@contoh.id", Role.CUSTOMER, "en")
    assert PASSWORD not in user.password_hash


def test_sign_up_with_a_known_address_changes_nothing_and_tells_nothing() -> None:
    known = a_user(email="siti@contoh.id", name="Siti")
    actions.sign_up("Orang Lain", "SITI@contoh.id", "kata lain sekali", address=HOME)
    db.session.refresh(known)
    assert users() == [("siti@contoh.id", Role.CUSTOMER)]
    assert (known.name, passwords.verify(known.password_hash, PASSWORD)) == ("Siti", True)


def test_sign_up_refuses_what_is_no_address_and_what_is_no_password() -> None:
    with pytest.raises(BadEmail):
        actions.sign_up("Siti", "siti@", PASSWORD, address=HOME)
    with pytest.raises(WeakPassword):
        actions.sign_up("Siti", "siti@contoh.id", "siti123456", address=HOME)
    assert users() == []


def test_sign_in_knows_the_right_password_only() -> None:
    user = a_user(email="siti@contoh.id")
    assert sign_in(" SITI@contoh.id ") == user
    assert sign_in("siti@contoh.id", "kata yang lain") is None
    assert sign_in("sari@contoh.id") is None


def test_sign_in_refuses_who_is_switched_off() -> None:
    a_user(email="siti@contoh.id", active=False)
    assert sign_in("siti@contoh.id") is None


def test_sign_in_refuses_the_eleventh_try_at_an_account_from_wherever_it_comes() -> None:
    a_user(email="siti@contoh.id")
    for number in range(actions.TRIES_PER_ACCOUNT):
        assert sign_in("siti@contoh.id", "kata yang lain", f"198.51.100.{number}") is None
    with pytest.raises(TooManyTries):
        sign_in("siti@contoh.id", PASSWORD, "198.51.100.200")


def test_sign_in_refuses_an_unknown_account_as_it_does_a_known_one() -> None:
    for number in range(actions.TRIES_PER_ACCOUNT):
        assert sign_in("sari@contoh.id", PASSWORD, f"198.51.100.{number}") is None
    with pytest.raises(TooManyTries):
        sign_in("sari@contoh.id")


def test_sign_in_refuses_an_address_that_tries_many_accounts() -> None:
    for number in range(actions.TRIES_PER_ADDRESS):
        assert sign_in(f"orang{number}@contoh.id") is None
    with pytest.raises(TooManyTries):
        sign_in("another@contoh.id")


def test_sign_in_with_the_right_password_forgets_the_wrong_tries() -> None:
    a_user(email="siti@contoh.id")
    for _ in range(2):
        for _ in range(actions.TRIES_PER_ACCOUNT - 1):
            assert sign_in("siti@contoh.id", "kata yang lain") is None
        assert sign_in("siti@contoh.id")


def test_sign_in_makes_a_cheap_hash_anew() -> None:
    a_user(email="siti@contoh.id", password_hash=PasswordHasher(3, 16, 1).hash(PASSWORD))
    user = sign_in("siti@contoh.id")
    assert user
    assert not passwords.needs_rehash(user.password_hash)


@pytest.mark.parametrize("end", ["sign out", "new password", "given password", "other role", "switched off"])
def test_a_session_ends_on_the_server(end: str) -> None:
    user = a_user(Role.OFFICER)
    session = user.get_id()
    assert queries.by_session_id(session) == user
    match end:
        case "sign out":
            actions.sign_out(user)
        case "new password":
            actions.change_password(user, PASSWORD, "kata yang lain")
        case "given password":
            actions.give_password(user, "kata yang lain", by="admin@contoh.id")
        case "other role":
            actions.change_role(user, Role.CUSTOMER, by="admin@contoh.id")
        case "switched off":
            actions.switch_off(user, by="admin@contoh.id")
    db.session.commit()
    assert queries.by_session_id(session) is None


@pytest.mark.parametrize("forged", ["", "1", "1.", ".0", "-1.0", "1.0.0", "1.x", "²³.0", "9" * 400 + ".0"])
def test_what_is_no_session_is_nobody(forged: str) -> None:
    assert queries.by_session_id(forged) is None


def test_change_password_asks_for_the_present_one_and_counts_wrong_tries() -> None:
    user = a_user()
    for _ in range(actions.TRIES_PER_ACCOUNT):
        with pytest.raises(WrongPassword):
            actions.change_password(user, "kata yang lain", "kata yang baru")
    with pytest.raises(TooManyTries):
        actions.change_password(user, PASSWORD, "kata yang baru")
    assert passwords.verify(user.password_hash, PASSWORD)


def test_make_staff_makes_an_account_with_a_role_and_writes_it_down() -> None:
    made = actions.make_staff("Sari", "Sari@contoh.id", PASSWORD, role=Role.OFFICER, by="admin@contoh.id")
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert users() == [("sari@contoh.id", Role.OFFICER)]
    assert (entry.by, entry.action, entry.subject, entry.subject_id, entry.details) == (
        "admin@contoh.id",
        "make",
        "user",
        made.id,
        {"role": "officer"},
    )


def test_make_staff_says_when_the_address_has_an_account() -> None:
    a_user(email="sari@contoh.id")
    with pytest.raises(EmailTaken):
        actions.make_staff("Sari", "SARI@contoh.id", PASSWORD, role=Role.OFFICER, by="admin@contoh.id")
    assert users() == [("sari@contoh.id", Role.CUSTOMER)]


def test_nobody_takes_his_own_rights_away() -> None:
    admin = a_user(Role.ADMIN)
    a_user(Role.ADMIN)
    with pytest.raises(Oneself):
        actions.change_role(admin, Role.OFFICER, by=admin.email)
    with pytest.raises(Oneself):
        actions.switch_off(admin, by=admin.email)


def test_the_last_admin_stays() -> None:
    admin = a_user(Role.ADMIN)
    a_user(Role.ADMIN, active=False)
    with pytest.raises(LastAdmin):
        actions.change_role(admin, Role.OFFICER, by="cli")
    with pytest.raises(LastAdmin):
        actions.switch_off(admin, by="cli")
    assert (admin.role, admin.active) == (Role.ADMIN, True)


def test_an_admin_who_is_not_the_last_may_go() -> None:
    admin, other = a_user(Role.ADMIN), a_user(Role.ADMIN)
    actions.switch_off(admin, by=other.email)
    assert (admin.active, other.active) == (False, True)
    actions.switch_on(admin, by=other.email)
    assert admin.active
