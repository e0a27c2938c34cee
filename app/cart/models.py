from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.catalog.models import Variant
from app.db import Model


class Basket(Model):
    """What a visitor means to buy; holds nothing. `checkout_token` makes a checkout sent twice one order."""

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    checkout_token: Mapped[str] = mapped_column(unique=True)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now, index=True)
    lines: Mapped[list["BasketLine"]] = relationship(
        back_populates="basket", order_by="BasketLine.id", cascade="all, delete-orphan"
    )


class BasketLine(Model):
    """So many of a variant; one that is kept for `later` is neither counted nor ordered."""

    __table_args__ = (
        UniqueConstraint("basket_id", "variant_id"),
        CheckConstraint("quantity BETWEEN 1 AND 99", "quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    basket_id: Mapped[int] = mapped_column(ForeignKey(Basket.id))
    variant_id: Mapped[int] = mapped_column(ForeignKey(Variant.id))
    quantity: Mapped[int]
    later: Mapped[bool] = mapped_column(default=False, server_default=false())
    basket: Mapped[Basket] = relationship(back_populates="lines")
    variant: Mapped[Variant] = relationship()
