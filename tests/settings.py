"""The settings of a shop in the tests, by the names that the environment gives them."""

import secrets


def settings_for(database_url: str, **more: str) -> dict[str, str]:
    return {
        "ENVIRONMENT": "test",
        "SECRET_KEY": secrets.token_hex(32),
        "DATABASE_URL": database_url,
        "SITE_URL": "http://localhost",
        # Within a test's own transaction a page would be kept that nobody else can see.
        "PAGE_CACHE_MB": "0",
        "BANK_NAME": "Bank Contoh",
        "BANK_ACCOUNT": "1234567890",
        "BANK_HOLDER": "Koperasi Contoh",
        **more,
    }
