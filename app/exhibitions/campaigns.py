"""Short links that bring visitors to a fair's page, a piece or a maker; and whose they are."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.accounts.audit import record, tell
from app.accounts.models import Role, User
from app.catalog.models import Product
from app.db import db
from app.errors import ShopError

from . import queries
from .models import Campaign, CampaignProduct, Exhibition, ExhibitionPiece, Target

CODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,22}[a-z0-9])", re.ASCII)


class CodeTaken(ShopError):
    """Another campaign has this code."""

    status = 422


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a campaign; its code is printed, and so stays."""

    name: str
    exhibition_id: int | None = None
    target: Target = Target.WELCOME
    product_id: int | None = None
    maker_id: int | None = None
    greeting_id: str = ""
    greeting_en: str = ""
    first_day: date | None = None
    last_day: date | None = None


def begin(code: str, told: Told, *, owner: User | None, by: str) -> Campaign:
    """Make a campaign. Raises CodeTaken."""
    campaign = Campaign(code=code, owner_id=owner.id if owner else None, **_columns(told))
    try:
        with db.session.begin_nested():
            db.session.add(campaign)
    except IntegrityError:
        raise CodeTaken(_l("Kode ini sudah dipakai kampanye lain.")) from None
    _note(campaign, "begin", by)
    return campaign


def edit(campaign: Campaign, told: Told, *, by: str) -> None:
    """Change what is known of it. What is the same is no change."""
    if changed := tell(campaign, _columns(told)):
        db.session.flush()
        _note(campaign, "edit", by, changed=changed)


def _columns(told: Told) -> dict[str, object]:
    return {name: getattr(told, name) for name in Told.__slots__}


def choose(campaign: Campaign, product: Product) -> None:
    """Show a product too, after the others; one that is shown already stays where it is."""
    if product.id not in {chosen.product_id for chosen in campaign.choice}:
        campaign.choice.append(CampaignProduct(product=product, position=len(campaign.choice)))
        db.session.flush()


def drop(campaign: Campaign, product_id: int) -> None:
    """Show it no longer."""
    for chosen in campaign.choice:
        if chosen.product_id == product_id:
            db.session.delete(chosen)
    db.session.flush()
    db.session.refresh(campaign, ["choice"])


def lift(campaign: Campaign, product_id: int) -> None:
    """Show a product one place further ahead."""
    order = list(campaign.choice)
    places = [place for place, chosen in enumerate(order) if chosen.product_id == product_id and place]
    for place in places:
        order[place - 1], order[place] = order[place], order[place - 1]
    for place, chosen in enumerate(order):
        chosen.position = place
    db.session.flush()
    db.session.refresh(campaign, ["choice"])


def seen_by(user: User) -> sa.Select[Campaign]:
    """The campaigns that somebody may work on: her own and those of her fairs; all for an admin."""
    found = sa.select(Campaign).order_by(Campaign.id.desc())
    if user.role is Role.ADMIN:
        return found
    fairs = queries.seen_by(user).with_only_columns(Exhibition.id).order_by(None)
    own = sa.and_(Campaign.owner_id == user.id, sa.literal(user.role is Role.OFFICER and user.active))
    return found.where(sa.or_(own, Campaign.exhibition_id.in_(fairs)))


def whole(campaign_id: int, user: User) -> sa.Select[Campaign]:
    """A campaign that somebody may see, with what it shows."""
    return seen_by(user).where(Campaign.id == campaign_id).options(*_ALL)


def by_code(code: str) -> Campaign | None:
    wanted = sa.select(Campaign).where(Campaign.code == code.strip().lower())
    return db.session.scalar(wanted.options(*_ALL))


def where_it_hangs(variant_id: int) -> Campaign | None:
    """The campaign of the fair at which a variant hangs today, the first where there are several; None where it is at
    none. Tags stay on a cloth from fair to fair, and so cannot say which one it is."""
    today = clock.today()
    wanted = (
        sa.select(Campaign)
        .join(Exhibition, Exhibition.id == Campaign.exhibition_id)
        .join(ExhibitionPiece, ExhibitionPiece.exhibition_id == Exhibition.id)
        .where(ExhibitionPiece.variant_id == variant_id, queries.STILL_OUT > 0)
        .where(Exhibition.first_day <= today, Exhibition.last_day >= today)
        .order_by(Campaign.id)
    )
    return next(filter(counts_now, db.session.scalars(wanted)), None)


def ids_of(codes: Iterable[str]) -> dict[str, int]:
    """The campaigns that have these codes."""
    rows = db.session.execute(sa.select(Campaign.code, Campaign.id).where(Campaign.code.in_(list(codes))))
    return {code: campaign_id for code, campaign_id in rows}  # noqa: C416  (rows are not pairs to the type checker)


def counts_now(campaign: Campaign) -> bool:
    """Do visitors who follow its link today count as brought by it?"""
    today = clock.today()
    begun = campaign.first_day is None or campaign.first_day <= today
    return begun and (campaign.last_day is None or today <= campaign.last_day)


_ALL = (
    selectinload(Campaign.choice).joinedload(CampaignProduct.product).joinedload(Product.cover),
    joinedload(Campaign.exhibition),
    joinedload(Campaign.product),
    joinedload(Campaign.maker),
    joinedload(Campaign.owner),
)


def _note(campaign: Campaign, action: str, by: str, **details: object) -> None:
    told = {"code": campaign.code, **details}
    record(by=by, action=action, subject="campaign", subject_id=campaign.id, details=told)
