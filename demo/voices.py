"""Let some sample buyers say what their cloth is like, through the shop's own verbs; each says that it is a sample."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app import clock
from app.db import db
from app.makers.models import Maker
from app.orders.models import EventKind, FulfilmentStatus, Order, OrderEvent, OrderLine
from app.reviews import actions as reviews
from app.reviews.actions import Said
from app.reviews.models import Review
from demo import texts

LATER = timedelta(days=8)


def speak(by: str) -> None:
    """Each of the village's reviews, of the newest cloth of its maker that nobody has spoken of."""
    for told in texts.load().reviews:
        line, came = _newest(told.maker)
        said = Said(stars=told.stars, text=told.text, name=told.name, locale=told.language)
        with clock.pretend(came + LATER):
            review = reviews.write(line, said, None)
            reviews.show(review, version=1, by=by)
            if told.reply and review.maker:
                reviews.show(reviews.answer(review, review.maker, told.reply), version=1, by=by)


def _newest(pseudonym: str) -> tuple[OrderLine, datetime]:
    came = (
        sa.select(OrderLine, OrderEvent.at)
        .join(OrderLine.order)
        .join(OrderEvent, OrderEvent.order_id == Order.id)
        .join(Maker, Maker.id == OrderLine.maker_id)
        .where(
            Maker.slug == pseudonym,
            Order.sample,
            Order.fulfilment_status == FulfilmentStatus.DELIVERED,
            OrderEvent.kind == EventKind.DELIVERED,
            OrderEvent.at < clock.now() - LATER,
            ~sa.exists().where(Review.line_id == OrderLine.id),
        )
        .order_by(OrderEvent.at.desc(), OrderLine.id)
        .limit(1)
    )
    line, at = db.session.execute(came).one()
    return line, at
