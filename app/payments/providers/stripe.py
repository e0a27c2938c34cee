"""Cards and wallets through Stripe Checkout: https://docs.stripe.com/payments/checkout

Stripe's library makes a start a seventh longer, and a process six megabytes larger: it is imported by whoever first
speaks to Stripe, and never where there is no key.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from typing import Any

import structlog
from flask_babel import lazy_gettext as _l

from app import clock
from app.money import Money

from . import (
    Ask,
    BadSignature,
    GiveBack,
    Notice,
    Opened,
    Outcome,
    Provider,
    RefundOutcome,
    RefundReport,
    Report,
    ServiceDown,
    ServiceRefused,
)

# Stripe counts rupiah in hundredths: IDR is not in its list of currencies without decimals
# (https://docs.stripe.com/currencies#zero-decimal).
HUNDREDTHS = 100
CURRENCY = "idr"

# A key is kept for a day at least (https://docs.stripe.com/api/idempotent_requests); clocks may differ by an hour.
KEYS_ARE_KEPT = timedelta(hours=23)

OUTCOMES = {"complete": Outcome.WAITING, "open": Outcome.WAITING, "expired": Outcome.CLOSED}
REFUNDS = {"succeeded": RefundOutcome.DONE, "failed": RefundOutcome.FAILED, "canceled": RefundOutcome.FAILED}

# What is kept of a message: what it is about, and nothing of who paid (name, address, e-mail, card).
KEPT = {"id", "object", "type", "created", "livemode", "api_version"}
KEPT_OF_IT = KEPT | {
    *("amount", "amount_received", "amount_refunded", "amount_subtotal", "amount_total", "currency"),
    *("status", "payment_status", "payment_intent", "charge", "reason", "failure_reason"),
}

log = structlog.get_logger()


def to_stripe(amount: Money) -> int:
    return amount.rupiah * HUNDREDTHS


def from_stripe(amount: int | None, currency: str | None) -> Money | None:
    """The amount in rupiah, None when it is not a whole one. Raises ValueError for another currency."""
    if (currency or "").lower() != CURRENCY:
        raise ValueError(f"not rupiah: {currency}")
    if amount is None or amount % HUNDREDTHS:
        return None
    return Money(amount // HUNDREDTHS)


@contextmanager
def spoken() -> Iterator[None]:
    """Turn Stripe's errors into ours; only what may pass by itself is ServiceDown."""
    import stripe  # noqa: PLC0415

    try:
        yield
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        log.warning("stripe is down", error=type(error).__name__)
        raise ServiceDown from error
    except stripe.StripeError as error:
        log.warning("stripe refuses", error=type(error).__name__, status=error.http_status, code=error.code)
        # 401 and 403: our key is wrong, which says nothing of what was asked, and passes when it is put right. 409: an
        # earlier request with the same key is still under way, and its answer is the one to wait for. An error that
        # came with 200 is an answer that was cut or is not Stripe's.
        status = error.http_status or 0
        if status < 400 or status >= 500 or status in {401, 403, 409}:
            raise ServiceDown from error
        raise ServiceRefused(error.code or "") from error
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        # An answer that is not Stripe's (a proxy's page, cut in the middle) tells nothing about what was done.
        log.warning("stripe's answer cannot be read", error=type(error).__name__)
        raise ServiceDown from error


class Stripe(Provider):
    slug = "stripe"

    def __init__(self, config: Mapping[str, Any]) -> None:
        self.key: str = config["STRIPE_SECRET_KEY"]
        self.webhook_secret: str = config["STRIPE_WEBHOOK_SECRET"]
        self.base: str = config["STRIPE_API_BASE"]

    @cached_property
    def client(self) -> Any:
        if not self.key:
            raise ServiceDown
        import stripe  # noqa: PLC0415

        return stripe.StripeClient(
            self.key,
            # A buyer waits for this: two tries of at most four seconds, then the order page offers another.
            http_client=stripe.RequestsClient(timeout=(2, 4)),
            max_network_retries=1,
            base_addresses={"api": self.base} if self.base else {},
        )

    @property
    def ready(self) -> bool:
        return bool(self.key)

    def begin(self, ask: Ask) -> Opened:
        known = {"payment": str(ask.payment_id), "order": ask.number}
        with spoken():
            session = self.client.v1.checkout.sessions.create(
                {
                    "mode": "payment",
                    "client_reference_id": str(ask.payment_id),
                    "metadata": known,
                    "payment_intent_data": {"metadata": known, "description": ask.number},
                    # Without one, Stripe asks for it itself; an empty one it refuses.
                    **({"customer_email": ask.email} if ask.email else {}),
                    "locale": "id" if ask.locale == "id" else "en",
                    "success_url": ask.back_to,
                    "cancel_url": ask.back_to,
                    "expires_at": int(ask.until.timestamp()),
                    "line_items": [_item(*item) for item in ask.items],
                },
                {"idempotency_key": ask.key},
            )
            return Opened(session.id, session.url)

    def look_up(self, reference: str) -> Report | None:
        with spoken():
            return _report(self.client.v1.checkout.sessions.retrieve(reference))

    def withdraw(self, reference: str) -> Report | None:
        report = self.look_up(reference)
        if report is None or report.outcome is not Outcome.WAITING:
            return report
        try:
            with spoken():
                return _report(self.client.v1.checkout.sessions.expire(reference))
        except ServiceRefused:
            # It was paid or ended between the two questions.
            return self.look_up(reference)

    def give_back(self, ask: GiveBack) -> RefundReport:
        try:
            with spoken():
                # The answer may have been lost so long ago that the key would send the money a second time.
                if clock.now() - ask.since > KEYS_ARE_KEPT and (sent := self._sent(ask)):
                    return sent
                refund = self.client.v1.refunds.create(
                    {
                        "payment_intent": ask.charge,
                        "amount": to_stripe(ask.amount),
                        "reason": "requested_by_customer",
                        "metadata": {"refund": str(ask.refund_id)},
                    },
                    {"idempotency_key": ask.key},
                )
                return _refund_report(refund)
        except ServiceRefused:
            return RefundReport(ask.refund_id, None, RefundOutcome.FAILED)

    def _sent(self, ask: GiveBack) -> RefundReport | None:
        refunds = self.client.v1.refunds.list({"payment_intent": ask.charge, "limit": 100})
        reports = map(_refund_report, refunds.auto_paging_iter())
        return next((report for report in reports if report.refund_id == ask.refund_id), None)

    def look_up_refund(self, reference: str) -> RefundReport | None:
        with spoken():
            return _refund_report(self.client.v1.refunds.retrieve(reference))

    def hear(self, body: bytes, signature: str) -> Notice:
        if not self.webhook_secret:
            raise ServiceDown
        import stripe  # noqa: PLC0415

        try:
            stripe.WebhookSignature.verify_header(body.decode(), signature, self.webhook_secret, 300)
            event = json.loads(body)
            return _notice(event, live=self.key.startswith(("sk_live", "rk_live")))
        except (stripe.SignatureVerificationError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadSignature(_l("Pesan ini tidak bertanda tangan sah.")) from error


def _item(name: str, quantity: int, price: Money) -> Any:
    return {
        "quantity": quantity,
        "price_data": {
            "currency": CURRENCY,
            "unit_amount": to_stripe(price),
            "product_data": {"name": name[:120]},
        },
    }


def _report(session: Any) -> Report:
    paid = session.payment_status == "paid"
    try:
        amount = from_stripe(session.amount_total, session.currency)
    except ValueError:
        amount = None
    payment_id = session.metadata.to_dict().get("payment", "") if session.metadata else ""
    return Report(
        provider=Stripe.slug,
        payment_id=int(payment_id) if str(payment_id).isdigit() else None,
        reference=session.id,
        outcome=Outcome.PAID if paid else OUTCOMES[session.status],
        amount=amount,
        currency=(session.currency or "").upper(),
        charge=session.payment_intent,
    )


def _refund_report(refund: Any) -> RefundReport:
    ours = refund.metadata.to_dict().get("refund", "") if refund.metadata else ""
    return RefundReport(
        refund_id=int(ours) if str(ours).isdigit() else None,
        reference=refund.id,
        outcome=REFUNDS.get(refund.status, RefundOutcome.PENDING),
    )


def _notice(event: dict[str, Any], *, live: bool) -> Notice:
    thing = event["data"]["object"]
    known = thing.get("metadata") or {}
    kind: str = event["type"]
    session = kind.startswith("checkout.session.")
    refund = kind.startswith("refund.")
    return Notice(
        event_id=event["id"],
        kind=kind,
        payload=_without_person(event, thing),
        payment_id=int(known["payment"]) if str(known.get("payment", "")).isdigit() else None,
        reference=thing["id"] if session else None,
        refund_reference=thing["id"] if refund else None,
        ours=bool(event["livemode"]) is live and (session or refund or kind.startswith("payment_intent.")),
    )


def _without_person(event: dict[str, Any], thing: dict[str, Any]) -> str:
    told = {name: fact for name, fact in event.items() if name in KEPT}
    about = {name: fact for name, fact in thing.items() if name in KEPT_OF_IT}
    ours = thing.get("metadata") or {}
    about["metadata"] = {name: ours[name] for name in ("payment", "refund") if name in ours}
    return json.dumps({**told, "data": {"object": about}})
