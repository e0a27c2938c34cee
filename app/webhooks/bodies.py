"""What other programs are told of an order: its facts and amounts, and nothing of who bought."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.orders.models import (
    Channel,
    EventKind,
    FulfilmentStatus,
    Order,
    OrderEvent,
    OrderLine,
    OrderStatus,
    PaymentStatus,
)

TRIAL = "webhook.test"
TYPES: dict[EventKind, str] = {
    EventKind.PLACED: "order.placed",
    EventKind.PAID: "order.paid",
    EventKind.SHIPPED: "order.shipped",
    EventKind.DELIVERED: "order.delivered",
    EventKind.CANCELLED: "order.cancelled",
    EventKind.EXPIRED: "order.expired",
    EventKind.REFUNDED: "order.refunded",
}


class Told(BaseModel):
    """What is told: these fields and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LineTold(Told):
    sku: str
    title: str
    quantity: int = Field(ge=1)
    price: int = Field(ge=0, description="Of one, in whole rupiah.")
    reduction: int = Field(description="What discount and unique code took off the whole line.")


class OrderTold(Told):
    number: str
    status: OrderStatus
    payment_status: PaymentStatus
    fulfilment_status: FulfilmentStatus
    channel: Channel
    source: str = Field(description='"campaign", "site:" and a host, "direct" or "unknown".')
    campaign: str | None = Field(description="The code of the last campaign that brought the buyer.")
    currency: Literal["IDR"] = "IDR"
    goods: int = Field(ge=0, description="Whole rupiah, as all amounts.")
    shipping: int | None = Field(description="Absent until it is known.")
    discount: int
    unique_code: int = Field(description="What a bank transfer is less by, so that it can be told apart.")
    total: int = Field(ge=0, description="goods + shipping - discount - unique_code")
    refunded: int | None = Field(default=None, description="Of order.refunded: how much went back this time.")
    placed_at: datetime
    paid_at: datetime | None
    lines: list[LineTold]


class Notice(Told):
    """A webhook's body."""

    id: str = Field(description="The same with every try: what has been here before can be left out.")
    type: str
    timestamp: datetime = Field(description="When it happened.")
    data: OrderTold | None = Field(description="The order as it was when this was written; null in a trial.")


def body_of(event: OrderEvent, message_id: str) -> str:
    amount = event.details.get("amount") if event.kind is EventKind.REFUNDED else None
    refunded = None if amount is None else int(str(amount))
    order = order_told(event.order, refunded)
    return Notice(id=message_id, type=TYPES[event.kind], timestamp=event.at, data=order).model_dump_json()


def order_told(order: Order, refunded: int | None = None) -> OrderTold:
    return OrderTold(
        number=order.number,
        status=order.status,
        payment_status=order.payment_status,
        fulfilment_status=order.fulfilment_status,
        channel=order.channel,
        source=order.source,
        campaign=order.last_campaign.code if order.last_campaign else None,
        goods=order.goods.rupiah,
        shipping=None if order.shipping is None else order.shipping.rupiah,
        discount=order.discount.rupiah,
        unique_code=order.unique_code.rupiah,
        total=order.total.rupiah,
        refunded=refunded,
        placed_at=order.placed_at,
        paid_at=order.paid_at,
        lines=[line_told(line) for line in order.lines],
    )


def line_told(line: OrderLine) -> LineTold:
    return LineTold(
        sku=line.variant.sku,
        title=line.title_id,
        quantity=line.quantity,
        price=line.price.rupiah,
        reduction=line.reduction.rupiah,
    )
