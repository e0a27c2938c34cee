"""Pictures that are drawn when they are asked for and never kept: for social media, and cut to size for paper."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from app import storage
from app.darkroom import DRAWING, FONTS, in_a_child
from app.errors import ShopError
from app.pictures import prints
from app.pictures.models import Picture, Shown

# How many seconds drawing may take where somebody's request waits for it.
PATIENCE = 6


class NotDrawn(ShopError):
    """The pictures could not be drawn, or not in time."""

    status = 503


class Sight(NamedTuple):
    """A picture, and the point of it (percent, from the left and from above) that stays in sight."""

    picture: Picture | Shown
    focus: tuple[int, int] = (50, 50)


def cuts(
    wanted: Mapping[str, tuple[Sight, tuple[int, int]]], patience: float | None = None
) -> dict[str, bytes]:
    """Each of these cut to its size in dots, as JPEG, and never larger than it came; what the store has not, and what
    cannot be cut, is left out. Raises NotDrawn after so many seconds, PATIENCE where none are said."""
    with tempfile.TemporaryDirectory(prefix="canting-") as folder:
        recipe = {}
        for place, (name, (seen, size)) in enumerate(wanted.items()):
            if file := _fetched(seen, size[0], Path(folder, f"{place}.in")):
                recipe[name] = (file, size, seen.focus)
        return _drawn(folder, {"cuts": recipe}, patience)


def upright(size: tuple[int, int], photos: Sequence[Sight], **said: str) -> bytes:
    """A picture for social media: these photos side by side, and below them what is said."""
    with tempfile.TemporaryDirectory(prefix="canting-") as folder:
        fetched = [
            (_fetched(seen, size[0], Path(folder, f"{place}.in")), seen.focus)
            for place, seen in enumerate(photos)
        ]
        told = {"size": size, "photos": [one for one in fetched if one[0]], **said}
        return _drawn(folder, {"uprights": {"made.jpg": told}})["made.jpg"]


def _fetched(seen: Sight, width: int, path: Path) -> str:
    """Its print that is wide enough, or else the widest, put there; empty where the store has it not."""
    picture, room = seen.picture, seen.picture.key.partition("/")[0]
    step = prints.nearest(room, "webp", picture.width, width)
    try:
        path.write_bytes(storage.read(prints.file_of(picture.key, "webp", step)))
    except FileNotFoundError:
        return ""
    return path.name


def _drawn(folder: str, recipe: dict[str, Any], patience: float | None = None) -> dict[str, bytes]:
    told = json.dumps({"fonts": str(FONTS), **recipe})
    said = in_a_child(DRAWING, b"", told, folder, patience=patience or PATIENCE)
    if "trouble" in said:
        raise NotDrawn(_l("Gambarnya tidak selesai dibuat. Coba lagi, atau pilih lebih sedikit."))
    names = [name for wanted in recipe.values() for name in wanted]
    return {name: file.read_bytes() for name in names if (file := Path(folder, name)).exists()}
