"""A fair is prepared, opened and closed; pieces go along, and each of them is accounted for."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext

from app.accounts.audit import record, tell
from app.accounts.models import Role, User
from app.catalog.actions import free_slug
from app.catalog.models import StockModel, Variant
from app.db import db, insert
from app.errors import ShopError
from app.inventory import actions as inventory
from app.inventory.actions import NotEnough
from app.inventory.models import Cause, Stock
from app.languages import in_words
from app.money import Money

from .models import (
    CostKind,
    Exhibition,
    ExhibitionCost,
    ExhibitionOfficer,
    ExhibitionPiece,
    ExhibitionStatus,
)
from .queries import STILL_OUT, elsewhere


class NotCounted(ShopError):
    """Pieces are still out, of which nobody has said what became of them."""


class FairIsOver(ShopError):
    """The books of a closed fair stay as they are."""


class NothingToTake(ShopError):
    """Made when ordered: there is no piece that could be taken along."""


class NotAtTheFair(ShopError):
    """Fewer pieces are out than that."""


class NoOfficer(ShopError):
    """Only who works as an officer or an admin runs a fair."""


@dataclass(frozen=True, slots=True)
class FairFacts:
    """What is known of a fair; `published` is the admins' to say."""

    name: str
    place: str
    first_day: date
    last_day: date
    organiser: str = ""
    stand: str = ""
    target: Money = Money()
    note: str = ""
    about_id: str = ""
    about_en: str = ""


def plan(facts: FairFacts, *, by: str) -> Exhibition:
    """Begin a fair, which nobody but those who run it sees yet."""
    fair = Exhibition(**_values(facts), slug=free_slug(Exhibition, facts.name))
    db.session.add(fair)
    db.session.flush()
    _note(fair, "plan", by, name=fair.name)
    return fair


def edit(fair: Exhibition, facts: FairFacts, *, by: str) -> None:
    """Change what is known of it; its address stays, since it may be printed. What is the same is no change."""
    if changed := tell(fair, _values(facts)):
        _note(fair, "edit", by, name=fair.name, changed=changed)


def _values(facts: FairFacts) -> Mapping[str, object]:
    return asdict(facts) | {"target": facts.target}


def publish(fair: Exhibition, published: bool, *, by: str) -> None:
    """Show it to visitors, or no longer."""
    fair.published = published
    _note(fair, "publish" if published else "withdraw", by)


def open_up(fair: Exhibition, *, by: str) -> None:
    """The stand sells from now on. Raises WrongMove."""
    fair.status = ExhibitionStatus.OPEN
    _note(fair, "open", by)


def close(fair: Exhibition, *, by: str) -> None:
    """Its books are done. Raises NotCounted and WrongMove."""
    if fair.out:
        raise NotCounted(
            lazy_ngettext(
                "%(num)s lembar belum dihitung: kembali, terjual, atau hilang?",
                "%(num)s lembar belum dihitung: kembali, terjual, atau hilang?",
                fair.out,
            )
        )
    fair.status = ExhibitionStatus.CLOSED
    _note(fair, "close", by)


def spend(
    fair: Exhibition, kind: CostKind, amount: Money, *, spent_on: date, by: str, note: str = ""
) -> ExhibitionCost:
    """Add a cost; a negative one counters a wrong one, and says why."""
    if not amount or (amount < Money() and not note.strip()):
        raise ShopError(_l("Koreksi biaya perlu catatan: biaya mana yang salah?"))
    cost = ExhibitionCost(
        exhibition_id=fair.id, kind=kind, amount=amount, note=note.strip(), spent_on=spent_on, by=by
    )
    db.session.add(cost)
    db.session.flush()
    _note(fair, "spend", by, kind=kind.value, amount=amount.rupiah)
    return cost


def appoint(fair: Exhibition, user: User, *, by: str) -> None:
    """Let somebody run a fair. Raises NoOfficer."""
    check_may_run(user)
    db.session.execute(
        insert(ExhibitionOfficer)
        .values(exhibition_id=fair.id, user_id=user.id)
        .on_conflict_do_nothing(index_elements=["exhibition_id", "user_id"])
    )
    _note(fair, "appoint", by, user=user.id)
    db.session.expire(fair, ["officers"])


def check_may_run(user: User) -> None:
    """Raise NoOfficer for who cannot run a fair."""
    if user.role not in {Role.OFFICER, Role.ADMIN} or not user.active:
        raise NoOfficer(_l("Hanya petugas atau pengurus yang bisa mengurus pameran."))


def dismiss(fair: Exhibition, user_id: int, *, by: str) -> None:
    """Somebody does not run it any more."""
    gone = sa.delete(ExhibitionOfficer).where(
        ExhibitionOfficer.exhibition_id == fair.id, ExhibitionOfficer.user_id == user_id
    )
    db.session.execute(gone.execution_options(synchronize_session=False))
    _note(fair, "dismiss", by, user=user_id)
    db.session.expire(fair, ["officers"])


def take_along(
    fair: Exhibition, variant: Variant, quantity: int = 1, *, by: str, online: bool = False
) -> ExhibitionPiece:
    """Pack pieces for a fair. Raises FairIsOver, NothingToTake and NotEnough.

    How they are sold meanwhile is said with the first one of a variant; what is packed later goes the same way.
    """
    _still_on(fair)
    if variant.product.stock_model is StockModel.MADE_TO_ORDER:
        raise NothingToTake(_l("Kain ini dibuat setelah dipesan: tidak ada lembar untuk dibawa."))
    piece = _packed(fair, variant, quantity, online)
    if not piece.online:
        inventory.tidy(variant.id)
        inventory.move(variant, -quantity, Cause.TAKEN, by=by, reason=fair.name)
    elif not _is_there(piece):
        raise NotEnough(
            _l("“%(title)s” tidak sebanyak itu di gudang.", title=in_words(variant.product, "title"))
        )
    return piece


def _packed(fair: Exhibition, variant: Variant, quantity: int, online: bool) -> ExhibitionPiece:
    """The row of a variant at a fair, with so many more taken; two telephones may pack at once."""
    added = (
        insert(ExhibitionPiece)
        .values(exhibition_id=fair.id, variant_id=variant.id, online=online, taken=quantity)
        .on_conflict_do_update(
            index_elements=["exhibition_id", "variant_id"], set_={"taken": ExhibitionPiece.taken + quantity}
        )
        .returning(ExhibitionPiece)
        .execution_options(populate_existing=True)
    )
    piece: ExhibitionPiece = db.session.scalars(added).one()
    db.session.expire(fair, ["pieces"])
    return piece


def _is_there(piece: ExhibitionPiece) -> bool:
    """Are as many on hand as are out, here and at other fairs, while the shop sells them too?"""
    on_hand = db.session.scalar(sa.select(Stock.on_hand).where(Stock.variant_id == piece.variant_id)) or 0
    others = db.session.scalar(elsewhere(piece.variant_id, piece.exhibition_id)) or 0
    return on_hand >= piece.out + others


def unpack(piece: ExhibitionPiece, quantity: int = 1, *, by: str) -> None:
    """They stay at home after all. Raises NotAtTheFair."""
    _count(piece, quantity, taken=-quantity)
    _book_in(piece, quantity, by)


def sell_online_too(piece: ExhibitionPiece, online: bool, *, by: str) -> None:
    """Let the shop sell meanwhile what is out, or no longer. Raises NotEnough when buyers hold it already."""
    if online == piece.online:
        return
    if piece.out and online:
        _book_in(piece, piece.out, by)
    elif piece.out:
        inventory.tidy(piece.variant_id)
        inventory.move(piece.variant, -piece.out, Cause.TAKEN, by=by, reason=piece.exhibition.name)
    piece.online = online
    db.session.flush()


def bring_back(piece: ExhibitionPiece, quantity: int = 1, *, by: str) -> None:
    """They are here again. Raises NotAtTheFair."""
    _count(piece, quantity, back=quantity)
    _book_in(piece, quantity, by)


def count_sold(piece: ExhibitionPiece, quantity: int, *, by: str) -> None:
    """They were sold there, without an order that says so. Raises NotAtTheFair, and NotEnough when the shop sold them
    meanwhile."""
    _count(piece, quantity, sold=quantity)
    _book_in(piece, quantity, by)
    inventory.move(piece.variant, -quantity, Cause.SOLD_THERE, by=by, reason=piece.exhibition.name)


def count_missing(piece: ExhibitionPiece, quantity: int, *, by: str) -> None:
    """They are not to be found. Raises NotAtTheFair and NotEnough."""
    _count(piece, quantity, missing=quantity)
    _book_in(piece, quantity, by)
    inventory.move(piece.variant, -quantity, Cause.MISSING, by=by, reason=piece.exhibition.name)


def give_to_order(piece: ExhibitionPiece, quantity: int, *, by: str) -> None:
    """They are sold there by an order, which takes them out of the stock itself, in this transaction. Raises
    NotAtTheFair."""
    _count(piece, quantity, sold=quantity)
    _book_in(piece, quantity, by)


def _book_in(piece: ExhibitionPiece, quantity: int, by: str) -> None:
    """What was out of the online shop is in the stock again, if only to leave it for good in the next line."""
    if not piece.online:
        inventory.move(piece.variant, quantity, Cause.BROUGHT_BACK, by=by, reason=piece.exhibition.name)


def _count(piece: ExhibitionPiece, quantity: int, **more: int) -> None:
    """Count what became of so many that are out, by one conditional statement."""
    _still_on(piece.exhibition)
    counted = db.session.scalar(
        sa.update(ExhibitionPiece)
        .where(ExhibitionPiece.id == piece.id, quantity <= STILL_OUT)
        .values({name: getattr(ExhibitionPiece, name) + count for name, count in more.items()})
        .returning(ExhibitionPiece.id)
        .execution_options(synchronize_session=False)
    )
    if counted is None or quantity < 1:
        raise NotAtTheFair(
            _l("“%(title)s” tidak sebanyak itu di pameran.", title=in_words(piece.variant.product, "title"))
        )
    db.session.refresh(piece)


def _still_on(fair: Exhibition) -> None:
    if fair.status is ExhibitionStatus.CLOSED:
        raise FairIsOver(_l("Pameran ini sudah ditutup. Buka lagi bila ada yang perlu dihitung ulang."))


def _note(fair: Exhibition, action: str, by: str, **details: object) -> None:
    record(by=by, action=action, subject="exhibition", subject_id=fair.id, details=details)
