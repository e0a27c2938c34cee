"""Bringing in what telephones wrote down: each entry once, whatever comes first, however often, from wherever.

Money that was taken is never turned away. A sale of a piece that is somebody else's by now is written down as an
order of its own, whose money is a task; the piece stays with whom it belongs to, until a person decides otherwise.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from pydantic import ValidationError
from sqlalchemy.orm.attributes import set_committed_value

from app import clock
from app.accounts.models import User
from app.db import db, insert
from app.errors import ShopError
from app.exhibitions.models import Exhibition
from app.leads import actions as leads
from app.leads.actions import Told
from app.money import Money

from . import queries, refusals, times
from .entries import Batch, Closing, Envelope, Lead, Sale, Visitors, cleaned
from .models import EntryKind, StallClosing, StallEntry, StallVisitors
from .sales import Counter, sell

TAKEN_ILL = (sa.exc.IntegrityError, sa.exc.DataError, ShopError)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an entry: created, exists, conflict (in, but a person must decide) or refused, with the reason."""

    id: str
    answer: str
    reason: str = ""
    orders: Sequence[str] = field(default=())


class NotRead(ShopError):
    """It is not what a telephone of ours would send."""

    status = 422


def read(sent: Any) -> Batch:
    """A batch as it came. Raises NotRead."""
    try:
        return Batch.model_validate(cleaned(sent))
    except ValidationError as error:
        raise NotRead(_l("Kiriman ini tidak terbaca.")) from error


def bring_in(fair: Exhibition, officer: User, batch: Batch) -> list[Answer]:
    """Take the entries of a telephone in, and say of each what became of it.

    All at once, which is quick; where the database takes one of them ill, one by one, so that it keeps back no other.
    """
    try:
        with db.session.begin_nested():
            return _taken(fair, officer, batch, batch.entries)
    except TAKEN_ILL:
        answers = []
        for sent in batch.entries:
            try:
                with db.session.begin_nested():
                    answers += _taken(fair, officer, batch, [sent])
            except TAKEN_ILL as error:
                why = error.message if isinstance(error, ShopError) else refusals.UNREAD
                answers.append(Answer(_name(sent), "refused", str(why)))
        return answers


def _name(sent: Any) -> str:
    """What an entry calls itself, so far as it can be read."""
    return str(sent.get("id", ""))[:60] if isinstance(sent, dict) else ""


def _taken(fair: Exhibition, officer: User, batch: Batch, entries: Sequence[Any]) -> list[Answer]:
    there = queries.known([_name(entry).lower() for entry in entries])
    counter = Counter.open(fair, officer, _variants_in(entries))
    answers = [_answer(counter, batch, sent, there) for sent in entries]
    counter.close()
    return answers


def _variants_in(entries: Sequence[Any]) -> set[int]:
    """The variants that entries speak of, so far as they can be read."""
    told = [sent for sent in entries if isinstance(sent, dict)]
    lines = [line for sent in told for line in _listed(sent.get("lines")) if isinstance(line, dict)]
    numbers = [line.get("variant") for line in lines]
    return {number for number in numbers if type(number) is int and 0 < number < 2**31}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _answer(counter: Counter, batch: Batch, sent: Any, there: dict[str, StallEntry]) -> Answer:
    name = _name(sent)
    try:
        envelope = Envelope.model_validate(sent)
        shape = SHAPES[envelope.kind].model_validate(sent)
    except ValidationError as error:
        return Answer(name, "refused", refusals.why(error))
    if envelope.id in there:
        return _again(counter.fair, there[envelope.id], envelope, sent)
    if unknown := counter.unknown(shape):
        return Answer(name, "refused", refusals.unknown(unknown))
    entry = _write(counter, batch, envelope, sent)
    if entry is None:
        # Brought by a request that came at the same moment.
        there |= queries.known([envelope.id])
        return _again(counter.fair, there[envelope.id], envelope, sent)
    TAKE[envelope.kind](counter, entry, shape)
    there[envelope.id] = entry
    return _told(entry, name, "created")


def _told(entry: StallEntry, name: str, answer: str) -> Answer:
    """What an entry became; the reason names the order that has what it sold, while nobody has decided."""
    lost = [sale for sale in entry.sales if sale.conflict]
    rivals = ", ".join(sale.rival.number if sale.rival else "?" for sale in lost)
    numbers = [sale.order.number for sale in entry.sales]
    return Answer(name, "conflict" if lost and answer == "created" else answer, rivals, numbers)


def _again(fair: Exhibition, entry: StallEntry, envelope: Envelope, sent: Mapping[str, Any]) -> Answer:
    name = _name(sent)
    if entry.exhibition_id != fair.id:
        return Answer(name, "refused", str(refusals.OTHER_FAIR))
    if not _same(entry, envelope, sent):
        return Answer(name, "refused", str(refusals.OTHER_ENTRY))
    return _told(entry, name, "exists")


def _same(entry: StallEntry, envelope: Envelope, sent: Mapping[str, Any]) -> bool:
    """Does an entry that is in say the same as one of its name? Of leads nothing is kept to be compared."""
    if (entry.kind, entry.said_at) != (envelope.kind, envelope.at):
        return False
    told = SHAPES[entry.kind].model_fields
    return not entry.payload or all(entry.payload.get(each) == sent.get(each) for each in told)


def _write(counter: Counter, batch: Batch, envelope: Envelope, sent: Mapping[str, Any]) -> StallEntry | None:
    """The entry as it came; None where it is in already, brought by a request that came at the same moment."""
    off = batch.sent_at - clock.now()
    values = {
        "client_id": envelope.id,
        "exhibition_id": counter.fair.id,
        "officer_id": counter.officer.id,
        "device": batch.device,
        "kind": envelope.kind,
        "payload": dict(sent),
        "said_at": envelope.at,
        "at": times.put_right(envelope.at, off, counter.fair),
        "clock_off": round(off.total_seconds()),
        "created_at": clock.now(),
    }
    written = insert(StallEntry).values(values).on_conflict_do_nothing(index_elements=["client_id"])
    # What the entries before it brought is kept at the end, all together.
    with db.session.no_autoflush:
        entry: StallEntry | None = db.session.scalar(written.returning(StallEntry))
    if entry is not None:
        set_committed_value(entry, "sales", [])
    return entry


def _count_visitors(counter: Counter, entry: StallEntry, told: Visitors) -> None:
    if told.visitors:
        local = entry.at.astimezone(clock.WIB)
        db.session.add(
            StallVisitors(
                entry_id=entry.id,
                exhibition_id=counter.fair.id,
                on_day=local.date(),
                hour=local.hour,
                visitors=told.visitors,
            )
        )


def _close_day(counter: Counter, entry: StallEntry, told: Closing) -> None:
    db.session.add(
        StallClosing(
            entry_id=entry.id,
            exhibition_id=counter.fair.id,
            officer_id=counter.officer.id,
            on_day=times.day_of(told.day, entry.said_at, entry.at, counter.fair),
            expected=Money(told.expected),
            counted=Money(told.counted),
            note=told.note,
        )
    )


def _keep_lead(counter: Counter, entry: StallEntry, told: Lead) -> None:
    # As with the entry: what came before it is kept at the end, all together.
    with db.session.no_autoflush:
        _hand_over(entry, told, counter.fair, counter.officer)


def _hand_over(entry: StallEntry, told: Lead, fair: Exhibition, officer: User) -> None:
    """The lead has what was said, and loses it in time; the entry keeps nothing of it."""
    said = Told(told.name, told.contact, told.consent, told.interest, told.note, told.language)
    leads.receive(said, fair=fair, officer=officer, client_id=entry.client_id, at=entry.at)
    entry.payload = {}


def hand_over_old(at_most: int = 200) -> int:
    """Make leads of the entries that were kept as they came before there was a room for leads; returns how many."""
    found = db.session.scalars(queries.raw_leads().limit(at_most)).all()
    for entry in found:
        fair = db.session.get_one(Exhibition, entry.exhibition_id)
        _hand_over(entry, Lead.model_validate(entry.payload), fair, entry.officer)
    db.session.flush()
    return len(found)


Take = Callable[[Counter, StallEntry, Any], None]
SHAPES: Mapping[EntryKind, Any] = {
    EntryKind.SALE: Sale,
    EntryKind.LEAD: Lead,
    EntryKind.VISITORS: Visitors,
    EntryKind.CLOSING: Closing,
}
TAKE: Mapping[EntryKind, Take] = {
    EntryKind.SALE: sell,
    EntryKind.LEAD: _keep_lead,
    EntryKind.VISITORS: _count_visitors,
    EntryKind.CLOSING: _close_day,
}
