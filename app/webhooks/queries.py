import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.orders.models import Order, OrderEvent, OrderLine

from .models import Webhook, WebhookDelivery


def listed() -> sa.Select[Webhook]:
    return sa.select(Webhook).order_by(Webhook.id)


def given_up() -> sa.Select[Webhook]:
    """Addresses that the shop switched off because they failed for days, until an admin decides."""
    return listed().where(Webhook.given_up_at.is_not(None))


def deliveries(webhook_id: int) -> sa.Select[WebhookDelivery]:
    """What an address was told, newest first."""
    return (
        sa.select(WebhookDelivery)
        .where(WebhookDelivery.webhook_id == webhook_id)
        .options(joinedload(WebhookDelivery.order))
        .order_by(WebhookDelivery.id.desc())
    )


def untold(limit: int) -> sa.Select[OrderEvent]:
    """Events of which no address has been told yet, oldest first, with what there is to tell."""
    order = selectinload(OrderEvent.order)
    return (
        sa.select(OrderEvent)
        .where(OrderEvent.webhooks_at.is_(None))
        .options(
            order.selectinload(Order.lines).joinedload(OrderLine.variant),
            order.joinedload(Order.last_campaign),
        )
        .order_by(OrderEvent.id)
        .limit(limit)
    )
