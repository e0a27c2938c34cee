from datetime import datetime

import sqlalchemy as sa

from app.db import db
from app.orders.models import OrderEvent

from .models import Message, MessageState


def newest() -> sa.Select[Message]:
    return sa.select(Message).order_by(Message.id.desc())


def failed() -> sa.Select[Message]:
    """Mails that the server will not take, newest first."""
    return newest().where(Message.state == MessageState.FAILED)


def of_order(order_id: int) -> sa.Select[Message]:
    return sa.select(Message).where(Message.order_id == order_id).order_by(Message.id)


def oldest_waiting() -> datetime | None:
    """When the oldest thing happened that somebody should have been told about by now; None when all have been."""
    event = db.session.scalar(sa.select(sa.func.min(OrderEvent.at)).where(OrderEvent.notified_at.is_(None)))
    mail = db.session.scalar(
        sa.select(sa.func.min(Message.created_at)).where(
            Message.state == MessageState.QUEUED, Message.attempts == 0
        )
    )
    return min((moment for moment in (event, mail) if moment), default=None)
