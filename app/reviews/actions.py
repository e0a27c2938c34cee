"""Writing about a cloth and answering, letting through and turning down, and taking back."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app import clock
from app.accounts.audit import record
from app.db import db
from app.errors import ShopError
from app.makers import queries as makers
from app.makers.models import Maker, Use
from app.orders.models import FulfilmentStatus, Order, OrderLine
from app.orders.queries import lock
from app.pictures.models import Picture, PictureState

from . import flags, queries
from .models import Reason, Reply, Review, ReviewState


class NotDelivered(ShopError):
    """Only who has the cloth can speak of it."""


class AlreadyWritten(ShopError):
    """One review for each line, and one answer to each review."""


class NotAllowed(ShopError):
    """She has not agreed that her answers are shown."""


class NotSeen(ShopError):
    """Nobody can have seen its photo yet."""


class ChangedSince(ShopError):
    """What would be shown is not what was on the screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a buyer writes, in which language, and by which name."""

    stars: int
    text: str
    name: str
    locale: str


def check(order: Order, review: Review | None) -> None:
    """Raise unless the buyer may write now: of what has come, and once; anew what was rejected or taken back."""
    if order.fulfilment_status is not FulfilmentStatus.DELIVERED:
        raise NotDelivered(_l("Ulasan bisa ditulis setelah kainnya sampai."))
    if review and review.state in {ReviewState.WAITING, ReviewState.SHOWN}:
        raise AlreadyWritten(_l("Ulasan untuk kain ini sudah ada. Tarik dulu yang lama untuk menulis lagi."))


def write(line: OrderLine, said: Said, picture: Picture | None) -> Review:
    """Write about what a line of a delivered order brought; nobody sees it before an admin has read it."""
    order = lock(line.order_id)
    review = db.session.scalar(queries.of_line(line.id))
    check(order, review)
    if review is None:
        review = Review(line=line, product_id=line.product_id, maker_id=line.maker_id, sample=order.sample)
        db.session.add(review)
    else:
        _forget_reply(review)
        review.state, review.reason, review.version = ReviewState.WAITING, None, review.version + 1
        review.note = ""
    review.stars, review.text, review.name, review.locale = said.stars, said.text, said.name, said.locale
    review.picture, review.written_at = picture, clock.now()
    review.decided_at, review.decided_by = None, ""
    db.session.flush()
    return review


def withdraw(line: OrderLine) -> None:
    """The buyer takes it back: its words, name and photo are not kept, and neither is what was answered to them."""
    lock(line.order_id)
    _empty(db.session.scalars(queries.of_line(line.id)).one())


def forget(order_ids: Collection[int]) -> None:
    """Take back whatever was written of these orders: their buyer is nobody from now on."""
    written = sa.select(Review).join(Review.line).where(OrderLine.order_id.in_(order_ids))
    for review in db.session.scalars(written.where(Review.state != ReviewState.WITHDRAWN)).all():
        _empty(review)


def _empty(review: Review) -> None:
    review.state, review.text, review.name, review.picture = ReviewState.WITHDRAWN, "", "", None
    review.note = ""
    flags.forget(review)
    _forget_reply(review)
    db.session.flush()


def _forget_reply(review: Review) -> None:
    if review.reply:
        db.session.delete(review.reply)
        db.session.flush()
        db.session.expire(review, ["reply"])


def answer(review: Review, maker: Maker, text: str) -> Reply:
    """The maker of the cloth answers, once; anew what was rejected or taken back. Raises NotAllowed."""
    lock(review.line.order_id)
    db.session.refresh(review)
    if review.maker_id != maker.id or review.state is not ReviewState.SHOWN:
        raise NotAllowed(_l("Ulasan ini tidak bisa dijawab."))
    if Use.REPLIES not in makers.live_consents(maker):
        raise NotAllowed(_l("Setujui dulu di halaman cerita Anda bahwa jawaban Anda tampil di toko."))
    reply = review.reply
    if reply and reply.state in {ReviewState.WAITING, ReviewState.SHOWN}:
        raise AlreadyWritten(_l("Ulasan ini sudah Anda jawab."))
    if reply is None:
        reply = Reply(review=review, maker=maker)
        db.session.add(reply)
    else:
        reply.state, reply.reason, reply.version = ReviewState.WAITING, None, reply.version + 1
        reply.note = ""
    reply.text, reply.written_at, reply.decided_at, reply.decided_by = text, clock.now(), None, ""
    db.session.flush()
    return reply


def take_back(reply: Reply) -> None:
    """The maker takes her answer back; its words are not kept."""
    reply.state, reply.text = ReviewState.WITHDRAWN, ""
    db.session.flush()


def show(thing: Review | Reply, *, version: int, by: str) -> None:
    """Let through what was read. Raises ChangedSince when it has been written anew since, and NotSeen."""
    if isinstance(thing, Review) and thing.picture and thing.picture.state is PictureState.WAITING:
        raise NotSeen(_l("Fotonya sedang disiapkan. Lihat dulu, lalu putuskan."))
    _read(thing, version)
    _decide(thing, ReviewState.SHOWN, by=by)
    record(by=by, action="show", subject=thing.__tablename__, subject_id=thing.id)


def keep(review: Review, *, version: int, last: int, by: str) -> None:
    """It stays, whatever readers said against it up to the flag that was read. Raises ChangedSince."""
    _read(review, version)
    if review.state is not ReviewState.SHOWN:
        raise ChangedSince(_l("Ulasan ini tidak tampil lagi."))
    # Who presses twice decides once.
    if closed := flags.close(review, last):
        record(by=by, action="keep", subject="review", subject_id=review.id, details={"flags": closed})


def reject(thing: Review | Reply, reason: Reason, *, version: int, by: str, note: str = "") -> None:
    """Turn down, or take down, for one of the reasons that there are; whoever wrote it reads which, and the note."""
    _read(thing, version)
    _decide(thing, ReviewState.REJECTED, by=by)
    thing.reason, thing.note = reason, note
    closed = flags.close(thing) if isinstance(thing, Review) else 0
    told = {"reason": reason.value} | ({"flags": closed} if closed else {})
    record(by=by, action="reject", subject=thing.__tablename__, subject_id=thing.id, details=told)


def _read(thing: Review | Reply, version: int) -> None:
    """Keep others from it until the transaction ends, and see that it is what was read."""
    kind = type(thing)
    found = sa.select(kind).where(kind.id == thing.id).with_for_update(of=kind)
    db.session.scalars(found.execution_options(populate_existing=True)).one()
    if thing.version != version:
        raise ChangedSince(_l("Isinya berubah sejak Anda membuka halaman ini. Baca lagi, lalu putuskan."))


def _decide(thing: Review | Reply, state: ReviewState, *, by: str) -> None:
    thing.state, thing.reason, thing.note = state, None, ""
    thing.decided_at, thing.decided_by = clock.now(), by
