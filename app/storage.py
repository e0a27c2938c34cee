"""Where uploaded files live: a folder; names are random, never what somebody typed."""

import os
import secrets
from pathlib import Path

from flask import current_app


def _folder() -> Path:
    return Path(current_app.config["MEDIA_URL"])


def new_key(room: str) -> str:
    """A name that nobody can guess, inside a room of the store ("photos", "portraits", "proofs")."""
    return f"{room}/{secrets.token_hex(16)}"


def path_of(key: str) -> Path:
    """The file of a key. Raises ValueError for a key that would lead out of the store."""
    folder = _folder().resolve()
    path = (folder / key).resolve()
    if folder not in path.parents:
        raise ValueError(f"not a key of the store: {key!r}")
    return path


def save(key: str, content: bytes) -> None:
    """Keep the content under the key: wholly or not at all, also when the power goes."""
    path = path_of(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".part")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def read(key: str) -> bytes:
    """The content of a key. Raises FileNotFoundError when there is none."""
    return path_of(key).read_bytes()


def remove(key: str) -> None:
    path_of(key).unlink(missing_ok=True)
