"""What the shop is made of: another version of it makes other pages of the same data."""

from functools import cached_property
from hashlib import sha256
from pathlib import Path

from flask import Flask, current_app

from config import ROOT

FOLDERS = ("app", "templates", "static", "translations")
KINDS = {".py", ".html", ".xml", ".md", ".css", ".js", ".svg", ".po"}


class Build:
    """The version of what is under a folder, by its content: the same in each process and on each machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def of(cls, app: Flask) -> "Build":
        build: Build = app.extensions["canting.build"]
        return build

    @cached_property
    def code(self) -> str:
        """By the files alone."""
        found = sha256()
        for folder in FOLDERS:
            for path in sorted((self.root / folder).rglob("*")):
                if path.suffix in KINDS:
                    found.update(path.read_bytes())
        return found.hexdigest()

    @cached_property
    def number(self) -> str:
        """By the files, and by the settings that pages show."""
        found = sha256(self.code.encode())
        shown = ("SHOP_NAME", "SHOP_ADDRESS", "SHOP_REGISTRATION", "SHOP_PHONE", "SHOP_MAIL")
        for name in (*shown, "SITE_URL", "ENVIRONMENT", "MEDIA_PUBLIC_URL"):
            found.update(str(current_app.config[name]).encode())
        return found.hexdigest()[:8]


def init_app(app: Flask) -> None:
    app.extensions["canting.build"] = Build(ROOT)
