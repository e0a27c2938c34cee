"""PaymentIntents, the charges they make and the cards they are paid with.

Money that is captured later, bank debits and 3-D Secure are not spoken.
"""

from typing import Any

from .double import Double
from .errors import Json, Refusal, no_such, not_spoken, refused_parameter
from .events import emit
from .limits import check_amount, check_currency, check_metadata
from .parameters import only_spoken
from .samples import NOWHERE, SAMPLES, build, letters

SPOKEN_CONFIRM: Json = dict.fromkeys(("payment_method", "return_url", "receipt_email", "expand"))
SPOKEN_CREATE: Json = SPOKEN_CONFIRM | {
    "amount": None,
    "automatic_payment_methods": {"enabled": None, "allow_redirects": None},
    "capture_method": None,
    "confirm": None,
    "currency": None,
    "description": None,
    "metadata": None,
    "allowed_payment_method_types": None,
}
AT_ONCE = ("automatic", "automatic_async")
OVER = ("succeeded", "canceled")

# Stripe's own names of test cards: https://docs.stripe.com/testing. Brand, last digits, why it is declined.
CARDS = {
    "pm_card_visa": ("visa", "4242", None),
    "pm_card_mastercard": ("mastercard", "4444", None),
    "pm_card_chargeDeclined": ("visa", "0002", "generic_decline"),
    "pm_card_chargeDeclinedInsufficientFunds": ("visa", "9995", "insufficient_funds"),
}


def create(double: Double, params: Json) -> Json:
    """Make a PaymentIntent, and try to take the money if told to."""
    only_spoken(params, SPOKEN_CREATE)
    currency = check_currency(params["currency"], "currency")
    check_amount(params["amount"], currency, "amount")
    if params.get("capture_method", "automatic") not in AT_ONCE:
        raise not_spoken("capture_method")
    only_cards(params)
    ways = _automatic_ways(params)
    if params.get("confirm"):
        _ready_to_confirm(params.get("payment_method"), ways, params)
    intent = new_intent(double, params["amount"], currency, params)
    intent["automatic_payment_methods"] = ways
    if params.get("payment_method"):
        intent |= {"payment_method": params["payment_method"], "status": "requires_confirmation"}
    if params.get("confirm"):
        return confirm(
            double, {name: params[name] for name in params if name in SPOKEN_CONFIRM}, intent["id"]
        )
    return intent


def _automatic_ways(params: Json) -> Json | None:
    """Say which ways to pay are offered, as Stripe does unless the shop names them."""
    if params.get("allowed_payment_method_types"):
        return None
    told: Json = params.get("automatic_payment_methods", {})
    return {"enabled": True, "allow_redirects": "always"} | told


def only_cards(params: Json) -> None:
    """Refuse ways to pay that aren't cards."""
    if any(kind != "card" for kind in params.get("allowed_payment_method_types", [])):
        raise not_spoken("allowed_payment_method_types")


def new_intent(double: Double, amount: int, currency: str, params: Json) -> Json:
    """Keep an intent to take an amount."""
    intent = build(
        "payment_intent",
        allowed_payment_method_types=params.get("allowed_payment_method_types"),
        amount=amount,
        capture_method=params.get("capture_method", "automatic_async"),
        created=double.now(),
        currency=currency,
        description=params.get("description"),
        metadata=check_metadata(params.get("metadata")),
        receipt_email=params.get("receipt_email"),
        status="requires_payment_method",
    )
    intent["client_secret"] = f"{intent['id']}_secret_{letters(25)}"
    double.keep(intent)
    emit(double, "payment_intent.created", intent)
    return intent


def confirm(double: Double, params: Json, intent_id: str) -> Json:
    """Take the money with the card that was given now or before."""
    only_spoken(params, SPOKEN_CONFIRM)
    intent = double.find("payment_intent", intent_id)
    _refuse_if_owned(double, intent, "confirm")
    if intent["status"] in OVER:
        raise _unexpected_state(intent, "confirm")
    card = params.get("payment_method") or intent["payment_method"]
    _ready_to_confirm(card, intent["automatic_payment_methods"], params)
    return take(double, intent, card)


def _ready_to_confirm(card: str | None, ways: Json | None, params: Json) -> None:
    if not card:
        raise refused_parameter(
            "You cannot confirm this PaymentIntent because it's missing a payment method.",
            "payment_method",
            "payment_intent_unexpected_state",
        )
    _card(card, "payment_method")
    if ways and ways["allow_redirects"] != "never" and "return_url" not in params:
        raise refused_parameter(
            "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some "
            "of these payment methods might redirect your customer off of your page, you must provide a "
            "`return_url`.",
            "return_url",
        )


def take(double: Double, intent: Json, card: str) -> Json:
    """Charge a card once: either the intent has succeeded afterwards, or the refusal says why not."""
    brand, last4, decline = _card(card, "payment_method")
    method = _new_method(double, brand, last4)
    charge = _new_charge(double, intent, method, decline)
    if decline:
        problem = Refusal(
            "Your card was declined.",
            status=402,
            kind="card_error",
            code="card_declined",
            decline_code=decline,
            charge=charge["id"],
            payment_method=dict(method),
        )
        intent |= {"last_payment_error": problem.body["error"].copy(), "latest_charge": charge["id"]}
        intent |= {"status": "requires_payment_method", "payment_method": None}
        problem.body["error"]["payment_intent"] = dict(intent)
        emit(double, "charge.failed", charge)
        emit(double, "payment_intent.payment_failed", intent)
        raise problem
    intent |= {"status": "succeeded", "amount_received": intent["amount"], "last_payment_error": None}
    intent |= {"latest_charge": charge["id"], "payment_method": method["id"]}
    emit(double, "charge.succeeded", charge)
    emit(double, "payment_intent.succeeded", intent)
    return intent


def cancel(double: Double, params: Json, intent_id: str) -> Json:
    """Give up an intent that was never paid."""
    intent = double.find("payment_intent", intent_id)
    _refuse_if_owned(double, intent, "cancel")
    if intent["status"] in OVER:
        raise _unexpected_state(intent, "cancel")
    return give_up(double, intent, params.get("cancellation_reason"))


def give_up(double: Double, intent: Json, reason: str | None) -> Json:
    """Mark an intent as canceled."""
    intent |= {"status": "canceled", "canceled_at": double.now(), "cancellation_reason": reason}
    emit(double, "payment_intent.canceled", intent)
    return intent


def _refuse_if_owned(double: Double, intent: Json, verb: str) -> None:
    if any(session["payment_intent"] == intent["id"] for session in double.all("checkout.session")):
        raise Refusal(
            f"You cannot {verb} this PaymentIntent because it belongs to a Checkout Session. "
            "Expire the Checkout Session instead.",
            code="payment_intent_unexpected_state",
        )


def _unexpected_state(intent: Json, verb: str) -> Refusal:
    return Refusal(
        f"You cannot {verb} this PaymentIntent because it has a status of {intent['status']}.",
        code="payment_intent_unexpected_state",
        payment_intent=dict(intent),
    )


def _card(name: str, param: str) -> tuple[str, str, str | None]:
    if name not in CARDS:
        raise no_such("PaymentMethod", name, param)
    return CARDS[name]


def _new_method(double: Double, brand: str, last4: str) -> Json:
    card = SAMPLES["payment_method"]["card"] | {"brand": brand, "display_brand": brand, "last4": last4}
    card |= {"networks": {"available": [brand], "preferred": None}, "generated_from": None, "wallet": None}
    billing = SAMPLES["payment_method"]["billing_details"] | {
        "address": dict(NOWHERE),
        "email": None,
        "phone": None,
    }
    method = build("payment_method", created=double.now(), card=card, billing_details=billing, metadata={})
    return double.keep(method)


def _new_charge(double: Double, intent: Json, method: Json, decline: str | None) -> Json:
    paid = decline is None
    fields: dict[str, Any] = {
        "amount_captured": intent["amount"] if paid else 0,
        "amount_refunded": 0,
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": "CANTING",
        "captured": paid,
        "failure_code": None if paid else "card_declined",
        "failure_message": None if paid else "Your card was declined.",
        "outcome": _outcome(decline),
        "paid": paid,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "refunded": False,
        "status": "succeeded" if paid else "failed",
    }
    carried = ("amount", "currency", "description", "metadata", "receipt_email")
    fields |= {name: intent[name] for name in carried}
    charge = build("charge", created=double.now(), **fields)
    seen = {name: method["card"][name] for name in ("brand", "last4")} | {"network": method["card"]["brand"]}
    charge["payment_method_details"]["card"] |= seen
    del charge["refunds"]  # shown only when a request asks for it
    return double.keep(charge)


def _outcome(decline: str | None) -> Json:
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "declined_by_network" if decline else "approved_by_network",
        "reason": decline,
        "risk_level": "normal",
        "seller_message": "The bank did not return any further details." if decline else "Payment complete.",
        "type": "issuer_declined" if decline else "authorized",
    }
