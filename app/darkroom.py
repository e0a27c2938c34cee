"""Where the faces and the worker meet the store: keep an original, commit; develop it, commit; let it go, commit.

No transaction is open while the store is asked or a picture decoded. A file is kept before the row that names it, and
goes before that row does, so what an accident leaves is either files without a row, which the sweep removes, or a row
that still says what is to be done.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import IO, Any

import structlog

from app import clock, storage
from app.catalog import photos
from app.db import db
from app.pictures import actions as pictures
from app.pictures import headers, prints, queries
from app.pictures.headers import BadPicture
from app.pictures.models import Trouble
from app.posters import actions as posters
from app.posters import queries as posters_wanted
from app.posters.queries import Design, Row
from config import ROOT

log = structlog.get_logger()

ORIGINALS = "originals"
PRINTING = Path(prints.__file__).with_name("printing.py")
DRAWING = Path(posters_wanted.__file__).with_name("drawing.py")
FONTS = ROOT / "static" / "fonts"
# The longest that printing may take by the clock; by its own count it stops itself earlier.
PATIENCE = 120
# Younger files may belong to a row that is just being written.
GRACE = timedelta(hours=1)


class NotPrinted(Exception):
    """The picture could not be decoded, or not within its limits."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble


def keep(room: str, files: Iterable[tuple[str, IO[bytes]]]) -> list[pictures.Sent]:
    """Keep the originals of what somebody sent (names and streams) for this room of the store: all, or none.

    Raises BadPicture, which names the file where there are several, or StoreDown.
    """
    files = list(files)
    for name, stream in files:
        _look(f"{name}: " if len(files) > 1 else "", stream)
    db.session.commit()
    sent = []
    for _, stream in files:
        content = stream.read()
        stream.seek(0)
        sent.append(pictures.Sent(prints.key_of(room, content), storage.new_key(ORIGINALS)))
        storage.save(sent[-1].original, content)
    return sent


def _look(before: str, stream: IO[bytes]) -> None:
    content = stream.read(headers.MOST_BYTES + 1)
    stream.seek(0)
    try:
        headers.look(content)
    except BadPicture as error:
        raise BadPicture(f"{before}{error.message}") from None


def develop() -> int:
    """Make the prints of the next picture that waits; how many there were (1 or none)."""
    picture = pictures.claim()
    if picture is None:
        db.session.commit()
        return 0
    key, original = picture.key, picture.original or ""
    recipe = prints.RECIPES[picture.room]
    if picture.ready:
        # The rest is there, and stays as browsers have kept it.
        recipe = {"avif": recipe["avif"]}
    db.session.commit()
    try:
        made = _print(key, storage.read(original), recipe)
    except NotPrinted as error:
        log.warning("picture refused", key=key, trouble=error.trouble)
        pictures.refuse(key, error.trouble)
    except FileNotFoundError:
        log.error("picture without its original", key=key, original=original)
        pictures.refuse(key, Trouble.LOST)
    else:
        pictures.developed(key, **made)
    photos.put_ready_first(key)
    db.session.commit()
    if original.startswith(f"{ORIGINALS}/"):
        # Where and when it was taken is nobody's business, and a broken one is of no use.
        storage.remove([original])
    return 1


def _print(key: str, content: bytes, recipe: dict[str, tuple[int, ...]]) -> dict[str, Any]:
    """Print a picture into the store; its size and ground."""
    with tempfile.TemporaryDirectory(prefix="canting-") as folder:
        said = in_a_child(PRINTING, content, json.dumps(recipe), folder)
        if "trouble" in said:
            raise NotPrinted(Trouble(said["trouble"]))
        width, height = said["size"]
        for path in sorted(Path(folder).iterdir()):
            storage.save(f"{key}-{path.name}", path.read_bytes(), prints.KINDS[path.suffix[1:]])
    return {"width": width, "height": height, "ground": said["ground"]}


def in_a_child(
    program: Path, content: bytes, recipe: str, folder: str, *, patience: float | None = None
) -> dict[str, Any]:
    """What a program says that may fail, or be ended: run by itself, with nothing of ours but what it is given."""
    command, longest = [sys.executable, "-I", str(program), recipe], patience or PATIENCE
    try:
        ended = subprocess.run(
            command, input=content, cwd=folder, env={}, capture_output=True, timeout=longest, check=False
        )
    except subprocess.TimeoutExpired:
        return {"trouble": Trouble.HEAVY}
    if ended.returncode:
        # It was ended: by its own limits, or by a machine that has no memory left.
        log.warning(
            "printing ended", code=ended.returncode, said=ended.stderr[-500:].decode(errors="replace")
        )
        return {"trouble": Trouble.HEAVY}
    said: dict[str, Any] = json.loads(ended.stdout)
    return said


def clear() -> int:
    """Take away the pictures that nobody shows any more, with their files; how many."""
    gone = 0
    while picture := pictures.begin_leaving():
        key, files = picture.key, prints.files_of(picture.key, picture.width) if picture.width else []
        if picture.original:
            files.append(picture.original)
        db.session.commit()
        storage.remove(files)
        pictures.left(key)
        db.session.commit()
        gone += 1
    db.session.commit()
    return gone


def draw_posters(most: int = 4) -> int:
    """Draw posters that there should be, of so many photos at once, and let go of those that there should not; how
    many were drawn."""
    wanted = posters_wanted.wanted()
    posters.forget_all_but(wanted)
    there = posters_wanted.known()
    db.session.commit()
    by_photo: dict[Any, list[Design | Row]] = {}
    for key, design in wanted.items():
        if key not in there:
            of = design.photos if isinstance(design, Row) else design.photo
            by_photo.setdefault(of, []).append(design)
    # Those whose photo cannot be had are passed over, and tried again another time.
    done = list(islice(filter(None, map(_draw, by_photo.values())), most))
    drawn = [design for designs in done for design in designs]
    for design in drawn:
        posters.keep(design.key)
    db.session.commit()
    return len(drawn)


def _draw(designs: list[Design | Row]) -> list[Design | Row]:
    """Draw these, which all show the same, into the store; those that are there now."""
    first = designs[0]
    files = [file for file, _ in first.photos] if isinstance(first, Row) else [first.photo]
    try:
        photos = [storage.read(file) for file in files]
    except FileNotFoundError:
        return []
    with tempfile.TemporaryDirectory(prefix="canting-") as folder:
        for place, photo in enumerate(photos):
            Path(folder, str(place)).write_bytes(photo)
        recipe = {"fonts": str(FONTS), **_recipe(designs)}
        said = in_a_child(DRAWING, photos[0], json.dumps(recipe), folder)
        if "trouble" in said:
            return []
        for design in designs:
            file = prints.file_of(design.key, "jpg", posters_wanted.WIDTH)
            storage.save(file, Path(folder, f"{design.name}.jpg").read_bytes(), prints.KINDS["jpg"])
    return designs


def _recipe(designs: Iterable[Design | Row]) -> dict[str, Any]:
    """What is told to the drawing program; the photos of a row lie beside it, called by their numbers."""
    recipe: dict[str, Any] = {"posters": {}, "rows": {}}
    for design in designs:
        said: dict[str, Any] = {"title": design.title, "line": design.line, "shop": design.shop}
        if isinstance(design, Row):
            said["photos"] = [(str(place), focus) for place, (_, focus) in enumerate(design.photos)]
        else:
            said["focus"] = design.focus
        recipe["rows" if isinstance(design, Row) else "posters"][f"{design.name}.jpg"] = said
    return recipe


def sweep() -> int:
    """Remove the files that no picture has, left by some accident; how many. What lacks its file is told to the log."""
    young, before = clock.now() - GRACE, queries.files()
    db.session.commit()
    found = {key: saved for room in (ORIGINALS, *prints.RECIPES) for key, saved in storage.find(room)}
    known = queries.files()
    db.session.commit()
    stray = [key for key, saved in found.items() if saved < young and not _has_an_owner(key, known)]
    storage.remove(stray)
    for key in sorted((before & known) - found.keys()):
        if not key.endswith("*"):
            log.error("picture without its file", key=key)
    return len(stray)


def _has_an_owner(key: str, known: set[str]) -> bool:
    return key in known or f"{key.rpartition('-')[0]}-*" in known
