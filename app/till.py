"""Where the faces speak to payment services: write down, commit, ask, write down what was answered, commit.

No transaction is open while a service is asked, so a slow one holds no lock and no connection; and what was asked is
written down before, with its idempotency key, so that asking again after any accident is asking once.
"""

from collections.abc import Sequence
from typing import Any

import structlog

from app.db import db
from app.orders.models import Order
from app.orders.queries import overdue
from app.payments import actions as payments
from app.payments import answers, events, providers, queries, refunds
from app.payments.models import STRIPE, Payment, PaymentState, Refund, RefundState
from app.payments.providers import Notice, Outcome, ServiceDown, ServiceRefused

log = structlog.get_logger()


def begin(payment: Payment) -> str | None:
    """Open the payment with its service; the address to send the buyer to, None when there is nowhere to go.

    Raises ServiceDown or ServiceRefused; the payment then stays open and can be begun again.
    """
    provider, url = payment.provider, payment.url
    if url or provider != STRIPE:
        db.session.commit()
        return url
    ask = payments.ask_of(payment)
    db.session.commit()
    answer = providers.get(provider).begin(ask)
    payments.opened(ask.payment_id, answer)
    db.session.commit()
    return answer.url


def check(payment: Payment) -> None:
    """Ask the service what became of a payment, and settle by its answer."""
    provider, reference = payment.provider, payment.reference
    given_up = payment.state is PaymentState.CLOSED
    db.session.commit()
    if provider == STRIPE and reference:
        service = providers.get(provider)
        report = service.withdraw(reference) if given_up else service.look_up(reference)
        if report:
            payments.settle(report)
            db.session.commit()


def hear(provider: str, notice: Notice) -> None:
    """Act on a webhook: what counts is fetched from the service. Raises ServiceDown when it cannot be, to be sent
    again."""
    event = events.keep(provider, notice)
    event_id, done = event.id, event.applied_at is not None
    db.session.commit()
    if done:
        return
    try:
        outcome = _act_on(provider, notice)
    except ServiceRefused:
        # The service does not know what its own message is about: another shop's, or another mode's.
        outcome = "unmatched"
    events.applied(event_id, outcome)
    db.session.commit()


def _act_on(provider: str, notice: Notice) -> str:
    service = providers.get(provider)
    reference = notice.reference or _reference_of(notice.payment_id)
    if not notice.ours:
        return "not ours"
    if notice.refund_reference:
        answer = service.look_up_refund(notice.refund_reference)
        if answer:
            refunds.report(answer)
        return "refund"
    if reference is None:
        return "unmatched"
    report = service.look_up(reference)
    if report is None or report.outcome is Outcome.WAITING:
        return "waiting"
    payments.settle(report)
    return report.outcome.value


def _reference_of(payment_id: int | None) -> str | None:
    payment = db.session.get(Payment, payment_id) if payment_id is not None else None
    reference = payment.reference if payment else None
    # The service is asked next, and no transaction is open while it is.
    db.session.commit()
    return reference


def give_back(refund: Refund) -> None:
    """Send a refund that was written down; when the service does not answer it stays pending, and is asked again
    later."""
    ask, provider, waits = refunds.ask_of(refund), refund.provider, refund.state is RefundState.PENDING
    reference = refund.reference
    db.session.commit()
    if not waits or provider != STRIPE:
        return
    service = providers.get(provider)
    answer = service.look_up_refund(reference) if reference else service.give_back(ask)
    if answer:
        refunds.report(answer)
        db.session.commit()


def reconcile() -> int:
    """Ask about everything that is open, given up or unknown, and due; returns how many answers were had."""
    return pursue(
        [*db.session.scalars(queries.to_reconcile()), *db.session.scalars(queries.unfinished_refunds())]
    )


def pursue(rows: Sequence[Payment | Refund]) -> int:
    """Ask about each of these, and write down silence and refusals too; returns how many answers were had."""
    keys = [(type(row), row.id) for row in rows]
    db.session.commit()
    return sum(_pursue(kind, key) for kind, key in keys)


def _pursue(kind: type[Any], key: int) -> bool:
    row: Payment | Refund = db.session.get_one(kind, key)
    try:
        give_back(row) if isinstance(row, Refund) else _finish(row)
    except ServiceDown:
        db.session.rollback()
        answers.silent(row)
    except ServiceRefused as error:
        db.session.rollback()
        answers.refused(row, error.reason)
    else:
        return True
    log.warning("not reconciled", what=kind.__name__, id=key, refused=row.refused_at is not None)
    db.session.commit()
    return False


def _finish(payment: Payment) -> None:
    if payment.state is PaymentState.OPEN and payment.reference is None:
        begin(payment)
    else:
        check(payment)


def expire() -> int:
    """Free what unpaid orders hold past their deadline; returns how many orders expired."""
    expired = 0
    for order_id in db.session.scalars(overdue()).all():
        expired += payments.expire_order(db.session.get_one(Order, order_id))
        db.session.commit()
    return expired
