"""Signatures by the Standard Webhooks scheme (standardwebhooks.com): over id, moment and body, with a shared secret."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

PREFIX = "whsec_"
BYTES = 32


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def new_id() -> str:
    return f"msg_{secrets.token_urlsafe(18)}"


def headers(message_id: str, moment: datetime, body: str, keys: Iterable[str]) -> dict[str, str]:
    """The three headers of a try at this moment; with several secrets, one signature by each."""
    timestamp = str(int(moment.timestamp()))
    content = f"{message_id}.{timestamp}.{body}".encode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{_signature(content, key)}" for key in keys),
    }


def _signature(content: bytes, secret: str) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
