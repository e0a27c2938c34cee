"""What outlives a restart: the account in one JSON file, written soon after each change."""

import json
import os
from pathlib import Path

from .double import Double

KEPT = ("objects", "line_items", "intent_data", "secrets", "ahead")


def recall(double: Double, path: Path) -> None:
    """Take up where the file left off; webhooks that were still under way aren't sent again."""
    if not path.exists():
        return
    told = json.loads(path.read_text())
    for name in KEPT:
        setattr(double, name, told[name])
    double.keys.recall(told["keys"])


def remember(double: Double, path: Path) -> None:
    """Write the account down if it changed, never leaving half a file."""
    with double.lock:
        if not double.changed:
            return
        double.changed = False
        text = json.dumps({name: getattr(double, name) for name in KEPT} | {"keys": double.keys.told()})
    beside = path.with_name(path.name + ".new")
    beside.write_text(text)
    os.replace(beside, path)
