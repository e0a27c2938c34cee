"""The orders of a list as a table for a spreadsheet: what was sold, by which way, and what brought its buyer."""

from collections.abc import Iterator

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from app import clock
from app.accounts.permissions import Permission
from app.orders.models import Order
from app.reports.sheets import Cell
from app.web import needs
from app.words import word

from .downloads import as_sheet
from .order_list import Wanted, all_of

bp = Blueprint("order_sheet", __name__, url_prefix="/orders.csv")

# Nothing of the buyer: who needs a name opens the order.
HEAD = (
    _l("Nomor"),
    _l("Dibuat"),
    _l("Dibayar"),
    _l("Asal"),
    _l("Keadaan"),
    _l("Pembayaran"),
    _l("Pengiriman"),
    _l("Lembar"),
    _l("Harga kain"),
    _l("Ongkos kirim"),
    _l("Voucher"),
    _l("Potongan"),
    _l("Kode unik"),
    _l("Total"),
    _l("Datang lewat"),
    _l("Kampanye pertama"),
    _l("Kampanye terakhir"),
)


@bp.get("")
@needs(Permission.SEE_ORDERS)
def download() -> Response:
    rows = (tuple(cells(order)) for order in all_of(Wanted.read(request.args)))
    return as_sheet(f"pesanan-{clock.today()}", HEAD, rows)


def cells(order: Order) -> Iterator[Cell]:
    yield from (order.number, clock.shop_day(order.placed_at), order.paid_on)
    yield from (
        str(word(state))
        for state in (order.channel, order.status, order.payment_status, order.fulfilment_status)
    )
    yield sum(line.quantity for line in order.lines)
    yield from (order.goods, order.shipping)
    yield order.voucher_use.voucher.code if order.voucher_use else ""
    yield from (order.discount, order.unique_code, order.total, order.source)
    yield from (campaign.code if campaign else "" for campaign in (order.first_campaign, order.last_campaign))
