"""Where the clock speaks to other programs' addresses: claim a delivery, commit, send it, commit. No transaction waits
for an answer."""

import structlog

from app.db import db
from app.webhooks import actions as webhooks
from app.webhooks import sending

log = structlog.get_logger()


def write() -> int:
    """Write what addresses are to be told of everything that happened; returns of how many events."""
    written = 0
    while count := webhooks.write():
        db.session.commit()
        written += count
    db.session.commit()
    return written


def deliver() -> int:
    """Send what waits; returns how many were taken. What an address was told it may be told again, with the same id,
    if this process dies between the answer and the commit."""
    delivered, resting = 0, set[int]()
    while delivery := webhooks.claim(resting):
        call, key, address = webhooks.call_of(delivery), delivery.id, delivery.webhook_id
        db.session.commit()
        answer = sending.send(call)
        webhooks.answered(key, answer)
        if answer.good:
            delivered += 1
        else:
            # The other jobs of the worker are not kept waiting for each delivery anew.
            log.warning("webhook not taken", delivery=key, code=answer.code, ms=answer.took_ms)
            resting.add(address)
        db.session.commit()
    db.session.commit()
    return delivered
