import pytest
from pydantic import ValidationError

from config import Settings

SECRET = "x" * 32


def test_production_needs_a_secret_key():
    with pytest.raises(ValidationError, match="SECRET_KEY must be set"):
        Settings(ENVIRONMENT="production", SECRET_KEY="short")
    assert Settings(ENVIRONMENT="production", SECRET_KEY=SECRET).ENVIRONMENT == "production"


def test_the_sample_village_stays_on_this_machine():
    with pytest.raises(ValidationError, match="must be on this machine"):
        Settings(ENVIRONMENT="demo", SECRET_KEY=SECRET, SITE_URL="https://toko.desa.id")


def test_a_stripe_key_needs_the_secret_of_its_webhook():
    with pytest.raises(ValidationError, match="STRIPE_WEBHOOK_SECRET"):
        Settings(ENVIRONMENT="test", STRIPE_SECRET_KEY="sk_test_x")


@pytest.mark.parametrize("url", ["toko.desa.id", "ftp://toko", "https://"])
def test_the_site_has_a_real_address(url):
    with pytest.raises(ValidationError, match="SITE_URL must be"):
        Settings(ENVIRONMENT="test", SITE_URL=url)


def test_behind_https_the_session_cookie_is_the_hosts_own():
    settings = Settings(ENVIRONMENT="test", SITE_URL="https://toko.desa.id/toko").for_flask()
    assert settings["SESSION_COOKIE_NAME"] == "__Host-canting"
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["SESSION_COOKIE_SAMESITE"] == "Lax"


def test_secrets_are_not_shown():
    assert SECRET not in repr(Settings(ENVIRONMENT="test", SECRET_KEY=SECRET))
