import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.accounts.models import User
from app.catalog.models import Product, Variant
from app.db import Model
from app.lifecycle import Lifecycle
from app.makers.models import Maker
from app.money import Money


class ExhibitionStatus(enum.StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class CostKind(enum.StrEnum):
    STAND = "stand"
    TRANSPORT = "transport"
    LODGING = "lodging"
    MEALS = "meals"
    PRINTING = "printing"
    OTHER = "other"


class Exhibition(Lifecycle, Model):
    """A fair at which the cooperative has a stand. Days are the shop's; visitors see it once it is published.

    `target` is what the stand is to bring, nothing when nobody set one. `note` is for those who work there.
    """

    visible = True

    MOVES = {
        "status": {
            ExhibitionStatus.PLANNED: {ExhibitionStatus.OPEN, ExhibitionStatus.CLOSED},
            ExhibitionStatus.OPEN: {ExhibitionStatus.CLOSED},
            # Somebody finds a piece in the car after all.
            ExhibitionStatus.CLOSED: {ExhibitionStatus.OPEN},
        }
    }
    __table_args__ = (
        Index(None, "first_day"),
        CheckConstraint("first_day <= last_day", "days_in_order"),
        CheckConstraint("target >= 0", "target_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    place: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    organiser: Mapped[str] = mapped_column(default="")
    stand: Mapped[str] = mapped_column(default="")
    target: Mapped[Money] = mapped_column(default=Money)
    note: Mapped[str] = mapped_column(default="")
    about_id: Mapped[str] = mapped_column(default="")
    about_en: Mapped[str] = mapped_column(default="")
    status: Mapped[ExhibitionStatus] = mapped_column(default=ExhibitionStatus.PLANNED)
    published: Mapped[bool] = mapped_column(default=False)
    sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    costs: Mapped[list["ExhibitionCost"]] = relationship(order_by="ExhibitionCost.id")
    officers: Mapped[list["ExhibitionOfficer"]] = relationship(order_by="ExhibitionOfficer.id")
    pieces: Mapped[list["ExhibitionPiece"]] = relationship(order_by="ExhibitionPiece.id")

    @property
    def cost(self) -> Money:
        """What it came to so far."""
        return Money.total(cost.amount for cost in self.costs)

    @property
    def out(self) -> int:
        """Pieces of which nobody has said yet where they are."""
        return sum(piece.out for piece in self.pieces)


class ExhibitionCost(Model):
    """Money that a fair cost; only ever added. A wrong one is countered by a negative one that says why."""

    __table_args__ = (CheckConstraint("amount <> 0", "something_spent"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey(Exhibition.id), index=True)
    kind: Mapped[CostKind]
    amount: Mapped[Money]
    note: Mapped[str] = mapped_column(default="")
    spent_on: Mapped[date]
    by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class ExhibitionOfficer(Model):
    """Who runs a fair, and so may see and change it."""

    __table_args__ = (UniqueConstraint("exhibition_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey(Exhibition.id))
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    user: Mapped[User] = relationship()


class ExhibitionPiece(Model):
    """Pieces of one variant at one fair: taken along, and what became of them.

    While it is `online` the shop sells it meanwhile too; otherwise what is still out has left the stock that buyers see
    (inventory's ledger: `taken`, and `brought_back` with whatever becomes of it).
    """

    visible = True

    __table_args__ = (
        UniqueConstraint("exhibition_id", "variant_id"),
        CheckConstraint("back >= 0 AND sold >= 0 AND missing >= 0", "nothing_negative"),
        CheckConstraint("back + sold + missing <= taken", "no_more_than_taken"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibition_id: Mapped[int] = mapped_column(ForeignKey(Exhibition.id))
    variant_id: Mapped[int] = mapped_column(ForeignKey(Variant.id), index=True)
    online: Mapped[bool] = mapped_column(default=False)
    taken: Mapped[int] = mapped_column(default=0)
    back: Mapped[int] = mapped_column(default=0)
    sold: Mapped[int] = mapped_column(default=0)
    missing: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    exhibition: Mapped[Exhibition] = relationship(overlaps="pieces")
    variant: Mapped[Variant] = relationship()

    @property
    def out(self) -> int:
        """How many are still at the fair, or on the way."""
        return self.taken - self.back - self.sold - self.missing


class Target(enum.StrEnum):
    """Where a campaign leads to."""

    WELCOME = "welcome"
    SHOP = "shop"
    PRODUCT = "product"
    MAKER = "maker"


class Campaign(Model):
    """A short link, on paper or in a message, by which it is known what brought a buyer: of a fair, or on its own.

    `choice` is what its officer picked to be seen first. Its days, where it has any, are the shop's; outside of them
    the link still leads on, and counts nothing.
    """

    visible = True

    __table_args__ = (CheckConstraint("first_day <= last_day", "days_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    exhibition_id: Mapped[int | None] = mapped_column(ForeignKey(Exhibition.id), index=True)
    # Whose it is; the cooperative's own where it is nobody's.
    owner_id: Mapped[int | None] = mapped_column(ForeignKey(User.id), index=True)
    target: Mapped[Target] = mapped_column(default=Target.WELCOME)
    product_id: Mapped[int | None] = mapped_column(ForeignKey(Product.id), index=True)
    maker_id: Mapped[int | None] = mapped_column(ForeignKey(Maker.id), index=True)
    greeting_id: Mapped[str] = mapped_column(default="")
    greeting_en: Mapped[str] = mapped_column(default="")
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    exhibition: Mapped[Exhibition | None] = relationship()
    owner: Mapped[User | None] = relationship()
    product: Mapped[Product | None] = relationship()
    maker: Mapped[Maker | None] = relationship()
    choice: Mapped[list["CampaignProduct"]] = relationship(order_by="CampaignProduct.position")


class CampaignProduct(Model):
    """What an officer picked for a campaign, in her order."""

    visible = True

    __table_args__ = (UniqueConstraint("campaign_id", "product_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey(Campaign.id))
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id), index=True)
    position: Mapped[int] = mapped_column(default=0)
    product: Mapped[Product] = relationship()
