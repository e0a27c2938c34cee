"""Where files live that people send, and what is made of them: a folder, or any S3-compatible store (MEDIA_URL).

Keys begin with a room ("photos", "portraits", "proofs", "originals"); nothing in one is ever what somebody typed.
"""

import os
import secrets
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from flask import current_app
from flask_babel import lazy_gettext as _l

from app.errors import ShopError

# What is public never changes under its key, so whoever has it need not ask again.
FOR_GOOD = "public, max-age=31536000, immutable"


class StoreDown(ShopError):
    """The store cannot be reached, or has no room left. Nothing was kept."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            _l("Berkas sedang tidak bisa disimpan atau dibuka. Tunggu sebentar, lalu coba lagi.")
        )


class Store(Protocol):
    """What a store can do. `read` raises FileNotFoundError for what is not there; anything raises StoreDown."""

    def save(self, key: str, content: bytes, kind: str) -> None: ...
    def read(self, key: str) -> bytes: ...
    def remove(self, keys: Collection[str]) -> None: ...
    def find(self, room: str) -> Iterator[tuple[str, datetime]]: ...


class Folder:
    """Files under a folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def path(self, key: str) -> Path:
        """The file of a key. Raises ValueError for a key that would lead out of the store."""
        path = (self.folder / key).resolve()
        if self.folder not in path.parents:
            raise ValueError(f"not a key of the store: {key!r}")
        return path

    def save(self, key: str, content: bytes, kind: str) -> None:
        path = self.path(key)
        unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with unfinished.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except OSError:
            with suppress(OSError):
                unfinished.unlink()
            raise StoreDown from None

    def read(self, key: str) -> bytes:
        return self.path(key).read_bytes()

    def remove(self, keys: Collection[str]) -> None:
        for key in keys:
            self.path(key).unlink(missing_ok=True)

    def find(self, room: str) -> Iterator[tuple[str, datetime]]:
        for path in self.path(room).glob("*"):
            yield f"{room}/{path.name}", datetime.fromtimestamp(path.stat().st_mtime, UTC)


class Bucket:
    """Objects of an S3-compatible store: s3://bucket/prefix?endpoint=https://...&region=..."""

    def __init__(self, url: str, key_id: str, secret: str) -> None:
        # Only a shop that has such a store carries what speaks to it.
        import obstore  # noqa: PLC0415
        from obstore.store import S3Store  # noqa: PLC0415

        where = urlsplit(url)
        said = {name: values[0] for name, values in parse_qs(where.query).items()}
        given = {"endpoint": said.get("endpoint"), "access_key_id": key_id, "secret_access_key": secret}
        options: dict[str, Any] = {name: value for name, value in given.items() if value}
        self._ask = obstore
        self._store = S3Store(
            where.netloc,
            prefix=where.path.strip("/") or None,
            region=said.get("region", "us-east-1"),
            client_options={
                "allow_http": said.get("endpoint", "").startswith("http://"),
                "connect_timeout": "3s",
                "timeout": "20s",
            },
            retry_config={"max_retries": 2},
            **options,
        )

    def save(self, key: str, content: bytes, kind: str) -> None:
        kept = {"Content-Type": kind} | ({"Cache-Control": FOR_GOOD} if key.startswith("photos/") else {})
        with self._listening():
            self._ask.put(self._store, key, content, attributes=kept)

    def read(self, key: str) -> bytes:
        with self._listening():
            return bytes(self._ask.get(self._store, key).bytes())

    def remove(self, keys: Collection[str]) -> None:
        if not keys:
            return
        with self._listening():
            self._ask.delete(self._store, list(keys))

    def find(self, room: str) -> Iterator[tuple[str, datetime]]:
        with self._listening():
            found = [one for some in self._ask.list(self._store, room) for one in some]
        return ((one["path"], one["last_modified"]) for one in found)

    @contextmanager
    def _listening(self) -> Iterator[None]:
        try:
            yield
        except self._ask.exceptions.BaseError:
            raise StoreDown from None


@cache
def _open(url: str, key_id: str, secret: str) -> Store:
    return Bucket(url, key_id, secret) if url.startswith("s3://") else Folder(Path(url))


def _store() -> Store:
    config = current_app.config
    return _open(config["MEDIA_URL"], config["MEDIA_KEY_ID"], config["MEDIA_KEY_SECRET"])


def new_key(room: str) -> str:
    """A name that nobody can guess, inside a room of the store."""
    return f"{room}/{secrets.token_hex(16)}"


def save(key: str, content: bytes, kind: str = "application/octet-stream") -> None:
    """Keep the content under the key: wholly or not at all, also when the power goes. Raises StoreDown."""
    _store().save(key, content, kind)


def read(key: str) -> bytes:
    """The content of a key. Raises FileNotFoundError when there is none, StoreDown."""
    return _store().read(key)


def remove(keys: Collection[str]) -> None:
    """Let these go; what is not there is gone already. Raises StoreDown."""
    _store().remove(keys)


def find(room: str) -> Iterator[tuple[str, datetime]]:
    """Every key of a room, with the moment when it was last saved. Raises StoreDown."""
    return _store().find(room)


def free_mb() -> int | None:
    """How much room is left, where that can be known."""
    store = _store()
    if not isinstance(store, Folder):
        return None
    folder = store.folder
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free // 2**20
