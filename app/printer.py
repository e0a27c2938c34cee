"""Where the faces and the worker meet the press: a long document is asked for, made outside of any request, and had.

It is called after all that it shows, so that what shows something else (another price, a yes that was taken back) is
another document, and the one from before is handed out no more.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

import structlog

from app import easel, papers, storage
from app.db import db
from app.easel import NotDrawn, Sight
from app.papers import NotMade
from app.pictures.models import Shown
from app.publicity import documents
from app.publicity.models import Document, DocumentState
from app.storage import StoreDown

log = structlog.get_logger()

ROOM = "papers"
# Seconds for cutting its pictures, and as many for the press: nobody's request waits for either.
PATIENCE = 120
Pictures = Mapping[str, tuple[Sight, tuple[int, int]]]


def order(page: str, told: Mapping[str, Any], pictures: Pictures) -> dict[str, Any]:
    """All that a document is made of, as plain JSON."""
    wanted = {
        name: [seen.picture.key, seen.picture.width, *seen.focus, *size]
        for name, (seen, size) in pictures.items()
    }
    plain: dict[str, Any] = json.loads(json.dumps({"page": page, "told": told, "pictures": wanted}))
    return plain


def key_of(wanted: Mapping[str, Any]) -> str:
    """What the document of an order is called in the store."""
    digest = hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()
    return f"{ROOM}/{digest[:40]}.pdf"


def ask(wanted: dict[str, Any]) -> None:
    """Have it made by the worker, soon after the commit."""
    documents.want(key_of(wanted), wanted)


def find(wanted: Mapping[str, Any]) -> Document | None:
    """How far it is; None where nobody has asked for it today."""
    return db.session.get(Document, key_of(wanted))


def content_of(wanted: Mapping[str, Any]) -> bytes | None:
    """The document itself; None of what is not ready. One that the store has lost is forgotten, so that it is
    not offered any more and can be asked for again. Raises StoreDown."""
    document = find(wanted)
    if document is None or document.state is not DocumentState.READY:
        return None
    try:
        return storage.read(document.key)
    except FileNotFoundError:
        documents.lose(document.key)
        db.session.commit()
        return None


def make() -> int:
    """Make the next document that somebody waits for; how many there were (1 or none)."""
    document = documents.claim()
    if document is None or document.told is None:
        db.session.commit()
        return 0
    key, told = document.key, document.told
    db.session.commit()
    try:
        left_out = _make(key, told)
    except (NotDrawn, NotMade, StoreDown) as error:
        log.warning("document not made", key=key, why=str(error))
        documents.end(key, DocumentState.FAILED)
    else:
        documents.end(key, DocumentState.READY, left_out=left_out)
    db.session.commit()
    return 1


def _make(key: str, wanted: Mapping[str, Any]) -> int:
    """Make it into the store; how many of its pictures are not in it."""
    pictures = {
        name: (Sight(Shown(picture, width, 0, "", True), (x, y)), (across, down))
        for name, (picture, width, x, y, across, down) in wanted["pictures"].items()
    }
    cut = easel.cuts(pictures, patience=PATIENCE)
    lost = pictures.keys() - cut.keys()
    content = papers.pdf(wanted["page"], finished(wanted["told"], lost), cut, patience=PATIENCE)
    storage.save(key, content, "application/pdf")
    return len(lost)


def forget() -> int:
    """Take away the documents of the days before; how many."""
    keys = documents.old()
    db.session.commit()
    storage.remove(keys)
    documents.forget(keys)
    db.session.commit()
    return len(keys)


def finished(told: Any, lost: Collection[str] = ()) -> Any:
    """The same with a code beside each address, and without the names of pictures that are not there."""
    if isinstance(told, dict):
        code = {"qr": papers.qr_svg(told["address"])} if "address" in told else {}
        return {key: finished(value, lost) for key, value in told.items()} | code
    if isinstance(told, list):
        return [finished(value, lost) for value in told]
    return "" if isinstance(told, str) and told in lost else told
