import enum
from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.accounts.models import User
from app.catalog.models import Product, Variant
from app.db import Model
from app.exhibitions.models import Campaign, Exhibition
from app.inventory.models import Hold
from app.lifecycle import Lifecycle
from app.makers.models import Maker
from app.money import Money
from app.promotions.models import VoucherUse
from app.shipping.arrival import Arrival, arrival
from app.shipping.models import Courier


class OrderStatus(enum.StrEnum):
    PLACED = "placed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class PaymentStatus(enum.StrEnum):
    UNPAID = "unpaid"
    IN_REVIEW = "in_review"
    DEPOSIT_PAID = "deposit_paid"
    PAID = "paid"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"


class FulfilmentStatus(enum.StrEnum):
    UNFULFILLED = "unfulfilled"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    RETURNED = "returned"


class Channel(enum.StrEnum):
    """Where an order came from."""

    SHOP = "shop"
    FAIR = "fair"
    WHATSAPP = "whatsapp"


class Destination(enum.StrEnum):
    VILLAGE = "village"
    ABROAD = "abroad"
    PICKUP = "pickup"


UNKNOWN = "unknown"


class Order(Lifecycle, Model):
    """A promise to a buyer, with prices, names and address as they were when it was placed.

    `shipping` is None until an admin has quoted it (abroad). `hold_until` is the deadline for paying. `placed_from` is
    by what its network is known, until it is paid or closed. `paid_on` is the shop's day on which it was paid: the day
    on which its revenue counts. `deposit` is what is to be paid first, where that was agreed, and `deposited` what came
    of it: its pieces are the buyer's from then on, and the rest is due before they are sent.
    """

    MOVES = {
        "status": {
            OrderStatus.PLACED: {OrderStatus.COMPLETED, OrderStatus.CANCELLED, OrderStatus.EXPIRED},
            OrderStatus.EXPIRED: {OrderStatus.PLACED},
            OrderStatus.COMPLETED: set(),
            OrderStatus.CANCELLED: set(),
        },
        "payment_status": {
            PaymentStatus.UNPAID: {
                PaymentStatus.UNPAID,
                PaymentStatus.IN_REVIEW,
                PaymentStatus.DEPOSIT_PAID,
                PaymentStatus.PAID,
            },
            PaymentStatus.IN_REVIEW: {
                PaymentStatus.UNPAID,
                PaymentStatus.IN_REVIEW,
                PaymentStatus.DEPOSIT_PAID,
                PaymentStatus.PAID,
            },
            PaymentStatus.DEPOSIT_PAID: {PaymentStatus.IN_REVIEW, PaymentStatus.PAID},
            PaymentStatus.PAID: {PaymentStatus.PARTLY_REFUNDED, PaymentStatus.REFUNDED},
            PaymentStatus.PARTLY_REFUNDED: {PaymentStatus.PARTLY_REFUNDED, PaymentStatus.REFUNDED},
            PaymentStatus.REFUNDED: set(),
        },
        "fulfilment_status": {
            FulfilmentStatus.UNFULFILLED: {FulfilmentStatus.PACKED},
            FulfilmentStatus.PACKED: {
                FulfilmentStatus.UNFULFILLED,
                FulfilmentStatus.SHIPPED,
                FulfilmentStatus.DELIVERED,
            },
            FulfilmentStatus.SHIPPED: {FulfilmentStatus.DELIVERED, FulfilmentStatus.RETURNED},
            FulfilmentStatus.DELIVERED: {FulfilmentStatus.RETURNED},
            FulfilmentStatus.RETURNED: set(),
        },
    }
    __table_args__ = (
        CheckConstraint("total = goods + coalesce(shipping, 0) - discount - unique_code", "total_adds_up"),
        CheckConstraint(
            "total >= 0 AND goods >= 0 AND discount >= 0 AND unique_code >= 0", "nothing_negative"
        ),
        CheckConstraint(
            "deposit > 0 AND deposit < goods + coalesce(shipping, 0) - discount", "deposit_is_a_part"
        ),
        CheckConstraint("deposited >= 0 AND deposited <= coalesce(deposit, 0)", "deposited_is_the_deposit"),
        Index(None, "status", "payment_status", "fulfilment_status"),
        Index(None, "placed_at", "id"),
        # All that revenue is added up of: a year has thousands of orders, each of them three times as wide.
        Index(
            "ix_order_revenue",
            *("paid_on", "channel", "goods", "discount", "unique_code", "shipping"),
            postgresql_where=text("paid_on IS NOT NULL"),
            sqlite_where=text("paid_on IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    token: Mapped[str] = mapped_column(unique=True)
    checkout_token: Mapped[str] = mapped_column(unique=True)
    status: Mapped[OrderStatus] = mapped_column(default=OrderStatus.PLACED)
    payment_status: Mapped[PaymentStatus] = mapped_column(default=PaymentStatus.UNPAID)
    fulfilment_status: Mapped[FulfilmentStatus] = mapped_column(default=FulfilmentStatus.UNFULFILLED)
    channel: Mapped[Channel] = mapped_column(default=Channel.SHOP)
    locale: Mapped[str] = mapped_column(default="id")
    customer_id: Mapped[int | None] = mapped_column(ForeignKey(User.id), index=True)

    name: Mapped[str]
    phone: Mapped[str] = mapped_column(index=True)
    email: Mapped[str]
    destination: Mapped[Destination]
    village_code: Mapped[str] = mapped_column(default="")
    village: Mapped[str] = mapped_column(default="")
    district: Mapped[str] = mapped_column(default="")
    regency: Mapped[str] = mapped_column(default="")
    province: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    street: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="ID")
    note: Mapped[str] = mapped_column(default="")
    courier_id: Mapped[int | None] = mapped_column(ForeignKey(Courier.id))
    courier_name: Mapped[str] = mapped_column(default="")
    weight_g: Mapped[int] = mapped_column(default=0)

    goods: Mapped[Money]
    shipping: Mapped[Money | None]
    discount: Mapped[Money] = mapped_column(default=Money)
    unique_code: Mapped[Money] = mapped_column(default=Money)
    total: Mapped[Money]

    placed_at: Mapped[datetime] = mapped_column(default=clock.now)
    hold_until: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    paid_on: Mapped[date | None]
    sample: Mapped[bool] = mapped_column(default=False)
    placed_from: Mapped[str | None] = mapped_column(index=True)
    gift: Mapped[bool] = mapped_column(default=False, server_default=false())
    gift_note: Mapped[str] = mapped_column(default="", server_default="")
    # How long making takes, and then the courier, as it was said when the order was placed; None where nobody knows.
    making_days: Mapped[int | None]
    days_min: Mapped[int | None]
    days_max: Mapped[int | None]

    # What brought the buyer: the campaigns of the first and the last link that was followed within 90 days, and what
    # the last one was ("campaign", "site:" and its host, "direct" when nothing did, "unknown" when nobody can say).
    first_campaign_id: Mapped[int | None] = mapped_column(ForeignKey(Campaign.id), index=True)
    last_campaign_id: Mapped[int | None] = mapped_column(ForeignKey(Campaign.id), index=True)
    source: Mapped[str] = mapped_column(default=UNKNOWN, server_default=UNKNOWN)
    # The fair at whose stand it was written.
    exhibition_id: Mapped[int | None] = mapped_column(ForeignKey(Exhibition.id), index=True)
    voucher_use_id: Mapped[int | None] = mapped_column(ForeignKey(VoucherUse.id), unique=True)
    deposit: Mapped[Money | None]
    deposited: Mapped[Money] = mapped_column(default=Money, server_default="0")

    customer: Mapped[User | None] = relationship()
    first_campaign: Mapped[Campaign | None] = relationship(foreign_keys=[first_campaign_id])
    last_campaign: Mapped[Campaign | None] = relationship(foreign_keys=[last_campaign_id])
    voucher_use: Mapped[VoucherUse | None] = relationship()
    lines: Mapped[list["OrderLine"]] = relationship(back_populates="order", order_by="OrderLine.id")
    events: Mapped[list["OrderEvent"]] = relationship(back_populates="order", order_by="OrderEvent.id")
    shipments: Mapped[list["Shipment"]] = relationship(back_populates="order", order_by="Shipment.id")

    @property
    def is_paid(self) -> bool:
        """Is money here for it (some of which may have gone back)?"""
        return self.payment_status in {PaymentStatus.PAID, PaymentStatus.PARTLY_REFUNDED}

    @property
    def awaits_quote(self) -> bool:
        return self.shipping is None

    @property
    def part_due(self) -> Money:
        """What is asked for next, before a transfer's code: all of it; or its deposit, and after that the rest."""
        whole = self.total + self.unique_code
        if self.deposit is None:
            return whole
        return whole - self.deposit if self.deposited else self.deposit

    @property
    def kept_code(self) -> Money:
        """What the transfer of its deposit has taken off for good."""
        return self.deposit - self.deposited if self.deposit and self.deposited else Money(0)

    @property
    def due(self) -> Money:
        """What is to be paid next."""
        return self.part_due - self.unique_code + self.kept_code

    @property
    def rest(self) -> Money:
        """What is to be paid after the deposit."""
        return self.total - (self.deposited or self.due)

    @property
    def arrival(self) -> Arrival | None:
        """When it should be there (for who picks it up: be ready), if it is paid today or was paid; None when nobody
        has said how long it takes."""
        if self.days_min is None or self.days_max is None:
            return None
        return arrival(self.paid_on or clock.today(), self.making_days or 0, (self.days_min, self.days_max))


class OrderLine(Model):
    """What was ordered, with title, price and maker as they were. `reduction` is its part of discount and unique
    code."""

    __table_args__ = (
        CheckConstraint("quantity > 0", "quantity_positive"),
        CheckConstraint("price >= 0", "price_not_negative"),
        Index(
            "ix_order_line_revenue", "order_id", "maker_id", "product_id", "quantity", "price", "reduction"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey(Order.id))
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id), index=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey(Variant.id), index=True)
    maker_id: Mapped[int | None] = mapped_column(ForeignKey(Maker.id), index=True)
    hold_id: Mapped[int | None] = mapped_column(ForeignKey(Hold.id), unique=True)
    title_id: Mapped[str]
    title_en: Mapped[str]
    price: Mapped[Money]
    quantity: Mapped[int]
    reduction: Mapped[Money] = mapped_column(default=Money)
    order: Mapped[Order] = relationship(back_populates="lines")
    product: Mapped[Product] = relationship()
    variant: Mapped[Variant] = relationship()
    hold: Mapped[Hold | None] = relationship()

    @property
    def total(self) -> Money:
        return self.price * self.quantity


class EventKind(enum.StrEnum):
    PLACED = "placed"
    QUOTED = "quoted"
    PROOF_RECEIVED = "proof_received"
    PROOF_REJECTED = "proof_rejected"
    DEPOSIT_PAID = "deposit_paid"
    MADE = "made"
    REST_AWAITED = "rest_awaited"
    PAID = "paid"
    LATE_MONEY = "late_money"
    REVIVED = "revived"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    RETURNED = "returned"
    REFUNDED = "refunded"


class OrderEvent(Model):
    """What happened to an order, when, by whom and why; mails and webhooks are written from these."""

    __table_args__ = (Index(None, "notified_at", "id"), Index(None, "webhooks_at", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey(Order.id), index=True)
    kind: Mapped[EventKind]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    details: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    notified_at: Mapped[datetime | None]
    webhooks_at: Mapped[datetime | None]
    order: Mapped[Order] = relationship(back_populates="events")


class Shipment(Model):
    """A parcel on its way, with the courier's airway bill."""

    __table_args__ = (UniqueConstraint("courier", "airway_bill"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey(Order.id), index=True)
    courier: Mapped[str]
    airway_bill: Mapped[str]
    tracking_url: Mapped[str] = mapped_column(default="")
    shipped_at: Mapped[datetime] = mapped_column(default=clock.now)
    by: Mapped[str]
    order: Mapped[Order] = relationship(back_populates="shipments")


class NumberSeries(Model):
    """The last number given out in a year."""

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0)
