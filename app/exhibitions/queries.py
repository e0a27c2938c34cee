from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.accounts.models import Role, User
from app.catalog.models import Product, Variant
from app.db import db
from app.inventory.models import Cause, Movement

from .models import Exhibition, ExhibitionOfficer, ExhibitionPiece


def seen_by(user: User) -> sa.Select[Exhibition]:
    """The fairs that somebody may work on: an officer her own, an admin all; the newest first."""
    fairs = sa.select(Exhibition).order_by(Exhibition.first_day.desc(), Exhibition.id.desc())
    if user.role is Role.ADMIN:
        return fairs
    own = sa.exists().where(
        ExhibitionOfficer.exhibition_id == Exhibition.id, ExhibitionOfficer.user_id == user.id
    )
    # Who is no officer any more sees nothing, whatever is still written down.
    return fairs.where(own, sa.literal(user.role is Role.OFFICER and user.active))


def whole(exhibition_id: int, user: User) -> sa.Select[Exhibition]:
    """A fair that somebody may see, with all that belongs to it."""
    pieces = selectinload(Exhibition.pieces).joinedload(ExhibitionPiece.variant).joinedload(Variant.product)
    return (
        seen_by(user)
        .where(Exhibition.id == exhibition_id)
        .options(
            selectinload(Exhibition.costs),
            selectinload(Exhibition.officers).joinedload(ExhibitionOfficer.user),
            pieces.joinedload(Product.cover),
        )
    )


def uncounted(user: User, day: date) -> sa.Select[Exhibition]:
    """Her fairs that were over before a day, of which pieces are still out."""
    out = sa.exists().where(ExhibitionPiece.exhibition_id == Exhibition.id, STILL_OUT > 0)
    return seen_by(user).where(Exhibition.last_day < day, out)


def published() -> sa.Select[Exhibition]:
    """The fairs that visitors may see."""
    return sa.select(Exhibition).where(Exhibition.published)


def coming(day: date) -> sa.Select[Exhibition]:
    """Those that are on, or to come, on a day; the next first."""
    return published().where(Exhibition.last_day >= day).order_by(Exhibition.first_day, Exhibition.id)


def past(day: date) -> sa.Select[Exhibition]:
    """Those that were over before a day; the latest first."""
    return published().where(Exhibition.last_day < day).order_by(Exhibition.last_day.desc(), Exhibition.id)


def by_slug(slug: str) -> sa.Select[Exhibition]:
    return published().where(Exhibition.slug == slug)


def products_at(exhibition_id: int) -> sa.Select[int]:
    """The ids of what a fair shows or showed."""
    return (
        sa.select(Variant.product_id)
        .join(ExhibitionPiece, ExhibitionPiece.variant_id == Variant.id)
        .where(ExhibitionPiece.exhibition_id == exhibition_id, ExhibitionPiece.taken > 0)
        .distinct()
    )


def shown_at(slug: str) -> sa.Select[int]:
    """The ids of what a fair that visitors may see shows or showed."""
    fair = by_slug(slug).with_only_columns(Exhibition.id).scalar_subquery()
    return (
        sa.select(Variant.product_id)
        .join(ExhibitionPiece, ExhibitionPiece.variant_id == Variant.id)
        .where(ExhibitionPiece.exhibition_id == fair, ExhibitionPiece.taken > 0)
        .distinct()
    )


def elsewhere(variant_id: int, exhibition_id: int) -> sa.Select[int]:
    """How many pieces of a variant are out at other fairs though the shop sells them too."""
    return sa.select(sa.func.coalesce(sa.func.sum(STILL_OUT), 0)).where(
        ExhibitionPiece.variant_id == variant_id,
        ExhibitionPiece.exhibition_id != exhibition_id,
        ExhibitionPiece.online,
    )


STILL_OUT = ExhibitionPiece.taken - ExhibitionPiece.back - ExhibitionPiece.sold - ExhibitionPiece.missing


def disagreements() -> sa.Select[int, int, int]:
    """Variants of which the ledger says another number at fairs than the fairs do: variant, ledger, fairs."""
    left = (
        sa.select(Movement.variant_id, (-sa.func.sum(Movement.quantity)).label("pieces"))
        .where(Movement.cause.in_((Cause.TAKEN, Cause.BROUGHT_BACK)))
        .group_by(Movement.variant_id)
        .subquery()
    )
    out = (
        sa.select(ExhibitionPiece.variant_id, sa.func.sum(STILL_OUT).label("pieces"))
        .where(~ExhibitionPiece.online)
        .group_by(ExhibitionPiece.variant_id)
        .subquery()
    )
    moved, told = sa.func.coalesce(left.c.pieces, 0), sa.func.coalesce(out.c.pieces, 0)
    return (
        sa.select(Variant.id, moved, told)
        .outerjoin(left, left.c.variant_id == Variant.id)
        .outerjoin(out, out.c.variant_id == Variant.id)
        .where(moved != told)
    )


def out_of(exhibition_ids: Iterable[int]) -> dict[int, int]:
    """How many pieces are still out at each of these fairs."""
    rows = db.session.execute(
        sa.select(ExhibitionPiece.exhibition_id, sa.func.sum(STILL_OUT))
        .where(ExhibitionPiece.exhibition_id.in_(list(exhibition_ids)))
        .group_by(ExhibitionPiece.exhibition_id)
    )
    return {exhibition_id: int(pieces) for exhibition_id, pieces in rows}
