"""Take the sample village away: its rows, its numbers and its files, and nothing else."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accounts.models import AuditEntry, User
from app.cart.models import BasketLine
from app.catalog import register
from app.catalog.models import Credit, Motif, Photo, Product, Variant
from app.catalog.openness import PriceParts
from app.db import Model, db
from app.exhibitions.models import (
    Campaign,
    CampaignProduct,
    Exhibition,
    ExhibitionCost,
    ExhibitionOfficer,
    ExhibitionPiece,
)
from app.inventory.models import Hold, Movement, Stock
from app.leads.models import FollowUp, Lead, LeadQuote, LeadQuoteLine, LeadTemplate
from app.makers.models import Consent, Maker
from app.notifications.models import Message
from app.orders.models import NumberSeries, Order, OrderEvent, OrderLine, Shipment
from app.payments.models import Payment, Proof, Refund, RefundShare, Task
from app.posters import actions as posters
from app.posters import queries as posters_wanted
from app.promotions.models import UseState, Voucher, VoucherUse
from app.publicity.models import Appearance, Publication
from app.reviews.models import Flag, Reply, Review
from app.shipping.models import Courier, Rate, Zone, ZoneArea
from app.stall.models import StallClosing, StallEntry, StallSale, StallVisitors
from app.webhooks.models import WebhookDelivery
from demo.furnish import BY


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed; its pictures, which nobody shows any more, go when they are cleared."""

    products: int
    orders: int


def rows() -> Removed:
    """Remove every row of the village; the caller commits, then clears the pictures."""
    sample = _sample()
    removed = Removed(
        products=db.session.scalar(sa.select(sa.func.count()).where(Product.sample)) or 0,
        orders=db.session.scalar(sa.select(sa.func.count()).where(Order.sample)) or 0,
    )
    register.forget(sample[Product])
    _let_go(sample)
    for model, condition in _conditions(sample):
        db.session.execute(sa.delete(model).where(condition).execution_options(synchronize_session=False))
    _count_uses()
    register.fold()
    posters.forget_all_but(posters_wanted.wanted())
    return removed


def _let_go(sample: dict[type[Model], sa.Select[int]]) -> None:
    """What is not the village's points to nothing of it any more."""
    for column, to in (
        (Order.first_campaign_id, Campaign),
        (Order.last_campaign_id, Campaign),
        (Order.exhibition_id, Exhibition),
        (StallSale.rival_id, Order),
        (Voucher.campaign_id, Campaign),
        (Campaign.exhibition_id, Exhibition),
        (Campaign.product_id, Product),
        (Campaign.maker_id, Maker),
        (Campaign.owner_id, User),
        (Lead.officer_id, User),
        (Lead.product_id, Product),
        (Lead.order_id, Order),
        (Lead.campaign_id, Campaign),
        (LeadQuote.order_id, Order),
    ):
        row = column.class_
        found = sa.update(row).where(column.in_(sample[to])).values({column.key: None})
        db.session.execute(found.execution_options(synchronize_session=False))


def _count_uses() -> None:
    """Uses by the village's orders are gone with them."""
    live = sa.select(sa.func.count()).where(
        VoucherUse.voucher_id == Voucher.id, VoucherUse.state == UseState.LIVE
    )
    counted = sa.update(Voucher).values(used=live.scalar_subquery())
    db.session.execute(counted.execution_options(synchronize_session=False))


def _sample() -> dict[type[Model], sa.Select[int]]:
    """The ids of what is the village's."""
    products = sa.select(Product.id).where(Product.sample)
    orders = sa.select(Order.id).where(Order.sample)
    lines = sa.select(OrderLine.id).where(OrderLine.order_id.in_(orders))
    return {
        Product: products,
        Variant: sa.select(Variant.id).where(Variant.product_id.in_(products)),
        Order: orders,
        OrderLine: lines,
        Review: sa.select(Review.id).where(Review.line_id.in_(lines)),
        Payment: sa.select(Payment.id).where(Payment.order_id.in_(orders)),
        Refund: sa.select(Refund.id).where(Refund.order_id.in_(orders)),
        Maker: sa.select(Maker.id).where(Maker.sample),
        Courier: sa.select(Courier.id).where(Courier.sample),
        Zone: sa.select(Zone.id).where(Zone.sample),
        User: sa.select(User.id).where(User.sample),
        Exhibition: sa.select(Exhibition.id).where(Exhibition.sample),
        Campaign: sa.select(Campaign.id).where(Campaign.sample),
        Lead: sa.select(Lead.id).join(Exhibition).where(Exhibition.sample),
        Publication: sa.select(Publication.id).where(
            sa.or_(
                Publication.exhibition_id.in_(sa.select(Exhibition.id).where(Exhibition.sample)),
                Publication.campaign_id.in_(sa.select(Campaign.id).where(Campaign.sample)),
                Publication.by.in_(sa.select(User.email).where(User.sample)),
            )
        ),
        LeadQuote: sa.select(LeadQuote.id).join(Lead).join(Exhibition).where(Exhibition.sample),
        StallEntry: sa.select(StallEntry.id).where(
            sa.or_(
                StallEntry.exhibition_id.in_(sa.select(Exhibition.id).where(Exhibition.sample)),
                StallEntry.officer_id.in_(sa.select(User.id).where(User.sample)),
            )
        ),
    }


def _of_stand(sample: dict[type[Model], sa.Select[int]]) -> list[tuple[type[Model], Any]]:
    entries = sample[StallEntry]
    return [
        (StallSale, sa.or_(StallSale.entry_id.in_(entries), StallSale.order_id.in_(sample[Order]))),
        (StallVisitors, StallVisitors.entry_id.in_(entries)),
        (StallClosing, StallClosing.entry_id.in_(entries)),
        (StallEntry, StallEntry.id.in_(entries)),
        (FollowUp, FollowUp.lead_id.in_(sample[Lead])),
        (
            LeadQuoteLine,
            sa.or_(
                LeadQuoteLine.quote_id.in_(sample[LeadQuote]), LeadQuoteLine.variant_id.in_(sample[Variant])
            ),
        ),
        (LeadQuote, LeadQuote.id.in_(sample[LeadQuote])),
        (Lead, Lead.id.in_(sample[Lead])),
        (LeadTemplate, LeadTemplate.sample),
    ]


def _of_publicity(sample: dict[type[Model], sa.Select[int]]) -> list[tuple[type[Model], Any]]:
    shown = (
        Appearance.publication_id.in_(sample[Publication]),
        Appearance.maker_id.in_(sample[Maker]),
        Appearance.product_id.in_(sample[Product]),
    )
    return [(Appearance, sa.or_(*shown)), (Publication, Publication.id.in_(sample[Publication]))]


def _conditions(
    sample: dict[type[Model], sa.Select[int]],
) -> list[tuple[type[Model], Any]]:
    """What to remove from each table, those first that others stand on."""
    of_order = [
        (model, model.order_id.in_(sample[Order]))
        for model in (Message, WebhookDelivery, OrderEvent, Shipment, Task, OrderLine)
    ]
    of_payment = [
        (RefundShare, RefundShare.refund_id.in_(sample[Refund])),
        (Refund, Refund.order_id.in_(sample[Order])),
        (Proof, Proof.payment_id.in_(sample[Payment])),
    ]
    of_variant = [
        (model, model.variant_id.in_(sample[Variant])) for model in (BasketLine, Hold, Movement, Stock)
    ]
    of_product = [
        (model, model.product_id.in_(sample[Product])) for model in (Photo, Credit, PriceParts, Variant)
    ]
    of_fair = [
        (
            ExhibitionPiece,
            sa.or_(
                ExhibitionPiece.exhibition_id.in_(sample[Exhibition]),
                ExhibitionPiece.variant_id.in_(sample[Variant]),
            ),
        ),
        (ExhibitionCost, ExhibitionCost.exhibition_id.in_(sample[Exhibition])),
        (
            ExhibitionOfficer,
            sa.or_(
                ExhibitionOfficer.exhibition_id.in_(sample[Exhibition]),
                ExhibitionOfficer.user_id.in_(sample[User]),
            ),
        ),
        (
            CampaignProduct,
            sa.or_(
                CampaignProduct.campaign_id.in_(sample[Campaign]),
                CampaignProduct.product_id.in_(sample[Product]),
            ),
        ),
        # Every use is some order's.
        (VoucherUse, ~sa.exists().where(Order.voucher_use_id == VoucherUse.id)),
        (Voucher, Voucher.sample),
        (Campaign, Campaign.sample),
        (Exhibition, Exhibition.sample),
    ]
    # Years in which nobody else has ordered are counted from the beginning again.
    used = sa.exists().where(Order.number.like("KB-" + sa.cast(NumberSeries.year, sa.String) + "-%"))
    return [
        *of_payment,
        (Flag, Flag.review_id.in_(sample[Review])),
        (Reply, Reply.review_id.in_(sample[Review])),
        (Review, Review.line_id.in_(sample[OrderLine])),
        *_of_stand(sample),
        *of_order,
        (Payment, Payment.order_id.in_(sample[Order])),
        (Order, Order.sample),
        *_of_publicity(sample),
        *of_fair,
        *of_variant,
        *of_product,
        (Product, Product.sample),
        (Motif, Motif.sample),
        (Consent, Consent.maker_id.in_(sample[Maker])),
        (Maker, Maker.sample),
        (Rate, sa.or_(Rate.courier_id.in_(sample[Courier]), Rate.zone_id.in_(sample[Zone]))),
        (ZoneArea, ZoneArea.zone_id.in_(sample[Zone])),
        (Zone, Zone.sample),
        (Courier, Courier.sample),
        (User, User.sample),
        (AuditEntry, AuditEntry.by == BY),
        (NumberSeries, ~used),
    ]
