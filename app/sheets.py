"""Stylesheets and scripts as they are sent: what one imports at its head stands in it, so a page waits for one file
of each kind where it would wait for several, and each is still written by itself."""

import re
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from flask import Flask, Response, send_file
from werkzeug.security import safe_join

IMPORTS = {
    ".css": re.compile(r'^@import "([a-z]+\.css)";\n', re.MULTILINE),
    ".js": re.compile(r'^import "\./([a-z]+\.js)";\n', re.MULTILINE),
}


def sewn(path: Path) -> bytes:
    """The file with those that it imports in their places."""
    if path.suffix not in IMPORTS:
        return path.read_bytes()
    return IMPORTS[path.suffix].sub(lambda found: _piece(path.with_name(found[1])), path.read_text()).encode()


def _piece(path: Path) -> str:
    text = sewn(path).decode()
    # A script's own names stay its own.
    return f"{{\n{text}}}\n" if path.suffix == ".js" else text


class Shop(Flask):
    """Flask, but for how it sends these."""

    def send_static_file(self, filename: str) -> Response:
        path = Path(safe_join(self.static_folder or "", filename) or "")
        if path.suffix not in IMPORTS or not path.is_file():
            return super().send_static_file(filename)
        content = sewn(path)
        age, tag = self.get_send_file_max_age(filename), sha256(content).hexdigest()[:12]
        return send_file(BytesIO(content), download_name=path.name, max_age=age, etag=tag)
