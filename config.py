"""Every setting that the shop reads, in one place; the environment (or a .env file) sets each by its name."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent


class Settings(BaseSettings):
    """The settings, read and checked when the shop starts; a wrong one is refused with a clear line."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    ENVIRONMENT: Literal["production", "demo", "test"] = Field(
        default="production",
        description="`production`, or `demo` for the sample village on this machine alone",
    )
    SECRET_KEY: SecretStr = Field(
        default=SecretStr(""),
        description="signs cookies and seals webhooks' secrets; at least 32 characters, kept secret; "
        "production refuses to start without",
    )
    SECRET_KEY_FALLBACKS: list[SecretStr] = Field(
        default=[],
        description="former secret keys as a JSON list, still accepted while a key is being changed "
        "(for two hours at least)",
    )
    DATABASE_URL: str = Field(
        default=f"sqlite:///{ROOT}/instance/canting.db",
        description="SQLite file or `postgresql+psycopg://...`",
    )
    SITE_URL: str = Field(
        default="http://127.0.0.1:8000",
        description="the shop's public address, with the prefix it is mounted under",
    )
    MEDIA_URL: str = Field(
        default=f"{ROOT}/instance/media",
        description="where pictures and proofs are kept: a folder, or `s3://bucket/prefix?endpoint=https://...&region=...`",
    )
    MEDIA_KEY_ID: str = Field(default="", description="access key id of that S3-compatible store")
    MEDIA_KEY_SECRET: SecretStr = Field(default=SecretStr(""), description="its secret access key")
    MEDIA_PUBLIC_URL: str = Field(
        default="",
        description="address at which the world reads that store, of which only `photos/` need be public; "
        "empty: the shop hands pictures out itself",
    )
    MAIL_URL: SecretStr = Field(
        default=SecretStr(""),
        description="`smtp://user:password@host:587` (STARTTLS) or `smtps://...:465`; empty: read in the back office",
    )
    MAIL_FROM: str = Field(default="toko@localhost", description="sender of the shop's mails")
    STAFF_MAIL: str = Field(
        default="", description="where new orders and proofs are announced; several, comma-separated"
    )
    STRIPE_SECRET_KEY: SecretStr = Field(
        default=SecretStr(""), description="Stripe's secret key; empty: no card payments"
    )
    STRIPE_WEBHOOK_SECRET: SecretStr = Field(
        default=SecretStr(""), description="signing secret of the Stripe webhook endpoint"
    )
    STRIPE_API_BASE: str = Field(
        default="", description="another address of Stripe's API, for the demo and for tests"
    )
    BANK_NAME: str = Field(default="", description="bank for transfers; empty: no bank transfers")
    BANK_ACCOUNT: str = Field(default="", description="account number for transfers")
    BANK_HOLDER: str = Field(default="", description="holder of that account")
    QRIS_CODE: str = Field(
        default="", description="the text of the cooperative's own QRIS sticker; empty: no QRIS at stands"
    )
    SHOP_NAME: str = Field(default="Batik Kalibangkang", description="name of the shop in titles and mails")
    SHOP_ADDRESS: str = Field(
        default="Desa Kalibangkang, Kec. Ayah, Kabupaten Kebumen, Jawa Tengah 54473",
        description="where the cooperative is, and where orders are picked up",
    )
    SHOP_REGISTRATION: str = Field(
        default="", description="the cooperative's business number (NIB), shown with its name and address"
    )
    SHOP_PHONE: str = Field(default="", description="the cooperative's WhatsApp number, shown to customers")
    SHOP_MAIL: str = Field(default="", description="the cooperative's e-mail address, shown to customers")
    CARD_HOLD_MINUTES: int = Field(
        default=120,
        ge=45,
        le=1440,
        description="how long a piece waits for a card payment (Stripe needs at least 35)",
    )
    TRANSFER_HOLD_HOURS: int = Field(
        default=24, ge=1, le=168, description="how long a piece waits for a bank transfer"
    )
    QUOTE_HOLD_HOURS: int = Field(
        default=72, ge=1, le=336, description="how long a piece waits for shipping abroad to be quoted"
    )
    PAGE_CACHE_MB: int = Field(
        default=6,
        ge=0,
        le=512,
        description="how much memory each process keeps public pages in; 0: none are kept",
    )
    TRUSTED_PROXIES: int = Field(
        default=0, ge=0, le=3, description="reverse proxies in front whose X-Forwarded headers are believed"
    )
    WORKER_SECONDS: int = Field(
        default=5, ge=1, le=300, description="how often the worker looks for work that nobody announced"
    )

    @model_validator(mode="after")
    def _complete(self) -> "Settings":
        site = urlsplit(self.SITE_URL)
        if site.scheme not in {"http", "https"} or not site.netloc:
            raise ValueError("SITE_URL must be an address such as https://toko.desa.id")
        media = urlsplit(self.MEDIA_URL)
        if media.scheme and (media.scheme != "s3" or not media.netloc):
            raise ValueError("MEDIA_URL must be a folder, or s3://bucket?endpoint=https://...&region=...")
        if self.MEDIA_PUBLIC_URL and not self.MEDIA_PUBLIC_URL.startswith(("https://", "http://")):
            raise ValueError("MEDIA_PUBLIC_URL must be an address such as https://gambar.desa.id")
        if self.ENVIRONMENT == "production" and len(self.SECRET_KEY.get_secret_value()) < 32:
            raise ValueError(
                "SECRET_KEY must be set, with at least 32 characters: "
                "python -c 'import secrets; print(secrets.token_hex())'"
            )
        if self.STRIPE_SECRET_KEY.get_secret_value() and not self.STRIPE_WEBHOOK_SECRET.get_secret_value():
            raise ValueError("STRIPE_WEBHOOK_SECRET must be set when STRIPE_SECRET_KEY is")
        if self.ENVIRONMENT == "demo" and site.hostname not in {"127.0.0.1", "localhost", "::1"}:
            raise ValueError(
                "ENVIRONMENT=demo has known passwords, so SITE_URL must be on this machine (127.0.0.1)"
            )
        return self

    def for_flask(self) -> dict[str, object]:
        """The settings as Flask and its extensions want them."""
        plain = {name: _reveal(value) for name, value in self.model_dump().items()}
        secure = self.SITE_URL.startswith("https://")
        return plain | {
            # Others than these get no answer, so that a forged Host leads nobody astray; this machine may always ask.
            "TRUSTED_HOSTS": [urlsplit(self.SITE_URL).hostname, "127.0.0.1", "localhost"],
            "SQLALCHEMY_DATABASE_URI": self.DATABASE_URL,
            "SQLALCHEMY_ENGINE_OPTIONS": engine_options(self.DATABASE_URL),
            "SESSION_COOKIE_NAME": "__Host-canting" if secure else "canting",
            "SESSION_COOKIE_SECURE": secure,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_PATH": "/",
            "PERMANENT_SESSION_LIFETIME": 14 * 24 * 3600,
            # Else every page of a visitor with a basket would set a cookie, and public pages could not be cached.
            "SESSION_REFRESH_EACH_REQUEST": False,
            "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 500_000,
            "MAX_FORM_PARTS": 300,
            "BABEL_DEFAULT_LOCALE": "id",
            "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
            # One check on every unsafe request refuses forged ones (app/web.py), so forms carry no token and public
            # pages can be the same bytes for everybody.
            "WTF_CSRF_ENABLED": False,
        }


def _reveal(value: object) -> object:
    if isinstance(value, list):
        return [_reveal(item) for item in value]
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def engine_options(url: str) -> dict[str, object]:
    """How SQLAlchemy opens the database at this address."""
    if url.startswith("sqlite"):
        return {"module": _sqlite()}
    return {
        "isolation_level": "READ COMMITTED",
        "pool_pre_ping": True,
        "pool_size": 10,
        "max_overflow": 10,
        # Statements here take milliseconds; to compile one first would take longer than to run it.
        "connect_args": {
            "options": "-c lock_timeout=5000 -c statement_timeout=15000 -c timezone=UTC -c jit=off"
        },
    }


def _sqlite() -> object:
    """A SQLite that has the WAL-reset fix where a wheel of it is installed, else Python's own."""
    try:
        from pysqlite3 import dbapi2  # noqa: PLC0415  (there is no wheel of it on every system)
    except ImportError:
        import sqlite3 as dbapi2  # noqa: PLC0415
    return dbapi2
