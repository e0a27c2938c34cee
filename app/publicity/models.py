import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.catalog.models import Product
from app.db import Model
from app.exhibitions.models import Campaign, Exhibition
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
