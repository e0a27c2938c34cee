"""A year of orders as rows: most of them long delivered, some of each other fate, the newest still open."""

from datetime import datetime, timedelta
from typing import Any

from app import clock
from app.db import Model
from app.inventory.models import Hold, HoldState
from app.money import Money
from app.orders.models import (
    Channel,
    Destination,
    EventKind,
    FulfilmentStatus,
    NumberSeries,
    Order,
    OrderEvent,
    OrderLine,
    OrderStatus,
    PaymentStatus,
    Shipment,
)
from app.payments.models import TRANSFER, Payment, PaymentState, Refund, RefundShare, RefundState

Row = dict[str, Any]
Rows = dict[type[Model], list[Row]]

# One product in ten is the only one of its kind; nobody has bought those yet.
ONE_IN = 10
SHIPPING = Money(25_000)
PLACE = {
    "destination": Destination.VILLAGE,
    "village_code": "33.05.01.2009",
    "village": "Kalibangkang",
    "district": "Ayah",
    "regency": "Kabupaten Kebumen",
    "province": "Jawa Tengah",
    "postcode": "54473",
    "street": "Jalan Pantai No. 9, RT 02",
    "courier_name": "JNE REG",
}
E_, O_, P_, F_ = EventKind, OrderStatus, PaymentStatus, FulfilmentStatus
# What became of an order: its three states, and what happened to it.
FATES: dict[str, tuple[OrderStatus, PaymentStatus, FulfilmentStatus, tuple[EventKind, ...]]] = {
    "delivered": (O_.COMPLETED, P_.PAID, F_.DELIVERED, (E_.PAID, E_.PACKED, E_.SHIPPED, E_.DELIVERED)),
    "refunded": (
        *(O_.COMPLETED, P_.REFUNDED, F_.DELIVERED),
        (E_.PAID, E_.PACKED, E_.SHIPPED, E_.DELIVERED, E_.REFUNDED),
    ),
    "cancelled": (O_.CANCELLED, P_.UNPAID, F_.UNFULFILLED, (E_.CANCELLED,)),
    "expired": (O_.EXPIRED, P_.UNPAID, F_.UNFULFILLED, (E_.EXPIRED,)),
    "unpaid": (O_.PLACED, P_.UNPAID, F_.UNFULFILLED, ()),
    "paid": (O_.PLACED, P_.PAID, F_.UNFULFILLED, (E_.PAID,)),
    "packed": (O_.PLACED, P_.PAID, F_.PACKED, (E_.PAID, E_.PACKED)),
    "shipped": (O_.PLACED, P_.PAID, F_.SHIPPED, (E_.PAID, E_.PACKED, E_.SHIPPED)),
}
NEWEST = ("unpaid", "paid", "packed", "shipped")
OLD = ("cancelled", "expired", "refunded", *["delivered"] * 17)


def slug_of(number: int) -> str:
    """The address of a product says whether it is the only one."""
    return f"{'satu' if number % ONE_IN == 0 else 'kain'}-{number}"


def book(count: int, variants: list[Row], *, buyer: int) -> Rows:
    """So many orders of the last year, oldest first; `buyer` is the user who has ordered one in fifty of them."""
    tables = (Hold, Order, OrderLine, OrderEvent, Payment, Refund, RefundShare, Shipment, NumberSeries)
    rows: Rows = {table: [] for table in tables}
    stocked = [variant for variant in variants if slug_of(variant["id"]).startswith("kain")]
    now, numbers = clock.now(), dict[int, int]()
    for number in range(1, count + 1):
        placed_at = now - timedelta(days=364) * ((count - number + 0.1) / count)
        year = clock.shop_day(placed_at).year
        numbers[year] = numbers.get(year, 0) + 1
        fate = NEWEST[number % 4] if count - number < 40 else OLD[number * 7 % len(OLD)]
        order = _order(number, f"KB-{year}-{numbers[year]:04}", placed_at, fate)
        order["customer_id"] = buyer if number % 50 == 0 else None
        wanted = [stocked[(number * 31 + other) % len(stocked)] for other in range(1 + (number % 5 == 0))]
        _write(rows, order, {variant["id"]: variant for variant in wanted}, fate)
    rows[NumberSeries] = [{"year": year, "last": last} for year, last in numbers.items()]
    return rows


def _order(number: int, name: str, placed_at: datetime, fate: str) -> Row:
    status, payment_status, fulfilment_status, happened = FATES[fate]
    paid_at = placed_at + timedelta(hours=3) if EventKind.PAID in happened else None
    return PLACE | {
        "id": number,
        "number": name,
        "token": f"bench-order-{number:032}",
        "checkout_token": f"bench-checkout-{number}",
        "status": status,
        "payment_status": payment_status,
        "fulfilment_status": fulfilment_status,
        "channel": Channel.FAIR if number % 3 == 0 else Channel.SHOP,
        "name": f"Sari Contoh {number}",
        "phone": f"+62812{number:08}",
        "email": f"sari-{number}@contoh.test",
        "placed_at": placed_at,
        "hold_until": clock.now() + timedelta(days=1) if fate == "unpaid" else placed_at + timedelta(days=1),
        "paid_at": paid_at,
        "paid_on": clock.shop_day(paid_at) if paid_at else None,
    }


def _write(rows: Rows, order: Row, variants: dict[int, Row], fate: str) -> None:
    # An open transfer is known by its amount, so codes differ among orders that are near each other.
    code = Money(1 + order["id"] % 900)
    parts = code.split([1] * len(variants))
    goods = Money.total(variant["price"] for variant in variants.values())
    amounts = {"goods": goods, "shipping": SHIPPING, "unique_code": code, "total": goods + SHIPPING - code}
    rows[Order].append(order | amounts | {"weight_g": 350 * len(variants)})
    for variant, part in zip(variants.values(), parts, strict=True):
        _write_line(rows, order, variant, part, fate)
    _write_events(rows, order, fate)
    _write_payment(rows, order, amounts["total"], fate)
    if EventKind.SHIPPED in FATES[fate][3]:
        sent = {"courier": "JNE", "airway_bill": f"BENCH{order['id']:08}", "by": "bench"}
        rows[Shipment].append({"order_id": order["id"]} | sent)


def _write_line(rows: Rows, order: Row, variant: Row, reduction: Money, fate: str) -> None:
    gone = fate in {"cancelled", "expired"}
    state = HoldState.RELEASED if gone else HoldState.LIVE if fate == "unpaid" else HoldState.SOLD
    number = len(rows[Hold]) + 1
    held = {"id": number, "variant_id": variant["id"], "quantity": 1, "state": state}
    rows[Hold].append(held | {"expires_at": order["hold_until"], "created_at": order["placed_at"]})
    bought = {"product_id": variant["product_id"], "variant_id": variant["id"], "price": variant["price"]}
    told = {"title_id": f"Kain {variant['id']}", "title_en": f"Cloth {variant['id']}", "quantity": 1}
    line = {"id": number, "order_id": order["id"], "hold_id": number, "maker_id": variant["id"] % 40 + 1}
    rows[OrderLine].append(line | bought | told | {"reduction": reduction})


def _write_events(rows: Rows, order: Row, fate: str) -> None:
    for hours, kind in enumerate((EventKind.PLACED, *FATES[fate][3])):
        at = min(order["placed_at"] + timedelta(hours=3 * hours), clock.now())
        rows[OrderEvent].append(
            {"order_id": order["id"], "kind": kind, "at": at, "by": "bench", "notified_at": at}
        )


def _write_payment(rows: Rows, order: Row, total: Money, fate: str) -> None:
    paid = order["paid_at"]
    state = PaymentState.SETTLED if paid else PaymentState.OPEN if fate == "unpaid" else PaymentState.CLOSED
    asked = {"order_id": order["id"], "provider": TRANSFER, "key": f"bench-{order['id']}", "amount": total}
    settled = {"reference": f"BENCH {order['id']}" if paid else None, "received": total if paid else None}
    came = {"state": state, "settled_at": paid, "created_at": order["placed_at"]}
    rows[Payment].append({"id": order["id"]} | asked | settled | came)
    if fate == "refunded":
        number, line = len(rows[Refund]) + 1, rows[OrderLine][-1]
        back = {"provider": TRANSFER, "key": f"bench-back-{number}", "by": "bench", "reason": "Salah warna"}
        done = {"state": RefundState.DONE, "done_at": clock.now(), "refunded_on": order["paid_on"]}
        which = {"id": number, "order_id": order["id"], "payment_id": order["id"], "amount": total}
        rows[Refund].append(which | back | done)
        rest = total - line["price"] + line["reduction"]
        rows[RefundShare] += [
            {"refund_id": number, "line_id": line["id"], "amount": line["price"] - line["reduction"]},
            {"refund_id": number, "line_id": None, "amount": rest},
        ]
