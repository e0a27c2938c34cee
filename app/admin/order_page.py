"""Everything that the page of one order shows, and the forms for what can be done with it now."""

from collections.abc import Callable, Sequence

from flask_babel import lazy_gettext as _l

from app import talk
from app.db import db
from app.forms import Form
from app.money import Money
from app.notifications import queries as mails
from app.orders import deposits
from app.orders.actions import NotNow
from app.orders.models import Destination, EventKind, FulfilmentStatus, Order
from app.orders.stages import Stage, stage_of
from app.payments import queries as money
from app.payments.models import TRANSFER, Payment, PaymentState, Refund, RefundState

from .forms.orders import CancelForm, ConfirmForm, QuoteForm, RefundForm, RejectForm, ShipForm, TakeBackForm

# Where a buyer who ordered by WhatsApp still needs the link to the order.
TO_TALK_ABOUT = {Stage.TO_QUOTE, Stage.TO_PAY, Stage.IN_THE_MAKING}
NOT_SENT = {FulfilmentStatus.UNFULFILLED, FulfilmentStatus.PACKED}
SENT = {FulfilmentStatus.SHIPPED, FulfilmentStatus.DELIVERED}
MAY_BE_CANCELLED = {
    Stage.TO_QUOTE,
    Stage.TO_PAY,
    Stage.IN_REVIEW,
    Stage.IN_THE_MAKING,
    Stage.TO_PACK,
    Stage.TO_SHIP,
    Stage.GIVEN_BACK,
}


def contents(order: Order, filled: dict[str, Form]) -> dict[str, object]:
    """What the page shows; `filled` are forms that were filled in wrongly, and stay as they were filled in."""
    paid_by = money.of_order(order)
    given_back = money.refunds_of(order)
    return {
        "order": order,
        "stage": stage_of(order),
        "made": deposits.when(order, EventKind.MADE),
        "talk": talk.about_order(order) if stage_of(order) in TO_TALK_ABOUT else "",
        "payments": paid_by,
        "refunds": given_back,
        "twins": twins(order) if any(payment.proofs for payment in paid_by) else {},
        "tasks": db.session.scalars(money.tasks_of(order)).all(),
        "refused": any(payment.is_refused for payment in paid_by)
        or any(refund.is_refused for refund in given_back),
        "messages": db.session.scalars(mails.of_order(order.id)).all(),
        "forms": forms_of(order, paid_by, filled),
        "refund_forms": refund_forms(paid_by, given_back, filled),
    }


def forms_of(order: Order, paid_by: Sequence[Payment], filled: dict[str, Form]) -> dict[str, Form | None]:
    """A form for each verb that has one and is possible now; the others are None."""
    stage, payment = stage_of(order), to_confirm(paid_by)
    posted = order.destination is not Destination.PICKUP
    possible: dict[str, tuple[bool, Callable[[], Form]]] = {
        "quote": (stage is Stage.TO_QUOTE, lambda: QuoteForm(formdata=None)),
        "confirm": (payment is not None, lambda: confirm_form(payment)),
        "reject": (stage is Stage.IN_REVIEW, lambda: RejectForm(formdata=None)),
        "ship": (stage is Stage.TO_SHIP and posted, lambda: ShipForm(formdata=None, order=order)),
        "cancel": (may_be_cancelled(order), lambda: CancelForm(formdata=None)),
        "take_back": (order.fulfilment_status in SENT, lambda: TakeBackForm(formdata=None)),
    }
    return {verb: filled.get(verb) or (make() if now else None) for verb, (now, make) in possible.items()}


def may_be_cancelled(order: Order) -> bool:
    return stage_of(order) in MAY_BE_CANCELLED and order.fulfilment_status in NOT_SENT


def to_confirm(paid_by: Sequence[Payment]) -> Payment | None:
    """The transfer whose money may be in the bank: the open one; else the newest that was given up."""
    waiting = [
        payment
        for payment in paid_by
        if payment.provider == TRANSFER and payment.state is not PaymentState.SETTLED
    ]
    return min(
        waiting, key=lambda payment: (payment.state is not PaymentState.OPEN, -payment.id), default=None
    )


def confirm_form(payment: Payment | None) -> ConfirmForm:
    return ConfirmForm(formdata=None, data={"payment_id": payment.id if payment else None})


def left_of(payment: Payment, given_back: Sequence[Refund]) -> Money:
    """What can still be given back of a payment, from refunds that have been read already."""
    gone = [
        refund.amount
        for refund in given_back
        if refund.payment_id == payment.id and refund.state is not RefundState.FAILED
    ]
    return (payment.received or Money(0)) - Money.total(gone)


def refund_forms(
    paid_by: Sequence[Payment], given_back: Sequence[Refund], filled: dict[str, Form]
) -> list[RefundForm]:
    """A form for each payment of which something is left."""
    wrong = filled.get("refund")
    settled = [(payment, left_of(payment, given_back)) for payment in paid_by if payment.settled_at]
    return [
        wrong if wrong and wrong.payment is payment else RefundForm(formdata=None, payment=payment, most=left)
        for payment, left in settled
        if left
    ]


def twins(order: Order) -> dict[str, list[tuple[int, str]]]:
    """By picture: the other orders for which the very same proof was sent."""
    found: dict[str, list[tuple[int, str]]] = {}
    for picture, order_id, number in db.session.execute(money.same_pictures(order)):
        found.setdefault(picture, []).append((order_id, number))
    return found


def transfer_of(order: Order, payment_id: int | None) -> Payment:
    """The transfer that is to be confirmed; the one that waits, unless another is named."""
    known = money.of_order(order)
    payment = next((each for each in known if each.id == payment_id), None) or to_confirm(known)
    if payment is None or payment.provider != TRANSFER or payment.state is PaymentState.SETTLED:
        raise NotNow(_l("Tidak ada transfer yang menunggu dikonfirmasi; mungkin sudah dikonfirmasi."))
    return payment


def settled_of(order: Order, payment_id: int) -> Payment:
    """The payment that money goes back of; the last one that came, unless another is named."""
    known = [each for each in money.of_order(order) if each.settled_at]
    payment = next((each for each in known if each.id == payment_id), None) or next(iter(known), None)
    if payment is None:
        raise NotNow(_l("Belum ada uang yang masuk untuk pesanan ini."))
    return payment
