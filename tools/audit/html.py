"""v.Nu, the W3C's checker, on the HTML of every page."""

import json
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tools.pages import Page
from tools.processes import Command

from .node import VNU

# What it says that is no mistake: it guesses at a page's language, and what people wrote stays in theirs.
NO_MISTAKES = re.compile("This document appears to be written in")
VALUE = re.compile("“[^”]*”")


def mistakes(pages: Iterable[Page], folder: Path) -> list[str]:
    """Each kind of error and warning once, with a page that has it."""
    for page in pages:
        (folder / f"{page.name}.html").write_text(page.html)
    files = sorted(folder.glob("*.html"))
    command: Command = ["java", "-Xss2m", "-jar", VNU, "--format", "json", "--exit-zero-always", *files]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    found: dict[str, str] = {}
    for message in json.loads(said)["messages"]:
        text = message["message"]
        serious = message["type"] == "error" or message.get("subType") == "warning"
        if serious and not NO_MISTAKES.search(text):
            name = Path(unquote(urlsplit(message["url"]).path)).stem
            found.setdefault(VALUE.sub("", text), f"{name}: {text} ({message.get('extract', '')[:120]!r})")
    return [*found.values()]
