"""Parcels on their way."""

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.db import db
from app.errors import ShopError

from .models import EventKind, FulfilmentStatus, Order, OrderEvent, Shipment
from .queries import lock


class AirwayBillUsed(ShopError):
    """The courier's number is on another parcel already."""


def ship(order: Order, *, courier: str, airway_bill: str, tracking_url: str, by: str) -> Shipment:
    """Hand a packed order to the courier, with its airway bill. Raises AirwayBillUsed, naming the other order."""
    order = lock(order.id)
    order.fulfilment_status = FulfilmentStatus.SHIPPED
    other = db.session.scalar(
        sa.select(Order.number)
        .join(Shipment)
        .where(Shipment.courier == courier, Shipment.airway_bill == airway_bill)
    )
    if other:
        raise AirwayBillUsed(_l("Nomor resi ini sudah dipakai pesanan %(number)s.", number=other))
    shipment = Shipment(courier=courier, airway_bill=airway_bill, tracking_url=tracking_url, by=by)
    order.shipments.append(shipment)
    order.events.append(
        OrderEvent(
            kind=EventKind.SHIPPED,
            by=by,
            details={"courier": courier, "airway_bill": airway_bill, "tracking_url": tracking_url},
        )
    )
    db.session.flush()
    return shipment
