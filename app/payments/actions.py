"""Money in: opening payments, and the one path on which money is believed. Nothing here speaks to a payment service."""

import secrets
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import clock
from app.addresses import public_url
from app.db import db, insert
from app.errors import ShopError
from app.inventory.actions import SoldOut
from app.languages import in_language
from app.money import Money
from app.orders import actions as orders
from app.orders.models import Order, OrderStatus, PaymentStatus
from app.orders.queries import lock
from app.promotions.actions import NotUsable

from .answers import heard
from .models import STRIPE, TRANSFER, Payment, PaymentState, Task, TaskKind
from .providers import Ask, Opened, Outcome, Report
from .queries import given_back

# A unique code is one to three digits taken off the total, never added: nobody pays more than was shown.
UNIQUE_CODES = range(1, 1000)
# Stripe's sessions live at least 30 minutes; one must be over well before the hold that it is paid for.
SHORTEST_SESSION = timedelta(minutes=31)
SESSION_ENDS_BEFORE_HOLD = timedelta(minutes=5)
# Built once, like all that every buyer asks.
OPEN = sa.select(Payment).where(Payment.order_id == sa.bindparam("order"), Payment.state == PaymentState.OPEN)
P = Payment.__table__.c
WAITING = sa.select(P.amount).where(
    P.provider == TRANSFER,
    P.state == PaymentState.OPEN,
    P.amount.between(sa.bindparam("least"), sa.bindparam("most")),
)
OPENINGS: dict[str, Any] = {}
A_MOMENT = timedelta(minutes=1)
# Where an order waits for money that is its sale: all of it, or its deposit, or the rest after that.
WAITS = {PaymentStatus.UNPAID, PaymentStatus.IN_REVIEW, PaymentStatus.DEPOSIT_PAID}


class TooLate(ShopError):
    """There is not enough time left to pay in this way."""


class NotPayable(ShopError):
    """The order does not wait for money."""


class ReferenceUsed(ShopError):
    """The bank's reference belongs to another payment."""


def deadline(provider: str, *, quoted: bool = True) -> datetime:
    """Until when a piece waits for money that comes in this way, or for a price of shipping to be quoted."""
    if not quoted:
        return clock.now() + timedelta(hours=current_app.config["QUOTE_HOLD_HOURS"])
    if provider == TRANSFER:
        return clock.now() + timedelta(hours=current_app.config["TRANSFER_HOLD_HOURS"])
    return clock.now() + timedelta(minutes=current_app.config["CARD_HOLD_MINUTES"])


def open_payment(order: Order, provider: str) -> Payment:
    """Begin to be paid for an order, or for its deposit or its rest, in this way; an open payment of it is given up,
    except one that is just the same."""
    order = lock(order.id)
    waits = order.payment_status in {PaymentStatus.UNPAID, PaymentStatus.DEPOSIT_PAID}
    if order.status is not OrderStatus.PLACED or not waits or order.awaits_quote:
        raise NotPayable(_l("Pesanan ini tidak menunggu pembayaran."))
    if order.deposited:
        orders.extend(order, until=deadline(provider))
    if order.hold_until <= clock.now():
        raise TooLate(_l("Batas waktu pembayaran pesanan ini sudah lewat."))
    for earlier in open_payments(order):
        if earlier.provider == provider and (provider == TRANSFER or _still_good(earlier)):
            return earlier
        earlier.state = PaymentState.CLOSED
    db.session.flush()
    return first_payment(order, provider)


def first_payment(order: Order, provider: str) -> Payment:
    """Begin to be paid in this way for an order that has no open payment, and that nobody else can pay or change now:
    it is locked, or this very transaction has placed it."""
    return _open_transfer(order) if provider == TRANSFER else _open_card(order)


def open_payments(order: Order) -> list[Payment]:
    return list(db.session.scalars(OPEN, {"order": order.id}))


def _still_good(payment: Payment) -> bool:
    """Nobody has been sent to the service with it yet: asking with the same key gives the same session."""
    return payment.url is None and payment.amount == payment.order.due and _time_left(payment.url_until)


def _time_left(until: datetime | None) -> bool:
    return until is not None and until - clock.now() >= SHORTEST_SESSION


def _open_card(order: Order) -> Payment:
    orders.grant_unique_code(order, Money(0))
    until = order.hold_until - SESSION_ENDS_BEFORE_HOLD
    if not _time_left(until):
        raise TooLate(
            _l("Waktu yang tersisa terlalu singkat untuk kartu. Silakan bayar dengan transfer bank.")
        )
    payment = Payment(
        order=order,
        provider=STRIPE,
        amount=order.due,
        rest=bool(order.deposited),
        key=f"canting-{secrets.token_hex(16)}",
        url_until=until,
    )
    db.session.add(payment)
    db.session.flush()
    return payment


def _open_transfer(order: Order) -> Payment:
    """A transfer is known by its amount: a code makes it different from that of every other open one."""
    until = order.placed_at + timedelta(hours=current_app.config["TRANSFER_HOLD_HOURS"])
    # One that was placed to be paid so has that time already, but for the moment that placing it took.
    if until - order.hold_until > A_MOMENT:
        orders.extend(order, until=until)
    full = order.part_due
    codes = UNIQUE_CODES[: max(0, full.rupiah - 1)] or range(1)
    amounts = {"least": full - Money(codes[-1]), "most": full - Money(codes[0])}
    with db.session.no_autoflush:
        taken = {full.rupiah - amount.rupiah for amount in db.session.scalars(WAITING, amounts)}
    free = [code for code in codes if code not in taken]
    while free:
        code = free.pop(secrets.randbelow(len(free)))
        # A new order goes to the database with its code already, and need not be changed there.
        orders.grant_unique_code(order, Money(code))
        db.session.flush()
        asked = {"order_id": order.id, "provider": TRANSFER, "key": secrets.token_hex(16)}
        asked["rest"] = bool(order.deposited)
        asked["amount"] = full - Money(code)
        payment: Payment | None = db.session.scalar(_opening(), asked)
        # None where somebody else's transfer has taken that amount just now.
        if payment:
            return payment
    raise NotPayable(
        _l("Terlalu banyak transfer dengan jumlah ini sedang menunggu. Silakan coba cara bayar lain.")
    )


def _opening() -> Any:
    """Nothing comes back where an open transfer of that amount is there already."""
    name = db.engine.dialect.name
    if name not in OPENINGS:
        OPENINGS[name] = insert(Payment).on_conflict_do_nothing().returning(Payment)
    return OPENINGS[name]


def ask_of(payment: Payment) -> Ask:
    """What the payment service is to be asked, as plain data that outlives the transaction."""
    order = payment.order
    with force_locale(order.locale):
        items = [(in_language(line, "title"), line.quantity, line.price) for line in order.lines]
        if order.shipping:
            items.append((_("Ongkos kirim"), 1, order.shipping))
        named = _("Sisa %(number)s", number=order.number) if payment.rest else order.number
        if order.deposit and not payment.rest:
            named = _("Uang muka %(number)s", number=order.number)
    if Money.total(price * quantity for _, quantity, price in items) != payment.amount:
        items = [(named, 1, payment.amount)]
    return Ask(
        payment_id=payment.id,
        key=payment.key,
        number=order.number,
        items=tuple(items),
        amount=payment.amount,
        email=order.email,
        locale=order.locale,
        back_to=public_url("shop.orders.show", locale=order.locale, token=order.token, kembali=1),
        until=payment.url_until or order.hold_until,
    )


def opened(payment_id: int, answer: Opened) -> None:
    """Write down where the service takes the payment."""
    payment = db.session.get_one(Payment, payment_id)
    if answer.reference:
        payment.reference = answer.reference
        payment.url = answer.url or payment.url
    heard(payment)
    db.session.flush()


def give_up(payment: Payment) -> None:
    """The service has confirmed that it cannot be paid there any more."""
    if payment.state is PaymentState.OPEN:
        payment.state = PaymentState.CLOSED
    payment.url = None


def settle(report: Report) -> None:
    """Believe what a service or an admin says of a payment: the one path to being paid.

    Locked and idempotent. Amount and currency are compared; what does not fit is parked for a person, and so is money
    that nothing can be given for any more. Nothing that was settled is ever unsettled by a later report.
    """
    payment = _payment_of(report)
    if payment is None:
        if report.outcome is Outcome.PAID:
            _park_unmatched(report)
        return
    lock(payment.order_id)
    db.session.refresh(payment, with_for_update=True)
    heard(payment)
    if payment.state is PaymentState.SETTLED or report.outcome is Outcome.WAITING:
        return
    if report.outcome is Outcome.CLOSED:
        give_up(payment)
    elif report.amount != payment.amount or report.currency != "IDR":
        _park_mismatch(payment, report)
    else:
        _take(payment, report)


def _payment_of(report: Report) -> Payment | None:
    if report.payment_id is not None:
        payment = db.session.get(Payment, report.payment_id)
        return payment if payment and payment.provider == report.provider else None
    return db.session.scalar(
        sa.select(Payment).where(Payment.provider == report.provider, Payment.reference == report.reference)
    )


def _take(payment: Payment, report: Report) -> None:
    order = payment.order
    payment.state = PaymentState.SETTLED
    payment.reference = report.reference
    payment.charge = report.charge
    payment.received = report.amount
    payment.settled_at = clock.now()
    payment.url = None
    if order.payment_status not in WAITS or payment.rest is not bool(order.deposited):
        _open_task(TaskKind.DOUBLE_PAYMENT, order, payment, report.amount, order.number)
        return
    try:
        with db.session.begin_nested():
            if order.deposit and not payment.rest:
                orders.keep_deposit(order, payment.amount, by=report.by)
            else:
                orders.pay(order, by=report.by)
    except (SoldOut, NotUsable, orders.NotNow) as reason:
        orders.note_late_money(order, by=report.by, note=type(reason).__name__)
        _open_task(TaskKind.LATE_MONEY, order, payment, report.amount, order.number)
        return
    for other in open_payments(order):
        other.state = PaymentState.CLOSED
    db.session.flush()


def _park_unmatched(report: Report) -> None:
    """Money for no order of ours, of which the service speaks several times."""
    parked = sa.exists().where(Task.kind == TaskKind.UNMATCHED, Task.note == report.reference)
    if not db.session.scalar(sa.select(parked)):
        _open_task(TaskKind.UNMATCHED, None, None, report.amount, report.reference)


def _park_mismatch(payment: Payment, report: Report) -> None:
    note = f"{report.reference}: {report.amount.rupiah if report.amount else '?'} {report.currency}"
    parked = sa.select(
        sa.exists().where(Task.payment_id == payment.id, Task.note == note, Task.closed_at.is_(None))
    )
    if not db.session.scalar(parked):
        _open_task(TaskKind.MISMATCH, payment.order, payment, report.amount, note)


def _open_task(
    kind: TaskKind, order: Order | None, payment: Payment | None, amount: Money | None, note: str
) -> None:
    db.session.add(Task(kind=kind, order=order, payment=payment, amount=amount, note=note))
    db.session.flush()


def close_task(task: Task, *, by: str, resolution: str) -> None:
    if not resolution.strip():
        raise ShopError(_l("Tuliskan apa yang diputuskan."))
    if task.closed_at:
        raise ShopError(_l("Tugas ini sudah ditutup."))
    task.closed_at, task.closed_by, task.resolution = clock.now(), by, resolution.strip()


def confirm_transfer(payment: Payment, *, reference: str, received: Money, by: str) -> None:
    """An admin found the money in the bank's statement. Raises ReferenceUsed, naming the order that it paid for."""
    reference = " ".join(reference.upper().split())
    if not reference:
        raise ShopError(_l("Isi nomor referensi bank dari mutasi rekening."))
    _refuse_used(reference, payment)
    try:
        with db.session.begin_nested():
            settle(Report(TRANSFER, payment.id, reference, Outcome.PAID, amount=received, by=by))
    except sa.exc.IntegrityError:
        # Somebody else wrote the same reference to another payment at the same instant.
        _refuse_used(reference, payment)
        raise


def _refuse_used(reference: str, payment: Payment) -> None:
    used = db.session.scalar(
        sa.select(Order.number)
        .join(Payment)
        .where(Payment.provider == TRANSFER, Payment.reference == reference, Payment.id != payment.id)
    )
    if used:
        raise ReferenceUsed(_l("Referensi bank ini sudah dipakai untuk pesanan %(number)s.", number=used))


def cancel_order(order: Order, *, by: str, reason: str) -> None:
    """Call an order off; money that it has becomes a task to give back."""
    orders.cancel(order, by=by, reason=reason)
    for payment in open_payments(order):
        payment.state = PaymentState.CLOSED
    for payment in db.session.scalars(
        sa.select(Payment).where(Payment.order_id == order.id, Payment.state == PaymentState.SETTLED)
    ):
        left = (payment.received or Money(0)) - (db.session.scalar(given_back(payment)) or Money(0))
        if left:
            _open_task(TaskKind.REFUND_DUE, order, payment, left, order.number)
    db.session.flush()


def expire_order(order: Order) -> bool:
    """Free the pieces of an order whose deadline is over; False when there is nothing to free (any more)."""
    if not orders.expire(order):
        return False
    for payment in open_payments(order):
        payment.state = PaymentState.CLOSED
    db.session.flush()
    return True
