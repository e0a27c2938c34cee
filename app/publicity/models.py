import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.catalog.models import Product
from app.db import Model
from app.exhibitions.models import Campaign, Exhibition
from app.lifecycle import Lifecycle
from app.makers.models import Maker, Use


class PublicationKind(enum.StrEnum):
    TAGS = "tags"
    POSTER = "poster"
    CATALOGUE = "catalogue"
    SHARE = "share"


class Part(enum.StrEnum):
    """What of a maker was used."""

    NAME = "name"
    VILLAGE = "village"
    PORTRAIT = "portrait"
    WORDS = "words"


class Publication(Model):
    """Something that somebody made to be printed or sent. `asked` is what it was to show, so that it can be made again;
    its file is not kept. Only ever added: what left the house is not called back by deleting a row.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PublicationKind]
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    exhibition_id: Mapped[int | None] = mapped_column(ForeignKey(Exhibition.id), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey(Campaign.id), index=True)
    by: Mapped[str] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    exhibition: Mapped[Exhibition | None] = relationship()
    campaign: Mapped[Campaign | None] = relationship()
    appearances: Mapped[list["Appearance"]] = relationship(
        back_populates="publication", order_by="Appearance.id"
    )

    @property
    def long(self) -> bool:
        """Does it take longer to make than a request may wait?"""
        return self.kind is PublicationKind.CATALOGUE

    @property
    def medium(self) -> Use:
        """The use that a maker must allow to be in it."""
        return Use.SOCIAL_MEDIA if self.kind is PublicationKind.SHARE else Use.PRINT

    @property
    def names(self) -> list[Part]:
        """What was used, of all whose appearances these are."""
        used = {part for one in self.appearances for part in one.parts}
        return [part for part in Part if part in used]

    @property
    def cloth(self) -> list[Product]:
        return list(dict.fromkeys(one.product for one in self.appearances if one.product))


class Appearance(Model):
    """A maker in a publication: with what of her, and beside which of her cloth."""

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey(Publication.id), index=True)
    maker_id: Mapped[int] = mapped_column(ForeignKey(Maker.id), index=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey(Product.id), index=True)
    parts: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    publication: Mapped[Publication] = relationship(back_populates="appearances")
    maker: Mapped[Maker] = relationship()
    product: Mapped[Product | None] = relationship()

    @property
    def names(self) -> list[Part]:
        return [Part(part) for part in self.parts]


class DocumentState(enum.StrEnum):
    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class Document(Lifecycle, Model):
    """A file that the worker makes because somebody waits for it, called after all that it shows. `told` is what it is
    made of until it is; it names makers, so neither it nor the file is kept for long.
    """

    MOVES = {
        "state": {
            DocumentState.WAITING: {DocumentState.READY, DocumentState.FAILED},
            DocumentState.READY: {DocumentState.READY},
            DocumentState.FAILED: {DocumentState.WAITING, DocumentState.READY},
        }
    }

    key: Mapped[str] = mapped_column(primary_key=True)
    told: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    state: Mapped[DocumentState] = mapped_column(default=DocumentState.WAITING)
    # How many of its pictures could not be had.
    left_out: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
