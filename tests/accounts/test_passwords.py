import pytest
from argon2 import PasswordHasher

from app.accounts import passwords
from app.accounts.passwords import WeakPassword


@pytest.mark.parametrize(
    "password", ["kain dan lilin", "sepuluhabc", "ßüñ日本語テストです語", "x1" * 4 + "y9" * 96]
)
def test_a_password_of_ten_to_two_hundred_characters_is_taken(password: str) -> None:
    passwords.check(password, about="siti@contoh.id")
    assert passwords.verify(passwords.hash(password), password)


@pytest.mark.parametrize("password", ["", "1234567", "12345678", "sembilan9", "kain" * 51])
def test_a_password_that_is_too_short_or_too_long_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        passwords.check(password)


@pytest.mark.parametrize(
    "password",
    [
        "Password123!",
        "bismillah2026",
        "qwertyuiop",
        "1q2w3e4r5t",
        "aaaaaaaaaaaa",
        "2938475610",
        "siti.aminah99",
        "siti.aminah@contoh.id",
    ],
)
def test_a_password_that_others_would_guess_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        passwords.check(password, about="siti.aminah@contoh.id")


def test_what_comes_after_72_bytes_counts() -> None:
    assert not passwords.verify(passwords.hash("k" * 72 + "a"), "k" * 72 + "b")


def test_a_password_longer_than_any_matches_nothing() -> None:
    assert not passwords.verify(passwords.hash("k1" * 100), "k1" * 100 + "x")


def test_the_same_text_is_the_same_password_on_every_keyboard() -> None:
    assert passwords.verify(passwords.hash("caf\u00e9 di kebumen"), "cafe\u0301 di kebumen")


def test_nobody_has_the_password_of_nobody() -> None:
    assert not passwords.verify(None, "nobody signs in with this")


def test_a_hash_that_is_none_matches_nothing() -> None:
    assert not passwords.verify("rusak", "kain dan lilin")


def test_a_cheaper_hash_is_made_anew_at_the_next_sign_in() -> None:
    assert not passwords.needs_rehash(passwords.hash("kain dan lilin"))
    assert passwords.needs_rehash(PasswordHasher(3, 16, 1).hash("kain dan lilin"))


def test_the_shop_hashes_as_owasp_asks() -> None:
    assert passwords.COSTLY == (2, 19_456, 1)
